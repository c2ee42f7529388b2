// What several doors count alike.

import { z } from 'zod'
import { named } from './named.ts'

/** A range in which the true number lies, nineteen times out of twenty. */
export const interval = named('Interval', { low: z.number(), high: z.number() })

/** By who they are taken for: people, proxies of mail programs, machines. */
export const visitors = named('Visitors', { human: z.int(), proxy: z.int(), machine: z.int() })

const numbers = {
  sent: z.int(),
  failed: z.int(),
  unknown: z.int(),
  delivered: z.int(),
  opened: visitors.describe('Messages, each once for every kind of visitor'),
  clicked: visitors,
  bounced: z.int(),
  complained: z.int(),
}

/** What became of messages. */
export const messageNumbers = named('MessageNumbers', numbers)

/** The same of those that were handed over on one day (UTC). */
export const messageDay = named('MessageDay', { day: z.string(), ...numbers })

/** What an hour and a day of a time were like. */
export const pace = named('Pace', {
  perHour: z.strictObject({ mean: z.number().describe('On average, hours without any among them'), most: z.number().describe('In the busiest hour') }),
  perDay: z.strictObject({
    mean: z.number().describe('On average'),
    most: z.number().describe('On the busiest day'),
    spread: z.number().describe('Standard deviation between days'),
  }),
})

/** Of 100 people so many came to no more. */
export const percentiles = named('Percentiles', { p50: z.number(), p75: z.number(), p90: z.number(), p95: z.number() })

/** How often somebody came into a segment and left it, on one day. */
export const segmentDay = named('SegmentDay', { day: z.string(), entered: z.int(), left: z.int() })
