// What leaves: nobody but the author decides whom a webhook calls and which of a receiver's addresses, and passwords leave only under TLS.

import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createSmtpChannel } from '../../src/channels/email/smtp-channel.ts'
import { createWebhookChannel } from '../../src/channels/webhook/webhook-channel.ts'
import { smtpOptions } from '../../src/desks/ways-out.ts'
import { compile } from '../../src/engine/compile.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { WebhookMessage } from '../../src/runtime/channel.ts'
import { sourceWith, start } from '../runtime/workshop.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

function callOf(url: string): WebhookMessage {
  return { kind: 'webhook', key: 'k', url, method: 'POST', headers: {}, body: '{}', webhookId: 'msg_1', attemptedAt: start }
}

test('a value in the path of a webhook cannot climb to another address of the receiver', async () => {
  const channel = createWebhookChannel({ secret, allow: ['127.0.0.1'] })
  onTestFinished(() => channel.close())
  for (const path of ['users/../admin', 'users/./x', 'users/..', 'users/%2e%2e/admin', 'users/.%2E/x', 'users/..?x=1', 'users\\..\\admin', 'users/%2e%2e#x']) {
    const outcome = await channel.deliver(callOf(`http://127.0.0.1:9/${path}`))
    expect([path, outcome]).toEqual([path, { kind: 'rejected', reason: expect.stringContaining('dots') }])
  }
  for (const path of ['users/a..b/x', 'users/.well-known', 'x?next=../y', 'users/...']) {
    expect([path, (await channel.deliver(callOf(`http://127.0.0.1:9/${path}`))).kind]).toEqual([path, 'retry'])
  }
})

function problemsOf(url: string): readonly string[] {
  const journey: Journey = { journey: 'calls', enter: [{ on: 'Signed Up' }], steps: [{ id: 'call', webhook: { url } }] }
  return compile(sourceWith(journey)).problems.map((problem) => `${problem.severity} ${problem.code}`)
}

test('an author is told that data may not decide which host a webhook calls', () => {
  for (const url of [
    'https://{{ subscriber.shop }}/x',
    'https://{{subscriber.shop}}.example.com/x',
    '{{ trigger.callback }}',
    'https://a.example{{ trigger.x }}',
    'https:{{ x }}',
    'https://{% if x %}a{% endif %}.example/',
  ]) {
    expect([url, problemsOf(url)]).toEqual([url, expect.arrayContaining(['error webhook.host'])])
  }
})

test('data may fill in path and query of a webhook', () => {
  for (const url of [
    'https://a.example/{{ subscriber.id }}',
    'https://a.example?x={{ trigger.x }}',
    'http://127.0.0.1:9000/hook',
    'https://a.example/#{{ x }}',
  ]) {
    expect([url, problemsOf(url)]).toEqual([url, []])
  }
})

/** A mail server that knows no TLS, and what it was told. */
async function plainMailServer(): Promise<{ port: number; told: string[] }> {
  const told: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write('220 mail.example\r\n')
    socket.on('data', (data) => {
      told.push(String(data))
      const isHello = String(data).startsWith('EHLO')
      socket.write(isHello ? '250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n' : '502 no\r\n')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as { port: number }).port, told }
}

test('a password is not sent to a mail server from which the offer of TLS was taken out', async () => {
  const { port, told } = await plainMailServer()
  const { host: _, ...options } = smtpOptions(`smtp://shop:pa55word@mail.example:${port}`)
  const channel = createSmtpChannel({ ...options, host: '127.0.0.1', pool: { connections: 1 } })
  const outcome = await channel.deliver({
    kind: 'email',
    key: 'k',
    from: { address: 'shop@shop.example' },
    to: 'ann@mail.example',
    subject: 'x',
    html: 'x',
    text: 'x',
    messageId: '<1@shop.example>',
    date: start,
  })
  await channel.close()
  expect(outcome.kind).toBe('retry')
  expect(told.join('')).not.toContain('AUTH')
})

test('a mail server on this machine, and one without a password, need no TLS', () => {
  for (const url of ['smtp://a:b@127.0.0.1:2525', 'smtp://a:b@localhost:2525', 'smtp://a:b@[::1]:2525', 'smtp://relay.example:25']) {
    expect([url, smtpOptions(url).requireTls]).toEqual([url, false])
  }
  expect(smtpOptions('smtp://a:b@relay.example:587?tls=optional').requireTls).toBe(false)
  expect(smtpOptions('smtp://a:b@relay.example:587').requireTls).toBe(true)
})

test('a value in a header of a webhook cannot add another header, nor replace one of the transport or the signature', async () => {
  const channel = createWebhookChannel({ secret, allow: ['127.0.0.1'] })
  onTestFinished(() => channel.close())
  for (const headers of [
    { 'x-name': 'a\r\nx-admin: 1' },
    { 'x-name': 'a\nb' },
    { 'x-name': 'a\0b' },
    { 'x\r\ny': 'a' },
    { Host: 'x' },
    { 'Webhook-Signature': 'v1,x' },
  ]) {
    const outcome = await channel.deliver({ ...callOf('http://127.0.0.1:9/x'), headers })
    expect([headers, outcome.kind]).toEqual([headers, 'rejected'])
  }
})
