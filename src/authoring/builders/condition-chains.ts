// The conditions that are said piece by piece. A chain never changes: every method gives a new one. Its interfaces let
// only a finished condition stand where one is needed: `attribute('plan')` alone is none yet.

import type { ComparisonObject, CountComparison, Where } from '../../model/comparison.ts'
import type { Condition, EngagementClass, EventCondition, InOrderCondition, MessageCondition } from '../../model/condition.ts'
import type { ConditionChain } from './authored.ts'

/** How often a mail was sent, opened and so on. */
export interface MessageCounted extends ConditionChain {
  atLeast(times: number): this
  atMost(times: number): this
  exactly(times: number): this
  count(comparison: CountComparison): this
  /** In the last stretch of time, such as `24h`, or in the current `session`. */
  within(window: string): this
  /** Since the enrollment began, or since the current step was entered. */
  since(start: 'enrollment' | 'step'): this
  /** Which opens and clicks count; people's own by default. */
  by(by: EngagementClass | readonly EngagementClass[]): this
}

/** How often an event happened. */
export interface Counted extends ConditionChain {
  /** Only occurrences whose properties compare like this. */
  where(where: Where): this
  atLeast(times: number): this
  atMost(times: number): this
  exactly(times: number): this
  count(comparison: CountComparison): this
  /** In the last stretch of time, such as `24h`, or in the current `session`. */
  within(window: string): this
  /** Since the enrollment began, or since the current step was entered. */
  since(start: 'enrollment' | 'step'): this
  /** So often for one and the same value of this property. */
  by(path: string): this
}

/** The chain behind `event` and `message`. */
export class Happened implements Counted, MessageCounted {
  readonly #data: EventCondition | MessageCondition
  constructor(data: EventCondition | MessageCondition) {
    this.#data = data
  }
  where(where: Where): this {
    return this.#and({ where })
  }
  atLeast(times: number): this {
    return this.#and({ count: { ...this.#data.count, gte: times } })
  }
  atMost(times: number): this {
    return this.#and({ count: { ...this.#data.count, lte: times } })
  }
  exactly(times: number): this {
    return this.#and({ count: { eq: times } })
  }
  count(comparison: CountComparison): this {
    return this.#and({ count: comparison })
  }
  within(window: string): this {
    return this.#and({ within: window })
  }
  since(start: 'enrollment' | 'step'): this {
    return this.#and({ since: start })
  }
  by(by: string | readonly string[]): this {
    return this.#and({ by })
  }
  toJSON(): Condition {
    return this.#data
  }
  #and(more: object): this {
    return new Happened({ ...this.#data, ...more } as EventCondition) as this
  }
}

type Operand = NonNullable<ComparisonObject['eq']> | null
type Ordering = NonNullable<ComparisonObject['gte']>
type Text = NonNullable<ComparisonObject['starts']>

/** A value that waits for a comparison. */
export interface Comparable {
  eq(value: Operand): ComparedChain
  ne(value: Operand): ComparedChain
  gt(value: Ordering): ComparedChain
  gte(value: Ordering): ComparedChain
  lt(value: Ordering): ComparedChain
  lte(value: Ordering): ComparedChain
  in(values: NonNullable<ComparisonObject['in']>): ComparedChain
  contains(value: Operand): ComparedChain
  starts(text: Text): ComparedChain
  ends(text: Text): ComparedChain
  /** A regular expression in RE2 syntax. */
  matches(pattern: string): ComparedChain
  exists(exists?: boolean): ComparedChain
}

/** A compared value. */
export interface ComparedChain extends Comparable, ConditionChain {
  /** It has passed without a break for so long. */
  for(duration: string): this
}

/** A number over events that waits for a comparison. */
export interface Summed {
  where(where: Where): this
  within(window: string): this
  eq(value: number): SummedChain
  ne(value: number): SummedChain
  gt(value: number): SummedChain
  gte(value: number): SummedChain
  lt(value: number): SummedChain
  lte(value: number): SummedChain
}

/** A compared number over events. */
export interface SummedChain extends Summed, ConditionChain {}

/** The chain behind attributes, the triggering event's properties, and numbers over events. */
export class Compared implements ComparedChain {
  readonly #data: object
  constructor(data: object) {
    this.#data = data
  }
  eq(value: Operand): this {
    return this.#and({ eq: value })
  }
  ne(value: Operand): this {
    return this.#and({ ne: value })
  }
  gt(value: Ordering): this {
    return this.#and({ gt: value })
  }
  gte(value: Ordering): this {
    return this.#and({ gte: value })
  }
  lt(value: Ordering): this {
    return this.#and({ lt: value })
  }
  lte(value: Ordering): this {
    return this.#and({ lte: value })
  }
  in(values: NonNullable<ComparisonObject['in']>): this {
    return this.#and({ in: values })
  }
  contains(value: Operand): this {
    return this.#and({ contains: value })
  }
  starts(text: Text): this {
    return this.#and({ starts: text })
  }
  ends(text: Text): this {
    return this.#and({ ends: text })
  }
  matches(pattern: string): this {
    return this.#and({ matches: pattern })
  }
  exists(exists = true): this {
    return this.#and({ exists })
  }
  for(duration: string): this {
    return this.#and({ for: duration })
  }
  where(where: Where): this {
    return this.#and({ where })
  }
  within(window: string): this {
    return this.#and({ within: window })
  }
  toJSON(): Condition {
    return this.#data as Condition
  }
  #and(more: object): this {
    return new Compared({ ...this.#data, ...more }) as this
  }
}

/** Events in order, perhaps within a stretch of time. */
export interface OrderedChain extends ConditionChain {
  within(duration: string): this
}

/** The chain behind `inOrder`. */
export class Ordered implements OrderedChain {
  readonly #data: InOrderCondition
  constructor(data: InOrderCondition) {
    this.#data = data
  }
  within(duration: string): this {
    return new Ordered({ ...this.#data, within: duration }) as this
  }
  toJSON(): Condition {
    return this.#data
  }
}
