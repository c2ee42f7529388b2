// Fetches the feeds of collections once a day, at their time of day in their zone, and when somebody asks. What came of it is kept beside the collection. A
// night that was slept through is made up for at the start.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nextLocalMinute } from '../engine/zone.ts'
import type { Collection, Feed } from '../model/catalogue.ts'
import type { JsonObject } from '../model/json.ts'
import { sentence } from '../model/sentence.ts'
import { readFeedNote } from '../runtime/catalogue/change-catalogue.ts'
import type { CatalogueKeeper } from '../runtime/catalogue/load-items.ts'
import { usualMaxLoss } from '../runtime/catalogue/load-items.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Store } from '../runtime/store.ts'
import { feedRows } from './feed-rows.ts'
import { type FeedGuard, type FeedVersion, fetchFeed } from './fetch-feed.ts'
import { type TakenFeed, takeFeed } from './take-feed.ts'

export interface FeedPollerOptions {
  readonly keeper: CatalogueKeeper
  readonly store: Pick<Store, 'catalogue' | 'setting'>
  readonly clock: Clock
  readonly guard: FeedGuard
  readonly logger: Logger
  /** Where files that are being fetched stand. */
  readonly folder: string
  /** The collections in force, and the zone of times without one. */
  readonly inForce: () => Promise<{ readonly collections: readonly Collection[]; readonly zone: string }>
}

/** What is kept of the last time: `says` in words. */
export interface FeedNote extends FeedVersion {
  readonly at: number
  readonly outcome: 'taken' | 'unchanged' | 'refused' | 'failed'
  readonly says: string
  /** The load that was last taken, and when it was last confirmed. */
  readonly load?: number
  readonly confirmedAt?: number
  readonly url: string
}

const usualTime = '03:00'
/** Definitions may change; feeds are looked at again after this long at the latest. */
const lookEveryMs = 15 * 60_000

export class FeedPoller {
  readonly #options: FeedPollerOptions
  readonly #stopping = new AbortController()
  #running: Promise<unknown> = Promise.resolve()
  #cancel: (() => void) | undefined

  constructor(options: FeedPollerOptions) {
    this.#options = options
  }

  /** Begins to look when each feed is due. */
  start(): void {
    void this.#look()
  }

  /** Fetches a feed now. One after another: two loads of one collection would undo each other. */
  fetchNow(collection: Collection, how: { readonly confirmed: boolean }): Promise<FeedNote> {
    const run = this.#running.then(() => this.#fetch(collection, how))
    this.#running = run.catch(() => {})
    return run
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#cancel?.()
    await this.#running
  }

  async #look(): Promise<void> {
    const { inForce, store, clock, logger } = this.#options
    let next = clock.now() + lookEveryMs
    try {
      const { collections, zone } = await inForce()
      for (const collection of collections) {
        const { feed } = collection
        if (feed === undefined || this.#stopping.signal.aborted) continue
        const last = (await readFeedNote(store, collection.collection)) as FeedNote | undefined
        const dueAt = last === undefined || last.url !== feed.url ? clock.now() : nextAt(feed, zone, last.at)
        if (dueAt <= clock.now()) await this.fetchNow(collection, { confirmed: false })
        else next = Math.min(next, dueAt)
      }
    } catch (error) {
      logger.error({ reason: String(error) }, 'the feeds of the catalogue could not be looked at; trying again')
    }
    if (!this.#stopping.signal.aborted) this.#cancel = clock.at(next, () => void this.#look())
  }

  async #fetch(collection: Collection, { confirmed }: { readonly confirmed: boolean }): Promise<FeedNote> {
    const { store, keeper, clock, guard, logger, folder } = this.#options
    const name = collection.collection
    const feed = collection.feed as Feed
    const last = (await readFeedNote(store, name)) as FeedNote | undefined
    const known = last?.url === feed.url ? last : undefined
    const file = join(folder, `feed-${name}.tmp`)
    const at = clock.now()
    const versionOf = (note: FeedVersion | undefined): FeedVersion => (note === undefined ? {} : { ...pick(note, 'etag'), ...pick(note, 'lastModified') })
    const keep = async (note: Omit<FeedNote, 'at' | 'url' | keyof FeedVersion>, next: FeedVersion = versionOf(known)): Promise<FeedNote> => {
      const kept = { load: known?.load, confirmedAt: known?.confirmedAt, ...note, ...next, at, url: feed.url }
      const plain = JSON.parse(JSON.stringify(kept)) as JsonObject
      // What a stop cut short is made up for at the next start.
      if (this.#stopping.signal.aborted && note.outcome === 'failed') return plain as unknown as FeedNote
      await keeper.changeCatalogue({ do: 'note feed', collection: name, feed: plain })
      const isBad = note.outcome === 'refused' || note.outcome === 'failed'
      logger[isBad ? 'warn' : 'info']({ collection: name }, `feed: ${note.says}`)
      return plain as unknown as FeedNote
    }
    try {
      const version = confirmed ? {} : versionOf(known)
      const fetched = await fetchFeed({ url: feed.url, version, file, guard, signal: this.#stopping.signal })
      if (fetched.kind === 'failed') return await keep({ outcome: 'failed', says: fetched.reason })
      if (fetched.kind === 'unchanged') return await keep({ outcome: 'unchanged', says: `unchanged on ${new Date(at).toISOString()}`, confirmedAt: at })
      const { contentType } = fetched
      const rows = () => feedRows(file, { format: feed.format, contentType, url: feed.url, signal: this.#stopping.signal })
      const taken = await takeFeed({ collection, keeper, store, rows, now: at, maxLoss: feed.maxLoss ?? usualMaxLoss, confirmed })
      // What was refused is fetched again as a whole, so that it is said again.
      if (taken.kind === 'refused') return await keep({ outcome: 'refused', says: wordsOf(taken, name) }, {})
      return await keep({ outcome: 'taken', says: wordsOf(taken, name), load: taken.load, confirmedAt: at }, fetched.version)
    } catch (error) {
      return await keep({ outcome: 'failed', says: error instanceof Error ? error.message : String(error) })
    } finally {
      await rm(file, { force: true })
    }
  }
}

function pick<Name extends keyof FeedVersion>(note: FeedVersion, name: Name): { readonly [key in Name]?: string } {
  const value = note[name]
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]: string })
}

/** The first time after `after` that the clocks of the zone show the feed's time. */
export function nextAt({ at = usualTime, zone }: Feed, workspaceZone: string, after: number): number {
  const [hours = 3, minutes = 0] = at.split(':').map(Number)
  return nextLocalMinute(zone ?? workspaceZone, after, hours * 60 + minutes)
}

/** What came of it, in the sentences that read-sentence.ts reads back. */
function wordsOf(taken: TakenFeed, name: string): string {
  const bad = taken.firstProblem === undefined ? undefined : { bad: String(taken.refused), refusal: taken.firstProblem }
  if (taken.kind === 'taken') {
    const counts = { added: String(taken.added), changed: String(taken.changed), kept: String(taken.unchanged), removed: String(taken.removed) }
    if (taken.firstRepeated === undefined) return bad === undefined ? sentence('feed-taken', counts) : sentence('feed-taken-but', { ...counts, ...bad })
    const twice = { ...counts, doubled: String(taken.repeated), name: taken.firstRepeated }
    return bad === undefined ? sentence('feed-taken-twice', twice) : sentence('feed-taken-but-twice', { ...twice, ...bad })
  }
  const command = `oncue catalogue fetch ${name} --confirm`
  if (taken.items === 0) return bad === undefined ? sentence('feed-empty', { command }) : sentence('feed-empty-but', { command, ...bad })
  const lost = { command, missing: String(taken.missing), items: String(taken.items) }
  return bad === undefined ? sentence('feed-lost', lost) : sentence('feed-lost-but', { ...lost, ...bad })
}
