// The doors that read the past for whoever chooses a number or reviews a journey, with the one queue that both stand in.

import type { Clock } from '../runtime/clock.ts'
import type { BacktestGround } from './backtests.ts'
import { baselineDoor } from './baselines.ts'
import { ReadingQueue } from './reading-queue.ts'
import { reviewDoor } from './reviews.ts'

/** Makes them. Closing stops what is read. */
export function pastDoors({ clock, ...ground }: Pick<BacktestGround, 'store' | 'thread'> & { readonly clock: Clock }) {
  const queue = new ReadingQueue(clock)
  return {
    doors: { baselines: baselineDoor(queue, ground), reviews: reviewDoor(queue, { ...ground, now: () => clock.now() }) },
    close: () => queue.close(),
  }
}
