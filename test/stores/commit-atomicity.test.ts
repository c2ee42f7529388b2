// Whatever part of a commit SQLite refuses, nothing of the commit is there, and the store goes on.

import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Commit, Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOf, commitOfEverything, entry, subscriber } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A value that no column takes. */
const unbindable = Symbol('unbindable') as never

/** One commit per part, each with a row that cannot be written after rows that can. */
const broken: Partial<Record<keyof Commit, Partial<Commit>>> = {
  log: { log: [entry(4), entry(5, { body: unbindable })] },
  subscribers: { subscribers: [subscriber(1, { head: 4 }), subscriber(4, { state: unbindable })] },
  identities: {
    identities: [
      { identity: 'u:new', subscriber: 4 },
      { identity: unbindable, subscriber: 4 },
    ],
  },
  seen: { seen: [{ subscriber: 1, fingerprint: 1, day: unbindable }] },
  deliveries: { deliveries: [{ ...commitOfEverything().deliveries[0], status: unbindable } as never] },
  counts: { counts: [{ journey: 'welcome', version: unbindable, step: '', measure: 'entered', by: 1 }] },
  deadLetters: { deadLetters: [{ receivedAt: unbindable, source: '', reason: '', body: '' }] },
}

describe('a commit', () => {
  test.each(Object.keys(broken) as (keyof Commit)[])('that cannot be written because of its %s changes nothing', async (part) => {
    const store = await openSqliteStore({ path: join(temporaryFolder(), 'workspace.db'), synchronous: 'NORMAL' })
    onTestFinished(() => store.close())
    await store.commit(commitOfEverything())
    const before = await look(store)
    const good = commitOf({ log: [entry(4)], subscribers: [subscriber(4)], identities: [{ identity: 'u:four', subscriber: 4 }] })
    await expect(store.commit({ ...good, ...broken[part] })).rejects.toThrow()
    expect(await look(store)).toEqual(before)
    await store.commit(good)
    expect(await store.last()).toEqual({ position: 4, subscriber: 4 })
    expect(await store.countSubscribers()).toBe(3)
  })

  test('that was rolled back leaves no list behind that a later one takes for its own', async () => {
    const store = await openSqliteStore({ path: join(temporaryFolder(), 'workspace.db'), synchronous: 'NORMAL' })
    onTestFinished(() => store.close())
    await store.commit(commitOf({ subscribers: [subscriber(1), subscriber(2)] }))
    const vip = { kind: 'list', name: 'vip' } as const
    const news = { kind: 'list', name: 'news' } as const
    const refused = { segmentDays: [{ segment: 'any', day: unbindable, entered: 1, left: 0 }] }
    await expect(store.commit(commitOf({ members: [{ subscriber: 1, groupings: [vip] }], ...refused }))).rejects.toThrow()
    await store.commit(commitOf({ members: [{ subscriber: 1, groupings: [news] }] }))
    await store.commit(commitOf({ members: [{ subscriber: 2, groupings: [vip] }] }))
    expect(await store.people.groupings('list')).toEqual([
      { name: 'news', people: 1 },
      { name: 'vip', people: 1 },
    ])
    expect((await store.people.find({ groupings: [vip], limit: 9 })).numbers).toEqual([2])
  })
})

async function look(store: Store) {
  return [
    await store.last(),
    await store.countSubscribers(),
    await store.readLog(0, 10),
    await store.load([1, 2, 4]),
    await store.resolve(['u:ann', 'u:new', 'u:four']),
    await store.messages({ limit: 10 }),
    await store.counts(),
    await store.deadLetters({ limit: 10 }),
    await store.decisions(1, 10),
  ]
}
