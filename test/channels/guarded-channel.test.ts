// A channel that minds its ways: it rests when a way is down, takes the second only when the first surely did not, and keeps to its rate.

import { expect, test } from 'vitest'
import { failuresInARow, firstRestMs, longestRestMs } from '../../src/channels/guard/circuit-breaker.ts'
import { createGuardedChannel } from '../../src/channels/guard/guarded-channel.ts'
import type { AttemptOutcome, Channel } from '../../src/runtime/channel.ts'
import { emailMessage } from './channel-contract.ts'

const down: AttemptOutcome = { kind: 'retry', reason: 'not reached', wayIsDown: true }
const sent: AttemptOutcome = { kind: 'sent' }

class Side implements Channel {
  readonly name = 'email'
  readonly recognizesRepeatsMs = 1000
  answer: AttemptOutcome = sent
  taken = 0
  async deliver(): Promise<AttemptOutcome> {
    this.taken += 1
    return this.answer
  }
  async close(): Promise<void> {}
}

function guarded(more: { readonly fallback?: true; readonly perSecond?: number } = {}) {
  const [first, second] = [new Side(), new Side()]
  const time = { now: 1_000_000 }
  const changes: string[] = []
  const way = { name: 'first', channel: first }
  const channel = createGuardedChannel({
    ways: more.fallback === true ? [way, { name: 'second', channel: second }] : [way],
    perSecond: more.perSecond,
    now: () => time.now,
    onChange: (name, state) => changes.push(`${name} ${state}`),
  })
  const deliver = async (times: number): Promise<string[]> => {
    const kinds: string[] = []
    for (let count = 0; count < times; count += 1) kinds.push((await channel.deliver(emailMessage)).kind)
    return kinds
  }
  return { first, second, time, changes, channel, deliver }
}

test('a way that failed several times in a row rests, is probed by one message, and works again when that goes through', async () => {
  const { first, time, changes, channel, deliver } = guarded()
  first.answer = down
  await deliver(failuresInARow - 1)
  expect(channel.admits?.()).toEqual({ messages: Number.POSITIVE_INFINITY })
  await deliver(1)
  expect(channel.admits?.()).toEqual({ until: time.now + firstRestMs })
  await deliver(3)
  expect(first.taken).toBe(failuresInARow)
  time.now += firstRestMs
  expect(channel.admits?.()).toEqual({ messages: 1 })
  first.answer = sent
  expect(await deliver(1)).toEqual(['sent'])
  expect(channel.states()).toEqual({ first: 'closed' })
  expect(changes).toEqual(['first open', 'first probing', 'first closed'])
})

test('each probe that fails doubles the rest, up to ten minutes', async () => {
  const { first, time, channel, deliver } = guarded()
  first.answer = down
  await deliver(failuresInARow)
  const rests: number[] = []
  for (let probe = 0; probe < 7; probe += 1) {
    const admitted = channel.admits?.() ?? { messages: 0 }
    if (!('until' in admitted)) throw new Error('it does not rest')
    rests.push(admitted.until - time.now)
    time.now = admitted.until
    await deliver(1)
  }
  expect(rests).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, longestRestMs, longestRestMs])
})

test('while one message probes, no other is let in', async () => {
  const { first, time, channel, deliver } = guarded()
  first.answer = down
  await deliver(failuresInARow)
  time.now += firstRestMs
  const answer = Promise.withResolvers<AttemptOutcome>()
  first.deliver = () => answer.promise
  const probe = channel.deliver(emailMessage)
  expect(channel.admits?.()).toEqual({ until: time.now + 1000 })
  expect(await deliver(1)).toEqual(['retry'])
  answer.resolve(sent)
  expect(await probe).toEqual(sent)
})

test.each<[string, AttemptOutcome]>([
  ['a mailbox that is full', { kind: 'rejected', reason: '552' }],
  ['greylisting', { kind: 'retry', reason: '450 later' }],
])('%s says nothing about the way', async (_, answer) => {
  const { first, channel, deliver } = guarded()
  first.answer = answer
  await deliver(20)
  expect(channel.states()).toEqual({ first: 'closed' })
})

test('while the first way rests, and from the message on that made it rest, the second takes them', async () => {
  const { first, second, time, deliver } = guarded({ fallback: true })
  first.answer = down
  expect(await deliver(failuresInARow + 3)).toEqual(['retry', 'retry', 'retry', 'retry', 'sent', 'sent', 'sent', 'sent'])
  expect([first.taken, second.taken]).toEqual([failuresInARow, 4])
  time.now += firstRestMs
  first.answer = sent
  expect(await deliver(2)).toEqual(['sent', 'sent'])
  expect([first.taken, second.taken]).toEqual([failuresInARow + 2, 4])
})

test('a message of which nobody knows whether the first way took it never goes the second', async () => {
  const { first, second, deliver } = guarded({ fallback: true })
  first.answer = { kind: 'unknown', reason: 'lost' }
  expect(await deliver(failuresInARow)).toEqual(Array.from({ length: failuresInARow }, () => 'unknown'))
  expect(second.taken).toBe(0)
  expect(await deliver(1)).toEqual(['sent'])
  expect([first.taken, second.taken]).toEqual([failuresInARow, 1])
})

test('with two ways no repetition is trusted to be recognized', () => {
  expect(guarded().channel.recognizesRepeatsMs).toBe(1000)
  expect(guarded({ fallback: true }).channel.recognizesRepeatsMs).toBeUndefined()
})

test('no more than so many a second are let in, over any longer time', async () => {
  const { first, time, channel, deliver } = guarded({ perSecond: 5 })
  const start = time.now
  for (; time.now < start + 60_000; time.now += 10) {
    const admitted = channel.admits?.() ?? { until: 0 }
    if ('messages' in admitted) await deliver(admitted.messages)
  }
  expect(first.taken).toBeGreaterThanOrEqual(300)
  expect(first.taken).toBeLessThanOrEqual(305)
})

test('less than one a second is possible', async () => {
  const { time, channel, deliver } = guarded({ perSecond: 0.1 })
  expect(channel.admits?.()).toEqual({ messages: 1 })
  await deliver(1)
  expect(channel.admits?.()).toEqual({ until: time.now + 10_000 })
})

test('the last trouble of a way is told with its instant and without whom it was about; what one message was at fault for is none', async () => {
  const { first, time, channel, deliver } = guarded()
  const lastError = () => channel.standing().ways[0]?.lastError
  first.answer = { kind: 'rejected', reason: 'no such user' }
  await deliver(1)
  expect(lastError()).toBeUndefined()
  first.answer = { kind: 'retry', reason: '451 <ann@shop.example> or +4915112345678: try later' }
  await deliver(1)
  const at = time.now
  time.now += 5
  first.answer = sent
  await deliver(1)
  expect(lastError()).toEqual({ at, reason: '451 <…> or …: try later' })
  first.answer = { kind: 'unknown', reason: 'the connection broke' }
  await deliver(1)
  expect(lastError()).toEqual({ at: time.now, reason: 'the connection broke' })
})

test('since when a way takes nothing is known from its first failure on, until it takes something or one message is at fault', async () => {
  const { first, time, channel, deliver } = guarded()
  const failsSince = () => channel.standing().ways[0]?.failsSince
  const since = time.now
  for (const ending of [sent, { kind: 'rejected', reason: 'no such user' }, { kind: 'retry', reason: 'busy' }] as const) {
    expect(failsSince()).toBeUndefined()
    time.now = since
    first.answer = down
    await deliver(1)
    time.now += 60_000
    await deliver(1)
    expect(failsSince()).toBe(since)
    first.answer = ending
    await deliver(1)
  }
  expect(failsSince()).toBeUndefined()
})
