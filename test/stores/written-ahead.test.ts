// What a commit ahead promises: nothing until the disk has it, and nothing any more once the disk refused.

import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { WrittenAhead } from '../../src/stores/sqlite/written-ahead.ts'
import { commitOf, entry, subscriber } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

const [normal, full] = [1, 2]

test('once the disk did not take a commit, nothing more is committed until a new start, which goes on from what is there', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const store = await openSqliteStore({ path })
  await store.commit(commitOf({ log: [entry(1)], subscribers: [subscriber(1)] }))
  // What stands in the place of the write-ahead log is nothing that could be brought to a disk.
  renameSync(`${path}-wal`, `${path}-aside`)
  symlinkSync('/dev/null', `${path}-wal`)
  const { durable } = await store.commitAhead(commitOf({ log: [entry(2, { previous: 1 })] }))
  const upon = await store.commitAhead(commitOf({ log: [entry(3, { previous: 2 })] })).catch((error: unknown) => ({ durable: Promise.reject(error) }))
  for (const promise of [durable, upon.durable])
    await expect(promise).rejects.toMatchObject({ code: 'store-not-durable', wayOut: expect.stringContaining('start the server anew') })
  await expect(store.commit(commitOf({ log: [entry(4)] }))).rejects.toMatchObject({ code: 'store-not-durable' })
  await expect(store.setSetting('mark', {})).rejects.toMatchObject({ code: 'store-not-durable' })
  rmSync(`${path}-wal`)
  renameSync(`${path}-aside`, `${path}-wal`)
  await store.close()
  const again = await openSqliteStore({ path })
  onTestFinished(() => again.close())
  expect((await again.last()).position).toBeGreaterThan(0)
  await again.commit(commitOf({ log: [entry(10)] }))
})

test('only a commit ahead does not wait for the disk by itself, not what comes after it, and not after one that failed', () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  const ahead = new WrittenAhead(database, path)
  const synchronous = (): unknown => database.prepare('PRAGMA synchronous').get()?.['synchronous']
  const seen: unknown[] = [synchronous()]
  ahead.unsynced(() => seen.push(synchronous()))
  seen.push(synchronous())
  expect(() =>
    ahead.unsynced(() => {
      throw new Error('refused')
    }),
  ).toThrow('refused')
  expect([...seen, synchronous()]).toEqual([full, normal, full, full])
})
