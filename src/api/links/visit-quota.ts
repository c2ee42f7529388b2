// How many visits of one message are recorded within an hour. Whoever has a mail may ask for its links as often as they like, and each would be
// an event that is kept for ever; people, proxies and machines are counted apart, so that no machine uses up what is left for its reader.

import { limits } from '../../model/limits.ts'
import type { Visitor } from '../../model/report.ts'

export interface VisitQuota {
  /** Whether one more is recorded. `at` is UTC milliseconds. */
  take(message: string, by: Visitor, at: number): boolean
}

const hourMs = 3_600_000
/** Messages that are remembered, those that were visited longest ago leave. */
const mostMessages = 20_000

export function createVisitQuota(): VisitQuota {
  const taken = new Map<string, { readonly hour: number; readonly visits: number }>()
  return {
    take(message, by, at) {
      const name = `${by} ${message}`
      const hour = Math.floor(at / hourMs)
      const known = taken.get(name)
      const visits = known?.hour === hour ? known.visits : 0
      if (visits >= limits.visitsPerHour) return false
      taken.delete(name)
      taken.set(name, { hour, visits: visits + 1 })
      const [oldest] = taken.size > mostMessages ? taken.keys() : []
      if (oldest !== undefined) taken.delete(oldest)
      return true
    },
  }
}
