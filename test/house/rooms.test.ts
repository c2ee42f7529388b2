// The room table of ARCHITECTURE.md, executed: who may import whom and which packages. What the table does not allow is forbidden.

import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesBelow, importedPackage, importedPath, importsOf } from './sources.ts'

interface Room {
  /** "src/engine", "src/app.ts"; "src/channels/*" makes a room of every folder in it. */
  readonly path: string
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
}

const table = readRoomTable(readFileSync('ARCHITECTURE.md', 'utf8'))
const files = filesBelow('src', '.ts', '.mts')

test('every file belongs to a room of the table, and every room of the table stands', () => {
  const homeless = files.filter((file) => roomOf(file.path) === undefined).map((file) => file.path)
  const empty = table.filter((room) => !existsSync(room.path.replace(/\/\*$/, ''))).map((room) => room.path)
  expect({ homeless, empty }).toEqual({ homeless: [], empty: [] })
})

test('a room imports only the rooms that the table allows', () => {
  const broken = files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const target = importedPath(file.path, specifier)
      return target === undefined || mayImport(file.path, target) ? [] : [`${file.path} imports ${target}`]
    }),
  )
  expect(broken).toEqual([])
})

test('a room imports only the packages that the table allows', () => {
  const broken = files.flatMap((file) => {
    const allowed = roomOf(file.path)?.packages ?? []
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
      .filter((name) => !files.some((file) => roomOf(file.path) === room && importsOf(file).some((used) => importedPackage(used) === name || used === name)))
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

/** The rows of the table under the heading "Rooms": path, purpose, rooms, packages. */
function readRoomTable(markdown: string): readonly Room[] {
  const section = markdown.split(/^## /m).find((part) => part.startsWith('Rooms\n'))
  if (section === undefined) throw new Error('ARCHITECTURE.md has no section "Rooms".')
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [path, , rooms, packages] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
      return { path: names(path)[0] ?? '', rooms: names(rooms), packages: names(packages) }
    })
}

/** Names in backticks, or the word "everything". A trailing slash says no more than that it is a folder. */
function names(cell: string | undefined): readonly string[] {
  if (cell === undefined) throw new Error('A row of the room table has fewer than four cells.')
  if (cell === 'everything') return ['everything']
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').replace(/\/$/, ''))
}

/** The most specific room that a file lies in. */
function roomOf(path: string): Room | undefined {
  return table
    .filter((room) => (room.path.endsWith('/*') ? subRoomOf(path, room) !== undefined : path === room.path || path.startsWith(`${room.path}/`)))
    .sort((a, b) => b.path.length - a.path.length)[0]
}

/** "src/channels/email" for a file in it, when the room is "src/channels/*". */
function subRoomOf(path: string, room: Room): string | undefined {
  if (!room.path.endsWith('/*')) return undefined
  const parent = room.path.slice(0, -1)
  const rest = path.startsWith(parent) ? path.slice(parent.length) : ''
  return rest.includes('/') ? parent + rest.slice(0, rest.indexOf('/')) : undefined
}

function mayImport(from: string, target: string): boolean {
  const room = roomOf(from)
  const targetRoom = roomOf(target)
  if (room === undefined || targetRoom === undefined) return false
  if (room.rooms.includes('everything')) return true
  if (room === targetRoom) return subRoomOf(from, room) === subRoomOf(target, room)
  return room.rooms.some(
    (name) => name === target || name === targetRoom.path || targetRoom.path.startsWith(`${name}/`) || subRoomOf(target, targetRoom) === name,
  )
}

/** Each ring of imports once, as a line. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const state = new Map<string, 'open' | 'done'>()
  const rings = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      rings.add([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) visit(path, [])
  return [...rings]
}
