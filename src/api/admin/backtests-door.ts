// What tries definitions over the past of a running server, as the doors see it.

import type { BacktestReport } from '../../insight/backtest/backtest-report.ts'
import type { MadeUp, Walk } from '../../insight/backtest/walk-person.ts'
import type { Journey } from '../../model/journey.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Refused } from './definitions-door.ts'

/** What is tried over the history. */
export interface BacktestWish {
  readonly journey?: Journey
  /** With a version: what is in force, but for that journey. */
  readonly against?: 'in force' | 'nothing' | { readonly journey: string; readonly version: number }
  readonly whatIf?: { readonly journey: string; readonly tried: { readonly path: readonly string[]; readonly values: readonly Json[] } }
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly responses?: 'recorded' | 'none' | 'past'
  readonly seed?: string
  readonly imports?: 'as it happened' | 'as received'
  readonly examples?: number
  readonly thresholds?: boolean
  /** Drafts stand in the place of their files. */
  readonly drafts?: boolean
}

/** Whose way is asked for, through what, and up to when. */
export interface WalkWish {
  readonly journey: string
  /** The number of a person, or somebody made up. */
  readonly who: number | MadeUp
  /** As if published then; ever when it is missing. */
  readonly from: number | undefined
  readonly to: number
  readonly drafts: boolean
}

export interface BacktestStatus {
  readonly id: number
  /** What was wished, a draft by its journey's name only. */
  readonly wish: JsonObject
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly done: number
  readonly of: number
  readonly events: number
  readonly startedAt: number
  readonly problem: string | null
  readonly report: BacktestReport | null
}

/** What runs backtests beside the server, one at a time. */
export interface BacktestDoor {
  /** `busy`: the number of the one that runs. Refused where the folder cannot be tried. */
  begin(wish: BacktestWish): Promise<BacktestStatus | { readonly busy: number } | Refused>
  /** Undefined for one that is not known. Answers when it has ended, or after so long. */
  status(id: number, waitMs: number): Promise<BacktestStatus | undefined>
  cancel(id: number): Promise<BacktestStatus | undefined>
  /** What its arms would have decided about one person, line by line; undefined where there is no such backtest or person. */
  trace(
    id: number,
    subscriber: number,
  ): Promise<{ readonly subscriber: number; readonly arms: readonly { readonly name: string; readonly lines: readonly string[] }[] } | undefined>
  /** One person's way through a journey as the folder, with its drafts, would lead it; undefined where there is nobody of this number. */
  walk(wish: WalkWish): Promise<Walk | Refused | undefined>
  /** Those that are kept, newest first. */
  list(): readonly BacktestStatus[]
}
