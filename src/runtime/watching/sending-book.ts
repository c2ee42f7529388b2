// How many mails were let out from each sending domain, and how many came back or were complained about, in slots of a quarter of an hour: so long are
// the steps of all time zones, so that days can be added up in any of them. Kept in memory beside the store, which has the same rows.

import type { CompiledWarmUp } from '../../engine/policies/compiled-policy.ts'
import type { Tally } from '../../engine/policies/reputation.ts'
import { warmUpStanding } from '../../engine/policies/warm-up.ts'
import { localTime } from '../../engine/zone.ts'
import type { SlowedStanding, WarmUpStanding } from '../../model/domain-standing.ts'
import type { SendingChange, SendingCount, SendingMeasure } from '../../model/sending-count.ts'

export const slotMs = 15 * 60_000
const hourMs = 3_600_000

/** The slot that an instant lies in. */
export function slotOf(instant: number): number {
  return Math.floor(instant / slotMs) * slotMs
}

type Slots = Map<number, Partial<Record<SendingMeasure, number>>>

export class SendingBook {
  readonly #domains = new Map<string, Slots>()
  /** What a schedule says on one day, which is looked up for every mail. */
  readonly #days = new Map<
    string,
    { readonly day: number; readonly warmUp: CompiledWarmUp; readonly from: number; readonly standing: WarmUpStanding | undefined }
  >()

  constructor(counts: readonly SendingCount[]) {
    for (const { count, ...about } of counts) this.add({ ...about, by: count })
  }

  /** Every domain that anything is known of. */
  get domains(): readonly string[] {
    return [...this.#domains.keys()]
  }

  add({ domain, slot, measure, by }: SendingChange): void {
    let slots = this.#domains.get(domain)
    if (slots === undefined) {
      slots = new Map()
      this.#domains.set(domain, slots)
    }
    const counts = slots.get(slot) ?? {}
    counts[measure] = (counts[measure] ?? 0) + by
    slots.set(slot, counts)
  }

  /** How many from an instant on and before another one; whole slots. */
  sum(domain: string, measures: readonly SendingMeasure[], { from, to }: { readonly from: number; readonly to: number }): number {
    const slots = this.#domains.get(domain)
    if (slots === undefined) return 0
    let sum = 0
    for (let slot = slotOf(from); slot < to; slot += slotMs) {
      const counts = slots.get(slot)
      if (counts !== undefined) for (const measure of measures) sum += counts[measure] ?? 0
    }
    return sum
  }

  /** How the schedule of a domain stands; undefined when it is over. */
  warmUp(domain: string, warmUp: CompiledWarmUp, now: number): WarmUpStanding | undefined {
    const day = localTime(warmUp.zone, now).dayNumber
    const known = this.#days.get(domain)
    if (known?.day === day && known.warmUp === warmUp)
      return known.standing && { ...known.standing, sent: this.sum(domain, sent, { from: known.from, to: now + 1 }) }
    let from = now
    const standing = warmUpStanding(
      warmUp,
      (start, end) => {
        from = start
        return this.sum(domain, sent, { from: start, to: end })
      },
      now,
    )
    this.#days.set(domain, { day, warmUp, from, standing })
    return standing
  }

  /** Advertising mails of this hour, against the most that may go. */
  slowed(domain: string, { perHour, because }: Slowed, now: number): SlowedStanding {
    const from = Math.floor(now / hourMs) * hourMs
    return { perHour, because, sent: this.sum(domain, ['advertising'], { from, to: now + 1 }), again: from + hourMs }
  }

  /** What there was from an instant on. */
  tally(domain: string, since: number, now: number): Tally {
    const range = { from: since, to: now + 1 }
    const hours = Array.from({ length: Math.ceil((now + 1 - since) / hourMs) }, (_, index) => since + index * hourMs)
    return {
      sent: this.sum(domain, sent, range),
      bounced: this.sum(domain, ['bounced'], range),
      complained: this.sum(domain, ['complained'], range),
      busiestHour: Math.max(0, ...hours.map((from) => this.sum(domain, ['advertising'], { from, to: from + hourMs }))),
    }
  }
}

const sent: readonly SendingMeasure[] = ['advertising', 'transactional']

/** A domain whose advertising mail is slowed. */
export interface Slowed {
  readonly since: number
  readonly perHour: number
  readonly because: string
}
