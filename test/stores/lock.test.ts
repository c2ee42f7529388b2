// One process writes to a store at a time; others are told who it is, and may read meanwhile.

import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOfEverything } from './builders.ts'
import { startCommitting } from './processes/child.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('a second process is refused with the file and the process that has it, until that one is killed', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const child = startCommitting(path, 10, 3)
  while ((await child.line()) !== '30');
  await expect(openSqliteStore({ path })).rejects.toMatchObject({
    code: 'store-locked',
    message: `The store ${path} is in use by process ${child.process.pid}.`,
  })
  await child.kill()
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  expect(await store.last()).toMatchObject({ position: 30 })
})

test('a store is refused a second time within one process too, also under another name', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'workspace.db')
  const store = await openSqliteStore({ path })
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-locked' })
  symlinkSync(path, join(folder, 'alias.db'))
  await expect(openSqliteStore({ path: join(folder, 'alias.db') })).rejects.toMatchObject({ code: 'store-locked' })
  await store.commit(commitOfEverything())
  await store.close()
  const again = await openSqliteStore({ path })
  expect(await again.last()).toMatchObject({ position: 3 })
  await again.close()
})

test('a reader sees what another process has committed, and cannot change anything', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const child = startCommitting(path, 10, 2)
  while ((await child.line()) !== '20');
  const reader = await openSqliteStore({ path, readOnly: true })
  expect(await reader.last()).toEqual({ position: 20, subscriber: 20 })
  expect(await reader.history(20, 5)).toHaveLength(1)
  await expect(reader.commit(commitOfEverything())).rejects.toMatchObject({ code: 'store-read-only' })
  await expect(reader.setSetting('a', {})).rejects.toMatchObject({ code: 'store-read-only' })
  await reader.close()
})

test('a reader needs no running server', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const store = await openSqliteStore({ path })
  await store.commit(commitOfEverything())
  await store.close()
  const reader = await openSqliteStore({ path, readOnly: true })
  expect(await reader.last()).toMatchObject({ position: 3 })
  await reader.close()
})

test('a reader of a store that a killed process left behind sees all of it', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'workspace.db')
  const child = startCommitting(path, 10, 2)
  while ((await child.line()) !== '20');
  await child.kill()
  mkdirSync(join(folder, 'copy'))
  for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, join(folder, 'copy', `workspace.db${ending}`))
  const reader = await openSqliteStore({ path: join(folder, 'copy', 'workspace.db'), readOnly: true })
  expect(await reader.last()).toMatchObject({ position: 20 })
  await reader.close()
})
