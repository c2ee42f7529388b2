// The store in a SQLite file keeps the contract of every store.

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { describeStore } from './store-contract.ts'
import { temporaryFolder } from './temporary-folder.ts'

const paths = new WeakMap<Store, string>()

async function openAt(path: string): Promise<Store> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  paths.set(store, path)
  onTestFinished(() => store.close())
  return store
}

describeStore('the store in a SQLite file', {
  open: () => openAt(join(temporaryFolder(), 'workspace.db')),
  reopen: async (store) => {
    await store.close()
    return openAt(paths.get(store) ?? '')
  },
})

test('a long value is fetched and read once for as long as nobody writes it, by whichever connection, and nobody can change it for the others', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  const long = (word: string) => ({ parts: Array.from({ length: 2000 }, (_, index) => ({ name: `${word} ${index}` })) })
  await store.setSetting('published', long('first'))
  await store.setSetting('short', { a: 1 })
  const reader = await openSqliteStore({ path, readOnly: true })
  onTestFinished(() => reader.close())
  const first = await reader.setting('published')
  expect(first).toEqual(long('first'))
  expect(await reader.setting('published')).toBe(first)
  expect(() => Object.assign(first ?? {}, { parts: [] })).toThrow(TypeError)
  expect(await reader.setting('short')).not.toBe(await reader.setting('short'))
  await store.setSetting('published', long('second'))
  expect(await reader.setting('published')).toEqual(long('second'))
  expect(await store.setting('published')).toEqual(long('second'))
  // What was written last is what counts, also where it is what stood there before.
  await store.setSetting('published', long('first'))
  expect(await reader.setting('published')).toEqual(long('first'))
})

test('of long values only so much is kept, what was asked for last', async () => {
  const store = await openSqliteStore({ path: join(temporaryFolder(), 'workspace.db') })
  onTestFinished(() => store.close())
  for (let number = 0; number < 6; number += 1) await store.setSetting(`${number}`, { text: `${number}`.repeat(1_000_000) })
  const first = await store.setting('0')
  for (const name of ['1', '0', '2', '3']) await store.setting(name)
  expect(await store.setting('0')).toBe(first)
  for (const name of ['1', '2', '3', '4', '5']) await store.setting(name)
  expect(await store.setting('0')).not.toBe(first)
  expect(await store.setting('0')).toEqual(first)
})
