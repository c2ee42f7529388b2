// Quiet hours: mail waits until they are over, in the subscriber's zone or a fixed one. A quiet time belongs to the day on which it
// begins, lasts from the first instant at which the local clock reaches `from` to the first at which it reaches `to` after that, and so
// comes once a day also where the clock jumps.

import { timeOfDayMinutes, weekdays } from '../../model/local-time.ts'
import type { QuietHours } from '../../model/policy.ts'
import { sentence } from '../../model/sentence.ts'
import { zoneOf } from '../turn.ts'
import { instantOf, localTime } from '../zone.ts'
import type { CompiledQuietHours } from './compiled-policy.ts'
import { notBeyondExpiry } from './expiry.ts'
import { type Asked, isToPerson, isTransactional, type Numbers, type Rule } from './rule.ts'

export const quietHours: Rule = (asked) => {
  const { turn } = asked
  const hours = hoursOn(asked)
  if (hours === undefined) return undefined
  const zone = hours.zone ?? zoneOf(turn.program, turn.state)
  const until = quietUntil(hours, zone, turn.now)
  if (until === undefined) return undefined
  return { kind: 'defer', rule: 'quiet hours', until: notBeyondExpiry(asked, until), because: hours.words(zone) }
}

/** When it would be quiet. */
export const hoursOfQuiet: Numbers = (asked) => {
  const hours = hoursOn(asked)
  return hours === undefined ? [] : [hours.words(hours.zone ?? zoneOf(asked.turn.program, asked.turn.state))]
}

/** The quiet hours that the message keeps. */
function hoursOn(asked: Asked): CompiledQuietHours | undefined {
  const { turn, pending } = asked
  const hours = turn.program.policy.quietHours
  if (hours === undefined || !disturbs(asked) || isTransactional(asked)) return undefined
  return hours.topics !== undefined && (pending.topic === undefined || !hours.topics.has(pending.topic)) ? undefined : hours
}

/** Whoever sees a popup is on the site, whatever the hour. */
function disturbs(asked: Asked): boolean {
  return isToPerson(asked) && asked.pending.channel !== 'popup'
}

export function compileQuietHours({ from, to, zone, days, topics }: QuietHours): CompiledQuietHours {
  return {
    fromMinutes: timeOfDayMinutes(from),
    toMinutes: timeOfDayMinutes(to),
    weekdays: new Set((days ?? weekdays).map((day) => weekdays.indexOf(day))),
    zone: zone === undefined || zone === 'subscriber' ? undefined : zone,
    topics: topics === undefined ? undefined : new Set(topics),
    words: (zone) => sentence('quiet-hours', { from, to, days: days?.join(', '), zone }),
  }
}

/** When the quiet that holds at this instant is over, with those that follow without a gap; undefined when it is not quiet. */
export function quietUntil(hours: CompiledQuietHours, zone: string, now: number): number | undefined {
  let until = now
  // One for each weekday: more in a row would never end, which the compiler refuses.
  for (let round = 0; round <= weekdays.length; round += 1) {
    const end = endOfQuiet(hours, zone, until)
    if (end === undefined) break
    until = end
  }
  return until === now ? undefined : until
}

function endOfQuiet(hours: CompiledQuietHours, zone: string, now: number): number | undefined {
  const { fromMinutes, toMinutes } = hours
  const today = localTime(zone, now)
  // What began two local days ago may still hold where a zone skipped the day between.
  for (const daysAgo of [0, 1, 2]) {
    const day = { year: today.year, month: today.month, day: today.day - daysAgo }
    if (!hours.weekdays.has((today.weekday - daysAgo + 14) % 7)) continue
    const begins = instantOf(zone, { ...day, minutes: fromMinutes })
    const ends = instantOf(zone, { ...day, day: day.day + (toMinutes > fromMinutes ? 0 : 1), minutes: toMinutes })
    if (begins <= now && now < ends) return ends
  }
  return undefined
}
