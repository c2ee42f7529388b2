// Reviews of journeys: what was counted is there at once; how near people came to the ways in is measured by a backtest over the same days, beside a running
// server or for a command.

import type { ReviewDoor } from '../api/admin/review-door.ts'
import type { GaugeReport } from '../insight/backtest/meters.ts'
import { type JourneyReview, type ReviewWish, reviewedSince, reviewJourney } from '../insight/review.ts'
import { type BacktestGround, backtest } from './backtests.ts'
import { isTooLong } from './look-ahead.ts'
import type { ReadingHow, ReadingQueue } from './reading-queue.ts'

type Ground = Pick<BacktestGround, 'store' | 'thread' | 'threads' | 'isAlone'>

/** Makes the door over a queue that it shares. */
export function reviewDoor(queue: ReadingQueue, ground: Ground & { readonly now: () => number }): ReviewDoor {
  return {
    async ask({ journey, over }, waitMs) {
      const wish = { journey, over, now: ground.now() }
      const known = await reviewedSince(ground.store, wish)
      if (known === undefined) return undefined
      const key = `near ${JSON.stringify([journey, over, known.version])}`
      const { answer, ...status } = await queue.ask(key, (how) => nearMisses({ ...ground, threads: 1 }, wish, how), waitMs)
      const review = await reviewJourney(ground.store, wish, answer)
      return review && { ...status, review }
    },
  }
}

/** The whole review, for a command. Undefined where the journey is not in force. */
export async function reviewWithNearMisses(ground: Ground, wish: ReviewWish, how: Omit<ReadingHow, 'now'>): Promise<JourneyReview | undefined> {
  const isInForce = (await reviewedSince(ground.store, wish)) !== undefined
  return isInForce ? reviewJourney(ground.store, wish, await nearMisses(ground, wish, { ...how, now: wish.now })) : undefined
}

async function nearMisses(ground: Ground, wish: ReviewWish, { signal, onProgress }: ReadingHow): Promise<readonly GaugeReport[] | null> {
  const period = await reviewedSince(ground.store, wish)
  const { position } = await ground.store.last()
  if (period === undefined || position === 0 || isTooLong(position)) return null
  const request = { against: 'nothing', from: Math.min(period.since, wish.now), to: wish.now, thresholds: true, examples: 0 } as const
  const { report } = await backtest(request, { ...ground, signal, onProgress })
  return report.arms[0]?.journeys.find(({ journey }) => journey === wish.journey)?.thresholds ?? []
}
