// Which rows of the index of who is where some commits change, found before they are timed: a commit says where everybody is, and what was there before
// it stands in the file and in the commits before it.

import { DatabaseSync } from 'node:sqlite'
import type { Commit } from '../src/runtime/store.ts'

type Place = readonly [grouping: number, subscriber: number]

/** What one commit changes. */
export interface MemberRows {
  /** Groupings that nobody was in before, such as words of names. */
  readonly made: readonly (readonly [id: number, kind: string, name: string])[]
  /** What stands on the row of each who moved. */
  readonly moved: readonly (readonly [groupings: string, subscriber: number])[]
  readonly joined: readonly Place[]
  readonly left: readonly Place[]
  /** By how many each grouping grows. */
  readonly grown: ReadonlyMap<number, number>
}

/** For each commit, in order, over the file as it is. */
export function memberRowsOf(path: string, commits: readonly Commit[]): readonly MemberRows[] {
  const database = new DatabaseSync(path, { readOnly: true })
  const ids = new Map(
    database
      .prepare('SELECT id, kind, name FROM grouping')
      .all()
      .map(({ id, kind, name }) => [`${kind} ${name}`, id as number]),
  )
  const placesOf = database.prepare('SELECT groupings FROM subscriber WHERE number = ?')
  const known = new Map<number, Set<number>>()
  let lastId = Math.max(0, ...ids.values())
  const rows = commits.map(({ members = [] }): MemberRows => {
    const made: [number, string, string][] = []
    const moved: [string, number][] = []
    const joined: Place[] = []
    const left: Place[] = []
    const grown = new Map<number, number>()
    const grow = (id: number, by: number): unknown => grown.set(id, (grown.get(id) ?? 0) + by)
    for (const { subscriber, groupings } of members) {
      const before = known.get(subscriber) ?? new Set(JSON.parse((placesOf.get(subscriber)?.['groupings'] ?? '[]') as string) as number[])
      const now = new Set<number>()
      for (const { kind, name } of groupings) {
        let id = ids.get(`${kind} ${name}`)
        if (id === undefined) {
          lastId += 1
          id = lastId
          ids.set(`${kind} ${name}`, id)
          made.push([id, kind, name])
        }
        now.add(id)
      }
      for (const id of now) if (!before.has(id)) joined.push([id, subscriber])
      for (const id of before) if (!now.has(id)) left.push([id, subscriber])
      known.set(subscriber, now)
      if (now.size !== before.size || [...now].some((id) => !before.has(id)))
        moved.push([JSON.stringify([...now].sort((one, other) => one - other)), subscriber])
    }
    for (const [id] of joined) grow(id, 1)
    for (const [id] of left) grow(id, -1)
    return { made, moved, joined: joined.sort(inOrder), left: left.sort(inOrder), grown }
  })
  database.close()
  return rows
}

function inOrder([grouping, subscriber]: Place, [otherGrouping, other]: Place): number {
  return grouping - otherGrouping || subscriber - other
}
