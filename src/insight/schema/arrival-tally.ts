// How often each kind of event came, and when the first and the newest of it occurred: counted as they come, and read from the log for what came before.

import { systemEvents } from '../../model/event.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf, occurredAtIn } from '../../runtime/log-entry.ts'
import type { LogEntry, LogRange, Store } from '../../runtime/store.ts'
import { BoundedNames } from './bounded-names.ts'
import { looksPersonal } from './sample-values.ts'

/** One kind of event. Instants in UTC milliseconds. */
export interface ArrivedEvent {
  readonly name: string
  readonly count: number
  /** When the first and the newest occurred. */
  readonly firstAt: number
  readonly lastAt: number
}

export class ArrivalTally {
  readonly #known = new BoundedNames(limits.schemaEvents, () => ({ count: 0, firstAt: Number.POSITIVE_INFINITY, lastAt: 0 }))

  note(name: string, occurredAt: number): void {
    if (isCounted(name)) this.add({ name, count: 1, firstAt: occurredAt, lastAt: occurredAt })
  }

  /** So many more of one kind, by a name that is counted. */
  add({ name, count, firstAt, lastAt }: ArrivedEvent): void {
    const known = this.#known.see(name, count)
    if (known === undefined) return
    known.count += count
    known.firstAt = Math.min(known.firstAt, firstAt)
    known.lastAt = Math.max(known.lastAt, lastAt)
  }

  list(): readonly ArrivedEvent[] {
    return this.#known.entries().map(([name, times]) => ({ name, ...times }))
  }
}

/** Counts the events in a stretch of the log, a page at a time; `pause` is awaited between two pages. */
export async function tallyLog(store: Pick<Store, 'readLog'>, { after, upTo }: LogRange, pause: () => Promise<unknown>): Promise<readonly ArrivedEvent[]> {
  const tally = new ArrivalTally()
  for (let read = after; read < upTo; ) {
    const entries = await store.readLog(read, Math.min(limits.schemaPage, upTo - read))
    const last = entries.at(-1)
    if (last === undefined) break
    for (const entry of entries) if (entry.position <= upTo && isCountedLine(entry)) tally.note(entry.name, occurredAtIn(entry.body) ?? entry.receivedAt)
    read = last.position
    await pause()
  }
  return tally.list()
}

/** Whether a line is of an event that somebody sent, by a name that may be shown. */
export function isCountedLine(entry: Pick<LogEntry, 'name' | 'body'>): boolean {
  // A client may call its event like a line of another kind, so there the text has to say that it is an event.
  return isCounted(entry.name) && !(entry.name.startsWith('(') && arrivalOf(entry) === undefined)
}

/** Neither one that Oncue makes itself, nor one that names a person. */
function isCounted(name: string): boolean {
  return !Object.hasOwn(systemEvents, name) && !looksPersonal(name)
}
