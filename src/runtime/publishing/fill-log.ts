// Folds new memories from the whole log, in the log's own order, while the old definitions stay in force and ingest goes on. What is folded is
// kept beside the store under the coming program's id; whoever adopts that program takes it from there.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Occurrence } from '../../engine/answer.ts'
import type { FilledMemories, Filling } from '../../engine/fill.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf, type MergeBody, mergeName } from '../log-entry.ts'
import { packMemories, unpackMemories } from '../states/state-codec.ts'
import type { LoggedText, Position, Store, SubscriberNumber } from '../store.ts'
import { type HeldInstant, HeldInstants } from './held-instants.ts'

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
  /** Subscribers or instants that are held before they are set down, instead of limits.filledSubscribers and limits.filledInstants. */
  readonly held?: number
  /** Entries that are read in one go, instead of limits.fillEntries. */
  readonly entries?: number
}

/** Reads the log to its end. What comes in after that is each subscriber's own to catch up with. */
export async function fillFromLog(work: FillWork): Promise<FillMark> {
  const { store, filling, name, onProgress, entries = limits.fillEntries } = work
  const run = new Run(work)
  const names = [...filling.names, mergeName]
  // A client may call its event like a merge's line, so of such a line the text is wanted.
  const instantsOf = filling.names.filter((one) => one !== mergeName && filling.readsOnlyInstants(one))
  let after = 0
  for (let last = (await store.last()).position; after < last; last = (await store.last()).position) {
    while (after < last) {
      const upTo = Math.min(after + entries, last)
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

/** Two who turned out to be one, by a line that came after so many instants. */
interface HeldMerge {
  readonly place: number
  readonly entry: LoggedText
}

const noProperties = {}

class Run {
  readonly #work: FillWork
  readonly #held = new Map<SubscriberNumber, FilledMemories>()
  /** Where nothing but instants is wanted they are held instead, and folded when they are set down. */
  readonly #instants: HeldInstants | undefined
  #merges: HeldMerge[] = []
  #hasSetDown = false

  constructor(work: FillWork) {
    this.#work = work
    const { names, readsOnlyInstants } = work.filling
    this.#instants = names.every((one) => one !== mergeName && readsOnlyInstants(one)) ? new HeldInstants(names) : undefined
  }

  /** Usually done at once; a promise only for a merge. */
  take(entry: LoggedText): Promise<void> | undefined {
    const { name, subscriber, receivedAt, occurredAt } = entry
    if (occurredAt !== undefined) return this.#takeEvent(subscriber, { name, occurredAt, properties: noProperties }, receivedAt)
    const arrival = arrivalOf(entry)
    if (arrival !== undefined) return this.#takeEvent(subscriber, arrival.event, receivedAt)
    if (name !== mergeName) return undefined
    if (this.#instants === undefined) return this.#merge(entry)
    this.#merges.push({ place: this.#instants.size, entry })
    return undefined
  }

  #takeEvent(subscriber: SubscriberNumber, event: Occurrence, receivedAt: number): undefined {
    if (this.#instants === undefined) this.#work.filling.take(this.#memoriesOf(subscriber), event, receivedAt)
    else this.#instants.add(subscriber, { name: event.name, occurredAt: event.occurredAt, receivedAt })
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
    const { held } = this.#work
    const isMany = this.#instants === undefined ? this.#held.size >= (held ?? limits.filledSubscribers) : this.#instants.size >= (held ?? limits.filledInstants)
    if (isMany) await this.setDown()
  }

  /** Writes down what is held, with what was written down before. In order of number, so that the file is written from front to back. */
  async setDown(): Promise<void> {
    if (this.#instants !== undefined) await this.#setDownInstants(this.#instants)
    const numbers = [...this.#held.keys()].sort((one, other) => one - other)
    for (let from = 0; from < numbers.length; from += limits.filledRows) {
      await this.#write(numbers.slice(from, from + limits.filledRows).map((subscriber) => [subscriber, this.#held.get(subscriber) ?? []]))
    }
    this.#held.clear()
    this.#hasSetDown = true
  }

  /** Everybody by themselves; those who were merged meanwhile in the order of the log, like memories that are held. */
  async #setDownInstants(instants: HeldInstants): Promise<void> {
    const merges = this.#merges
    this.#merges = []
    const merged = new Set(merges.flatMap(({ entry }) => [entry.subscriber, (JSON.parse(entry.body) as MergeBody).from]))
    const together: (readonly [SubscriberNumber, HeldInstant])[] = []
    let page: (readonly [SubscriberNumber, FilledMemories])[] = []
    for (const [subscriber, own] of instants.empty()) {
      if (merged.has(subscriber)) {
        for (const one of own) together.push([subscriber, one])
        continue
      }
      page.push([subscriber, this.#fold([], own)])
      if (page.length < limits.filledRows) continue
      await this.#write(page)
      page = []
    }
    await this.#write(page)
    together.sort(([, one], [, other]) => one.place - other.place)
    let next = 0
    for (const { place, entry } of merges) {
      for (let one = together[next]; one !== undefined && one[1].place < place; one = together[next]) {
        this.#fold(this.#memoriesOf(one[0]), [one[1]])
        next += 1
      }
      await this.#merge(entry)
    }
    for (const [subscriber, one] of together.slice(next)) this.#fold(this.#memoriesOf(subscriber), [one])
  }

  #fold(memories: FilledMemories, instants: readonly HeldInstant[]): FilledMemories {
    for (const { name, occurredAt, receivedAt } of instants) {
      this.#work.filling.take(memories, { name, occurredAt, properties: noProperties }, receivedAt)
    }
    return memories
  }

  async #write(page: readonly (readonly [SubscriberNumber, FilledMemories])[]): Promise<void> {
    const { store, name, filling } = this.#work
    const numbers = page.map(([subscriber]) => subscriber)
    const before = this.#hasSetDown ? await store.filled(name, numbers) : []
    const rows = page.map(([subscriber, held], index) => {
      const earlier = before[index]
      if (earlier === undefined) return { subscriber, content: packMemories(held) }
      const memories = unpackMemories(earlier)
      filling.merge(memories, held, Number.NEGATIVE_INFINITY)
      return { subscriber, content: packMemories(memories) }
    })
    await store.keepFilled(name, rows)
    await nextTurn()
  }
}
