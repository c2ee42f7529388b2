// Folds new memories from the whole log, in the log's own order, while the old definitions stay in force and ingest goes on. What is folded is
// kept beside the store under the coming program's id; whoever adopts that program takes it from there.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FilledMemories, Filling } from '../engine/fill.ts'
import { limits } from '../model/limits.ts'
import { arrivalOf, type MergeBody, mergeName } from './log-entry.ts'
import { packMemories, unpackMemories } from './state-codec.ts'
import type { LoggedText, Position, Store, SubscriberNumber } from './store.ts'

export interface FillProgress {
  /** Log entries that were looked at, and how many there are. */
  readonly read: number
  readonly of: number
}

/** What of a filling is kept, and up to which place of the log it knows everything. */
export interface FillMark {
  readonly name: string
  readonly ids: readonly number[]
  readonly position: Position
}

type FillStore = Pick<Store, 'last' | 'readLogOf' | 'keepFilled' | 'filled'>

export interface FillWork {
  readonly store: FillStore
  readonly filling: Filling
  readonly name: string
  readonly onProgress?: (progress: FillProgress) => void
  /** Subscribers whose memories are held before they are set down, instead of limits.filledSubscribers. */
  readonly heldSubscribers?: number
}

/** Reads the log to its end. What comes in after that is each subscriber's own to catch up with. */
export async function fillFromLog(work: FillWork): Promise<FillMark> {
  const { store, filling, name, onProgress } = work
  const run = new Run(work)
  const names = [...filling.names, mergeName]
  // A client may call its event like a merge's line, so of such a line the text is wanted.
  const instantsOf = filling.names.filter((one) => one !== mergeName && filling.readsOnlyInstants(one))
  let after = 0
  for (let last = (await store.last()).position; after < last; last = (await store.last()).position) {
    while (after < last) {
      const upTo = Math.min(after + limits.fillEntries, last)
      for (const entry of await store.readLogOf(names, { after, upTo, instantsOf })) {
        const merging = run.take(entry)
        if (merging !== undefined) await merging
      }
      after = upTo
      await run.setDownIfMany()
      onProgress?.({ read: after, of: last })
      await nextTurn()
    }
  }
  await run.setDown()
  return { name, ids: filling.ids, position: after }
}

class Run {
  readonly #work: FillWork
  readonly #held = new Map<SubscriberNumber, FilledMemories>()
  #hasSetDown = false

  constructor(work: FillWork) {
    this.#work = work
  }

  /** Usually done at once; a promise only for a merge. */
  take(entry: LoggedText): Promise<void> | undefined {
    const { filling } = this.#work
    const { occurredAt } = entry
    if (occurredAt !== undefined) {
      filling.take(this.#memoriesOf(entry.subscriber), { name: entry.name, occurredAt, properties: {} }, entry.receivedAt)
      return undefined
    }
    const arrival = arrivalOf(entry)
    if (arrival === undefined) return entry.name === mergeName ? this.#merge(entry) : undefined
    filling.take(this.#memoriesOf(entry.subscriber), arrival.event, entry.receivedAt)
    return undefined
  }

  #memoriesOf(subscriber: SubscriberNumber): FilledMemories {
    const known = this.#held.get(subscriber)
    if (known !== undefined) return known
    const memories: FilledMemories = []
    this.#held.set(subscriber, memories)
    return memories
  }

  async #merge(entry: LoggedText): Promise<void> {
    const { from } = JSON.parse(entry.body) as MergeBody
    const { filling, store, name } = this.#work
    const memories = this.#held.get(entry.subscriber) ?? []
    const [kept] = this.#hasSetDown ? await store.filled(name, [from]) : []
    for (const other of [kept === undefined ? undefined : unpackMemories(kept), this.#held.get(from)]) {
      if (other !== undefined) filling.merge(memories, other, entry.receivedAt)
    }
    this.#held.delete(from)
    this.#held.set(entry.subscriber, memories)
  }

  async setDownIfMany(): Promise<void> {
    if (this.#held.size >= (this.#work.heldSubscribers ?? limits.filledSubscribers)) await this.setDown()
  }

  /** Writes down what is held, with what was written down before. In order of number, so that the file is written from front to back. */
  async setDown(): Promise<void> {
    const { store, name, filling } = this.#work
    const numbers = [...this.#held.keys()].sort((one, other) => one - other)
    for (let from = 0; from < numbers.length; from += limits.filledRows) {
      const page = numbers.slice(from, from + limits.filledRows)
      const before = this.#hasSetDown ? await store.filled(name, page) : []
      const rows = page.map((subscriber, index) => {
        const held = this.#held.get(subscriber) ?? []
        const earlier = before[index]
        if (earlier === undefined) return { subscriber, content: packMemories(held) }
        const memories = unpackMemories(earlier)
        filling.merge(memories, held, Number.NEGATIVE_INFINITY)
        return { subscriber, content: packMemories(memories) }
      })
      await store.keepFilled(name, rows)
      await nextTurn()
    }
    this.#held.clear()
    this.#hasSetDown = true
  }
}
