// What every store promises, as tests: run over each store with the functions that open it. Everything in the comments of
// the port (src/runtime/store.ts) stands here.

import { describe, expect, test } from 'vitest'
import type { Commit, Store } from '../../src/runtime/store.ts'
import { describeAddresses } from './addresses-contract.ts'
import { describeAdminRecords } from './admin-records-contract.ts'
import { describeArchive } from './archive-contract.ts'
import { added, bytes, commitOf, commitOfEverything, delivery, entry, subscriber } from './builders.ts'
import { describeCatalogue } from './catalogue-contract.ts'
import { describeCounts } from './counts-contract.ts'
import { describeDue } from './due-contract.ts'
import { describeErasure } from './erasure-contract.ts'
import { describeFilling } from './filling-contract.ts'
import { describeHistory } from './history-contract.ts'
import { describeLetters } from './letters-contract.ts'
import { describeMembers } from './members-contract.ts'
import { describeParting } from './parting-contract.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Runs the contract over one kind of store. */
export function describeStore(name: string, underTest: StoreUnderTest): void {
  describe(name, () => {
    const own = [describeCommits, describeIdentities, describeSubscribers, describeLog, describeDecisions, describeDeliveries, describeRest]
    const others = [describeAdminRecords, describeFilling, describeErasure, describeAddresses, describeArchive, describeCatalogue]
    const further = [describeCounts, describeMembers, describeLetters, describeParting, describeDue, describeHistory]
    for (const part of [...own, ...others, ...further]) part(underTest)
  })
}

function describeCommits({ open, reopen }: StoreUnderTest): void {
  test('an empty store has nothing', async () => {
    const store = await open()
    expect(await store.last()).toEqual({ position: 0, subscriber: 0 })
    expect(await everythingIn(store)).toEqual(await everythingIn(await open()))
    expect(await store.nextDeadline()).toBeUndefined()
    expect(await store.dueDeliveries(1e15, 1)).toEqual([])
    expect(await store.countSubscribers()).toBe(0)
    expect(await store.history(1, 10)).toEqual([])
  })

  test('an empty commit changes nothing', async () => {
    const store = await open()
    await store.commit(commitOf({}))
    expect(await store.last()).toEqual({ position: 0, subscriber: 0 })
  })

  test('a commit ahead can be read and built upon before it is durable', async () => {
    const store = await open()
    const first = await store.commitAhead(commitOf({ log: [entry(1)], subscribers: [subscriber(1)] }))
    expect(await store.last()).toEqual({ position: 1, subscriber: 1 })
    const second = await store.commitAhead(commitOf({ log: [entry(2, { previous: 1 })] }))
    await expect(store.commitAhead(commitOf({ log: [entry(2)] }))).rejects.toThrow('does not come after')
    await Promise.all([first.durable, second.durable])
    expect(await (reopen === undefined ? store : await reopen(store)).last()).toEqual({ position: 2, subscriber: 1 })
  })

  test('a commit is there as a whole when it returns', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    expect(await everythingIn(store)).toMatchObject({
      last: { position: 3, subscriber: 2 },
      count: 2,
      resolved: [1, 2, undefined],
      loaded: commitOfEverything().subscribers,
      log: commitOfEverything().log,
      decisions: [[added(1001)], [added(1003)]],
      messages: [commitOfEverything().deliveries[1], commitOfEverything().deliveries[0]],
      deadLetters: commitOfEverything().deadLetters,
      wasSeen: true,
    })
  })

  test('a commit whose log does not go on after the last position is refused and changes nothing', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    const before = await everythingIn(store)
    const change = commitOfChange()
    await expect(store.commit({ ...change, log: [entry(4), entry(3)] })).rejects.toThrow('does not come after')
    await expect(store.commit({ ...change, log: [entry(2)] })).rejects.toThrow('does not come after')
    expect(await everythingIn(store)).toEqual(before)
  })

  test('a commit that fails in its last part changes nothing, and the next one goes through', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    const before = await everythingIn(store)
    await expect(store.commit({ ...commitOfChange(), merged: [{ from: 2, into: 2 }] })).rejects.toThrow('merged into itself')
    expect(await everythingIn(store)).toEqual(before)
    await store.commit(commitOfChange())
    expect(await store.last()).toEqual({ position: 4, subscriber: 3 })
    expect(await store.countSubscribers()).toBe(3)
  })

  test('what is given and what is got can be changed without changing what is kept', async () => {
    const store = await open()
    const state = bytes('kept')
    await store.commit(commitOf({ subscribers: [subscriber(1, { state })] }))
    state.fill(0)
    const [loaded] = await store.load([1])
    expect(loaded?.state).toEqual(bytes('kept'))
    loaded?.state.fill(0)
    expect((await store.load([1]))[0]?.state).toEqual(bytes('kept'))
  })

  test('a closed store refuses everything in words', async () => {
    const store = await open()
    await store.close()
    await store.close()
    await expect(store.last()).rejects.toMatchObject({ code: 'store-closed' })
    await expect(store.commit(commitOf({}))).rejects.toMatchObject({ code: 'store-closed' })
    await expect(store.messages({ limit: 1 })).rejects.toMatchObject({ code: 'store-closed' })
  })

  if (reopen === undefined) return

  test('a store that is closed and opened again is the same', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(commitOf({ merged: [{ from: 2, into: 1 }] }))
    await store.setSetting('definitions', { version: 7 })
    const before = await everythingIn(store)
    const again = await reopen(store)
    expect(await everythingIn(again)).toEqual(before)
    expect(await again.setting('definitions')).toEqual({ version: 7 })
    expect(await again.follow([2])).toEqual([1])
  })
}

function describeIdentities({ open }: StoreUnderTest): void {
  test('identities are resolved in the order asked, unknown and repeated ones included', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    expect(await store.resolve(['a:9f', 'u:nobody', 'u:ann', 'a:9f'])).toEqual([2, undefined, 1, 2])
    expect(await store.resolve([])).toEqual([])
  })

  test('an identity may be any text', async () => {
    const store = await open()
    const identities = ['u:', 'u:"quoted"', "u:it's", 'u:zoë 🦊', 'u:a\\b', 'u:line\nbreak', 'a:\u0000end', `u:${'x'.repeat(256)}`]
    await store.commit(commitOf({ identities: identities.map((identity, index) => ({ identity, subscriber: index + 1 })) }))
    expect(await store.resolve(identities)).toEqual(identities.map((_, index) => index + 1))
    for (const [index, identity] of identities.entries()) expect(await store.identitiesOf(index + 1)).toEqual([identity])
  })

  test('an identity may lead to another subscriber from now on', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(commitOf({ identities: [{ identity: 'a:9f', subscriber: 1 }] }))
    expect(await store.resolve(['a:9f'])).toEqual([1])
    expect(await store.identitiesOf(1)).toEqual(['a:9f', 'u:ann'])
    expect(await store.identitiesOf(2)).toEqual([])
  })

  test('a merged subscriber is gone, and all that it had is found under the other', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(
      commitOf({
        deliveries: [delivery('third', { subscriber: 2, dueAt: 6000 })],
        seen: [
          { subscriber: 2, fingerprint: 4_000_000_000, day: 20_005 },
          { subscriber: 2, fingerprint: 5, day: 20_001 },
        ],
      }),
    )
    await store.commit(
      commitOf({
        subscribers: [subscriber(1, { head: 4 }), subscriber(2, { deadline: 7000 })],
        log: [entry(4, { previous: 2, merged: 3 })],
        decisions: [{ subscriber: 1, decision: { kind: 'merged', at: 1004, from: 'a:9f', because: 'same device' } }],
        merged: [{ from: 2, into: 1 }],
      }),
    )
    expect(await store.load([2])).toEqual([undefined])
    expect(await store.countSubscribers()).toBe(1)
    expect(await store.subscribersAfter(0, 10)).toEqual([1])
    expect(await store.due(1e15, 10)).toEqual([])
    expect(await store.resolve(['a:9f'])).toEqual([1])
    expect(await store.identitiesOf(1)).toEqual(['a:9f', 'u:ann'])
    expect((await store.decisions(1, 10)).map(({ kind, at }) => [kind, at])).toEqual([
      ['added', 1001],
      ['added', 1003],
      ['merged', 1004],
    ])
    expect((await store.messages({ subscriber: 1, limit: 10 })).map(({ key }) => key)).toEqual(['third', 'second', 'first'])
    expect((await store.dueDeliveries(6000, 10)).map(({ subscriber }) => subscriber)).toEqual([1, 1])
    expect(await store.wasSeen(1, 5, 20_001)).toBe(true)
    expect(await store.wasSeen(1, 4_000_000_000, 20_005)).toBe(true)
    expect(await store.wasSeen(2, 5, 0)).toBe(false)
  })

  test('a number that was merged away is not used again, and leads on through later merges', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [1, 2, 3, 4].map((number) => subscriber(number)) }))
    await store.commit(commitOf({ merged: [{ from: 4, into: 3 }] }))
    await store.commit(commitOf({ merged: [{ from: 3, into: 2 }] }))
    expect(await store.last()).toMatchObject({ subscriber: 4 })
    expect(await store.follow([4, 1, 3, 2, 9])).toEqual([2, 1, 2, 2, 9])
  })

  test('merges of one commit follow each other, in whatever order they are listed', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [1, 2, 3].map((number) => subscriber(number)), identities: [{ identity: 'a:1', subscriber: 3 }] }))
    await store.commit(
      commitOf({
        identities: [{ identity: 'a:2', subscriber: 3 }],
        merged: [
          { from: 2, into: 1 },
          { from: 3, into: 2 },
        ],
      }),
    )
    expect(await store.resolve(['a:1', 'a:2'])).toEqual([1, 1])
    expect(await store.countSubscribers()).toBe(1)
  })

  test('the number of somebody who was made and merged away in one commit is taken', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [subscriber(1)], merged: [{ from: 2, into: 1 }] }))
    expect(await store.last()).toMatchObject({ subscriber: 2 })
    expect(await store.follow([2])).toEqual([1])
  })

  test('a delivery and a decision that come back under a merged number are found under the other', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(commitOf({ merged: [{ from: 2, into: 1 }] }))
    await store.commit(commitOf({ deliveries: [delivery('late', { subscriber: 2 })], decisions: [{ subscriber: 2, decision: added(2000) }] }))
    expect(await store.delivery('late')).toMatchObject({ subscriber: 1 })
    expect(await store.decisions(1, 1)).toEqual([added(2000)])
  })
}

function describeSubscribers({ open }: StoreUnderTest): void {
  test('subscribers are loaded in the order asked, unknown and repeated ones included', async () => {
    const store = await open()
    const [one, two] = [subscriber(1), subscriber(2, { recent: bytes('xy'), head: 7, deadline: 123 })]
    await store.commit(commitOf({ subscribers: [two, one] }))
    expect(await store.load([2, 9, 1, 2])).toEqual([two, undefined, one, two])
    expect(await store.load([])).toEqual([])
  })

  test('a state may be empty or large, and hold any byte', async () => {
    const store = await open()
    const all = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256)
    await store.commit(commitOf({ subscribers: [subscriber(1, { state: new Uint8Array(), recent: new Uint8Array() }), subscriber(2, { state: all })] }))
    const [empty, large] = await store.load([1, 2])
    expect(empty?.state).toHaveLength(0)
    expect(empty?.recent).toHaveLength(0)
    expect(Buffer.compare(Buffer.from(large?.state ?? []), Buffer.from(all))).toBe(0)
  })

  test('a later commit replaces a subscriber as a whole', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [subscriber(1, { head: 5, deadline: 100, recent: bytes('old') })] }))
    await store.commit(commitOf({ subscribers: [subscriber(1, { state: bytes('new') })] }))
    expect(await store.load([1])).toEqual([subscriber(1, { state: bytes('new') })])
    expect(await store.countSubscribers()).toBe(1)
  })

  test('everybody is visited in order of number, page by page', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [5, 1, 3, 2].map((number) => subscriber(number)) }))
    expect(await store.subscribersAfter(0, 3)).toEqual([1, 2, 3])
    expect(await store.subscribersAfter(3, 3)).toEqual([5])
    expect(await store.subscribersAfter(5, 3)).toEqual([])
    expect(await store.last()).toMatchObject({ subscriber: 5 })
  })

  test('deadlines come earliest first, then by number, up to the instant and the limit', async () => {
    const store = await open()
    const deadlines = [
      [1, 300],
      [2, 100],
      [3, 200],
      [4, 100],
      [5, undefined],
      [6, 0],
    ] as const
    await store.commit(commitOf({ subscribers: deadlines.map(([number, deadline]) => subscriber(number, { deadline })) }))
    expect(await store.due(200, 10)).toEqual([
      { number: 6, deadline: 0 },
      { number: 2, deadline: 100 },
      { number: 4, deadline: 100 },
      { number: 3, deadline: 200 },
    ])
    expect(await store.due(199, 10)).toHaveLength(3)
    expect(await store.due(1000, 2)).toHaveLength(2)
    expect(await store.due(200, 3, 'latest')).toEqual([
      { number: 3, deadline: 200 },
      { number: 4, deadline: 100 },
      { number: 2, deadline: 100 },
    ])
    expect(await store.due(99, 9, 'latest')).toEqual([{ number: 6, deadline: 0 }])
    expect(await store.nextDeadline()).toBe(0)
  })

  test('a deadline that moved or went is due at its new instant or never', async () => {
    const store = await open()
    // Whatever was thought to have moved: 9, 9, 7, never, 9, never.
    for (const [index, deadline] of [9, 9, 7, undefined, 9, undefined].entries()) {
      await store.commit(commitOf({ subscribers: [subscriber(1, { deadline, isDeadlineMoved: index % 2 === 0 })] }))
      expect(await store.due(10, 10)).toEqual(deadline === undefined ? [] : [{ number: 1, deadline }])
    }
    await store.commit(commitOf({ subscribers: [1, 2, 3].map((number) => subscriber(number, { deadline: 100 })) }))
    await store.commit(commitOf({ subscribers: [subscriber(1, { deadline: 500 }), subscriber(2)] }))
    await store.commit(commitOf({ subscribers: [subscriber(1, { deadline: 100 })] }))
    await store.commit(commitOf({ subscribers: [subscriber(1, { deadline: 400 }), subscriber(3, { deadline: 50 })] }))
    expect(await store.due(399, 10)).toEqual([{ number: 3, deadline: 50 }])
    expect(await store.due(400, 10)).toEqual([
      { number: 3, deadline: 50 },
      { number: 1, deadline: 400 },
    ])
    expect(await store.nextDeadline()).toBe(50)
  })

  test('a fingerprint is seen from its latest day on until it is forgotten', async () => {
    const store = await open()
    const seen = (fingerprint: number, day: number) => ({ subscriber: 1, fingerprint, day })
    await store.commit(commitOf({ seen: [seen(7, 20), seen(8, 10)] }))
    await store.commit(commitOf({ seen: [seen(7, 15)] }))
    expect([await store.wasSeen(1, 7, 20), await store.wasSeen(1, 7, 21), await store.wasSeen(2, 7, 0), await store.wasSeen(1, 9, 0)]).toEqual([
      true,
      false,
      false,
      false,
    ])
    await store.forgetSeen(20)
    expect([await store.wasSeen(1, 7, 0), await store.wasSeen(1, 8, 0)]).toEqual([true, false])
  })

  test('forgetting reaches every subscriber', async () => {
    const store = await open()
    const numbers = [1, 1999, 2000, 2001, 5000, 123_456]
    await store.commit(commitOf({ seen: numbers.flatMap((number) => [1, 2].map((day) => ({ subscriber: number, fingerprint: day, day }))) }))
    await store.forgetSeen(2)
    for (const number of numbers) expect([await store.wasSeen(number, 1, 0), await store.wasSeen(number, 2, 0)]).toEqual([false, true])
  })
}

function describeLog({ open }: StoreUnderTest): void {
  test('the log is read in order, page by page', async () => {
    const store = await open()
    const log = Array.from({ length: 137 }, (_, index) => entry(index + 1, { body: `{"text":"zoë ${index} 🦊 \\"quoted\\""}` }))
    await store.commit(commitOf({ log: log.slice(0, 120) }))
    await store.commit(commitOf({ log: log.slice(120) }))
    expect(await store.readLog(0, 1000)).toEqual(log)
    expect(await store.readLog(100, 30)).toEqual(log.slice(100, 130))
    expect(await store.readLog(137, 10)).toEqual([])
    expect(await store.last()).toMatchObject({ position: 137 })
  })

  test('entries are found by position, in the order asked', async () => {
    const store = await open()
    await store.commit(commitOf({ log: [entry(1), entry(2), entry(5)] }))
    expect(await store.entriesAt([5, 3, 1, 5])).toEqual([entry(5), undefined, entry(1), entry(5)])
    expect(await store.entriesAt([])).toEqual([])
  })

  test('a history is the chain from its head, newest first, at most the limit', async () => {
    const store = await open()
    const log = [entry(1), entry(2, { subscriber: 2 }), entry(3, { previous: 1 }), entry(4, { subscriber: 2, previous: 2 }), entry(6, { previous: 3 })]
    await store.commit(commitOf({ log }))
    const positions = async (head: number, limit: number) => (await store.history(head, limit)).map(({ position }) => position)
    expect(await store.history(6, 10)).toEqual([log[4], log[2], log[0]])
    expect(await positions(6, 2)).toEqual([6, 3])
    expect(await positions(3, 10)).toEqual([3, 1])
    expect(await positions(4, 10)).toEqual([4, 2])
    expect(await positions(0, 10)).toEqual([])
    expect(await positions(5, 10)).toEqual([])
    expect(await positions(6, 0)).toEqual([])
  })

  test('merged chains are part of the history, interleaved by position, however deep', async () => {
    const store = await open()
    const log = [
      entry(1, { subscriber: 1 }),
      entry(2, { subscriber: 2 }),
      entry(3, { subscriber: 3 }),
      entry(4, { subscriber: 2, previous: 2, merged: 3 }),
      entry(5, { subscriber: 1, previous: 1 }),
      entry(6, { subscriber: 4 }),
      entry(7, { subscriber: 1, previous: 5, merged: 4 }),
      entry(8, { subscriber: 1, previous: 7 }),
    ]
    await store.commit(commitOf({ log }))
    const positions = async (limit: number) => (await store.history(8, limit)).map(({ position }) => position)
    expect(await positions(100)).toEqual([8, 7, 5, 4, 3, 2, 1])
    expect(await positions(4)).toEqual([8, 7, 5, 4])
    const since = async (after: number) => (await store.history(8, 100, after)).map(({ position }) => position)
    expect(await since(4)).toEqual([8, 7, 5])
    expect(await since(2)).toEqual([8, 7, 5, 4, 3])
    expect(await since(8)).toEqual([])
  })
}

function describeDecisions({ open }: StoreUnderTest): void {
  test('decisions stay in the order they were made; the newest are kept to the limit', async () => {
    const store = await open()
    const decide = (number: number, ...instants: number[]) => instants.map((at) => ({ subscriber: number, decision: added(at) }))
    await store.commit(commitOf({ decisions: [...decide(1, 5, 3), ...decide(2, 4), ...decide(1, 9)] }))
    await store.commit(commitOf({ decisions: decide(1, 7) }))
    const instants = async (limit: number) => (await store.decisions(1, limit)).map(({ at }) => at)
    expect(await instants(10)).toEqual([5, 3, 9, 7])
    expect(await instants(3)).toEqual([3, 9, 7])
    expect(await instants(1)).toEqual([7])
    expect(await instants(0)).toEqual([])
    expect(await store.decisions(3, 10)).toEqual([])
  })
}

function describeDeliveries({ open }: StoreUnderTest): void {
  const keys = (deliveries: readonly { readonly key: string }[]) => deliveries.map(({ key }) => key)

  test('what became of a delivery is replaced by its key, and what was decided with it stays', async () => {
    const store = await open()
    const first = delivery('one')
    const became = {
      status: 'sent',
      dueAt: 5500,
      attempts: 2,
      attemptedAt: 6000,
      finishedAt: 6100,
      reason: '250 ok',
      links: '[["https://shop.example/",""]]',
      reports: '{"delivered":4800}',
      domain: 'shop.example',
      answer: '250 2.0.0 OK',
    } as const
    const otherwise = { template: undefined, subscriber: 2, journey: 'win-back', step: 'offer', decidedAt: 4001, channel: 'webhook', effect: '{}' } as const
    await store.commit(commitOf({ deliveries: [first] }))
    expect(await store.delivery('one')).toEqual(first)
    await store.commit(commitOf({ deliveries: [delivery('one', { ...became, ...otherwise })] }))
    const last = { ...first, ...became }
    expect(await store.delivery('one')).toEqual(last)
    expect(await store.messages({ limit: 10 })).toEqual([last])
    expect(await store.messages({ journey: 'welcome', subscriber: 1, template: 'hello', status: 'sent', limit: 10 })).toEqual([last])
    for (const query of [{ journey: 'win-back' }, { subscriber: 2 }, { status: 'waiting' }] as const)
      expect(await store.messages({ ...query, limit: 10 })).toEqual([])
    expect(await store.dueDeliveries(1e15, 1)).toEqual([])
    await store.commit(commitOf({ deliveries: [first] }))
    expect(await store.delivery('one')).toEqual(first)
    expect(await store.dueDeliveries(1e15, 1, { channel: 'email', journey: 'welcome' })).toEqual([first])
    expect(await store.delivery('two')).toBeUndefined()
  })

  test('what the other side said when it took a message stays with it', async () => {
    const store = await open()
    const sent = delivery('a', { status: 'sent', finishedAt: 200, answer: '250 2.0.0 OK queued as 1' })
    await store.commit(commitOf({ deliveries: [sent, delivery('b', { status: 'sent', finishedAt: 200 })] }))
    expect((await store.delivery('a'))?.answer).toBe('250 2.0.0 OK queued as 1')
    expect((await store.delivery('b'))?.answer).toBeUndefined()
    expect((await store.searchMessages({ status: 'sent', limit: 10 })).messages.find(({ key }) => key === 'a')?.answer).toBe('250 2.0.0 OK queued as 1')
  })

  test('interrupted deliveries come oldest decided first, at most the limit', async () => {
    const store = await open()
    const taken = (key: string, decidedAt: number) => delivery(key, { decidedAt, status: 'handing over' })
    await store.commit(commitOf({ deliveries: [taken('a', 30), taken('b', 10), taken('c', 20)] }))
    expect(keys(await store.interrupted(2))).toEqual(['b', 'c'])
  })

  test('messages come newest decided first and are paged by instant and key', async () => {
    const store = await open()
    const deliveries = Array.from({ length: 25 }, (_, index) =>
      delivery(`key ${String.fromCharCode(97 + index)}`, { decidedAt: 100 + Math.floor(index / 4), subscriber: 1 + (index % 2) }),
    )
    await store.commit(commitOf({ deliveries: deliveries.toSorted((one, other) => one.effect.localeCompare(other.effect)) }))
    const expected = keys(deliveries).toReversed()
    expect(keys(await store.messages({ limit: 100 }))).toEqual(expected)
    const paged: string[] = []
    for (let page = await store.messages({ limit: 4 }); page.length > 0; ) {
      paged.push(...keys(page))
      const last = page.at(-1)
      page = last === undefined ? [] : await store.messages({ limit: 4, before: { decidedAt: last.decidedAt, key: last.key } })
    }
    expect(paged).toEqual(expected)
    expect(keys(await store.messages({ subscriber: 2, limit: 3, before: { decidedAt: 103, key: 'key n' } }))).toEqual(['key l', 'key j', 'key h'])
  })

  test('keys of one instant order by code point', async () => {
    const store = await open()
    await store.commit(commitOf({ deliveries: ['key 🦊', 'key z', 'key ﬀ', 'key', 'key é'].map((key) => delivery(key)) }))
    expect(keys(await store.dueDeliveries(5000, 10))).toEqual(['key', 'key z', 'key é', 'key ﬀ', 'key 🦊'])
    expect(keys(await store.messages({ limit: 10 }))).toEqual(['key 🦊', 'key ﬀ', 'key é', 'key z', 'key'])
  })

  test('messages are found by any combination of subscriber, journey, template and status', async () => {
    const store = await open()
    const all = [1, 2].flatMap((number) =>
      ['welcome', 'win-back'].flatMap((journey) =>
        ['hello', undefined].flatMap((template) =>
          (['sent', 'failed'] as const).map((status) =>
            delivery(`${number} ${journey} ${template} ${status}`, { subscriber: number, journey, template, status }),
          ),
        ),
      ),
    )
    await store.commit(commitOf({ deliveries: all }))
    for (const subscriber of [1, 3, undefined])
      for (const journey of ['welcome', undefined])
        for (const template of ['hello', undefined])
          for (const status of ['failed', undefined] as const) {
            const query = { ...(subscriber && { subscriber }), ...(journey && { journey }), ...(template && { template }), ...(status && { status }) }
            const expected = all.filter((each) => Object.entries(query).every(([name, value]) => each[name as keyof typeof each] === value))
            expect(keys(await store.messages({ ...query, limit: 100 })).sort()).toEqual(keys(expected).sort())
          }
  })
}

function describeRest({ open }: StoreUnderTest): void {
  test('counts add up, within a commit and over commits, and come in order', async () => {
    const store = await open()
    const count = (journey: string, step: string, measure: string, by: number, version = 1) => ({ journey, version, step, measure, by })
    await store.commit(commitOf({ counts: [count('b', '', 'entered', 1), count('a', 's', 'here now', 1), count('a', 's', 'here now', 1)] }))
    await store.commit(commitOf({ counts: [count('a', 's', 'here now', -1), count('a', '', 'entered', 2), count('a', 's', 'here now', 5, 2)] }))
    const expected = [
      { journey: 'a', version: 1, step: '', measure: 'entered', count: 2 },
      { journey: 'a', version: 1, step: 's', measure: 'here now', count: 1 },
      { journey: 'a', version: 2, step: 's', measure: 'here now', count: 5 },
      { journey: 'b', version: 1, step: '', measure: 'entered', count: 1 },
    ]
    expect(await store.counts()).toEqual(expected)
    expect(await store.counts('a')).toEqual(expected.slice(0, 3))
    expect(await store.counts('c')).toEqual([])
  })

  test('a setting is what was last written under its name', async () => {
    const store = await open()
    expect(await store.setting('a')).toBeUndefined()
    await store.setSetting('a', { one: 1 })
    await store.setSetting('b', { text: 'zoë' })
    await store.setSetting('a', { two: [2, null, { deep: true }] })
    expect(await store.setting('a')).toEqual({ two: [2, null, { deep: true }] })
    expect(await store.setting('b')).toEqual({ text: 'zoë' })
  })
}

/** A commit on top of `commitOfEverything` that changes every part. */
function commitOfChange(): Commit {
  return commitOf({
    log: [entry(4, { previous: 2 })],
    subscribers: [subscriber(1, { head: 4, state: bytes('changed') }), subscriber(3, { deadline: 1 })],
    identities: [
      { identity: 'u:new', subscriber: 3 },
      { identity: 'u:ann', subscriber: 3 },
    ],
    decisions: [{ subscriber: 1, decision: added(4) }],
    deliveries: [delivery('first', { status: 'sent' }), delivery('fourth', { dueAt: 1 })],
    counts: [{ journey: 'welcome', version: 1, step: 'greet', measure: 'here now', by: 5 }],
    deadLetters: [{ receivedAt: 1, source: 'batch', reason: 'too large', body: '' }],
    seen: [{ subscriber: 1, fingerprint: 1, day: 30_000 }],
  })
}

/** All that can be read of what `commitOfEverything` and `commitOfChange` write. */
async function everythingIn(store: Store) {
  return {
    last: await store.last(),
    count: await store.countSubscribers(),
    resolved: await store.resolve(['u:ann', 'a:9f', 'u:new']),
    identities: [await store.identitiesOf(1), await store.identitiesOf(2), await store.identitiesOf(3)],
    loaded: (await store.load([1, 2, 3])).filter((found) => found !== undefined),
    everybody: await store.subscribersAfter(0, 10),
    followed: await store.follow([1, 2, 3]),
    due: await store.due(1e15, 10),
    log: await store.readLog(0, 10),
    history: await store.history(4, 10),
    decisions: [await store.decisions(1, 10), await store.decisions(2, 10)],
    waiting: await store.dueDeliveries(1e15, 10),
    interrupted: await store.interrupted(10),
    messages: await store.messages({ limit: 10 }),
    counts: await store.counts(),
    deadLetters: await store.deadLetters({ limit: 10 }),
    wasSeen: await store.wasSeen(1, 4_000_000_000, 20_000),
    wasSeenLater: await store.wasSeen(1, 1, 0),
  }
}
