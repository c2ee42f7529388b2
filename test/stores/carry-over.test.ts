// What commits wrote ahead is carried over into the file beside them, whoever reads meanwhile; where the thread cannot, commits do it.

import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { CarryOver, largeCommitEntries } from '../../src/stores/sqlite/carry-over.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOf, subscriber } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

const people = 2000
const state = new Uint8Array(1500)

/** About as many pages as people. What is written again with the same content would be no page. */
async function writeEverybody(store: Store, from: number, content = 0): Promise<void> {
  const written = content === 0 ? state : state.map(() => content)
  await store.commit(commitOf({ subscribers: Array.from({ length: people }, (_, index) => subscriber(from + index, { state: written })) }))
}

function standing(database: DatabaseSync): { readonly log: number; readonly checkpointed: number } {
  return database.prepare('PRAGMA wal_checkpoint(NOOP)').get() as never
}

test('what was written ahead comes into the file while the store goes on, but for what somebody still reads', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  let store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  const reader = new DatabaseSync(path)
  const observer = new DatabaseSync(path)
  onTestFinished(() => reader.close())
  await writeEverybody(store, 1)
  reader.exec('BEGIN; SELECT count(*) FROM subscriber')
  for (let from = 1 + people; from < 3 * people; from += people) await writeEverybody(store, from)
  await expect.poll(() => standing(observer).checkpointed).toBeGreaterThan(people / 2)
  expect(standing(observer).log - standing(observer).checkpointed).toBeGreaterThan(people / 2)
  expect((reader.prepare('SELECT count(*) AS people FROM subscriber').get() as { people: number }).people).toBe(people)
  reader.exec('COMMIT')
  for (let from = 1 + 3 * people; from < 6 * people; from += people) await writeEverybody(store, from)
  // The thread may still have been at what came before: what it left then is carried over with what is written next.
  let content = 0
  const size = async (): Promise<number> => {
    content += 1
    await writeEverybody(store, 1, content)
    return statSync(path).size
  }
  await expect.poll(size).toBeGreaterThan(3 * people * state.length)
  observer.close()
  await store.close()
  store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  expect(await store.countSubscribers()).toBe(6 * people)
  await store.close()
})

test('a store that is closed while its log is carried over leaves one whole file', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  for (let from = 1; from < 3 * people; from += people) await writeEverybody(store, from)
  await store.close()
  expect(existsSync(`${path}-wal`)).toBe(false)
  const reader = await openSqliteStore({ path, readOnly: true })
  expect(await reader.countSubscribers()).toBe(3 * people)
  await reader.close()
})

test('what large commits write waits longer than what small ones write', async () => {
  const path = join(temporaryFolder(), 'any.db')
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  database.exec('PRAGMA page_size = 512; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE any (bytes BLOB)')
  const carryOver = new CarryOver(database, path)
  const insert = database.prepare('INSERT INTO any VALUES (zeroblob(?))')
  const carriedAfter = async (pages: number, entries: number): Promise<boolean> => {
    insert.run(pages * 500)
    const { checkpointed } = standing(database)
    carryOver.committed(entries)
    await carryOver.idle()
    return standing(database).checkpointed > checkpointed
  }
  expect(await carriedAfter(22_000, largeCommitEntries)).toBe(false)
  expect(await carriedAfter(3_000, largeCommitEntries)).toBe(true)
  expect(await carriedAfter(5_000, 1)).toBe(true)
  await carryOver.close()
})

test('commits carry over themselves where the thread cannot', async () => {
  const folder = temporaryFolder()
  const database = new DatabaseSync(join(folder, 'any.db'))
  onTestFinished(() => database.close())
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE any (bytes BLOB)')
  const carryOver = new CarryOver(database, join(folder, 'missing', 'any.db'))
  const insert = database.prepare('INSERT INTO any VALUES (zeroblob(20000000))')
  insert.run()
  carryOver.committed(1)
  await expect
    .poll(() => {
      carryOver.committed(1)
      return database.prepare('PRAGMA wal_autocheckpoint').get()
    })
    .toEqual({ wal_autocheckpoint: 4000 })
  insert.run()
  const { log, checkpointed } = standing(database)
  expect(log - checkpointed).toBe(0)
  await carryOver.close()
})
