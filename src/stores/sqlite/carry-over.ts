// Carries what commits wrote ahead over into the file, in a thread beside them: writing and syncing thousands of pages takes many times as long as a
// commit, and whoever's commit it would be part of would wait for it. Only the end of it, a few pages rarely, is done between two commits, because
// what is written ahead can begin anew only when nothing is left in it. No commit depends on it: without the thread commits carry over themselves.

import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { prepareRows } from './queries/prepare.ts'

/**
 * Pages that wait when the thread begins. A page that is written again before it is carried over is carried over once, which counts where commits are
 * large; with more the passes over many people take so long that commits have to help. After small ones each pass is kept short, because the disk is
 * shared with the next commits.
 */
const beginAt = { small: 4000, large: 24_000 } as const
/** Entries of the log from which on a commit is a large one: it comes from a batch. */
export const largeCommitEntries = 250
/** Pages in the write-ahead log, waiting or not, from which on it is made to begin anew, and more than which are never left to a commit. */
const beginAnewAt = 32_000
const mostLeft = 2000
/** A commit that finds so many pages carries them over itself: the thread did not keep up. */
const commitsHelpAt = 64_000

/** What is carried over: the whole write-ahead log, and how much of it is not in the file yet. */
interface Standing {
  readonly pages: number
  readonly waiting: number
}

export class CarryOver {
  readonly #database: DatabaseSync
  readonly #path: string
  readonly #look: () => Standing
  #worker: Worker | undefined
  #isUnderWay = false
  #isBroken = false
  /** What the last pass had to leave, such as for somebody who still reads: only what came after it is a reason for another. */
  #left = 0
  #commitsHelpAt: number | undefined
  #idleCallbacks: (() => void)[] = []

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#path = path
    // Before 3.51 there is no way to look that does not carry over.
    const [version = ''] = (prepareRows(database, 'SELECT sqlite_version()').one() ?? []) as readonly string[]
    const [major = 0, minor = 0] = version.split('.').map(Number)
    this.#isBroken = major < 3 || (major === 3 && minor < 51)
    const noop = prepareRows(database, 'PRAGMA wal_checkpoint(NOOP)')
    this.#look = () => {
      const [, pages, carried] = (noop.one() ?? [0, 0, 0]) as readonly number[]
      return { pages: pages ?? 0, waiting: (pages ?? 0) - (carried ?? 0) }
    }
    this.#letCommitsHelp(commitsHelpAt)
  }

  /** To be called after each commit, with how many entries of the log it held. Never throws: what was committed is committed. */
  committed(entries: number): void {
    try {
      this.#consider(entries)
    } catch {
      // Nothing is lost: the next commit looks again, and one that finds too much carries it over itself.
    }
  }

  #consider(entries: number): void {
    const limit = entries >= largeCommitEntries ? beginAt.large : beginAt.small
    if (this.#isBroken) return this.#letCommitsHelp(limit)
    if (this.#isUnderWay) return
    const { waiting } = this.#look()
    if (waiting < this.#left) this.#left = 0
    if (waiting >= this.#left + limit) this.#begin()
  }

  /** Resolves when nothing is being carried over: before somebody empties the log for good. */
  idle(): Promise<void> {
    return this.#isUnderWay ? new Promise((resolve) => this.#idleCallbacks.push(resolve)) : Promise.resolve()
  }

  async close(): Promise<void> {
    this.#isBroken = true
    const worker = this.#worker
    this.#worker = undefined
    if (worker === undefined) return
    await new Promise((resolve) => {
      worker.ref()
      worker.once('exit', resolve)
      worker.postMessage('end')
    })
  }

  #begin(): void {
    this.#isUnderWay = true
    this.#worker ??= this.#start()
    this.#worker.postMessage('carry over')
  }

  #start(): Worker {
    const worker = new Worker(new URL('./carry-over-thread.ts', import.meta.url), {
      workerData: this.#path,
      name: 'carry-over',
      resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    })
    worker.on('message', () => this.#ended())
    worker.on('error', () => this.#break())
    worker.on('exit', () => this.#break())
    worker.unref()
    return worker
  }

  /** Between two commits: the thread has come to the end of what was there. */
  #ended(): void {
    this.#isUnderWay = false
    try {
      if (!this.#isBroken) this.#finish()
    } catch {
      // Somebody reads in the middle of a statement: the next time does it.
    }
    this.#tellIdle()
  }

  #tellIdle(): void {
    const callbacks = this.#idleCallbacks
    this.#idleCallbacks = []
    for (const callback of callbacks) callback()
  }

  #finish(): void {
    const { pages, waiting } = this.#look()
    this.#left = waiting
    if (pages < beginAnewAt || waiting === 0 || waiting > mostLeft) return
    this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    this.#left = this.#look().waiting
  }

  #break(): void {
    this.#isBroken = true
    this.#isUnderWay = false
    this.#worker = undefined
    this.#tellIdle()
  }

  #letCommitsHelp(pages: number): void {
    if (pages === this.#commitsHelpAt) return
    this.#database.exec(`PRAGMA wal_autocheckpoint = ${pages}`)
    this.#commitsHelpAt = pages
  }
}
