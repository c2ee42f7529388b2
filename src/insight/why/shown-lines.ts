// Which lines of a long life can be told of at all: of each way in only the newest chances are shown, so what is older need not be looked at.

import { arrivalOf } from '../../runtime/log-entry.ts'
import type { LogEntry } from '../../runtime/store.ts'
import type { Entrance } from '../entrances.ts'
import type { Life } from './fold-person.ts'

/** Of each way in. */
export const shownChances = 5

/** For each name, the place from which on lines are looked at: enough for what is shown. */
export function newestLines({ lines }: Life, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const from = new Map<string, number>()
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const { name, position } = lines[index] as LogEntry
    // A line that is no event has a name in brackets, which no way in waits for.
    if (!names.has(name)) continue
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (count <= 4 * shownChances) from.set(name, position)
  }
  return from
}

/** Lines that are read twice for it at most: beyond them every timer is followed. */
const startsSoughtIn = 500

/** The line that started the oldest timer which can be shown: each that was started is told of once, and as many came later as are shown. Undefined where there are fewer. */
export function oldestShownStart({ lines }: Life, { on, where }: Entrance, from: number): LogEntry | undefined {
  const names = new Set(on)
  let [starts, sought] = [0, 0]
  for (let index = lines.length - 1; index >= 0 && sought < startsSoughtIn; index -= 1) {
    const line = lines[index] as LogEntry
    if (!names.has(line.name)) continue
    sought += 1
    const event = arrivalOf(line)?.event
    if (event === undefined || event.occurredAt < from || !where(event.properties, undefined)) continue
    starts += 1
    if (starts === shownChances) return line
  }
  return undefined
}
