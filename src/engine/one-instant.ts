// When one instant that an author wrote comes on a zone's clocks: once, and never again. A time in a gap (spring) comes at the first instant after it, a
// time that the clock shows twice (autumn) the first time only; on a day that a zone skips as a whole, as soon as the next one begins. Reads no clock.

import type { Journey } from '../model/journey.ts'
import { type LocalInstant, readLocalInstant } from '../model/one-instant.ts'
import { instantOf } from './zone.ts'

/** What a schedule and one instant have in common. */
export interface Coming {
  /** The first instant strictly after `after`; Infinity when there is none. */
  next(zone: string, after: number): number
}

export class OneInstant implements Coming {
  readonly #local: LocalInstant
  readonly #known = new Map<string, number>()

  constructor(local: LocalInstant) {
    this.#local = local
  }

  next(zone: string, after: number): number {
    const at = this.#in(zone)
    return at > after ? at : Number.POSITIVE_INFINITY
  }

  #in(zone: string): number {
    const known = this.#known.get(zone)
    if (known !== undefined) return known
    const at = instantOf(zone, this.#local)
    // Subscribers choose the names of their zones; more than there are must not pile up.
    if (this.#known.size >= 1000) this.#known.clear()
    this.#known.set(zone, at)
    return at
  }
}

/** The instants at which a journey lets in once: those of its triggers, on the clocks of their zones, or of `zone` where each person's own counts. */
export function instantsOf({ enter }: Pick<Journey, 'enter'>, zone: string): readonly number[] {
  return enter.flatMap((trigger) => {
    const local = 'at' in trigger ? readLocalInstant(trigger.at) : undefined
    if (local === undefined || !('at' in trigger)) return []
    return [instantOf(trigger.zone === undefined || trigger.zone === 'subscriber' ? zone : trigger.zone, local)]
  })
}

/** Whether nobody enters a journey but at instants that were chosen: a mail to many people on one day. */
export function entersOnlyOnce({ enter }: Pick<Journey, 'enter'>): boolean {
  return enter.every((trigger) => 'at' in trigger && readLocalInstant(trigger.at) !== undefined)
}
