// Questions to the past that take a while, beside a running server: one at a time, each answered for a while without reading again. The newest are kept;
// what nobody asked for lately is given up.

import { OncueError } from '../model/errors.ts'
import type { Clock } from '../runtime/clock.ts'

/** How far a question is. */
export interface Reading<Answer> {
  readonly state: 'reading' | 'ready' | 'failed'
  /** Lines of the log that were read, of how many. */
  readonly done: number
  readonly of: number
  readonly problem: string | null
  readonly answer: Answer | null
}

/** What reads has to stop when the signal says so. */
export interface ReadingHow {
  readonly signal: AbortSignal
  readonly now: number
  readonly onProgress: (progress: { readonly done: number; readonly of: number }) => void
}

interface Run {
  status: Reading<unknown>
  readonly startedAt: number
  readonly stop: AbortController
  ended: Promise<void>
}

/** An answer is as good for so long. */
const goodForMs = 10 * 60_000
const keptRuns = 6

export class ReadingQueue {
  readonly #clock: Clock
  readonly #runs = new Map<string, Run>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Answers when it is there, or after so long; the same key asks for the same answer. */
  async ask<Answer>(key: string, read: (how: ReadingHow) => Promise<Answer>, waitMs: number): Promise<Reading<Answer>> {
    const run = this.#runOf(key, read)
    if (waitMs > 0 && run.status.state === 'reading') {
      const { promise, resolve } = Promise.withResolvers<void>()
      const forget = this.#clock.at(this.#clock.now() + waitMs, resolve)
      await Promise.race([run.ended, promise])
      forget()
    }
    return run.status as Reading<Answer>
  }

  async close(): Promise<void> {
    for (const { stop } of this.#runs.values()) stop.abort(new Error('the server stops'))
    await this.#last
  }

  #runOf(key: string, read: (how: ReadingHow) => Promise<unknown>): Run {
    const known = this.#runs.get(key)
    if (known !== undefined && known.status.state !== 'failed' && this.#clock.now() - known.startedAt < goodForMs) return known
    const run: Run = {
      status: { state: 'reading', done: 0, of: 0, problem: null, answer: null },
      startedAt: this.#clock.now(),
      stop: new AbortController(),
      ended: Promise.resolve(),
    }
    const { signal } = run.stop
    const onProgress: ReadingHow['onProgress'] = ({ done, of }) => {
      run.status = { ...run.status, done, of }
    }
    const turn = this.#last.then(() => {
      signal.throwIfAborted()
      return read({ signal, now: this.#clock.now(), onProgress })
    })
    run.ended = turn.then(
      (answer) => {
        run.status = { ...run.status, state: 'ready', done: run.status.of, answer }
      },
      (error: unknown) => {
        run.status = { ...run.status, state: 'failed', problem: error instanceof OncueError ? error.message : 'it could not be read; ask again' }
      },
    )
    this.#last = run.ended
    this.#runs.delete(key)
    this.#runs.set(key, run)
    for (const [old, { stop }] of [...this.#runs].slice(0, -keptRuns)) {
      stop.abort(new Error('newer questions were asked'))
      this.#runs.delete(old)
    }
    return run
  }
}
