// What the door of reviews asks of whoever makes them.

import type { JourneyReview } from '../../insight/review.ts'

export interface ReviewStatus {
  /** reading: near misses are still measured; all other numbers are there. */
  readonly state: 'reading' | 'ready' | 'failed'
  readonly done: number
  readonly of: number
  readonly problem: string | null
  readonly review: JourneyReview
}

export interface ReviewDoor {
  /** Answers when near misses are measured too, or after so long. Undefined where the journey is not in force. */
  ask(wish: Pick<JourneyReview, 'journey' | 'over'>, waitMs: number): Promise<ReviewStatus | undefined>
}
