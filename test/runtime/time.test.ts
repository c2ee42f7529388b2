// Deadlines are decided at their own instant, however late the writer comes to them, and a replay decides what a live server would have decided.

import { describe, expect, test } from 'vitest'
import type { Decision } from '../../src/model/decision.ts'
import { noMetrics } from '../../src/runtime/metrics.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { greeting, happened, hour, minute, reminder, signedUp, sourceWith, start, workshop } from './workshop.ts'

const source = sourceWith(reminder)
const added = (userId: string, at: number) => happened('Product Added', { userId, at, traits: { email: `${userId}@mail.example` } })

function instants(decisions: readonly Decision[], kind: Decision['kind']): number[] {
  return decisions.filter((decision) => decision.kind === kind).map((decision) => decision.at)
}

describe('a deadline', () => {
  test('is decided when it passes, with nobody asking', async () => {
    const { submit, runtime, clock, mail } = await workshop(source)
    await submit(added('ann', start))
    clock.advanceTo(start + 30 * minute - 1)
    await runtime.settle()
    expect(mail.messages).toEqual([])
    clock.advanceTo(start + 30 * minute)
    await runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example'])
    await runtime.stop()
  })

  test('that passed while the server was down is decided at its own instant; only delivery is late', async () => {
    const store = createMemoryStore()
    const first = await workshop(source, { store })
    await first.submit(added('ann', start))
    await first.runtime.stop()
    const clock = new VirtualClock(start + 8 * hour)
    const lateMs: number[] = []
    const second = await workshop(source, { store, clock, metrics: { ...noMetrics, late: (delayMs) => lateMs.push(delayMs) } })
    await second.runtime.settle()
    const decisions = await store.decisions(1, 100)
    expect(instants(decisions, 'entered')).toEqual([start + 30 * minute])
    expect(instants(decisions, 'handed over')).toEqual([start + 8 * hour])
    expect(lateMs).toEqual([7.5 * hour])
    await second.runtime.stop()
  })

  test('comes before an event that was received after it, however long both had to wait', async () => {
    const store = createMemoryStore()
    const first = await workshop(source, { store })
    await first.submit(added('ann', start))
    await first.runtime.stop()
    const second = await workshop(source, { store, clock: new VirtualClock(start + 8 * hour) })
    await second.submit(happened('Order Completed', { userId: 'ann', at: start + 7 * hour }))
    await second.runtime.settle()
    expect(instants(await store.decisions(1, 100), 'entered')).toEqual([start + 30 * minute])
    expect(instants(await store.decisions(1, 100), 'exited')).toEqual([])
    await second.runtime.stop()
  })

  test('does not come before an event that was received earlier and still waits in the queue', async () => {
    const { submit, runtime, clock, store, mail } = await workshop(source)
    await submit(added('ann', start))
    const gate = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    store.before = () => {
      reached.resolve()
      return gate.promise
    }
    const busy = submit(happened('Viewed', { userId: 'bob', at: start + 29 * minute }))
    await reached.promise
    const crowd = Array.from({ length: 1000 }, (_, index) => happened('Viewed', { userId: `u${index}`, at: start + 29 * minute }))
    const before = submit(...crowd)
    const order = submit(happened('Order Completed', { userId: 'ann', at: start + 29 * minute }))
    clock.advanceTo(start + hour)
    gate.resolve()
    await Promise.all([busy, before, order])
    await runtime.settle()
    expect(mail.messages).toEqual([])
    expect(instants(await store.decisions(1, 100), 'entered')).toEqual([])
    await runtime.stop()
  })

  test('of thousands at one instant are all decided at that instant', async () => {
    const { submit, runtime, clock, store } = await workshop(source)
    await submit(...Array.from({ length: 3000 }, (_, index) => added(`u${index}`, start)))
    clock.advanceTo(start + hour)
    await runtime.settle()
    const counts = await store.counts('reminder')
    expect(counts).toContainEqual({ journey: 'reminder', version: 1, step: '', measure: 'entered', count: 3000 })
    for (const number of [1, 1500, 3000]) expect(instants(await store.decisions(number, 100), 'entered')).toEqual([start + 30 * minute])
    await runtime.stop()
  })

  test('who is due a little later does not wait until thousands of one instant are through, and is decided at the own instant', async () => {
    const { submit, runtime, clock, store } = await workshop(source)
    await submit(...Array.from({ length: 3000 }, (_, index) => added(`u${index}`, start)), added('ann', start + 1))
    const from = store.commits.length
    clock.advanceTo(start + hour)
    await runtime.settle()
    const ann = 3001
    const decided = store.commits
      .slice(from)
      .flatMap(({ decisions }) => decisions.filter(({ decision }) => decision.kind === 'entered').map(({ subscriber }) => subscriber))
    expect(decided).toHaveLength(3001)
    expect(new Set(decided).size).toBe(3001)
    expect(decided.indexOf(ann)).toBeLessThan(500)
    // They do not stand still for those who came last either.
    expect(decided.indexOf(1)).toBeLessThan(500)
    expect(instants(await store.decisions(ann, 100), 'entered')).toEqual([start + 30 * minute + 1])
    await runtime.stop()
  })
})

describe('at virtual pace', () => {
  test('a replay in large calls decides to the millisecond what a live server decides event by event', async () => {
    const journeys = sourceWith(reminder, {
      ...greeting,
      steps: [
        { id: 'greet', send: 'note' },
        { id: 'pause', wait: '40m' },
        { id: 'after', send: 'note', if: { message: 'note', did: 'sent', count: { gte: 1 } } },
      ],
    })
    const arrivals = clickstream(600)
    const end = start + 3 * 24 * hour

    const live = await workshop(journeys)
    for (const arrival of arrivals) {
      await liveUntil(live, arrival.event.receivedAt)
      await live.submit(arrival)
      await live.runtime.settle()
    }
    await liveUntil(live, end)

    const replay = await workshop(journeys, { pace: 'virtual' })
    for (let from = 0; from < arrivals.length; from += 100) {
      const call = arrivals.slice(from, from + 100)
      replay.clock.advanceTo(call.at(-1)?.event.receivedAt ?? start)
      await replay.submit(...call)
      await replay.runtime.settle()
    }
    replay.clock.advanceTo(end)
    await replay.runtime.settle()

    expect(await replay.store.countSubscribers()).toBe(await live.store.countSubscribers())
    let mails = 0
    for (let number = 1; number <= 40; number += 1) {
      const decisions = await replay.store.decisions(number, 1000)
      // Two who were merged decided side by side; the log keeps the order of commits among them.
      expect(inOrder(decisions)).toEqual(inOrder(await live.store.decisions(number, 1000)))
      mails += instants(decisions, 'handed over').length
    }
    expect(mails).toBeGreaterThan(50)
    expect(replay.mail.messages.length).toBe(live.mail.messages.length)
    await Promise.all([live.runtime.stop(), replay.runtime.stop()])
  })

  test('a purchase after the mail was due does not undo the mail, as it would not have live', async () => {
    const { submit, runtime, clock, mail, store } = await workshop(source, { pace: 'virtual' })
    clock.advanceTo(start + 2 * hour)
    await submit(added('ann', start), happened('Order Completed', { userId: 'ann', at: start + 31 * minute }))
    await runtime.settle()
    expect(mail.recipients).toEqual(['ann@mail.example'])
    expect(instants(await store.decisions(1, 100), 'handed over')).toEqual([start + 30 * minute])
    await runtime.stop()
  })

  test('a retry happens at its own instant, before later events', async () => {
    const { submit, runtime, clock, mail, store } = await workshop(source, { pace: 'virtual' })
    mail.answer = () => (mail.messages.length === 1 ? { kind: 'retry', reason: 'busy', afterMs: 10 * minute } : { kind: 'sent' })
    clock.advanceTo(start + 2 * hour)
    await submit(
      added('ann', start),
      happened('Viewed', { userId: 'ann', at: start + 35 * minute }),
      happened('Order Completed', { userId: 'ann', at: start + 41 * minute }),
    )
    await runtime.settle()
    expect(instants(await store.decisions(1, 100), 'handed over')).toEqual([start + 40 * minute])
    await runtime.stop()
  })

  const inOrder = (decisions: readonly Decision[]) => decisions.map((decision) => `${decision.at} ${JSON.stringify(decision)}`).sort()

  /** Winds the clock like a live one: stopping at every instant at which something is due. */
  async function liveUntil({ runtime, clock, store }: Awaited<ReturnType<typeof workshop>>, instant: number): Promise<void> {
    for (;;) {
      const next = Math.min((await store.nextDeadline()) ?? instant, (await store.dueDeliveries(instant, 1))[0]?.dueAt ?? instant)
      if (next >= instant) break
      clock.advanceTo(Math.max(next, clock.now()))
      await runtime.settle()
    }
    clock.advanceTo(instant)
    await runtime.settle()
  }

  function clickstream(count: number) {
    let seed = 42
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    let at = start
    return Array.from({ length: count }, () => {
      at += random(4 * minute)
      const user = `user-${random(20)}`
      const who = random(4) === 0 ? { anonymousId: `device-${user}` } : random(6) === 0 ? { userId: user, anonymousId: `device-${user}` } : { userId: user }
      const kind = random(10)
      if (kind === 0) return happened('Signed Up', { ...who, at, traits: { email: `${user}@mail.example` } })
      if (kind < 4) return happened('Product Added', { ...who, at, traits: { email: `${user}@mail.example` } })
      return happened(kind < 6 ? 'Order Completed' : 'Viewed', { ...who, at })
    })
  }
})

test('signing up while the clock stands still sends at once', async () => {
  const { submit, runtime, mail } = await workshop(sourceWith(greeting), { pace: 'virtual' })
  await submit(signedUp('ann'))
  await runtime.settle()
  expect(mail.recipients).toEqual(['ann@mail.example'])
  await runtime.stop()
})
