// The part of the contract of every store that is about messages as they were sent: kept with their delivery, found by anything that is known of
// them, and gone when they are old or their delivery is.

import { expect, test } from 'vitest'
import type { MessageSearch } from '../../src/model/archived-message.ts'
import type { Store } from '../../src/runtime/store.ts'
import { archived, bytes, commitOf, delivery } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const found = async (store: Store, search: Omit<MessageSearch, 'limit'>): Promise<string[]> =>
  (await store.searchMessages({ ...search, limit: 100 })).messages.map(({ key }) => key)

export function describeArchive({ open, reopen }: StoreUnderTest): void {
  test('a message is kept with its delivery, a later attempt in place of an earlier one, and one of nobody not at all', async () => {
    const store = await open()
    const message = archived('first', { dictionary: 'd1' })
    await store.commit(commitOf({ deliveries: [delivery('first')] }))
    await store.commit(commitOf({ archived: [message, archived('nobody')], dictionaries: [{ hash: 'd1', content: bytes('words') }] }))
    const again = reopen === undefined ? store : await reopen(store)
    expect(await again.archived('first')).toEqual(message)
    expect(await again.archived('nobody')).toBeUndefined()
    expect([await again.archiveDictionary('d1'), await again.archiveDictionary('d2')]).toEqual([bytes('words'), undefined])
    const later = archived('first', { subject: 'Bye', words: ['bye'], content: bytes('other'), at: 4600 })
    await again.commit(commitOf({ archived: [later], dictionaries: [{ hash: 'd1', content: bytes('changed') }] }))
    expect([await again.archived('first'), await again.archiveDictionary('d1')]).toEqual([later, bytes('words')])
    expect([await found(again, { words: ['hello'] }), await found(again, { words: ['bye'] })]).toEqual([[], ['first']])
  })

  test('what was not handed over after all is not kept', async () => {
    const store = await open()
    await store.commit(commitOf({ deliveries: [delivery('first'), delivery('second')], archived: [archived('first'), archived('second')] }))
    await store.commit(commitOf({ unarchived: ['first', 'unknown'] }))
    expect([await store.archived('first'), (await store.archived('second'))?.key]).toEqual([undefined, 'second'])
    expect(await found(store, { words: ['ann'] })).toEqual(['second'])
  })

  test('messages are found by anything that is known of them, newest decided first, by all that is asked at once', async () => {
    const store = await open()
    await store.commit(
      commitOf({
        deliveries: [
          delivery('a', { decidedAt: 1, finishedAt: 4, status: 'sent', reports: '{"delivered":5,"opened by human":6}' }),
          delivery('b', { decidedAt: 2, status: 'failed', reports: '{"bounced":5}', template: 'bye', step: 'part' }),
          delivery('c', { decidedAt: 3, subscriber: 2, journey: 'cart', finishedAt: 5, status: 'sent', reports: '{"complained":5,"clicked by machine":6}' }),
          delivery('d', { decidedAt: 3, channel: 'sms', template: undefined }),
          delivery('e', { decidedAt: 4, channel: 'webhook', template: undefined, status: 'refused' }),
        ],
        archived: [
          archived('a'),
          archived('b', { subject: 'Hello, Bob', words: ['hello', 'bob'], address: 'bob@shop.example' }),
          archived('c', { subject: 'Bye, Ann', words: ['bye', 'ann'] }),
          archived('d', { address: '+4915100000000', subject: '', words: [] }),
        ],
      }),
    )
    const answers = {
      everything: await found(store, {}),
      subscriber: await found(store, { subscriber: 1 }),
      address: await found(store, { address: 'ann@shop.example' }),
      phone: await found(store, { address: '+4915100000000' }),
      journey: await found(store, { journey: 'welcome' }),
      step: await found(store, { journey: 'welcome', step: 'part' }),
      template: await found(store, { template: 'hello' }),
      email: await found(store, { channel: 'email' }),
      sms: await found(store, { channel: 'sms' }),
      sent: await found(store, { status: 'sent' }),
      bounced: await found(store, { did: 'bounced' }),
      complained: await found(store, { did: 'complained' }),
      opened: await found(store, { did: 'opened' }),
      clicked: await found(store, { did: 'clicked' }),
      byHuman: await found(store, { did: 'opened by human' }),
      noHuman: await found(store, { did: 'clicked by human' }),
      sentSince: await found(store, { status: 'sent', since: 5 }),
      openedSince: await found(store, { did: 'opened', since: 6 }),
      openedBefore: await found(store, { did: 'opened by human', since: 7 }),
      time: await found(store, { from: 2, until: 4 }),
      word: await found(store, { words: ['ann'] }),
      words: await found(store, { words: ['ann', 'hello'] }),
      nobody: await found(store, { address: 'eve@shop.example' }),
      several: await found(store, { address: 'ann@shop.example', status: 'sent', words: ['bye'], from: 1, until: 9 }),
    }
    expect(answers).toEqual({
      everything: ['e', 'd', 'c', 'b', 'a'],
      subscriber: ['e', 'd', 'b', 'a'],
      address: ['c', 'a'],
      phone: ['d'],
      journey: ['e', 'd', 'b', 'a'],
      step: ['b'],
      template: ['c', 'a'],
      email: ['c', 'b', 'a'],
      sms: ['d'],
      sent: ['c', 'a'],
      bounced: ['b'],
      complained: ['c'],
      opened: ['a'],
      clicked: ['c'],
      byHuman: ['a'],
      noHuman: [],
      sentSince: ['c'],
      openedSince: ['a'],
      openedBefore: [],
      time: ['d', 'c', 'b'],
      word: ['c', 'a'],
      words: ['a'],
      nobody: [],
      several: ['c'],
    })
    const [line] = (await store.searchMessages({ address: 'bob@shop.example', limit: 1 })).messages
    expect(line?.archived).toEqual({
      at: 4500,
      purpose: 'advertising',
      address: 'bob@shop.example',
      subject: 'Hello, Bob',
      form: 'mail',
      kept: 'whole',
      bytes: 1000,
    })
    expect((await store.searchMessages({ status: 'refused', limit: 1 })).messages[0]?.archived).toBeUndefined()
  })

  test('a long list is read page by page, whichever way leads to it, and nothing stands on two pages', async () => {
    const store = await open()
    const keys = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`)
    await store.commit(
      commitOf({ deliveries: keys.map((key, index) => delivery(key, { decidedAt: 100 + Math.floor(index / 3) })), archived: keys.map((key) => archived(key)) }),
    )
    for (const search of [{}, { subscriber: 1 }, { words: ['ann'] }, { address: 'ann@shop.example' }]) {
      const seen: string[] = []
      let pages = 0
      let before: MessageSearch['before']
      do {
        const page = await store.searchMessages({ ...search, before, limit: 10 })
        seen.push(...page.messages.map(({ key }) => key))
        before = page.next
        pages += 1
      } while (before !== undefined)
      expect([seen, pages]).toEqual([keys.toReversed(), 3])
    }
  })

  test('old messages go, oldest first and so many at a time, by their purpose; their deliveries stay', async () => {
    const store = await open()
    const keys = ['a', 'b', 'c', 'd']
    await store.commit(
      commitOf({
        deliveries: keys.map((key) => delivery(key)),
        archived: [archived('a', { at: 3 }), archived('b', { at: 1 }), archived('c', { at: 2, purpose: 'transactional' }), archived('d', { at: 10 })],
      }),
    )
    const old = { purpose: 'advertising', before: 10, limit: 1 } as const
    expect([await store.forgetArchived(old), await store.archived('b'), (await store.archived('a'))?.at]).toEqual([1, undefined, 3])
    expect([await store.forgetArchived(old), await store.forgetArchived(old)]).toEqual([1, 0])
    expect([(await store.archived('c'))?.at, (await store.archived('d'))?.at, (await store.messages({ limit: 9 })).length]).toEqual([2, 10, 4])
    expect(await found(store, { words: ['ann'] })).toEqual(['d', 'c'])
  })

  test('with a delivery that is forgotten goes its message', async () => {
    const store = await open()
    await store.commit(
      commitOf({ deliveries: [delivery('a', { status: 'sent' }), delivery('b', { subscriber: 2 })], archived: [archived('a'), archived('b')] }),
    )
    while (!(await store.forgetBelongings(1, 10)));
    expect([await store.archived('a'), await found(store, { words: ['ann'] })]).toEqual([undefined, ['b']])
  })

  test('of days there are counts, which add up', async () => {
    const store = await open()
    const name = { day: 20_000, purpose: 'transactional', channel: 'email', template: 'receipt', measure: 'sent' } as const
    await store.commit(
      commitOf({
        dayCounts: [
          { ...name, by: 2 },
          { ...name, purpose: 'advertising', by: 1 },
          { ...name, day: 20_001, by: 1 },
        ],
      }),
    )
    await store.commit(commitOf({ dayCounts: [{ ...name, by: 3 }] }))
    expect(await store.dayCounts({ from: 20_000, to: 20_000 })).toEqual([
      { ...name, purpose: 'advertising', count: 1 },
      { ...name, count: 5 },
    ])
    expect(await store.dayCounts({ purpose: 'transactional', from: 0, to: 99_999 })).toEqual([
      { ...name, count: 5 },
      { ...name, day: 20_001, count: 1 },
    ])
  })
}
