// Running counts by place and measure, for whoever makes a report of them. It knows how measures are written and nothing of what they are for.

import { moneyScale } from '../model/money.ts'

/** One running count, as the store keeps it. */
export interface KeptCount {
  readonly version: number
  readonly step: string
  readonly measure: string
  readonly count: number
}

/** Amounts by currency; "none" for those that named no currency. */
export type Amounts = Readonly<Record<string, number>>

export class Counted {
  readonly #byStep = new Map<string, Map<string, number>>()

  /** Counts of one version, or of several together. */
  constructor(counts: Iterable<KeptCount>) {
    for (const { step, measure, count } of counts) {
      const ofStep = this.#byStep.get(step) ?? new Map<string, number>()
      this.#byStep.set(step, ofStep)
      ofStep.set(measure, (ofStep.get(measure) ?? 0) + count)
    }
  }

  /** Steps about which anything was counted. */
  get steps(): readonly string[] {
    return [...this.#byStep.keys()].filter((step) => step !== '')
  }

  of(step: string, measure: string): number {
    return this.#byStep.get(step)?.get(measure) ?? 0
  }

  /** What follows the prefix in a measure, with the count. */
  by(step: string, prefix: string): Record<string, number> {
    const found: Record<string, number> = {}
    for (const [measure, count] of this.#byStep.get(step) ?? []) if (measure.startsWith(prefix)) found[measure.slice(prefix.length)] = count
    return found
  }

  /** Revenue by currency; `of` is what follows the currency in the measure. */
  revenue(step: string, of = ''): Amounts {
    const found: Record<string, number> = {}
    for (const [measure, count] of this.#byStep.get(step) ?? []) {
      const [, currency, rest] = /^revenue ([A-Z]{3}|none)(.*)$/s.exec(measure) ?? []
      if (currency !== undefined && rest === of) found[currency] = count / moneyScale
    }
    return found
  }
}

/** The first amounts less the second. */
export function lessAmounts(one: Amounts, other: Amounts): Amounts {
  return Object.fromEntries(
    Object.entries(one).map(([currency, amount]) => [currency, Math.round((amount - (other[currency] ?? 0)) * moneyScale) / moneyScale]),
  )
}
