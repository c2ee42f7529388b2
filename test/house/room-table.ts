// Reads the room table of ARCHITECTURE.md and answers what it allows. It looks at paths only, never at files.

export interface Room {
  /** "src/engine", "src/app.ts"; "src/channels/*" makes a room of every folder in it. */
  readonly path: string
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
}

/** The rows of the table under the heading "Rooms": path, purpose, rooms, packages. */
export function readRoomTable(markdown: string): readonly Room[] {
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
export function roomOf(table: readonly Room[], path: string): Room | undefined {
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

/** Whether a file may import another, by the table. */
export function mayImport(table: readonly Room[], { from, target }: { readonly from: string; readonly target: string }): boolean {
  // The version stands there; everybody may know it.
  if (target === 'package.json') return true
  const room = roomOf(table, from)
  const targetRoom = roomOf(table, target)
  if (room === undefined || targetRoom === undefined) return false
  if (room.rooms.includes('everything')) return true
  if (room === targetRoom) return subRoomOf(from, room) === subRoomOf(target, room)
  return room.rooms.some(
    (name) => name === target || name === targetRoom.path || targetRoom.path.startsWith(`${name}/`) || subRoomOf(target, targetRoom) === name,
  )
}

/** Each ring of imports once, as a line. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
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
