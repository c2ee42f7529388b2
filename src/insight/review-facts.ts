// What a review is made of: numbers that were counted, and what each is held against. Nothing here follows from anything.

import type { GaugeReport } from './backtest/meters.ts'
import type { Lift } from './lift.ts'

/** The numbers of one journey over one stretch of days. */
export interface ReviewFacts {
  readonly journey: string
  /** The version in force. */
  readonly version: number
  readonly over: 'version' | 'weeks'
  /** Days of it, the first and today counted whole. */
  readonly days: number
  readonly since: number
  readonly entered: number
  /** What the forecast says of as many days; null where nothing could be expected, and for more days than it rests on. */
  readonly expected: { readonly entries: number; readonly giveOrTake: number; readonly perDay: number; readonly most: number } | null
  readonly messages: ReviewedMessages
  /** The same of all other journeys together. */
  readonly others: ReviewedMessages
  /** Shares of those journeys that sent a hundred messages and more: the one in the middle; null where fewer than three did. */
  readonly median: { readonly bounced: number; readonly unsubscribed: number; readonly complained: number } | null
  readonly hasGoal: boolean
  readonly hasHoldout: boolean
  readonly converted: number
  readonly lift: Lift | null
  /** Messages that were not sent, by reason. */
  readonly refusedBecause: Readonly<Record<string, number>>
  readonly guard: { readonly since: number; readonly because: string } | null
  /** How near people came to its ways in; null while that was not measured. */
  readonly near: readonly NearMiss[] | null
}

export interface ReviewedMessages {
  readonly sent: number
  readonly delivered: number
  /** By people. */
  readonly opened: number
  readonly clicked: number
  /** Came back, for good or for now. */
  readonly bounced: number
  readonly unsubscribed: number
  readonly complained: number
  readonly refused: number
}

export type NearMiss = Pick<GaugeReport, 'condition' | 'said' | 'unit' | 'wanted' | 'asks' | 'people' | 'reached' | 'onlyThis'>
