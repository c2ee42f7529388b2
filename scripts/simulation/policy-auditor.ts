// Holds every authorization of a mail against quiet hours and caps, as somebody would who has a clock and a list of what left. Where it cannot
// know better (a night on which the clocks change, mails of somebody who was merged in), it says nothing.

import { optInJourney } from '../../src/engine/opt-in.ts'
import { durationMs } from '../../src/model/duration.ts'
import type { Policy } from '../../src/model/policy.ts'
import type { Delivery, SubscriberNumber } from '../../src/runtime/store.ts'
import type { Truth } from './truth.ts'

const dayMs = 86_400_000

export class PolicyAuditor {
  readonly #truth: Truth
  readonly #policy: Policy
  /** Mails of each subscriber that left or are leaving, by key. */
  readonly #left = new Map<SubscriberNumber, Map<string, number>>()

  constructor(truth: Truth, policy: Policy) {
    this.#truth = truth
    this.#policy = policy
  }

  /** A delivery as it was and as it is from now on; `zone` is the reader's. */
  changed(before: Delivery | undefined, delivery: Delivery, zone: string | undefined): void {
    if (delivery.channel !== 'email' || delivery.journey === optInJourney) return
    const left = this.#left.get(delivery.subscriber) ?? new Map<string, number>()
    this.#left.set(delivery.subscriber, left)
    if (delivery.status !== 'handing over' && delivery.status !== 'sent') {
      left.delete(delivery.key)
      return
    }
    const at = delivery.attemptedAt ?? 0
    left.set(delivery.key, at)
    if (delivery.status !== 'handing over' || before?.status === 'handing over') return
    this.#checkCaps(delivery, [...left.values()], at)
    if (zone !== undefined) this.#checkQuiet(delivery, zone, at)
  }

  /** Two who were one by mistake: each has their own mails again. */
  parted({ from, into, keys }: { readonly from: SubscriberNumber; readonly into: SubscriberNumber; readonly keys: readonly string[] }): void {
    const theirs = this.#left.get(from) ?? new Map<string, number>()
    const left = this.#left.get(into)
    this.#left.set(from, theirs)
    for (const key of keys) {
      const at = left?.get(key)
      if (at !== undefined) theirs.set(key, at)
      left?.delete(key)
    }
  }

  #checkCaps({ key }: Delivery, left: readonly number[], at: number): void {
    for (const { max, within } of this.#policy.caps ?? []) {
      const count = left.filter((instant) => instant > at - durationMs(within) && instant <= at).length
      if (count > max) this.#truth.say(`${key} is number ${count} within ${within}, and ${max} may leave`)
    }
  }

  #checkQuiet({ key }: Delivery, zone: string, at: number): void {
    const { quietHours } = this.#policy
    if (quietHours === undefined || offsetOf(zone, at - dayMs) !== offsetOf(zone, at + dayMs)) return
    const time = timeIn(zone, at)
    const { from, to } = quietHours
    const isQuiet = from < to ? time >= from && time < to : time >= from || time < to
    if (isQuiet) this.#truth.say(`${key} was authorized at ${time} in ${zone}, where it is quiet from ${from} to ${to}`)
  }
}

function timeIn(zone: string, at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

function offsetOf(zone: string, at: number): string {
  return (
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  )
}
