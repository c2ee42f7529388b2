// A backup is a whole store of one instant, written while commits go on.

import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOf, commitOfEverything, entry, subscriber } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function openIn(folder: string): Promise<Store> {
  const store = await openSqliteStore({ path: join(folder, 'workspace.db'), synchronous: 'NORMAL' })
  onTestFinished(() => store.close())
  return store
}

/** Adds one entry and one subscriber, so that the two counts are equal in every whole state of the store. */
async function commitOne(store: Store): Promise<number> {
  const position = (await store.last()).position + 1
  await store.commit(commitOf({ log: [entry(position, { body: 'x'.repeat(2000) })], subscribers: [subscriber(position, { head: position })] }))
  return position
}

test('a backup made while commits go on holds one whole state from in between', async () => {
  const folder = temporaryFolder()
  const store = await openIn(folder)
  for (let count = 0; count < 500; count += 1) await commitOne(store)
  const before = (await store.last()).position
  let isDone = false
  const backup = store.backup(join(folder, 'backup.db')).then(() => {
    isDone = true
  })
  do {
    await commitOne(store)
    await new Promise(setImmediate)
  } while (!isDone)
  await backup
  const after = (await store.last()).position

  const copy = await openSqliteStore({ path: join(folder, 'backup.db') })
  onTestFinished(() => copy.close())
  const { position, subscriber: number } = await copy.last()
  expect(position).toBeGreaterThanOrEqual(before)
  expect(position).toBeLessThanOrEqual(after)
  expect(number).toBe(position)
  expect(await copy.countSubscribers()).toBe(position)
  expect(await copy.readLog(0, position + 1)).toEqual(await store.readLog(0, position))
  await commitOne(copy)
  expect((await store.last()).position).toBe(after)
})

test('a backup never overwrites a file, and an unfinished one is not mistaken for a backup', async () => {
  const folder = temporaryFolder()
  const store = await openIn(folder)
  await store.commit(commitOfEverything())
  const path = join(folder, 'backup.db')
  await store.backup(path)
  await expect(store.backup(path)).rejects.toMatchObject({ code: 'backup-exists', message: expect.stringContaining(path) })
  await expect(store.backup(join(folder, 'missing', 'backup.db'))).rejects.toMatchObject({ code: 'backup-failed' })
  writeFileSync(join(folder, 'second.db.unfinished'), 'left by a crash')
  await store.backup(join(folder, 'second.db'))
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
  expect(existsSync(join(folder, 'second.db'))).toBe(true)
})

test('a reader can make a backup too', async () => {
  const folder = temporaryFolder()
  const store = await openIn(folder)
  await store.commit(commitOfEverything())
  const reader = await openSqliteStore({ path: join(folder, 'workspace.db'), readOnly: true })
  await reader.backup(join(folder, 'backup.db'))
  await reader.close()
  const copy = await openSqliteStore({ path: join(folder, 'backup.db'), readOnly: true })
  expect(await copy.last()).toEqual(await store.last())
  await copy.close()
})
