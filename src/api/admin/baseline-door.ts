// What the door of baselines asks of whoever measures what people came to.

import type { Baseline } from '../../insight/backtest/baseline.ts'
import type { Condition } from '../../model/condition.ts'

export interface BaselineWish {
  readonly condition: Condition
  /** The event at which is measured; each that the condition reads when it is missing. */
  readonly when?: string | undefined
  readonly days: number
}

export interface BaselineStatus {
  readonly state: 'reading' | 'ready' | 'failed'
  /** Lines of the log that were read, of how many. */
  readonly done: number
  readonly of: number
  readonly problem: string | null
  readonly baselines: readonly Baseline[]
}

export interface BaselineDoor {
  /** Answers when it is there, or after so long. */
  ask(wish: BaselineWish, waitMs: number): Promise<BaselineStatus>
}
