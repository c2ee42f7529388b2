// The doors that read the past for whoever chooses a number, reviews a journey or makes a test of a case, with the one queue that the first two stand in.

import type { Clock } from '../runtime/clock.ts'
import type { BacktestGround } from './backtests.ts'
import { baselineDoor } from './baselines.ts'
import { ReadingQueue } from './reading-queue.ts'
import { caseDoor } from './recorded-cases.ts'
import { reviewDoor } from './reviews.ts'

/** Makes them. Closing stops what is read. */
export function pastDoors({ clock, ...ground }: Pick<BacktestGround, 'store' | 'thread'> & { readonly clock: Clock }) {
  const queue = new ReadingQueue(clock)
  const now = () => clock.now()
  return {
    doors: {
      baselines: baselineDoor(queue, ground),
      reviews: reviewDoor(queue, { ...ground, now }),
      cases: caseDoor({ ...ground, now }),
    },
    close: () => queue.close(),
  }
}
