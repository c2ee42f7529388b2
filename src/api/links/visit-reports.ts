// Reports openings and clicks that were judged. A repetition is dropped here, and of one mail only so many are reported. It judges nothing, and it
// keeps nothing waiting: an opening a millisecond before a deadline must be there before the deadline is processed.

import type { Receipt } from '../../model/arrival.ts'
import type { Report } from '../../model/report.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Delivery } from '../../runtime/store.ts'
import { RecentlyUsed } from '../../runtime/writing/recently-used.ts'
import { createVisitQuota } from './visit-quota.ts'

export interface VisitReportsOptions {
  readonly clock: Clock
  /** Takes a report in. Rejects when it cannot be kept. */
  readonly report: (delivery: Delivery, report: Report) => Promise<readonly Receipt[]>
  readonly onLost: (reason: unknown) => void
}

export type VisitReport = Extract<Report, { kind: 'opened' | 'clicked' }>

export interface VisitReports {
  /** Reports it. */
  now(delivery: Delivery, said: VisitReport): void
  /** Resolves when all of it is kept. */
  flush(): Promise<void>
}

/** How many of the reports that were taken in lately are known. */
const mostKnown = 10_000

/** Nothing said yet. */
export function createVisitReports({ report, onLost }: VisitReportsOptions): VisitReports {
  const quota = createVisitQuota()
  /** What was taken in lately or is on its way. The writer knows repetitions too, but reads the person's log to be sure of one. */
  const known = new RecentlyUsed<string, true>(mostKnown)
  const underWay = new Set<Promise<unknown>>()

  const now = (delivery: Delivery, said: VisitReport): void => {
    const { id, by, at } = said
    if (known.get(id) !== undefined || !quota.take(delivery.key, by, at)) return
    known.set(id, true)
    const sent: Promise<unknown> = report(delivery, said)
      .then((receipts) => receipts.includes('accepted') || known.delete(id))
      .catch((reason: unknown) => {
        known.delete(id)
        onLost(reason)
      })
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }

  return {
    now,
    async flush() {
      await Promise.all(underWay)
    },
  }
}
