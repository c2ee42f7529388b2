// What every channel promises, whatever it hands messages to. Run over each of them in channels.test.ts.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AttemptOutcome, Channel, OutgoingMessage } from '../../src/runtime/channel.ts'

/** One channel with its other side. */
export interface ChannelUnderTest {
  readonly channel: Channel
  /** A message that the other side accepts; each number is another message. */
  message(number: number): OutgoingMessage
  /** Keys of the messages that the other side has taken in. */
  received(): Promise<readonly string[]>
  /** Ends the other side, when it is a server. */
  readonly stopOtherSide?: () => Promise<void>
  release(): Promise<void>
}

const kinds = ['sent', 'retry', 'rejected', 'unknown']

/** Names with which data tries to break out of its place. */
const hostile = [
  '\r\nBcc: evil@example.com',
  'a\u0000b',
  '"><script>',
  '{{ subscriber.email }}',
  '\ud800',
  `${'x'.repeat(100_000)}`,
  '../../etc/passwd',
  'évil@exämple.com',
]

export function channelContract(name: string, setUp: () => Promise<ChannelUnderTest>): void {
  describe(`the ${name} channel`, () => {
    let side: ChannelUnderTest
    beforeEach(async () => {
      side = await setUp()
    })
    afterEach(() => side.release())

    test('says sent once the other side has the message', async () => {
      expect(await side.channel.deliver(side.message(1))).toMatchObject({ kind: 'sent' })
      expect(await side.received()).toEqual([side.message(1).key])
    })

    test('hands many messages over at a time, each with its own outcome', async () => {
      const messages = Array.from({ length: 50 }, (_, index) => side.message(index))
      const outcomes = await Promise.all(messages.map((message) => side.channel.deliver(message)))
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(messages.map(() => 'sent'))
      expect([...(await side.received())].sort()).toEqual(messages.map((message) => message.key).sort())
    })

    test('rejects a message of another kind instead of guessing', async () => {
      const other = side.channel.name === 'email' ? webhookMessage : emailMessage
      expect(await side.channel.deliver(other)).toMatchObject({ kind: 'rejected', reason: expect.any(String) })
      expect(await side.received()).toEqual([])
    })

    test.each(hostile.map((text, index) => ({ text, index })))('answers hostile data no. $index with an outcome, never by throwing', async ({ text }) => {
      const outcome: AttemptOutcome = await side.channel.deliver(withEverywhere(side.message(1), text))
      expect(kinds).toContain(outcome.kind)
      // And it is none the worse for it.
      expect(await side.channel.deliver(side.message(2))).toMatchObject({ kind: 'sent' })
    })

    test('once closed hands nothing over, and the message waits', async () => {
      await side.channel.close()
      await side.channel.close()
      expect(await side.channel.deliver(side.message(1))).toMatchObject({ kind: 'retry', reason: expect.any(String) })
      expect(await side.received()).toEqual([])
    })

    test('tries again later when the other side is not there', async () => {
      if (side.stopOtherSide === undefined) return
      await side.stopOtherSide()
      expect(await side.channel.deliver(side.message(1))).toMatchObject({ kind: 'retry', reason: expect.any(String) })
    })
  })
}

/** The message with the text in every place that data can reach. */
function withEverywhere(message: OutgoingMessage, text: string): OutgoingMessage {
  if (message.kind === 'email') {
    return {
      ...message,
      from: { name: text, address: message.from.address },
      to: text.includes('@') ? text : `${text}@example.com`,
      subject: text,
      html: text,
      text,
      replyTo: text,
      unsubscribeUrl: text,
      headers: { [text.slice(0, 50)]: text },
    }
  }
  if (message.kind === 'sms') return { ...message, to: text, text }
  if (message.kind === 'popup') return { ...message, title: text, text, image: text, button: { text, url: text } }
  return { ...message, url: `${message.url}/${text}`, headers: { 'x-name': text, [text.slice(0, 50)]: 'x' }, body: text }
}

export const emailMessage: OutgoingMessage = {
  kind: 'email',
  key: 'other',
  from: { address: 'shop@example.com' },
  to: 'ann@example.com',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: '<other@example.com>',
  date: Date.UTC(2026, 10, 21),
}

export const webhookMessage: OutgoingMessage = {
  kind: 'webhook',
  key: 'other',
  url: 'http://127.0.0.1/',
  method: 'POST',
  headers: {},
  body: '{}',
  webhookId: 'other',
  attemptedAt: Date.UTC(2026, 10, 21),
}

export const smsMessage: OutgoingMessage = { kind: 'sms', key: 'other', to: '+4917012345678', text: 'Hello', date: Date.UTC(2026, 10, 21) }

export const popupMessage: OutgoingMessage = {
  kind: 'popup',
  key: 'other',
  title: 'Hello',
  text: 'Still thinking?',
  placement: 'bottom-right',
  times: 1,
  everyMs: 3_600_000,
  hasCloseButton: true,
  expiresAt: Date.UTC(2026, 10, 28),
  date: Date.UTC(2026, 10, 21),
}
