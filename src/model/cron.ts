// Schedules as authors write them: the five fields of cron, "minute hour day-of-month month day-of-week". What they mean on a wall clock is
// src/engine/cron.ts's business; this file only reads them.

import { z } from 'zod'

/** A schedule, read: which minutes, hours, days and months are meant. */
export interface Cron {
  /** Minutes after midnight, ascending. */
  readonly minutesOfDay: readonly number[]
  readonly days: ReadonlySet<number>
  /** 1 to 12. */
  readonly months: ReadonlySet<number>
  /** 0 is monday, 6 is sunday. */
  readonly weekdays: ReadonlySet<number>
  /** Days of the month and weekdays are both named: then either is enough, as cron has it. */
  readonly eitherDay: boolean
}

const fieldNames = ['minute', 'hour', 'day of the month', 'month', 'weekday'] as const
const lowest = [0, 0, 1, 1, 0] as const
const highest = [59, 23, 31, 12, 7] as const
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** A schedule such as "0 3 * * *". */
export const cronSchema = z
  .string()
  .superRefine((text, context) => {
    const problem = cronProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
  .meta({ description: 'A schedule in the five fields of cron: minute, hour, day of the month, month, weekday. 0 3 * * * is every night at 03:00.' })

/** Whether a text looks like a schedule, right or wrong, and not like a time of day. */
export function isCronLike(text: string): boolean {
  return text.trim().includes(' ')
}

/** What a text that `cronSchema` accepted means. */
export function parseCron(text: string): Cron {
  const cron = readCron(text)
  if (typeof cron === 'string') throw new Error(cron)
  return cron
}

/** What is wrong with a schedule, and what to write instead. */
export function cronProblem(text: string): string | undefined {
  const cron = readCron(text)
  return typeof cron === 'string' ? cron : undefined
}

function readCron(text: string): Cron | string {
  const fields = text.trim().toLowerCase().split(/\s+/)
  if (fields.length !== 5) return 'write five fields: minute, hour, day of the month, month and weekday, such as 0 3 * * *'
  const sets: ReadonlySet<number>[] = []
  for (const [index, field] of fields.entries()) {
    const values = readField(field, index)
    if (values === undefined)
      return `"${field}" is no ${fieldNames[index]}: write numbers from ${lowest[index]} to ${highest[index]}, as * or 1,5 or 1-5 or */15`
    sets.push(values)
  }
  const [minutes, hours, days, months, cronWeekdays] = sets as [
    ReadonlySet<number>,
    ReadonlySet<number>,
    ReadonlySet<number>,
    ReadonlySet<number>,
    ReadonlySet<number>,
  ]
  const namesDays = !(fields[2] as string).startsWith('*')
  const namesWeekdays = !(fields[4] as string).startsWith('*')
  const comes = [...months].some((month) => [...days].some((day) => day <= (longestMonth[month - 1] as number)))
  if (!comes && !(namesDays && namesWeekdays)) return 'no month that is named has such a day'
  return {
    minutesOfDay: [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((one, other) => one - other),
    days,
    months,
    // In cron 0 and 7 are sunday; here a week begins on monday.
    weekdays: new Set([...cronWeekdays].map((weekday) => (weekday + 6) % 7)),
    eitherDay: namesDays && namesWeekdays,
  }
}

/** The numbers of one field: a list of numbers, names, ranges and steps; undefined when it cannot be read. */
function readField(field: string, index: number): ReadonlySet<number> | undefined {
  const values = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,4}))?$/.exec(part)
    if (match === null) return undefined
    const [, first = '', last, step] = match
    const isAll = first === '*'
    const from = isAll ? (lowest[index] as number) : readNumber(first, index)
    // "5/15" goes on from 5 to the end, as "*/15" goes on from the beginning.
    const open = index === 4 ? 6 : (highest[index] as number)
    const to = last === undefined ? (isAll || step !== undefined ? open : from) : readNumber(last, index)
    const by = step === undefined ? 1 : Number(step)
    if (from === undefined || to === undefined || from > to || by < 1 || (isAll && last !== undefined)) return undefined
    for (let value = from; value <= to; value += by) values.add(value)
  }
  return values
}

function readNumber(text: string, index: number): number | undefined {
  const names = index === 3 ? monthNames : index === 4 ? weekdayNames : []
  const named = names.indexOf(text)
  if (named >= 0) return index === 3 ? named + 1 : named
  if (!/^\d{1,2}$/.test(text)) return undefined
  const value = Number(text)
  return value >= (lowest[index] as number) && value <= (highest[index] as number) ? value : undefined
}
