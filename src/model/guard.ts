// What may be declared about the guard of a journey: how far above its expectation it may run before it is paused by itself. And what is expected of a
// journey: numbers by the hour and by the day, from a backtest of its version. What they mean stands in docs/reference/policy.md.

import { z } from 'zod'
import { durationSchema } from './duration.ts'

const says = (description: string) => ({ description })
const percent = z.number().gt(0).max(100)

export const guardRulesSchema = z
  .strictObject({
    times: z
      .number()
      .min(1.5)
      .max(1000)
      .optional()
      .meta(says('How many times the most of an hour, or of a day, that was expected or seen in four weeks may come; 10 by default.')),
    atLeast: z.int().min(10).max(10_000_000).optional().meta(says('Fewer entries, messages or mails than that are never too many; 200 by default.')),
    unknown: z
      .strictObject({
        perHour: z.int().min(10).max(10_000_000).optional().meta(says('The most in an hour; 2000 by default.')),
        perDay: z.int().min(10).max(100_000_000).optional().meta(says('The most in 24 hours; 10000 by default.')),
      })
      .optional()
      .meta(says('What holds as long as nothing can be expected, because history is too short or never knew such an event.')),
    complaints: percent.optional().meta(says('Complaints, in percent of its mails within 24 hours; 0.5 by default.')),
    bounces: percent.optional().meta(says('Hard bounces, in percent of its mails within 24 hours; 10 by default.')),
    unsubscribes: percent.optional().meta(says('People who say no by the link of its mails, in percent of them within 24 hours; 5 by default.')),
    late: durationSchema
      .optional()
      .meta(says('Paused when, within two hours, half of its messages or more are handed over so long after they might have been; 6h by default.')),
  })
  .meta({ id: 'GuardRules' })
export type GuardRules = z.infer<typeof guardRulesSchema>

export const guardSchema = z
  .union([z.literal('off').meta(says('Nothing is watched.')), guardRulesSchema])
  .meta(
    says('When a journey that runs far out of what is expected of it is paused by itself; `off`: never. Every journey is guarded with the defaults otherwise.'),
  )
export type Guard = z.infer<typeof guardSchema>

/** What a journey is like in one kind of stretch: so many on average, and the most. */
export interface Pace {
  readonly mean: number
  readonly most: number
}

/** Entries, or messages, by the hour and by the day. */
export interface VolumePace {
  readonly perHour: Pace
  /** `spread`: the standard deviation between days. */
  readonly perDay: Pace & { readonly spread: number }
}

/** What a backtest of one version of a journey predicts. */
export interface Forecast {
  readonly version: number
  /** When it was made, UTC milliseconds. */
  readonly at: number
  /** Days of history that it rests on. */
  readonly days: number
  readonly entries: VolumePace
  readonly messages: VolumePace
  /** Why nothing can be expected of it; null where the numbers hold. */
  readonly unknown: string | null
}

/** That more than usual is right for a while, because somebody of the team says so: a sale, a campaign. */
export interface Allowance {
  readonly journey: string
  /** So many times what the guard would let pass otherwise. */
  readonly times: number
  /** UTC milliseconds, like `until`, from which on it does not hold any more. */
  readonly since: number
  readonly until: number
  readonly because: string
  readonly by: string
}

/** What was counted of a journey in one stretch of time. */
export interface VolumeSeen {
  readonly entries: number
  readonly messages: number
  readonly mails: number
  readonly complaints: number
  readonly bounces: number
  readonly unsubscribes: number
  /** Messages that were handed over too long after they might have been. */
  readonly late: number
}
