// The room table of ARCHITECTURE.md, executed: who may import whom and which packages. What the table does not allow is forbidden.

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cyclesOf, mayImport, readRoomTable, roomOf } from './room-table.ts'
import { filesBelow, importedPackage, importedPath, importsOf } from './sources.ts'

const table = readRoomTable(readFileSync('ARCHITECTURE.md', 'utf8'))
const files = [...filesBelow('src', '.ts', '.mts'), ...filesBelow('snippet', '.ts'), ...filesBelow('console', '.ts', '.tsx')]

test('every file belongs to a room of the table, and every room of the table stands', () => {
  const homeless = files.filter((file) => roomOf(table, file.path) === undefined).map((file) => file.path)
  const empty = table.filter((room) => !existsSync(room.path.replace(/\/\*$/, ''))).map((room) => room.path)
  expect({ homeless, empty }).toEqual({ homeless: [], empty: [] })
})

test('a room imports only the rooms that the table allows', () => {
  const broken = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const target = importedPath(file.path, specifier)
      return target === undefined || mayImport(table, { from: file.path, target }) ? [] : [`${file.path} imports ${target}`]
    }),
  )
  expect(broken).toEqual([])
})

test('a room imports only the packages that the table allows', () => {
  const broken = files.flatMap((file) => {
    const allowed = roomOf(table, file.path)?.packages ?? []
    return importsOf(file).flatMap((specifier) => {
      if (specifier.startsWith('.')) return []
      const name = importedPackage(specifier)
      return allowed.includes(name) || allowed.includes(specifier) || allowed.includes('everything') ? [] : [`${file.path} imports ${specifier}`]
    })
  })
  expect(broken).toEqual([])
})

test('every package that the table allows is imported by its room', () => {
  const idle = table.flatMap((room) =>
    room.packages
      .filter((name) => name !== 'everything')
      .filter(
        (name) => !files.some((file) => roomOf(table, file.path) === room && importsOf(file).some((used) => importedPackage(used) === name || used === name)),
      )
      .map((name) => `${room.path}: ${name}`),
  )
  expect(idle).toEqual([])
})

test('imports name files that exist, with their ending', () => {
  const broken = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const target = importedPath(file.path, specifier)
      return target === undefined || existsSync(target) ? [] : [`${file.path}: ${specifier}`]
    }),
  )
  expect(broken).toEqual([])
})

test('no file imports itself by a detour', () => {
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap((specifier) => {
        const target = importedPath(file.path, specifier)
        return target === undefined ? [] : [target]
      }),
    ]),
  )
  expect(cyclesOf(graph)).toEqual([])
})

describe('the guard itself', () => {
  const example = readRoomTable(
    [
      '## Rooms',
      '| room | what | may import | packages |',
      '|---|---|---|---|',
      '| `src/words` | | | `zod` |',
      '| `src/ports` | | `src/words` | |',
      '| `src/doors/*` | | `src/ports/inbox.ts`, `src/words` | |',
      '| `src/app.ts` | | everything | everything |',
    ].join('\n'),
  )
  test.each([
    { from: 'src/ports/inbox.ts', target: 'src/words/event.ts', allowed: true },
    { from: 'src/words/event.ts', target: 'src/ports/inbox.ts', allowed: false },
    { from: 'src/doors/http/server.ts', target: 'src/doors/http/body.ts', allowed: true },
    { from: 'src/doors/http/server.ts', target: 'src/doors/mail/server.ts', allowed: false },
    { from: 'src/doors/http/server.ts', target: 'src/ports/inbox.ts', allowed: true },
    { from: 'src/doors/http/server.ts', target: 'src/ports/writer.ts', allowed: false },
    { from: 'src/words/event.ts', target: 'src/attic/old.ts', allowed: false },
    { from: 'src/app.ts', target: 'src/doors/http/server.ts', allowed: true },
  ])('$from may import $target: $allowed', ({ from, target, allowed }) => {
    expect(mayImport(example, { from, target })).toBe(allowed)
  })

  test('a ring is found whichever file one begins with', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ])
    expect(cyclesOf(graph)).toEqual(['b -> c -> b'])
  })
})
