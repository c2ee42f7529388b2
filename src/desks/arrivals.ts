// What kinds of events arrive, how often and since when, for whoever looks whether a source fell silent: counted as they are submitted and kept in a small file,
// so that nobody has to read the log for it over and over. Lines that came while nobody counted are read once, in a thread of their own where they are many.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { DeskDoor } from '../insight/matching/desk-door.ts'
import { ArrivalTally, type ArrivedEvent, tallyLog } from '../insight/schema/arrival-tally.ts'
import type { Arrival } from '../model/arrival.ts'
import { limits } from '../model/limits.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Position, Store } from '../runtime/store.ts'
import type { WriterThread } from '../runtime/writing/thread-messages.ts'
import { readKeptNotes, replaceFile } from '../settings/kept-file.ts'

export interface ArrivalsOptions {
  /** Where they are kept. */
  readonly file: string
  readonly store: Omit<Store, 'commit' | 'commitAhead' | 'setSetting' | 'close'>
  /** How a thread opens the store; without one everything is read in this one. */
  readonly thread?: WriterThread | undefined
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

export interface Arrivals {
  /** Counts what is submitted from now on. */
  note(arrivals: readonly Arrival[]): void
  /** What is known; undefined while lines that came before are being read, which begins with the first question. */
  events(): readonly ArrivedEvent[] | undefined
  close(): Promise<void>
}

const keptSchema = z.strictObject({
  /** The last line of the log that is counted. */
  position: z.int(),
  events: z.array(z.strictObject({ name: z.string(), count: z.int(), firstAt: z.number(), lastAt: z.number() })),
})

const saveEveryMs = 600_000

/** Opens what was kept. Nothing may be submitted before it is open. */
export async function openArrivals({ file, store, thread, clock, logger }: ArrivalsOptions): Promise<Arrivals> {
  const openedAt = (await store.last()).position
  const kept = keptUpTo(file, openedAt)
  const tally = new ArrivalTally()
  for (const event of kept.events) tally.add(event)
  let isWhole = kept.position === openedAt
  let savedAt = clock.now()
  let reading: Promise<void> | undefined
  let reader: DeskDoor | undefined
  let isClosed = false
  const save = async (): Promise<void> => {
    savedAt = clock.now()
    try {
      replaceFile(file, JSON.stringify({ position: (await store.last()).position, events: tally.list() }))
    } catch (error) {
      // It can be read from the log again.
      logger.error({ reason: String(error) }, 'what arrives could not be kept; it is read from the log with the next start')
    }
  }
  const readRest = async (): Promise<void> => {
    const rest = { after: kept.position, upTo: openedAt }
    const isLittle = rest.upTo - rest.after <= limits.schemaPage
    if (!isLittle) reader = new DeskDoor({ store, thread, clock })
    try {
      const found = reader === undefined ? await tallyLog(store, rest, nextTurn) : await reader.ask('arrived', rest)
      for (const event of found) tally.add(event)
      isWhole = true
    } catch (error) {
      if (!isClosed) logger.error({ reason: String(error) }, 'what arrived could not be read; trying again')
    } finally {
      await reader?.close()
      reader = undefined
    }
  }
  return {
    note(arrivals) {
      for (const { event } of arrivals) tally.note(event.name, event.occurredAt)
    },
    events() {
      if (!isWhole && !isClosed) {
        reading ??= readRest().finally(() => {
          reading = undefined
        })
        return undefined
      }
      if (clock.now() - savedAt > saveEveryMs) void save()
      return tally.list()
    },
    async close() {
      isClosed = true
      await reader?.close()
      await reading
      if (isWhole) await save()
    },
  }
}

/** Nothing where the log is shorter than what was kept: then it is another one. */
function keptUpTo(file: string, position: Position): z.infer<typeof keptSchema> {
  const nothing = { position: 0, events: [] }
  const kept = readKeptNotes(file, keptSchema, nothing)
  return kept.position > position ? nothing : kept
}
