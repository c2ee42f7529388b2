// The part of the contract of every store that is about the catalogue and discount codes.

import { expect, test } from 'vitest'
import { noRank, type StoredItem } from '../../src/model/catalogue.ts'
import { commitOf, entry, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

function item(id: string, parts: Partial<StoredItem> = {}): StoredItem {
  return { collection: 'products', id, body: `{"title":"${id}"}`, keys: [], rank: noRank, changedAt: 1, confirmedAt: 1, load: 0, ...parts }
}

const given = { pool: 'spring', subscriber: 1, scope: '', delivery: 'd1', givenAt: 5, expiresAt: undefined }

export function describeCatalogue({ open, reopen }: StoreUnderTest): void {
  test('items are put over those of their id, and what says the same is only confirmed', async () => {
    const store = await open()
    expect(await store.catalogue.putItems([item('a'), item('b')])).toEqual({ added: 2, changed: 0, unchanged: 0 })
    const again = await store.catalogue.putItems([
      item('a', { changedAt: 9, confirmedAt: 9, load: 3 }),
      item('b', { body: '{"title":"B"}', changedAt: 9 }),
      item('c'),
    ])
    expect(again).toEqual({ added: 1, changed: 1, unchanged: 1 })
    expect(await store.catalogue.items('products', ['c', 'x', 'a', 'b'])).toEqual([
      item('c'),
      undefined,
      item('a', { confirmedAt: 9, load: 3 }),
      item('b', { body: '{"title":"B"}', changedAt: 9 }),
    ])
    expect(await store.catalogue.countItems('products')).toBe(3)
    expect(await store.catalogue.countItems('articles')).toBe(0)
    expect(await store.catalogue.removeItems('products', ['a', 'a', 'x'])).toBe(1)
    expect(await store.catalogue.countItems('products')).toBe(2)
    const later = reopen === undefined ? store : await reopen(store)
    expect((await later.catalogue.items('products', ['a', 'b'])).map((one) => one?.id)).toEqual([undefined, 'b'])
  })

  test('items are found by their values in the order of their rank, and no longer by values they had', async () => {
    const store = await open()
    const shoe = (id: string, rank: number, category = 'shoes') => item(id, { rank, keys: [['category', category]] })
    await store.catalogue.putItems([shoe('dear', 90), shoe('cheap', 10), shoe('free', noRank), shoe('cheap2', 10), shoe('hat', 5, 'hats')])
    const find = async (order: 'lowest' | 'highest', value = 'shoes', limit = 10) =>
      (await store.catalogue.itemsBy('products', { attribute: 'category', value, order, limit })).map(({ id }) => id)
    expect(await find('lowest')).toEqual(['cheap', 'cheap2', 'dear', 'free'])
    expect(await find('highest')).toEqual(['dear', 'cheap2', 'cheap'])
    expect(await find('lowest', 'shoes', 1)).toEqual(['cheap'])
    await store.catalogue.putItems([shoe('cheap', 10, 'hats'), shoe('dear', 1)])
    expect(await find('lowest')).toEqual(['dear', 'cheap2', 'free'])
    expect(await find('lowest', 'hats')).toEqual(['hat', 'cheap'])
    await store.catalogue.removeItems('products', ['hat'])
    expect(await find('lowest', 'hats')).toEqual(['cheap'])
  })

  test('a load removes what it did not speak of, a page at a time', async () => {
    const store = await open()
    await store.catalogue.putItems(['a', 'b', 'c', 'd'].map((id) => item(id, { load: 1 })))
    await store.catalogue.putItems([item('b', { load: 2 }), item('e', { body: '{}', load: 2 })])
    expect(await store.catalogue.markItems('products', ['d', 'x'], 2)).toBe(1)
    expect(await store.catalogue.countStaleItems('products', 2, { after: '', limit: 3 })).toEqual({ next: 'c', found: 2 })
    expect(await store.catalogue.removeStaleItems('products', 2, { after: '', limit: 3 })).toEqual({ next: 'c', removed: 2 })
    expect(await store.catalogue.removeStaleItems('products', 2, { after: 'c', limit: 3 })).toEqual({ next: undefined, removed: 0 })
    expect((await store.catalogue.itemsAfter('products', { after: '', limit: 10 })).map(({ id }) => id)).toEqual(['b', 'd', 'e'])
    expect(await store.catalogue.countItems('products')).toBe(3)
  })

  test('a free code is given once, with the commit that gives it, and never again', async () => {
    const store = await open()
    expect(
      await store.catalogue.addCodes('spring', [
        { code: 'AAA', expiresAt: undefined },
        { code: 'BBB', expiresAt: 50 },
      ]),
    ).toBe(2)
    expect(
      await store.catalogue.addCodes('summer', [
        { code: 'aaa', expiresAt: undefined },
        { code: 'CCC', expiresAt: undefined },
      ]),
    ).toBe(1)
    expect((await store.catalogue.freeCodes('spring', 10, { skip: 0, limit: 5 })).map(({ code }) => code)).toEqual(['BBB', 'AAA'])
    expect((await store.catalogue.freeCodes('spring', 10, { skip: 1, limit: 5 })).map(({ code }) => code)).toEqual(['AAA'])
    expect((await store.catalogue.freeCodes('spring', 50, { skip: 0, limit: 5 })).map(({ code }) => code)).toEqual(['AAA'])
    expect(await store.catalogue.countFreeCodes('spring', 10, 1)).toBe(1)
    await store.commit(
      commitOf({
        codes: [
          { ...given, code: 'AAA' },
          { ...given, code: 'NEW', scope: 'welcome:3' },
        ],
      }),
    )
    expect(await store.catalogue.codeOf(1, 'spring', '')).toMatchObject({ ...given, code: 'AAA' })
    expect(await store.catalogue.codeOf(1, 'spring', 'welcome:3')).toMatchObject({ code: 'NEW' })
    expect(await store.catalogue.codeOf(1, 'summer', '')).toBeUndefined()
    expect(await store.catalogue.findCode('new')).toMatchObject({ code: 'NEW', subscriber: 1 })
    expect(await store.catalogue.countCodes('spring')).toEqual({ pool: 'spring', given: 2, free: 1 })
    for (const codes of [
      [{ ...given, code: 'aaa', subscriber: 2 }],
      [{ ...given, code: 'CCC' }],
      [
        { ...given, code: 'ZZZ' },
        { ...given, code: 'ZZZ' },
      ],
    ]) {
      await expect(store.commit(commitOf({ log: [entry(1)], codes }))).rejects.toThrow('was given before')
    }
    expect(await store.last()).toMatchObject({ position: 0 })
    expect(await store.catalogue.addCodes('spring', [{ code: 'AAA', expiresAt: undefined }])).toBe(0)
    const all = await store.catalogue.givenCodes('spring', 0, 1)
    expect(all.map(({ code }) => code)).toEqual(['AAA'])
    expect((await store.catalogue.givenCodes('spring', all[0]?.id ?? 0, 10)).map(({ code }) => code)).toEqual(['NEW'])
  })

  test('codes go with a merge, and an erasure keeps them given to nobody', async () => {
    const store = await open()
    await store.commit(
      commitOf({ log: [entry(1), entry(2, { subscriber: 2 })], subscribers: [subscriber(1), subscriber(2)], codes: [{ ...given, code: 'ONE' }] }),
    )
    await store.commit(commitOf({ codes: [{ ...given, code: 'TWO', subscriber: 2, delivery: 'd2' }], merged: [{ from: 2, into: 1 }] }))
    expect((await store.catalogue.codesOf(1)).map(({ code }) => code)).toEqual(['ONE', 'TWO'])
    expect(await store.catalogue.codeOf(1, 'spring', '')).toMatchObject({ code: 'ONE' })
    const erasure = { subscriber: 1, at: 9, chains: [], numbers: [1], ids: [], addresses: [] }
    await store.beginErasure({ erasure, tombstones: [], counts: [] })
    expect(await store.catalogue.codesOf(1)).toEqual([])
    expect(await store.catalogue.findCode('TWO')).toMatchObject({ subscriber: undefined, scope: '', delivery: undefined, givenAt: 5 })
    expect(await store.catalogue.freeCodes('spring', 0, { skip: 0, limit: 5 })).toEqual([])
  })
}
