// Calls over real HTTP: signatures, what answers mean, and what a call may carry.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseWebhookSecret, signatureHeaders } from '../../src/channels/webhook/signature.ts'
import { createWebhookChannel } from '../../src/channels/webhook/webhook-channel.ts'
import type { AttemptOutcome, Channel, WebhookMessage } from '../../src/runtime/channel.ts'
import { type HttpReceiver, startHttpReceiver } from './http-receiver.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const attemptedAt = Date.UTC(2026, 10, 21, 10, 0, 0)

let receiver: HttpReceiver
let channel: Channel
let answer: { status: number; headers: Record<string, string> }

beforeEach(async () => {
  answer = { status: 200, headers: {} }
  receiver = await startHttpReceiver((response) => response.writeHead(answer.status, answer.headers).end())
  channel = createWebhookChannel({ secret, allow: ['127.0.0.1'], timeoutMs: 60_000 })
})
afterEach(async () => {
  await channel.close()
  await receiver.close()
})

function message(parts: Partial<WebhookMessage> = {}): WebhookMessage {
  const url = `http://127.0.0.1:${receiver.port}/hook`
  return { kind: 'webhook', key: 'k', url, method: 'POST', headers: {}, body: '{"a":1}', webhookId: 'msg_1', attemptedAt, ...parts }
}

async function answered(status: number, headers: Record<string, string> = {}): Promise<AttemptOutcome> {
  answer = { status, headers }
  return channel.deliver(message())
}

describe('signatures', () => {
  test('are those of the Standard Webhooks example', () => {
    const call = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' }
    expect(signatureHeaders(call, [parseWebhookSecret(secret)])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('are verified by the standard library of receivers, for every one of two secrets', async () => {
    const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    // Those that sign at the instant of the call.
    const changing = createWebhookChannel({ secret: (at) => (at < attemptedAt ? [] : [secret, next]), allow: ['127.0.0.1'] })
    // The library holds the timestamp against the real clock.
    const now = new Webhook(secret)
    const body = '{"name":"Änn \u{1F6D2}"}'
    await changing.deliver(message({ body }))
    await changing.close()
    const [call] = receiver.calls
    expect(call?.body).toBe(body)
    const headers = call?.headers as Record<string, string>
    const signed = new Date(attemptedAt)
    const [first, second] = (headers['webhook-signature'] ?? '').split(' ')
    expect(first).toBe(now.sign('msg_1', signed, body))
    expect(second).toBe(new Webhook(next).sign('msg_1', signed, body))
  })

  test.each(['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', `whsec_${Buffer.alloc(65).toString('base64')}`, 'whsec_!!!!'])(
    'a secret like "%s" is refused with a way to make one',
    (text) => {
      expect(() => createWebhookChannel({ secret: text })).toThrow(/openssl rand/)
    },
  )
})

describe('what the answer means', () => {
  test.each([200, 201, 202, 204, 299])('%i is sent', async (status) => {
    expect(await answered(status)).toEqual({ kind: 'sent', detail: `answered ${status}` })
  })

  test.each([301, 302, 307, 308])('%i is rejected: a redirect is not followed', async (status) => {
    expect(await answered(status, { location: `http://127.0.0.1:${receiver.port}/elsewhere` })).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('redirects'),
    })
    expect(receiver.calls).toHaveLength(1)
  })

  test.each([400, 401, 403, 404, 405, 410, 413, 422])('%i is rejected', async (status) => {
    expect(await answered(status)).toMatchObject({ kind: 'rejected', reason: expect.stringContaining(String(status)) })
  })

  test.each([408, 409, 425, 429, 500, 502, 503, 504])('%i is tried again', async (status) => {
    expect(await answered(status)).toEqual({ kind: 'retry', reason: `the receiver answered ${status}` })
  })

  test.each([
    ['seconds', { 'retry-after': '120' }, 120_000],
    ["a date, by the receiver's own clock", { 'retry-after': 'Sat, 21 Nov 2026 10:05:00 GMT', date: 'Sat, 21 Nov 2026 10:04:00 GMT' }, 60_000],
    ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2020 10:05:00 GMT' }, 0],
    ['a year', { 'retry-after': '31536000' }, 86_400_000],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
  ])('Retry-After is honored: %s', async (_, headers, afterMs) => {
    expect(await answered(429, headers)).toEqual({ kind: 'retry', reason: 'the receiver answered 429', ...(afterMs === undefined ? {} : { afterMs }) })
  })

  test('no answer in time is tried again', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const hasty = createWebhookChannel({ secret, allow: ['127.0.0.1'], timeoutMs: 50 })
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
    expect(await hasty.deliver(message({ url }))).toEqual({ kind: 'retry', reason: 'no answer within 50 ms' })
    silent.close()
    await hasty.close()
  })

  test('a connection that breaks before the answer is tried again, with the same id', async () => {
    const breaking = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1')
    await once(breaking, 'listening')
    const url = `http://127.0.0.1:${(breaking.address() as AddressInfo).port}/`
    expect(await channel.deliver(message({ url }))).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/^not reached: /) })
    breaking.close()
  })

  test('a name that does not resolve is tried again', async () => {
    const lost = createWebhookChannel({
      secret,
      resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND gone.example'), { code: 'ENOTFOUND' })),
    })
    expect(await lost.deliver(message({ url: 'http://gone.example/' }))).toEqual({ kind: 'retry', reason: 'not reached: getaddrinfo ENOTFOUND gone.example' })
    await lost.close()
  })

  test('a private address is rejected, written or resolved, with the way to allow it', async () => {
    const strict = createWebhookChannel({ secret, resolve: async () => [{ address: '10.0.0.1', family: 4 }] })
    expect(await strict.deliver(message())).toMatchObject({ kind: 'rejected', reason: expect.stringContaining('when it is meant, add 127.0.0.1') })
    expect(await strict.deliver(message({ url: 'http://hooks.example.com/' }))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('hooks.example.com leads to 10.0.0.1'),
    })
    expect(receiver.calls).toEqual([])
    await strict.close()
  })
})

describe('the call', () => {
  test('carries method, headers and body as they were rendered, and JSON unless told otherwise', async () => {
    await channel.deliver(message({ method: 'PUT', headers: { Authorization: 'Bearer t' } }))
    await channel.deliver(message({ headers: { 'Content-Type': 'text/plain' }, body: 'x' }))
    await channel.deliver(message({ method: 'GET', body: '' }))
    expect(receiver.calls).toMatchObject([
      { method: 'PUT', path: '/hook', body: '{"a":1}', headers: { authorization: 'Bearer t', 'content-type': 'application/json', 'user-agent': 'Oncue' } },
      { body: 'x', headers: { 'content-type': 'text/plain' } },
      { method: 'GET', body: '', headers: { 'webhook-id': 'msg_1' } },
    ])
    expect(receiver.calls[2]?.headers['content-type']).toBeUndefined()
  })

  test.each([
    ['a line break in a header', { headers: { 'x-name': 'a\r\nx-admin: 1' } }],
    ['a line break in the name of a header', { headers: { 'x\r\ny': 'a' } }],
    ['a header that the transport decides', { headers: { Host: 'internal' } }],
    ['a header that the signature decides', { headers: { 'Webhook-Signature': 'v1,x' } }],
    ['an id with a dot', { webhookId: 'a.b' }],
  ])('is not made with %s', async (_, parts) => {
    expect(await channel.deliver(message(parts))).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/^not called: /) })
    expect(receiver.calls).toEqual([])
  })
})
