// One instant on the wall clock, as authors write it: 2026-12-01 10:00. Where a journey begins, it stands in the place of a schedule: once, and never
// again. Which instant it is in a zone is src/engine/one-instant.ts's business; this file only reads it.

import { z } from 'zod'
import { cronProblem } from './cron.ts'

/** What a calendar and a clock show. */
export interface LocalInstant {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  /** After midnight. */
  readonly minutes: number
}

const form = /^(\d{4})-(\d{2})-(\d{2}) ([01]\d|2[0-3]):([0-5]\d)$/

/** A schedule, or one instant. */
export const scheduleOrInstantSchema = z
  .string()
  .superRefine((text, context) => {
    const problem = isInstantLike(text) ? instantProblem(text) : cronProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
  .meta({
    description:
      'A schedule in the five fields of cron: minute, hour, day of the month, month, weekday. 0 3 * * * is every night at 03:00. Or one instant, a date and a time of day: 2026-12-01 10:00.',
  })

/** What a text says that is one instant; undefined for a schedule. */
export function readLocalInstant(text: string): LocalInstant | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number]
  return { year, month, day, minutes: hour * 60 + minute }
}

/** Whether it begins as a date does, which no schedule does. */
function isInstantLike(text: string): boolean {
  return /^\s*\d{4}-/.test(text)
}

function instantProblem(text: string): string | undefined {
  const local = readLocalInstant(text)
  if (local === undefined) return 'write a date and a time of day, such as 2026-12-01 10:00'
  const { year, month, day } = local
  const date = new Date(Date.UTC(year, month - 1, day))
  const isThere = year >= 2000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isThere ? undefined : `there is no ${text.slice(0, 10)} in the calendar: write a day that there is, from the year 2000 on`
}
