// What arrives is counted as it comes and known again after a start; what came while nobody counted is read from the log, once.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openArrivals } from '../../src/desks/arrivals.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import { limits } from '../../src/model/limits.ts'
import { arrivalBody } from '../../src/runtime/log-entry.ts'
import type { LogEntry, Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { commitOf, entry } from '../stores/builders.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const logger = { error: (_: unknown, message: string) => expect.unreachable(message) }

function arrival(name: string, occurredAt: number): Arrival {
  return { messageId: `${name}${occurredAt}`, userId: 'ada', receivedAt: occurredAt, event: { name, occurredAt, properties: {} } } as unknown as Arrival
}

function lineOf(position: number, name: string, occurredAt: number): LogEntry {
  return entry(position, { name, body: arrivalBody(arrival(name, occurredAt)), receivedAt: occurredAt })
}

/** A log that says how often it was read. */
async function logOf(lines: readonly LogEntry[]) {
  const store = createMemoryStore()
  await store.commit(commitOf({ log: lines }))
  let reads = 0
  const counted: Store = Object.assign(Object.create(store) as Store, {
    last: () => store.last(),
    readLog: (after: number, limit: number) => {
      reads += 1
      return store.readLog(after, limit)
    },
  })
  return { store: counted, write: (more: readonly LogEntry[]) => store.commit(commitOf({ log: more })), reads: () => reads }
}

test('what was counted is known after a start, and the log is not read for it', async () => {
  const file = join(temporaryFolder(), 'arrivals.json')
  const log = await logOf([])
  const open = () => openArrivals({ file, store: log.store, clock: new VirtualClock(0), logger })
  const first = await open()
  first.note([arrival('Viewed', 10), arrival('Viewed', 5), arrival('Bought', 7), arrival('Message Clicked', 8), arrival('ada@example.com', 9)])
  await log.write([lineOf(1, 'Viewed', 10), lineOf(2, 'Viewed', 5), lineOf(3, 'Bought', 7)])
  await first.close()
  const again = await open()
  const known = [
    { name: 'Bought', count: 1, firstAt: 7, lastAt: 7 },
    { name: 'Viewed', count: 2, firstAt: 5, lastAt: 10 },
  ]
  expect(again.events()).toEqual(known)
  await again.close()
  expect(log.reads()).toBe(0)
})

test('what came while nobody counted is read once, and counted with what comes meanwhile', async () => {
  const file = join(temporaryFolder(), 'arrivals.json')
  writeFileSync(file, JSON.stringify({ position: 1, events: [{ name: 'Viewed', count: 4, firstAt: 1, lastAt: 2 }] }))
  const log = await logOf([lineOf(1, 'Viewed', 2), lineOf(2, 'Viewed', 30), entry(3, { name: '(command)', body: '{}' }), lineOf(4, '(beta)', 40)])
  const arrivals = await openArrivals({ file, store: log.store, clock: new VirtualClock(0), logger })
  expect(arrivals.events()).toBeUndefined()
  // It is counted as it comes, so its line is none of the rest.
  arrivals.note([arrival('Viewed', 50)])
  await log.write([lineOf(5, 'Viewed', 50)])
  const known = [
    { name: '(beta)', count: 1, firstAt: 40, lastAt: 40 },
    { name: 'Viewed', count: 6, firstAt: 1, lastAt: 50 },
  ]
  await expect.poll(() => arrivals.events()).toEqual(known)
  const reads = log.reads()
  expect(arrivals.events()).toEqual(known)
  expect(log.reads()).toBe(reads)
  await arrivals.close()
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ position: 5, events: known })
})

test('what is being read when a server stops is read with the next start', async () => {
  const file = join(temporaryFolder(), 'arrivals.json')
  const log = await logOf([lineOf(1, 'Viewed', 2)])
  const open = () => openArrivals({ file, store: log.store, clock: new VirtualClock(0), logger })
  const first = await open()
  first.note([arrival('Viewed', 9)])
  await log.write([lineOf(2, 'Viewed', 9)])
  await first.close()
  const again = await open()
  await expect.poll(() => again.events()).toEqual([{ name: 'Viewed', count: 2, firstAt: 2, lastAt: 9 }])
  await again.close()
})

test('the rest of a long log is read in a thread, which ends with it', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'workspace.db')
  const store = await openSqliteStore({ path })
  const lines = limits.schemaPage + 1
  await store.commit(commitOf({ log: Array.from({ length: lines }, (_, index) => lineOf(index + 1, 'Viewed', index + 1)) }))
  const thread = { storeModule: new URL('../../src/stores/sqlite/sqlite-store.ts', import.meta.url).href, openStore: 'openSqliteStore', storeOptions: { path } }
  const readHere = Object.assign(Object.create(store) as Store, {
    last: () => store.last(),
    readLog: () => Promise.reject(new Error('read beside the doors')),
  })
  const arrivals = await openArrivals({ file: join(folder, 'arrivals.json'), store: readHere, thread, clock: new VirtualClock(0), logger })
  await expect.poll(() => arrivals.events()).toEqual([{ name: 'Viewed', count: lines, firstAt: 1, lastAt: lines }])
  await arrivals.close()
  await store.close()
})

test.each(['{"position": 1, "ev', '{"position": 900, "events": [{"name": "Gone", "count": 30, "firstAt": 1, "lastAt": 2}]}'])(
  'of a file that cannot be read, or that is about a longer log, nothing is used: %#',
  async (text) => {
    const file = join(temporaryFolder(), 'arrivals.json')
    writeFileSync(file, text)
    const log = await logOf([lineOf(1, 'Viewed', 2)])
    const arrivals = await openArrivals({ file, store: log.store, clock: new VirtualClock(0), logger })
    await expect.poll(() => arrivals.events()).toEqual([{ name: 'Viewed', count: 1, firstAt: 2, lastAt: 2 }])
    await arrivals.close()
  },
)
