// Text messages over Twilio's Messages API, against a stand-in that answers as the API's documentation says it does.

import { expect, onTestFinished, test } from 'vitest'
import { createSmsChannel, outcomeOf } from '../../src/channels/sms/sms-channel.ts'
import type { SmsMessage } from '../../src/runtime/channel.ts'
import { type HttpReceiver, startHttpReceiver } from './http-receiver.ts'

const hello: SmsMessage = { kind: 'sms', key: 'k1', to: '+491701234567', text: 'Hällo & bye', date: 0 }

async function provider(status: number, answer: object): Promise<{ receiver: HttpReceiver; channel: ReturnType<typeof createSmsChannel> }> {
  const receiver = await startHttpReceiver((response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer)))
  const channel = createSmsChannel({ origin: `http://127.0.0.1:${receiver.port}`, user: 'AC123', password: 'secret', from: '+15550001111' })
  onTestFinished(async () => {
    await channel.close()
    await receiver.close()
  })
  return { receiver, channel }
}

test('a text message is a form by POST with Basic authentication', async () => {
  const { receiver, channel } = await provider(201, { sid: 'SM42', status: 'queued', num_segments: '1' })
  expect(await channel.deliver({ ...hello, statusUrl: 'https://mail.example/v1/sms/status/t' })).toEqual({
    kind: 'sent',
    detail: 'SM42, 1 segment of GSM-7',
  })
  const [call] = receiver.calls
  expect(call?.path).toBe('/2010-04-01/Accounts/AC123/Messages.json')
  expect(call?.headers.authorization).toBe(`Basic ${btoa('AC123:secret')}`)
  expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
    To: '+491701234567',
    From: '+15550001111',
    Body: 'Hällo & bye',
    StatusCallback: 'https://mail.example/v1/sms/status/t',
  })
})

test('a messaging service stands in the place of the sender', async () => {
  const receiver = await startHttpReceiver((response) => response.writeHead(201).end('{}'))
  const service = `MG${'0'.repeat(32)}`
  const channel = createSmsChannel({ origin: `http://127.0.0.1:${receiver.port}`, user: 'SK1', password: 's', account: 'AC9', from: service })
  onTestFinished(async () => {
    await channel.close()
    await receiver.close()
  })
  await channel.deliver(hello)
  expect(receiver.calls[0]?.path).toBe('/2010-04-01/Accounts/AC9/Messages.json')
  expect(new URLSearchParams(receiver.calls[0]?.body).get('MessagingServiceSid')).toBe(service)
})

const answers: readonly [status: number, code: number | undefined, outcome: object][] = [
  [400, 21211, { kind: 'rejected', addressIsBad: true }],
  [400, 21614, { kind: 'rejected', addressIsBad: true }],
  [400, 21610, { kind: 'rejected', addressIsBad: true }],
  [400, 21606, { kind: 'retry', reason: expect.stringContaining('check the sender') }],
  [400, 21408, { kind: 'retry' }],
  [400, 21703, { kind: 'retry', wayIsDown: true }],
  [403, 10001, { kind: 'retry', wayIsDown: true }],
  [400, 21617, { kind: 'rejected' }],
  [400, undefined, { kind: 'rejected' }],
  [401, 20003, { kind: 'retry' }],
  [404, 20404, { kind: 'retry' }],
  [429, 20429, { kind: 'retry' }],
  [400, 21611, { kind: 'retry' }],
  [503, undefined, { kind: 'retry' }],
  [500, undefined, { kind: 'unknown' }],
]
test.each(answers)('an answer of %i with error %s', (status, code, outcome) => {
  const answer = outcomeOf(status, { ...(code === undefined ? {} : { code }), message: 'why' }, { text: 'x' })
  expect(answer).toMatchObject(outcome)
  if (!('addressIsBad' in outcome)) expect(answer).not.toHaveProperty('addressIsBad')
})

test('a wish to be asked later is kept to', () => {
  expect(outcomeOf(429, {}, { text: 'x', retryAfter: '30' })).toMatchObject({ kind: 'retry', afterMs: 30_000 })
})

test.each([
  ['a number without a plus', { to: '01701234567' }, { addressIsBad: true }],
  ['a text that came out empty', { text: '  ' }, {}],
  ['a text of more than 1600 characters', { text: 'x'.repeat(1601) }, {}],
])('%s is refused before anybody is asked', async (_, change, more) => {
  const { receiver, channel } = await provider(201, {})
  expect(await channel.deliver({ ...hello, ...change })).toMatchObject({ kind: 'rejected', ...more })
  expect(receiver.calls).toEqual([])
})

test('a call whose answer was lost may have been taken in', async () => {
  const receiver = await startHttpReceiver((response) => response.destroy())
  const channel = createSmsChannel({ origin: `http://127.0.0.1:${receiver.port}`, user: 'AC1', password: 's', from: '+15550001111' })
  onTestFinished(async () => {
    await channel.close()
    await receiver.close()
  })
  expect(await channel.deliver(hello)).toMatchObject({ kind: 'unknown' })
})
