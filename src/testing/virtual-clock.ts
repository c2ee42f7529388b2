// A clock that stands still until it is wound. With a runtime at virtual pace, `wind` and then `settle` lead to exactly the
// decisions of a live server that ran all the while. It never goes back and never looks at the machine's clock.

import assert from 'node:assert/strict'
import type { Clock } from '../runtime/clock.ts'

interface Alarm {
  readonly instant: number
  readonly callback: () => void
}

export class VirtualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  /** Starts at an instant, UTC milliseconds. */
  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  at(instant: number, callback: () => void): () => void {
    const alarm = { instant, callback }
    this.#alarms.add(alarm)
    if (instant <= this.#now) queueMicrotask(() => this.#ring())
    return () => this.#alarms.delete(alarm)
  }

  /** Moves to an instant and calls back everything that was set for it or earlier, in order. */
  advanceTo(instant: number): void {
    assert(instant >= this.#now, `the clock stands at ${this.#now} and cannot go back to ${instant}`)
    this.#now = instant
    this.#ring()
  }

  #ring(): void {
    const due = [...this.#alarms].filter((alarm) => alarm.instant <= this.#now).sort((one, other) => one.instant - other.instant)
    for (const alarm of due) if (this.#alarms.delete(alarm)) alarm.callback()
  }
}

/** Winds the clock to an instant and waits until everything due by then has been decided and handed over. */
export async function advanceTo(clock: VirtualClock, runtime: { settle(): Promise<void> }, instant: number): Promise<void> {
  clock.advanceTo(instant)
  await runtime.settle()
}
