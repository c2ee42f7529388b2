// Sending services: what leaves for each of them, and what their answers mean.

import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { createServiceChannel } from '../../src/channels/email/service-channel.ts'
import { awsSigned } from '../../src/channels/email/services/aws-signature.ts'
import { serviceOf, services } from '../../src/channels/email/services/services.ts'
import type { Channel, EmailMessage } from '../../src/runtime/channel.ts'
import { type HttpReceiver, startHttpReceiver } from './http-receiver.ts'
import { answerWith, serviceStandIns, startService } from './mail-services.ts'

const handle = 'abcdefghijklmnopqrstuvwxyz'.replace(/[^a-z2-7]/g, '')
const mail: EmailMessage = {
  kind: 'email',
  key: 'welcome/1/1/hello/1',
  from: { name: 'Anna "A." Shop', address: 'shop@example.com' },
  to: 'ben@example.net',
  replyTo: 'help@example.com',
  subject: 'Grüße, Ben',
  html: '<p>Hello Ben</p>',
  text: 'Hello Ben',
  messageId: `<${handle}@example.com>`,
  unsubscribeUrl: 'https://events.example.com/u/token',
  headers: { 'X-Campaign': 'welcome' },
  date: Date.UTC(2026, 10, 21),
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

function channelTo(url: string, more: { timeoutMs?: number } = {}): Channel {
  const named = serviceOf(url)
  if ('problem' in named) throw new Error(named.problem)
  const channel = createServiceChannel({ ...named, now: () => Date.UTC(2026, 10, 21, 10), connectTimeoutMs: 60_000, ...more })
  open.unshift(channel)
  return channel
}

async function answering(answer: Parameters<typeof startHttpReceiver>[0]): Promise<HttpReceiver> {
  const receiver = await startHttpReceiver(answer)
  open.push(receiver)
  return receiver
}

test('every service has a stand-in', () => {
  expect(serviceStandIns.map(({ name }) => name)).toEqual(services.map(({ name }) => name))
})

describe.each(serviceStandIns)('$name', (service) => {
  test('takes the mail in as it was laid out: parties, subject, one-click unsubscribe, Message-ID, and the handle that its reports name', async () => {
    const { receiver, taken, refused } = await startService(service)
    open.push(receiver)
    const outcome = await channelTo(service.url(receiver.port)).deliver(mail)
    expect(refused).toEqual([])
    expect(outcome).toEqual({ kind: 'sent', detail: service.success.id })
    const [mailTaken] = taken
    expect(mailTaken).toMatchObject({ from: 'shop@example.com', to: 'ben@example.net', replyTo: 'help@example.com', oncueMessage: handle })
    expect(mailTaken?.headers).toMatchObject({
      'message-id': `<${handle}@example.com>`,
      'list-unsubscribe': '<https://events.example.com/u/token>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      'x-campaign': 'welcome',
    })
    expect(mailTaken?.html).toContain('<p>Hello Ben</p>')
    if (mailTaken?.source === undefined) expect(mailTaken?.subject).toBe('Grüße, Ben')
  })

  test.each(service.failures)('$what', async ({ outcome, ...answer }) => {
    const receiver = await answering((response) => answerWith(response, answer))
    expect(await channelTo(service.url(receiver.port)).deliver(mail)).toMatchObject(outcome)
    expect(receiver.calls).toHaveLength(1)
  })

  test('too many at once: later, when it says', async () => {
    const receiver = await answering((response) => answerWith(response, { status: 429, headers: { 'retry-after': '17' }, body: { message: 'slow down' } }))
    expect(await channelTo(service.url(receiver.port)).deliver(mail)).toMatchObject({ kind: 'retry', afterMs: 17_000 })
  })

  test('too many at once, in its own words: later, when it says', async () => {
    const receiver = await answering((response) => answerWith(response, { status: 429, headers: service.tooMany, body: { message: 'slow down' } }))
    const outcome = await channelTo(service.url(receiver.port)).deliver(mail)
    expect(outcome).toMatchObject({ kind: 'retry', wayIsDown: true, ...(Object.keys(service.tooMany).length > 0 && { afterMs: 17_000 }) })
  })

  test('subject and names in any letters, long or with lines in them, arrive as one line and break nothing', async () => {
    const { receiver, taken, refused } = await startService(service)
    open.push(receiver)
    const subject = `Grüße 🎉 ${'sehr lang '.repeat(60)}\r\nBcc: everybody@example.com\nX: y`
    const strange = { ...mail, subject, from: { name: 'Łukasz "Ł" <x@y>, Shop\r\nBcc: z@example.com', address: 'shop@example.com' } }
    const outcome = await channelTo(service.url(receiver.port)).deliver(strange)
    expect([refused, outcome.kind]).toEqual([[], 'sent'])
    const [one] = taken
    expect(one?.headers).not.toHaveProperty('bcc')
    expect(one?.from).toBe('shop@example.com')
    if (one?.source === undefined) expect(one?.subject).not.toMatch(/[\r\n]/)
    else expect(one.source.slice(0, one.source.indexOf('\r\n\r\n'))).not.toMatch(/^(bcc|x):/im)
  })

  test.each([
    [500, 'retry'],
    [503, 'retry'],
    [502, 'unknown'],
    [504, 'unknown'],
    [302, 'retry'],
  ])('a status of %i means %s', async (status, kind) => {
    const receiver = await answering((response) => response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('<html>'))
    expect(await channelTo(service.url(receiver.port)).deliver(mail)).toMatchObject({ kind })
  })

  test('a connection that breaks after the mail has left tells nothing', async () => {
    const receiver = await answering((response) => response.destroy())
    expect(await channelTo(service.url(receiver.port)).deliver(mail)).toMatchObject({ kind: 'unknown' })
  })

  test('an answer that never comes tells nothing', async () => {
    const receiver = await answering(() => {})
    expect(await channelTo(service.url(receiver.port), { timeoutMs: 50 }).deliver(mail)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('50 ms'),
    })
  })

  test('the same mail gives the same request, so that a repetition can be recognized', async () => {
    const { receiver } = await startService(service)
    open.push(receiver)
    const channel = channelTo(service.url(receiver.port))
    await channel.deliver(mail)
    await channel.deliver(mail)
    const [first, second] = receiver.calls
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
  })
})

test.each(serviceStandIns)('$name gets the mail signed, where it takes it as it is laid out here', async (service) => {
  const { receiver, taken } = await startService(service)
  open.push(receiver)
  const named = serviceOf(service.url(receiver.port))
  if ('problem' in named) throw new Error(named.problem)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const channel = createServiceChannel({ ...named, now: () => 0, keyOf: (domain) => ({ domain, selector: 's1', privateKey: pem }) })
  open.unshift(channel)
  await channel.deliver(mail)
  const signature = taken[0]?.headers['dkim-signature']
  if (taken[0]?.source === undefined) expect(signature).toBeUndefined()
  else expect(signature).toMatch(/d=example\.com;.* s=s1;.*h=[^;]*:list-unsubscribe:list-unsubscribe-post;/)
  // SES writes both anew, and a signature over them would break.
  if (service.name === 'ses') expect(signature).not.toMatch(/h=[^;]*(message-id|date)/)
})

test('only services that document it are trusted to recognize a repetition', () => {
  expect(services.flatMap(({ name, recognizesRepeatsMs }) => (recognizesRepeatsMs === undefined ? [] : [[name, recognizesRepeatsMs]]))).toEqual([
    ['resend', 86_400_000],
    ['brevo', 900_000],
  ])
})

test.each([
  ['ses://KEY:SECRET@email.eu-west-1.amazonaws.com', 'https://email.eu-west-1.amazonaws.com'],
  ['mailgun://KEY@api.eu.mailgun.net/mg.example.com', 'https://api.eu.mailgun.net'],
  ['resend://re_x@127.0.0.1:99', 'http://127.0.0.1:99'],
])('%s leads to %s', (url, origin) => {
  expect(serviceOf(url)).toMatchObject({ account: { origin } })
})

test.each([
  ['ses://KEY@email.eu-west-1.amazonaws.com', 'no access key with its secret'],
  ['ses://KEY:pa55word@mail.example', 'names no region'],
  ['mailgun://pa55word@api.mailgun.net', 'no domain that sends'],
  ['sendgrid://api.sendgrid.com', 'no API key'],
  ['postmark://pa55word@api.postmarkapp.com?steam=x', 'knows no ?steam='],
  ['brevo://pa55word%ZZ@api.brevo.com', 'write special characters'],
  ['resend://', 'has to look like resend://KEY@api.resend.com'],
])('%s is refused in words that hold no secret', (url, words) => {
  const named = serviceOf(url)
  expect(named).toEqual({ problem: expect.stringContaining(words) })
  expect(JSON.stringify(named)).not.toContain('pa55word')
})

// From the test suite that AWS publishes for its signature.
test.each([
  ['GET', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['POST', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
])('signs a %s as AWS does', (method, signature) => {
  const now = Date.UTC(2015, 7, 30, 12, 36)
  const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
  const { authorization } = awsSigned({
    method,
    host: 'example.amazonaws.com',
    path: '/',
    body: '',
    region: 'us-east-1',
    service: 'service',
    keyId: 'AKIDEXAMPLE',
    secret,
    now,
  })
  expect(authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  )
})

test('a mail that cannot be made into a call is rejected, and nothing is thrown', async () => {
  const channel = createServiceChannel({
    service: {
      ...(services[0] as (typeof services)[number]),
      call: () => {
        throw new Error('no such region')
      },
    },
    account: { origin: 'http://127.0.0.1:9', user: 'u', password: 'p' } as never,
    now: () => 0,
  })
  open.unshift(channel)
  expect(await channel.deliver(mail)).toEqual({ kind: 'rejected', reason: 'not sent: Error: no such region' })
})
