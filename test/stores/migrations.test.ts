// The shape of the file: written down, reached from every older version, and never touched when it is not ours.

import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { wallClock } from '../../src/runtime/clock.ts'
import { noLogger } from '../../src/runtime/logger.ts'
import { firstLook } from '../../src/start/first-look.ts'
import { migrate } from '../../src/stores/sqlite/migrations/migrate.ts'
import { migrations } from '../../src/stores/sqlite/migrations/migrations.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOf, commitOfEverything } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

const firstVersion = fileURLToPath(new URL('fixtures/version-1.db', import.meta.url))

test('the schema is the one written down in golden-schema.sql', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  await (await openSqliteStore({ path })).close()
  await expect(schemaOf(path)).toMatchFileSnapshot('golden-schema.sql')
})

test('a file of the first version is upgraded and keeps all that is in it', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  copyFileSync(firstVersion, path)
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  const expected = commitOfEverything()
  expect(await store.readLog(0, 10)).toEqual(expected.log)
  expect(await store.load([1, 2])).toEqual(expected.subscribers)
  expect(await store.countSubscribers()).toBe(2)
  expect(await store.resolve(['u:ann', 'a:9f'])).toEqual([1, 2])
  expect(await store.decisions(1, 10)).toEqual([expected.decisions[0]?.decision])
  expect(await store.messages({ limit: 10 })).toEqual(expected.deliveries.toReversed())
  expect(await store.counts()).toMatchObject([{ journey: 'welcome', count: 1 }])
  expect(await store.deadLetters({ limit: 10 })).toMatchObject(expected.deadLetters)
  expect(await store.wasSeen(1, 4_000_000_000, 20_000)).toBe(true)
  expect(await store.setting('definitions')).toEqual({ version: 1 })
  expect(schemaOf(path)).toBe(readFileSync(new URL('golden-schema.sql', import.meta.url), 'utf8'))
})

test('a start says that an older workspace is brought up to date before it begins, because that can take a minute, and says nothing of any other', async () => {
  const [path, folder] = [join(temporaryFolder(), 'workspace.db'), temporaryFolder()]
  writeFileSync(join(folder, 'shop.yaml'), 'workspace: shop\n')
  const said: unknown[] = []
  const logger = { ...noLogger, info: (fields: object, message: string) => void said.push({ ...fields, message, found: versionOf(path) }) }
  const look = () => firstLook({ path, folder, prepare: () => undefined, machine: wallClock(), mayBeDemo: false, logger })
  await look()
  expect(said, 'there was nothing to upgrade').toEqual([])
  copyFileSync(firstVersion, path)
  await look()
  await look()
  expect(said).toEqual([{ from: 1, to: migrations.length, found: 1, message: expect.stringContaining('takes a minute') }])
})

test('migrations go on from the version that is found, and a failing one leaves its version whole', () => {
  const path = join(temporaryFolder(), 'workspace.db')
  copyFileSync(firstVersion, path)
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  const wider = [...migrations, 'ALTER TABLE dead_letter ADD COLUMN key TEXT']
  expect(() => migrate(database, path, [...wider, 'CREATE TABLE extra (one); INSERT INTO nowhere VALUES (1)'])).toThrow('nowhere')
  expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: migrations.length + 1 })
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'extra'").get()).toBeUndefined()
  migrate(database, path, wider)
  expect(database.prepare('SELECT key FROM dead_letter').get()).toEqual({ key: null })
})

test('a new file comes to the newest version at once, or stays new', () => {
  const database = new DatabaseSync(join(temporaryFolder(), 'workspace.db'))
  onTestFinished(() => database.close())
  expect(() => migrate(database, 'a new file', [...migrations, 'INSERT INTO nowhere VALUES (1)'])).toThrow('nowhere')
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 0 })
  expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([])
  migrate(database, 'a new file')
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length })
})

test('who left something after the upgrade is no longer found there, though it was noted elsewhere before', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const database = new DatabaseSync(path)
  migrate(database, path, migrations.slice(0, 18))
  database.exec("INSERT INTO grouping VALUES (3, 'list', 'news', 2), (4, 'list', 'vip', 1)")
  for (const number of [1, 2, 5]) database.prepare("INSERT INTO subscriber VALUES (?, 0, NULL, x'', x'')").run(number)
  database.exec('INSERT INTO member VALUES (3, 1), (3, 2), (4, 1)')
  database.close()
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  const list = (name: string) => ({ kind: 'list', name }) as const
  await store.commit(
    commitOf({
      members: [
        { subscriber: 1, groupings: [list('vip')] },
        { subscriber: 5, groupings: [list('news')] },
      ],
    }),
  )
  expect((await store.people.find({ groupings: [list('news')], limit: 9 })).numbers).toEqual([5, 2])
  expect(await store.people.groupings('list')).toEqual([
    { name: 'news', people: 2 },
    { name: 'vip', people: 1 },
  ])
})

test('imports that came in before it was noted where they begin are found', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const database = new DatabaseSync(path)
  migrate(database, path, migrations.slice(0, 16))
  const insert = database.prepare("INSERT INTO log VALUES (?, 1, 0, 0, 0, 'a', ?)")
  for (const [position, body] of [
    [1, '{}'],
    [2, '{"event":{"silent":true}}'],
    [3, '{"event":{"silent":true}}'],
  ] as const)
    insert.run(position, body)
  database.close()
  const store = await openSqliteStore({ path })
  onTestFinished(() => store.close())
  const found = await store.readShare({ index: 0, of: 1, moved: [], isSilent: true }, { after: 0, upTo: 3 })
  expect(found.map(({ position }) => position)).toEqual([2, 3])
})

test('a file of a newer version is refused and left as it was', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  copyFileSync(firstVersion, path)
  setVersion(path, 999)
  const before = readFileSync(path)
  for (const readOnly of [undefined, true] as const) {
    await expect(openSqliteStore({ path, ...(readOnly && { readOnly }) })).rejects.toMatchObject({
      code: 'store-too-new',
      message: `The store ${path} has schema version 999, and this Oncue knows versions up to ${migrations.length}.`,
    })
  }
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('a reader does not upgrade: an older file is refused with the way out', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  copyFileSync(firstVersion, path)
  setVersion(path, 0)
  await expect(openSqliteStore({ path, readOnly: true })).rejects.toMatchObject({
    code: 'store-outdated',
    wayOut: expect.stringContaining('Start Oncue on it once'),
  })
})

test('a database of another program is refused and left as it was', async () => {
  const path = join(temporaryFolder(), 'photos.db')
  const other = new DatabaseSync(path)
  other.exec('CREATE TABLE photo (name TEXT)')
  other.close()
  const before = readFileSync(path)
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-foreign' })
  expect(readFileSync(path).equals(before)).toBe(true)
})

test('what is no database, not there, or not a file is refused in words', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'notes.txt')
  writeFileSync(path, 'These are notes, and quite long ones. '.repeat(100))
  const sizeBytes = statSync(path).size
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-damaged' })
  expect(statSync(path).size).toBe(sizeBytes)
  await expect(openSqliteStore({ path: folder })).rejects.toMatchObject({ code: 'store-unreachable' })
  await expect(openSqliteStore({ path: join(path, 'below.db') })).rejects.toMatchObject({ code: 'store-unreachable' })
  await expect(openSqliteStore({ path: join(folder, 'missing.db'), readOnly: true })).rejects.toMatchObject({ code: 'store-missing' })
})

test('a store is created with its folder, with a write-ahead log, and for its owner alone', async () => {
  const folder = join(temporaryFolder(), 'new', 'folder')
  const path = join(folder, 'workspace.db')
  const store = await openSqliteStore({ path })
  await store.commit(commitOfEverything())
  const database = new DatabaseSync(path, { readOnly: true })
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  database.close()
  await store.backup(join(folder, 'backup.db'))
  for (const name of ['workspace.db', 'workspace.db-wal', 'backup.db']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  await store.close()
})

function setVersion(path: string, version: number): void {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA user_version = ${version}`)
  database.close()
}

function versionOf(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return database.prepare('PRAGMA user_version').get()?.['user_version']
  } finally {
    database.close()
  }
}

function schemaOf(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()
    return rows.map(({ sql }) => `${sql};\n`).join('\n')
  } finally {
    database.close()
  }
}
