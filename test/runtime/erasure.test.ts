// Forgetting a person inside the runtime: at every crash, while a mail is being handed over, with a merged and with a broken past.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differenceOf, replayLog } from '../../scripts/crash/replay-log.ts'
import { compile } from '../../src/engine/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import type { Journey } from '../../src/model/journey.ts'
import { isAboutPerson } from '../../src/runtime/people/named-in-text.ts'
import { Tombstones } from '../../src/runtime/people/tombstones.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { blankEntry } from '../../src/runtime/store.ts'
import { greeting, happened, hour, minute, Notebook, plainRenderer, reminder, signedUp, sourceWith, type WatchedStore, watch, workshop } from './workshop.ts'

const tombstoneKey = 'a-key-of-tombstones-that-is-long-enough'
const waiting: Journey = {
  journey: 'waiting',
  enter: [{ on: 'Signed Up' }],
  again: 'always',
  steps: [
    { id: 'rest', wait: '1d' },
    { id: 'note', send: 'note' },
  ],
}

/** Whether Mallory's ids, address or deeds can be read anywhere. */
async function isNamedIn(store: WatchedStore): Promise<boolean> {
  const kept = [
    await store.readLog(0, 10_000),
    await store.decisions(1, 999),
    await store.messages({ limit: 999 }),
    await store.deadLetters({ limit: 999 }),
    await store.erasures(),
  ]
  return JSON.stringify(kept).includes('mallory')
}

test('nothing of the person is left, the counts are those of people who are there, and positions go on', async () => {
  const { runtime, store, submit, clock } = await workshop(sourceWith(greeting, reminder, waiting), { tombstoneKey })
  await submit(signedUp('mallory'), signedUp('bob'), happened('Product Added', { userId: 'mallory' }))
  await runtime.settle()
  const before = (await store.readLog(0, 999)).length
  await runtime.erase(1)
  expect(await isNamedIn(store)).toBe(false)
  const log = await store.readLog(0, 999)
  expect(log.filter(({ name, body }) => name === blankEntry.name && body === blankEntry.body).length).toBeGreaterThan(3)
  expect(log.map(({ position }) => position)).toEqual(Array.from({ length: log.length }, (_, index) => index + 1))
  expect(log.length).toBeGreaterThanOrEqual(before)
  const count = async (measure: string) => (await store.counts('waiting')).filter((one) => one.measure === measure).reduce((sum, one) => sum + one.count, 0)
  expect([await count('entered'), await count('inside'), await count('here now'), await count('exited: erased')]).toEqual([2, 1, 1, 1])
  clock.advanceTo(clock.now() + 40 * minute)
  await runtime.settle()
  await submit(signedUp('cem'))
  await runtime.settle()
  expect(await runtime.describe({ userId: 'cem' })).toMatchObject({ number: 3 })
})

test('what is refused of a device that has become somebody else’s is that person’s, and stays', async () => {
  const { runtime, store, submit } = await workshop(sourceWith(greeting), { tombstoneKey })
  // Mallory signed in on it once, before it was Bob's.
  await submit(signedUp('mallory', { anonymousId: 'tablet-of-bob' }))
  await submit(signedUp('bob', { anonymousId: 'tablet-of-bob' }))
  await runtime.inbox.refuse([{ receivedAt: 1, source: 'track', reason: 'no name', body: '{"anonymousId":"tablet-of-bob"}' }])
  await runtime.settle()
  const { number = 0 } = (await runtime.describe({ userId: 'mallory' })) ?? {}
  await runtime.erase(number)
  expect(await isNamedIn(store)).toBe(false)
  expect(await store.deadLetters({ limit: 9 })).toMatchObject([{ body: '{"anonymousId":"tablet-of-bob"}' }])
  await runtime.stop()
})

test('an address that was asked to be confirmed and never was is forgotten too, also where a refused event names it', async () => {
  const source = sourceWith(greeting)
  const { runtime, store, submit } = await workshop(
    { ...source, workspace: { ...source.workspace, topics: [{ topic: 'news', description: 'News' }] } },
    { tombstoneKey },
  )
  await submit(signedUp('mallory'))
  await runtime.inbox.command({ userId: 'mallory' }, { do: 'ask to confirm', topics: ['news'], address: 'wished@mallory.example' }, 'link')
  await runtime.inbox.refuse([{ receivedAt: 1, source: 'track', reason: 'no name', body: '{"traits":{"email":"wished@mallory.example"}}' }])
  await runtime.settle()
  expect(JSON.stringify(await store.deadLetters({ limit: 9 }))).toContain('wished@mallory.example')
  await runtime.erase(1)
  expect(await isNamedIn(store)).toBe(false)
  await submit(happened('Viewed', { userId: 'other', traits: { email: 'wished@mallory.example' } }))
  expect(JSON.stringify(await store.decisions(2, 99))).toContain('the person was erased')
  await runtime.stop()
})

test('a mail that is being handed over is waited for, and what it became stands in the counts', async () => {
  const mail = new Notebook()
  const handed = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  mail.answer = async () => {
    began.resolve()
    await handed.promise
    return { kind: 'sent' }
  }
  const { runtime, store, submit } = await workshop(sourceWith(greeting), { tombstoneKey, mail })
  await submit(signedUp('mallory'))
  await began.promise
  const erasing = runtime.erase(1)
  await submit(signedUp('bob'))
  handed.resolve()
  await erasing
  await runtime.settle()
  expect(await isNamedIn(store)).toBe(false)
  expect((await store.counts('greeting')).find(({ step, measure }) => step === 'greet' && measure === 'sent')?.count).toBe(2)
})

test('a merged past, an address of before and a state that cannot be read are forgotten all the same', async () => {
  const { runtime, store, submit, clock } = await workshop(sourceWith(greeting), { tombstoneKey })
  await submit(happened('Product Viewed', { anonymousId: 'device-of-mallory', properties: { secret: 'mallory looked' } }), signedUp('mallory'))
  await submit(
    happened('Product Viewed', { anonymousId: 'device-of-mallory', userId: 'mallory' }),
    happened('Identified', { userId: 'mallory', traits: { email: 'mallory.new@mail.example' } }),
  )
  await runtime.settle()
  const { number = 0 } = (await runtime.describe({ userId: 'mallory' })) ?? {}
  await runtime.stop()
  const [row] = await store.load([number])
  if (row === undefined) throw new Error('nobody is there')
  await store.commit({
    log: [],
    identities: [],
    merged: [],
    decisions: [],
    deliveries: [],
    counts: [],
    deadLetters: [],
    seen: [],
    subscribers: [{ ...row, state: new Uint8Array([0xc1]) }],
  })
  const again = await startRuntime({
    store,
    clock,
    source: sourceWith(greeting),
    channels: [],
    renderer: plainRenderer,
    tombstoneKey,
    unsubscribeUrl: async () => '',
  })
  await again.erase(number)
  await again.stop()
  expect(await isNamedIn(store)).toBe(false)
  const { ofAddress } = new TombstonesOf()
  expect(await store.tombstones([ofAddress('mallory@mail.example'), ofAddress('MALLORY.new@mail.example')])).toHaveLength(2)
})

class TombstonesOf {
  readonly ofAddress = (address: string): string => new Tombstones(tombstoneKey).ofAddress(address)
}

test('nobody is there: nothing is done', async () => {
  const { runtime } = await workshop(sourceWith(greeting), { tombstoneKey })
  await expect(runtime.erase(9)).rejects.toMatchObject({ code: 'unknown-subscriber' })
})

describe('after a crash', () => {
  const steps = ['blankEntries', 'forgetBelongings', 'forgetDeadLetters', 'keeper', 'finishErasure'] as const

  test.each(steps)('during %s, the next start finishes it', async (broken) => {
    const erased: string[] = []
    let isBroken = true
    const breakAt = (step: string): void => {
      if (step === broken && isBroken) throw new Error('the process died')
    }
    const keeper = {
      async erase({ addresses }: { readonly addresses: readonly string[] }) {
        breakAt('keeper')
        erased.push(...addresses)
      },
    }
    const store = watch()
    const fragile = new Proxy(store, {
      get(target, name) {
        const value = target[name as keyof WatchedStore] as unknown
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          breakAt(String(name))
          return (value as (...args: unknown[]) => unknown).apply(target, given)
        }
      },
    })
    const first = await workshop(sourceWith(greeting), { tombstoneKey, store: fragile, keepers: [keeper] })
    const views = Array.from({ length: 1200 }, (_, index) => happened('Product Viewed', { userId: 'mallory', messageId: `mallory-${index}` }))
    await first.submit(signedUp('mallory'), ...views)
    await first.runtime.settle()
    await expect(first.runtime.erase(1)).rejects.toThrow('the process died')
    expect(await first.runtime.describe({ userId: 'mallory' })).toBeUndefined()
    await first.runtime.stop()
    isBroken = false
    const second = await workshop(sourceWith(greeting), { tombstoneKey, store: fragile, keepers: [keeper] })
    await second.runtime.settle()
    await second.runtime.stop()
    expect(await isNamedIn(store)).toBe(false)
    expect([await store.erasures(), erased.includes('mallory@mail.example')]).toEqual([[], true])
  })
})

describe('a text is about a person', () => {
  const isAbout = isAboutPerson({ ids: ['7', 'customer-4711'], addresses: ['Ann@Mail.example'] })
  test.each([
    ['{"userId":"7"}', true],
    ['{"userId":7}', true],
    ['{"quantity":"7","price":7}', false],
    ['{"properties":{"who":"customer-4711"}}', true],
    ['{"properties":{"who":"customer-47112"}}', false],
    ['no name\n{"batch":[{"traits":{"email":"ANN@mail.example"}}]}', true],
    ['{"userId": "7", "cut off', true],
    ['{"text":"write to ann@mail.example today"', true],
    ['{"userId":"8"}', false],
  ])('%s: %s', (text, expected) => expect(isAbout(text)).toBe(expected))
})

test('whoever is erased at whatever moment, everybody else is decided about as if nothing had happened, and their states are the fold of what is left of the log', async () => {
  const people = ['mallory', 'bob', 'cem']
  const events = ['Signed Up', 'Product Added', 'Order Completed']
  const happening = fc.record({
    who: fc.constantFrom(...people),
    what: fc.constantFrom(...events),
    afterMs: fc.constantFrom(0, minute, 31 * minute, 26 * 60 * minute),
  })
  const { program } = compile(sourceWith(greeting, reminder, waiting))
  if (program === undefined) throw new Error('the journeys do not compile')
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 2, maxLength: 14 }), fc.nat(), async (happenings, moment) => {
      const eraseAt = moment % happenings.length
      const told = async (isErased: boolean) => {
        const { runtime, store, submit, clock } = await workshop(sourceWith(greeting, reminder, waiting), { tombstoneKey })
        await submit(
          ...people.map((userId) => happened('Came', { userId, messageId: `came-${userId}`, at: clock.now(), traits: { email: `${userId}@mail.example` } })),
        )
        for (const [index, { who, what, afterMs }] of happenings.entries()) {
          clock.advanceTo(clock.now() + afterMs)
          await runtime.settle()
          if (isErased && index === eraseAt) await runtime.erase(1)
          if (who !== 'mallory') await submit(happened(what, { userId: who, at: clock.now(), messageId: `${index}` }))
          else if (index < eraseAt) await submit(happened(what, { userId: who, at: clock.now(), messageId: `${index}` }))
          await runtime.settle()
        }
        const others = await Promise.all(['bob', 'cem'].map(async (userId) => [await runtime.describe({ userId }), userId] as const))
        const folded = replayLog(program, await store.readLog(0, 10_000))
        for (const [described] of others) {
          if (described === undefined) throw new Error('somebody else is gone')
          folded.passTime(described.number, described.state.now)
          expect(differenceOf(described.state, folded.states.get(described.number) as SubscriberState)).toBeUndefined()
        }
        // What is handed over at one instant may be told in another order.
        const decided = await Promise.all([2, 3].map(async (number) => (await store.decisions(number, 999)).map((one) => JSON.stringify(one)).sort()))
        await runtime.stop()
        return { decided, isNamed: await isNamedIn(store) }
      }
      const [withErasure, without] = [await told(true), await told(false)]
      expect(withErasure.isNamed).toBe(false)
      expect(withErasure.decided).toEqual(without.decided)
    }),
    { numRuns: 25 },
  )
})

describe('whoever was erased is not mailed, by whichever way the address comes back:', () => {
  const address = 'mallory@mail.example'
  const writes: Journey = {
    journey: 'writes',
    enter: [{ on: 'Wrote' }],
    again: 'always',
    steps: [
      { id: 'rest', wait: '10m' },
      { id: 'keep', update: { set: { email: { ref: 'trigger.address' } } } },
      { id: 'note', send: 'note' },
    ],
  }
  const atOnce: Journey = { ...writes, journey: 'at-once', enter: [{ on: 'Wrote At Once' }], steps: writes.steps.slice(1) }
  const onArrival: Journey = {
    journey: 'on-arrival',
    enter: [{ on: 'Message Delivered' }],
    steps: [
      { id: 'keep', update: { set: { email: { ref: 'attributes.other' } } } },
      { id: 'again', send: 'note' },
    ],
  }
  const source = sourceWith(greeting, writes, atOnce, onArrival)

  async function toldWhen(bringBack: (world: Awaited<ReturnType<typeof workshop>>) => Promise<unknown>) {
    const mail = new Notebook()
    const world = await workshop(source, { tombstoneKey, mail })
    await world.submit(signedUp('mallory'))
    await world.runtime.settle()
    await world.runtime.erase(1)
    mail.messages.length = 0
    await bringBack(world)
    world.clock.advanceTo(world.clock.now() + hour)
    await world.runtime.settle()
    const last = await world.store.last()
    const decisions = (await Promise.all(Array.from({ length: last.subscriber }, (_, index) => world.store.decisions(index + 1, 999)))).flat()
    const folded = replayLog(compile(source).program as Program, await world.store.readLog(0, 10_000))
    for (let number = 2; number <= last.subscriber; number += 1) {
      const described = await world.runtime.describe({ subscriber: number })
      if (described?.number !== number) continue
      folded.passTime(number, described.state.now)
      expect(differenceOf(described.state, folded.states.get(number) as SubscriberState)).toBeUndefined()
    }
    await world.runtime.stop()
    const because = decisions.flatMap((decision) => (decision.kind === 'suppressed' ? decision.because : []))
    return { to: mail.messages.map((message) => (message.kind === 'email' ? message.to : '')), because }
  }
  const suppressed = { to: [], because: ['the person was erased'] }

  test('a step that sets it, at once', async () => {
    expect(await toldWhen(({ submit }) => submit(happened('Wrote At Once', { userId: 'new', properties: { address } })))).toEqual(suppressed)
  })

  test('a step that sets it when a wait is over', async () => {
    expect(await toldWhen(({ submit }) => submit(happened('Wrote', { userId: 'new', properties: { address } })))).toEqual(suppressed)
  })

  test('a step that sets it when a mail arrived', async () => {
    const { to, because } = await toldWhen(async ({ submit, runtime, store }) => {
      await submit(signedUp('new', { traits: { email: 'new@mail.example', other: address } }))
      await runtime.settle()
      const [message] = await store.messages({ limit: 1 })
      const delivered = happened('Message Delivered', {})
      await submit({ ...delivered, report: { message: message?.key ?? '', subscriber: 2 } })
    })
    expect([to, because]).toEqual([['new@mail.example'], ['the person was erased']])
  })

  test('a userId that is given to somebody with another address', async () => {
    const told = await toldWhen(({ submit }) =>
      submit(
        happened('Came', { anonymousId: 'phone', traits: { email: 'second@mail.example' } }),
        signedUp('mallory', { anonymousId: 'phone', traits: { plan: 'gold' } }),
      ),
    )
    expect(told).toEqual(suppressed)
  })

  test('an alias', async () => {
    const told = await toldWhen(({ submit }) =>
      submit(
        happened('Came', { anonymousId: 'phone', traits: { email: 'second@mail.example' } }),
        happened('Alias', { userId: 'mallory', previousId: 'phone' }),
        signedUp('mallory', { traits: {} }),
      ),
    )
    expect(told).toEqual(suppressed)
  })

  test('a merge, where the address came before the person was known', async () => {
    const told = await toldWhen(({ submit }) =>
      submit(
        happened('Came', { userId: 'mallory' }),
        happened('Came', { anonymousId: 'phone', traits: { email: 'second@mail.example' } }),
        signedUp('mallory', { anonymousId: 'phone', traits: {} }),
      ),
    )
    expect(told).toEqual(suppressed)
  })
})
