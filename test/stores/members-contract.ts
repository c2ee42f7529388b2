// The part of the contract of every store that is about who is in which list, segment and journey, how people are found, and how what was
// decided about one is read a page at a time.

import { expect, test } from 'vitest'
import type { Grouping, SubscriberNumber } from '../../src/runtime/store.ts'
import { added, commitOf, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const vip: Grouping = { kind: 'list', name: 'vip' }
const active: Grouping = { kind: 'segment', name: 'active' }
const mail = (number: SubscriberNumber, address: string) => ({ subscriber: number, channel: 'email' as const, address, isVouched: false })

export function describeMembers({ open, reopen }: StoreUnderTest): void {
  test('who is in something is found newest first, and is counted there until it is left', async () => {
    let store = await open()
    const members = [1, 2, 3].map((number) => ({ subscriber: number, groupings: number === 2 ? [vip] : [vip, active] }))
    await store.commit(commitOf({ subscribers: [subscriber(1), subscriber(2), subscriber(3)], members }))
    expect(await store.people.find({ groupings: [vip], limit: 2 })).toEqual({ numbers: [3, 2], next: 2 })
    expect(await store.people.find({ groupings: [vip], limit: 2, before: 2 })).toEqual({ numbers: [1], next: undefined })
    expect((await store.people.find({ groupings: [vip, active], limit: 9 })).numbers).toEqual([3, 1])
    expect((await store.people.find({ groupings: [{ kind: 'list', name: 'active' }], limit: 9 })).numbers).toEqual([])
    expect((await store.people.find({ limit: 9 })).numbers).toEqual([3, 2, 1])
    await store.commit(commitOf({ members: [{ subscriber: 3, groupings: [active] }] }))
    store = (await reopen?.(store)) ?? store
    expect(await store.people.groupings('list')).toEqual([{ name: 'vip', people: 2 }])
    expect(await store.people.groupings('segment')).toEqual([{ name: 'active', people: 2 }])
    await store.commit(commitOf({ members: [1, 2].map((number) => ({ subscriber: number, groupings: [] })) }))
    expect(await store.people.groupings('list')).toEqual([])
  })

  test('whoever is merged away or erased is nowhere any more', async () => {
    const store = await open()
    const members = [1, 2, 3].map((number) => ({ subscriber: number, groupings: [vip] }))
    await store.commit(commitOf({ subscribers: [subscriber(1), subscriber(2), subscriber(3)], members }))
    await store.commit(commitOf({ merged: [{ from: 2, into: 1 }] }))
    await store.beginErasure({ erasure: { subscriber: 3, at: 1, chains: [], numbers: [3], ids: [], addresses: [] }, tombstones: [], counts: [] })
    expect((await store.people.find({ groupings: [vip], limit: 9 })).numbers).toEqual([1])
    expect(await store.people.groupings('list')).toEqual([{ name: 'vip', people: 1 }])
  })

  test('people are told apart by whether they can be mailed', async () => {
    const store = await open()
    const suppressed = [{ subscriber: 2, addresses: [{ address: 'b@mail.example', reason: 'a complaint', at: 1 }] }]
    await store.commit(
      commitOf({
        subscribers: [subscriber(1), subscriber(2), subscriber(3)],
        reach: [mail(1, 'a@mail.example'), mail(2, 'b@mail.example')],
        suppressed,
        members: [{ subscriber: 2, groupings: [vip] }],
      }),
    )
    const found = async (state: 'can be mailed' | 'not written to' | 'no address') => (await store.people.find({ mail: state, limit: 9 })).numbers
    expect([await found('can be mailed'), await found('not written to'), await found('no address')]).toEqual([[1], [2], [3]])
    expect((await store.people.find({ groupings: [vip], mail: 'can be mailed', limit: 9 })).numbers).toEqual([])
    expect((await store.people.find({ groupings: [vip], mail: 'not written to', limit: 9 })).numbers).toEqual([2])
  })

  test('people are found by how an id, an address or each word of a name begins', async () => {
    const store = await open()
    const named = (...words: string[]): Grouping[] => words.map((name) => ({ kind: 'name', name }))
    await store.commit(
      commitOf({
        subscribers: [subscriber(1), subscriber(2)],
        identities: [
          { identity: 'u:Ann-7', subscriber: 1 },
          { identity: 'a:9f', subscriber: 2 },
        ],
        reach: [mail(2, 'ben@mail.example')],
        members: [
          { subscriber: 1, groupings: named('anna', 'keller') },
          { subscriber: 2, groupings: named('ben', 'keller') },
        ],
      }),
    )
    const found = async (text: string) => [...(await store.people.search(text, 9))].sort()
    expect(await found('Ann-')).toEqual([1])
    expect(await found('BEN@ma')).toEqual([2])
    expect(await found('9f')).toEqual([2])
    expect(await found('kell')).toEqual([1, 2])
    expect(await found('Keller, Ann')).toEqual([1])
    expect([await found(' '), await found('nobody'), await found("' OR 1=1")]).toEqual([[], [], []])
    await store.commit(commitOf({ members: [{ subscriber: 1, groupings: [] }] }))
    expect(await found('anna')).toEqual([])
  })

  test('decisions are read backwards a page at a time, each once', async () => {
    const store = await open()
    for (const instants of [[1, 2, 3], [4], [5, 6]]) {
      await store.commit(
        commitOf({ ...(instants[0] === 1 && { subscribers: [subscriber(1)] }), decisions: instants.map((at) => ({ subscriber: 1, decision: added(at) })) }),
      )
    }
    const instants: number[] = []
    for (let place: { readonly row: number; readonly index: number } | undefined; ; ) {
      const page = await store.people.decisionsBefore(1, place, 2)
      instants.push(...page.map(({ decision }) => decision.at))
      place = page.at(-1)?.place
      if (page.length < 2) break
    }
    expect(instants).toEqual([6, 5, 4, 3, 2, 1])
    expect(await store.people.decisionsBefore(2, undefined, 9)).toEqual([])
  })
}
