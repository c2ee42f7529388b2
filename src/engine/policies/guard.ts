// Whether a journey runs so far out of what is expected of it that it has to be paused before anybody looks. A volume counts against the most that was
// expected, or seen, many times over; a rate only as far as it is sure (the lower end of Wilson's interval, 95 %, one side); and what is small is never
// too much. It judges numbers that others counted and changes nothing.

import { durationMs, durationText } from '../../model/duration.ts'
import type { Forecast, Guard, GuardRules, VolumeSeen } from '../../model/guard.ts'
import { sentence } from '../../model/sentence.ts'
import { wilsonInterval } from '../wilson.ts'
import { fewestReports, percentText, sureText } from './reputation.ts'

export interface CompiledGuard {
  readonly times: number
  readonly atLeast: number
  readonly unknown: { readonly perHour: number; readonly perDay: number }
  /** Percent. */
  readonly complaints: number
  readonly bounces: number
  readonly unsubscribes: number
  readonly lateMs: number
}

const confidence = 1.644854
/** Days of its own that a journey has to have run before they say what is usual. */
export const fewestDays = 7

/** The guard of a journey: what it says itself goes before what the workspace says. Undefined: nothing is watched. */
export function compileGuard(ofWorkspace: Guard | undefined, ofJourney: Guard | undefined): CompiledGuard | undefined {
  if (ofJourney === 'off' || (ofJourney === undefined && ofWorkspace === 'off')) return undefined
  const rules: GuardRules = { ...(ofWorkspace === 'off' ? {} : ofWorkspace), ...ofJourney }
  const { times = 10, atLeast = 200, unknown = {}, complaints = 0.5, bounces = 10, unsubscribes = 5, late = '6h' } = rules
  return {
    times,
    atLeast,
    unknown: { perHour: unknown.perHour ?? 2000, perDay: unknown.perDay ?? 10_000 },
    complaints,
    bounces,
    unsubscribes,
    lateMs: durationMs(late),
  }
}

/** The most of an hour and of a day, of entries and of messages. */
export interface MostSeen {
  readonly days: number
  readonly perHour: { readonly entries: number; readonly messages: number }
  readonly perDay: { readonly entries: number; readonly messages: number }
}

/** What somebody of the team allowed beyond what is expected: people that a publication lets in, and what waited when a pause ended. */
export interface Allowed {
  readonly entries: number
  readonly messages: number
}

export interface Expected {
  readonly forecast: Forecast | undefined
  readonly seen: MostSeen
  readonly allowed: Allowed
  /** So many times as much is right for a while, because somebody of the team said so; 1 otherwise. */
  readonly raised: number
}

type What = 'entries' | 'messages'
type Stretch = 'perHour' | 'perDay'

/** From how many on a journey is paused, and what that rests on. */
export interface Bound {
  readonly limit: number
  /** The most that was expected or seen; null where nothing is known. */
  readonly most: number | null
  readonly allowed: number
}

/** The bound of one kind of volume. */
export function boundOf(guard: CompiledGuard, { forecast, seen, allowed, raised }: Expected, of: { readonly what: What; readonly stretch: Stretch }): Bound {
  const { what, stretch } = of
  const predicted = forecast?.unknown === null ? forecast[what][stretch].most : undefined
  const lived = seen.days >= fewestDays && seen[stretch].entries > 0 ? seen[stretch][what] : undefined
  const extra = allowed[what]
  if (predicted === undefined && lived === undefined)
    return { limit: raised * Math.max(guard.atLeast, guard.unknown[stretch]) + extra, most: null, allowed: extra }
  const most = Math.max(predicted ?? 0, lived ?? 0)
  return { limit: raised * Math.max(guard.atLeast, Math.ceil(guard.times * most)) + extra, most, allowed: extra }
}

/** What was counted: in the hour that runs, in the 24 hours up to now, and in the last two. */
export interface Lately {
  readonly hour: VolumeSeen
  readonly day: VolumeSeen
  readonly twoHours: VolumeSeen
}

/** Why the journey has to be paused; undefined when it may go on. */
export function judgeJourney(guard: CompiledGuard, expected: Expected, lately: Lately): string | undefined {
  return tooMany(guard, expected, lately) ?? tooBad(guard, lately.day) ?? tooLate(guard, lately.twoHours)
}

const volumes = {
  entries: { perHour: 'entries-in-hour', perDay: 'entries-in-day' },
  messages: { perHour: 'messages-in-hour', perDay: 'messages-in-day' },
} as const

function tooMany(guard: CompiledGuard, expected: Expected, { hour, day }: Lately): string | undefined {
  for (const stretch of ['perHour', 'perDay'] as const) {
    for (const what of ['entries', 'messages'] as const) {
      const count = (stretch === 'perHour' ? hour : day)[what]
      const { limit, most, allowed } = boundOf(guard, expected, { what, stretch })
      if (count < limit) continue
      const times = limit - allowed > expected.raised * guard.atLeast ? String(guard.times * expected.raised) : undefined
      const usual =
        most === null ? sentence('nothing-expected') : sentence(stretch === 'perHour' ? 'most-in-hour' : 'most-in-day', { most: number(most), times })
      return sentence(volumes[what][stretch], { many: number(count), usual, bound: number(limit) })
    }
  }
  return undefined
}

function tooBad({ atLeast, complaints, bounces, unsubscribes }: CompiledGuard, seen: VolumeSeen): string | undefined {
  // A rate of few mails says little; a hundred are enough wherever volumes are small.
  if (seen.mails < Math.min(atLeast, 100)) return undefined
  const measured = [
    { code: 'guard-complaints', count: seen.complaints, limit: complaints },
    { code: 'guard-bounces', count: seen.bounces, limit: bounces },
    { code: 'guard-unsubscribes', count: seen.unsubscribes, limit: unsubscribes },
  ] as const
  for (const { code, count, limit } of measured) {
    if (count < fewestReports) continue
    const sure = 100 * wilsonInterval({ of: seen.mails, count: Math.min(count, seen.mails) }, confidence).low
    if (sure < limit) continue
    const rates = { rate: percentText((100 * count) / seen.mails), surely: sureText(sure), limitRate: percentText(limit) }
    return sentence(code, { ...rates, many: number(count), most: number(seen.mails) })
  }
  return undefined
}

function tooLate({ atLeast, lateMs }: CompiledGuard, { messages, late }: VolumeSeen): string | undefined {
  if (late < atLeast || late < messages / 2) return undefined
  return sentence('guard-late-by', { many: number(late), most: number(messages), duration: durationText(lateMs) })
}

function number(value: number): string {
  return value.toLocaleString('en')
}
