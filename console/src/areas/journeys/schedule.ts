// Schedules as people say them: every day at nine, on mondays, on the first of the month, or once on a date. Written in the five fields of cron, or as a date
// with a time of day; whatever else those can say stays a text.

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export type Schedule =
  | { readonly every: 'day'; readonly at: string }
  | { readonly every: 'week'; readonly at: string; readonly days: readonly Weekday[] }
  | { readonly every: 'month'; readonly at: string; readonly day: number }
  /** `local` is what the browser's field has: 2026-12-01T10:00. */
  | { readonly every: 'date'; readonly local: string }
  | { readonly every: 'other'; readonly text: string }

/** In the order of cron, where 0 and 7 are sunday. */
const cronDays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** What a text of cron says. */
export function readSchedule(text: string): Schedule {
  const other = { every: 'other', text } as const
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text)) return { every: 'date', local: text.replace(' ', 'T') }
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...rest] = text.trim().toLowerCase().split(/\s+/)
  if (rest.length > 0 || !/^\d{1,2}$/.test(minute) || !/^\d{1,2}$/.test(hour) || month !== '*' || Number(minute) > 59 || Number(hour) > 23) return other
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (day === '*' && weekday === '*') return { every: 'day', at }
  if (day === '*') {
    const days = daysOf(weekday)
    return days === undefined ? other : { every: 'week', at, days }
  }
  if (weekday === '*' && /^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= 31) return { every: 'month', at, day: Number(day) }
  return other
}

/** The text of cron that says it. */
export function writeSchedule(schedule: Schedule): string {
  if (schedule.every === 'other') return schedule.text
  if (schedule.every === 'date') return schedule.local.replace('T', ' ')
  const [hour, minute] = schedule.at.split(':').map(Number)
  const clock = `${minute} ${hour}`
  if (schedule.every === 'day') return `${clock} * * *`
  if (schedule.every === 'month') return `${clock} ${schedule.day} * *`
  return `${clock} * * ${weekdays.filter((one) => schedule.days.includes(one)).join(',')}`
}

/** Names, numbers and stretches of them: mon,3,fri-sun. */
function daysOf(field: string): readonly Weekday[] | undefined {
  const found = new Set<Weekday>()
  for (const part of field.split(',')) {
    const [from, to = from, ...more] = part.split('-').map(indexOfDay)
    if (more.length > 0 || from === undefined || to === undefined || to < from) return undefined
    for (const day of cronDays.slice(from, to + 1)) found.add(day)
  }
  return weekdays.filter((day) => found.has(day))
}

function indexOfDay(text: string): number | undefined {
  if (/^[0-7]$/.test(text)) return Number(text)
  const index = cronDays.indexOf(text as Weekday)
  return index === -1 ? undefined : index
}
