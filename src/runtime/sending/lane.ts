// The way to one channel: how many messages are on it, and when to ask for more. It asks when it was woken and has room,
// one question at a time.

import assert from 'node:assert/strict'
import type { Channel } from '../channel.ts'
import type { Clock } from '../clock.ts'
import type { Work } from '../requests.ts'

/** One attempt to hand one message over. */
export interface Flight {
  readonly work: Work
  /** It must not be transmitted unless it is being transmitted already. */
  isRevoked: boolean
  isTransmitting: boolean
  /** Resolves when its outcome is known and recorded. */
  readonly landed: Promise<void>
  readonly land: () => void
}

export class Lane {
  readonly channel: Channel
  /** Messages that may be under way at a time. */
  readonly concurrency: number
  readonly #clock: Clock
  readonly #ask: (lane: Lane) => Promise<void>
  readonly #rest: () => void
  readonly #flights = new Map<string, Flight>()
  #isAsking = false
  /** Something may be due now. */
  #isWoken = false
  #isStopped = false
  /** When the last message was taken; undefined when none was since the start. UTC milliseconds. */
  lastSentAt: number | undefined
  #alarmAt = Number.POSITIVE_INFINITY
  #cancelAlarm: (() => void) | undefined

  /** `ask` takes work from the outbox and never rejects; `rest` is called whenever there is nothing more to ask. */
  constructor(parts: { channel: Channel; clock: Clock; concurrency: number; ask: (lane: Lane) => Promise<void>; rest: () => void }) {
    this.channel = parts.channel
    this.#clock = parts.clock
    this.concurrency = parts.concurrency
    this.#ask = parts.ask
    this.#rest = parts.rest
  }

  get flights(): readonly Flight[] {
    return [...this.#flights.values()]
  }

  /** How many more messages may be under way. */
  get free(): number {
    return this.concurrency - this.#flights.size
  }

  /** Nothing under way, nothing asked, nothing due. */
  get isIdle(): boolean {
    return this.#flights.size === 0 && !this.#isAsking && !(this.#isWoken && !this.#isStopped)
  }

  /** Something is due at this instant. */
  wakeAt(instant: number): void {
    if (this.#isStopped) return
    if (instant <= this.#clock.now()) {
      this.#isWoken = true
      void this.#run()
    } else if (instant < this.#alarmAt) {
      this.#cancelAlarm?.()
      this.#alarmAt = instant
      this.#cancelAlarm = this.#clock.at(instant, () => this.#ring())
    }
  }

  #ring(): void {
    this.#alarmAt = Number.POSITIVE_INFINITY
    this.#cancelAlarm = undefined
    this.#isWoken = true
    void this.#run()
  }

  async #run(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#isWoken && !this.#isStopped && this.free > 0) {
      this.#isWoken = false
      await this.#ask(this)
    }
    this.#isAsking = false
    this.#rest()
  }

  /** A message is on its way. */
  begin(work: Work): Flight {
    assert(!this.#flights.has(work.effect.key), 'an effect never has two attempts under way')
    const { promise: landed, resolve: land } = Promise.withResolvers<void>()
    const flight: Flight = { work, isRevoked: false, isTransmitting: false, landed, land }
    this.#flights.set(work.effect.key, flight)
    return flight
  }

  /** The attempt is over; there is room for another. */
  end(flight: Flight): void {
    this.#flights.delete(flight.work.effect.key)
    void this.#run()
  }

  /** Asks no more. */
  stop(): void {
    this.#isStopped = true
    this.#cancelAlarm?.()
  }
}
