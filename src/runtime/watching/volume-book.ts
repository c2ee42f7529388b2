// What journeys do, by the hour: who entered, what was handed over, and what came back of it. Kept in memory, a few seconds ahead of what the store has
// of it. Of days that are over only the most of an hour and the sum stay, for so long as a month takes.

import type { MostSeen } from '../../engine/policies/guard.ts'
import type { VolumeSeen } from '../../model/guard.ts'

export type VolumeMeasure = keyof VolumeSeen

export interface VolumeChange {
  readonly journey: string
  readonly at: number
  readonly measure: VolumeMeasure
}

/** A day that is over: [day, most entries of an hour, entries, most messages of an hour, messages]. */
export type KeptDay = readonly [day: number, hourEntries: number, entries: number, hourMessages: number, messages: number]
/** An hour since 1970, with what was counted in it. */
export type KeptHour = readonly [hour: number, counts: Partial<VolumeSeen>]

const hourMs = 3_600_000
const hoursOfDay = 24
/** Days that say what is usual: a month, and the days by which it may be missed. */
export const usualDays = 35

export const nothingSeen: VolumeSeen = { entries: 0, messages: 0, mails: 0, complaints: 0, bounces: 0, unsubscribes: 0, late: 0 }
const measures = Object.keys(nothingSeen) as readonly VolumeMeasure[]

type Counts = { -readonly [Measure in VolumeMeasure]?: number }

export class VolumeBook {
  readonly #hours = new Map<string, Map<number, Counts>>()
  readonly #days = new Map<string, KeptDay[]>()

  constructor(hours: Readonly<Record<string, readonly KeptHour[]>> = {}, days: Readonly<Record<string, readonly KeptDay[]>> = {}) {
    for (const [journey, kept] of Object.entries(hours)) this.#hours.set(journey, new Map(kept.map(([hour, counts]) => [hour, { ...counts }])))
    for (const [journey, kept] of Object.entries(days)) this.#days.set(journey, [...kept])
  }

  add({ journey, at, measure }: VolumeChange): void {
    let hours = this.#hours.get(journey)
    if (hours === undefined) {
      hours = new Map()
      this.#hours.set(journey, hours)
    }
    const hour = Math.floor(at / hourMs)
    const counts = hours.get(hour) ?? {}
    counts[measure] = (counts[measure] ?? 0) + 1
    hours.set(hour, counts)
  }

  /** What was counted in the last so many hours, the one that runs among them. */
  lately(journey: string, now: number, hours: number): VolumeSeen {
    const last = Math.floor(now / hourMs)
    const sum: Counts = {}
    for (const [hour, counts] of this.#hours.get(journey) ?? []) {
      if (hour > last - hours && hour <= last) for (const measure of measures) sum[measure] = (sum[measure] ?? 0) + (counts[measure] ?? 0)
    }
    return { ...nothingSeen, ...sum }
  }

  /** The most of an hour and of a day, over the days before today; only those before an instant, where what came after it was out of the ordinary. */
  most(journey: string, now: number, before = now): MostSeen {
    const today = Math.floor(now / hourMs / hoursOfDay)
    const end = Math.floor(Math.min(now, before) / hourMs / hoursOfDay)
    const days = [...(this.#days.get(journey) ?? []), ...this.#over(journey, end)].filter(([day]) => day > today - usualDays && day < end)
    const most = (of: (day: KeptDay) => number): number => Math.max(0, ...days.map(of))
    return {
      days: days.length === 0 ? 0 : today - Math.min(...days.map(([day]) => day)),
      perHour: { entries: most(([, hourEntries]) => hourEntries), messages: most(([, , , hourMessages]) => hourMessages) },
      perDay: { entries: most(([, , entries]) => entries), messages: most(([, , , , messages]) => messages) },
    }
  }

  /** What was counted lately is judged no more, and says nothing about what is usual. */
  forget(journey: string): void {
    this.#hours.delete(journey)
  }

  /** The same from an instant on, days that are over among it. */
  forgetSince(journey: string, since: number): void {
    const hours = this.#hours.get(journey)
    for (const hour of hours?.keys() ?? []) if (hour >= Math.floor(since / hourMs)) hours?.delete(hour)
    if (hours?.size === 0) this.#hours.delete(journey)
    const days = this.#days.get(journey)
    if (days !== undefined) {
      this.#days.set(
        journey,
        days.filter(([day]) => day < Math.floor(since / hourMs / hoursOfDay)),
      )
    }
  }

  /** The same of mails and what came back of them, for all journeys. */
  forgetReturns(): void {
    for (const hours of this.#hours.values()) {
      for (const counts of hours.values()) for (const measure of ['mails', 'complaints', 'bounces', 'unsubscribes'] as const) delete counts[measure]
    }
  }

  /** Lays days that are over and no longer judged together. Whether there were any. */
  fold(now: number): boolean {
    const today = Math.floor(now / hourMs / hoursOfDay)
    let hasFolded = false
    for (const [journey, hours] of this.#hours) {
      const over = this.#over(journey, today - 1)
      if (over.length === 0) continue
      hasFolded = true
      this.#days.set(journey, [...(this.#days.get(journey) ?? []), ...over].filter(([day]) => day > today - usualDays).slice(-usualDays))
      for (const hour of hours.keys()) if (Math.floor(hour / hoursOfDay) < today - 1) hours.delete(hour)
      if (hours.size === 0) this.#hours.delete(journey)
    }
    return hasFolded
  }

  get hours(): Readonly<Record<string, readonly KeptHour[]>> {
    return Object.fromEntries([...this.#hours].map(([journey, hours]) => [journey, [...hours]]))
  }

  get days(): Readonly<Record<string, readonly KeptDay[]>> {
    return Object.fromEntries(this.#days)
  }

  /** Days of the hours that are kept, before a day. */
  #over(journey: string, before: number): readonly KeptDay[] {
    const days = new Map<number, [number, number, number, number]>()
    for (const [hour, { entries = 0, messages = 0 }] of this.#hours.get(journey) ?? []) {
      const day = Math.floor(hour / hoursOfDay)
      if (day >= before) continue
      const [hourEntries, all, hourMessages, sent] = days.get(day) ?? [0, 0, 0, 0]
      days.set(day, [Math.max(hourEntries, entries), all + entries, Math.max(hourMessages, messages), sent + messages])
    }
    return [...days].map(([day, counts]) => [day, ...counts] as const)
  }
}
