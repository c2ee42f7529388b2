// All journeys with how they stand and what happened in them over a stretch of days. Made from counts alone, so that it takes as long for a million
// passages as for ten.

import { entersOnlyOnce, instantsOf } from '../engine/one-instant.ts'
import type { ProgramSource } from '../engine/program.ts'
import type { Journey } from '../model/journey.ts'
import type { JourneyDayCount } from '../model/journey-day-count.ts'
import type { Pause } from '../model/pause.ts'
import { readSentence } from '../model/read-sentence.ts'
import { plain, type Said } from '../model/said.ts'
import type { Stop } from '../model/stop.ts'
import type { Store } from '../runtime/store.ts'

export interface JourneyLine {
  readonly journey: string
  readonly description: string | null
  /** live: lets people in · paused · ended: no file has it any more. */
  readonly status: 'live' | 'paused' | 'ended'
  /** Where nobody enters but at instants that were chosen: the next of them, UTC milliseconds. Null for every other, and when they have passed. */
  readonly nextInstant: number | null
  /** The newest. */
  readonly version: number
  readonly paused: (Pause & { readonly said: Said }) | null
  /** Why its messages are held back; null when they are not. */
  readonly stopped: string | null
  /** Now, over all versions. */
  readonly inside: number
  /** When the newest message that was sent was decided, UTC milliseconds. */
  readonly lastSentAt: number | null
  readonly entered: number
  readonly completed: number
  readonly exited: number
  /** Whether its newest version says what counts as success: without a goal nobody converts. */
  readonly hasGoal: boolean
  /** Whether one of its versions is tried on some people first, so that there is something to tell of it. */
  readonly hasTrial: boolean
  readonly converted: number
  readonly sent: number
  /** One for each day, oldest first. */
  readonly days: readonly { readonly day: string; readonly entered: number; readonly converted: number; readonly sent: number }[]
}

export interface JourneyListParts {
  readonly published: ProgramSource | undefined
  readonly paused: ReadonlyMap<string, Pause>
  readonly stops: readonly Stop[]
  readonly counts: readonly { readonly journey: string; readonly step: string; readonly measure: string; readonly count: number }[]
  readonly now: number
  /** First and last day, since 1970. */
  readonly from: number
  readonly to: number
  /** What happened in a journey on these days: in the journey as a whole, and the messages that its steps sent. */
  readonly daysOf: (journey: string) => Promise<readonly JourneyDayCount[]>
  readonly store: Pick<Store, 'searchMessages' | 'messages'>
}

const dayMs = 86_400_000

/** In order of name, those that are in force first. */
export async function journeyList(parts: JourneyListParts): Promise<readonly JourneyLine[]> {
  const names = [...new Set(parts.published?.journeys.map(({ definition }) => definition.journey) ?? [])]
  const lines = await Promise.all(names.map((name) => lineOf(name, parts)))
  return lines.sort((one, other) => Number(one.status === 'ended') - Number(other.status === 'ended') || (one.journey < other.journey ? -1 : 1))
}

async function lineOf(journey: string, parts: JourneyListParts): Promise<JourneyLine> {
  const versions = (parts.published?.journeys ?? []).filter(({ definition }) => definition.journey === journey)
  const newest = versions.reduce((best, one) => (one.version > best.version ? one : best))
  const isLive = versions.some(({ live }) => live)
  const pause = parts.paused.get(journey)
  // What somebody of the team wrote is their own.
  const paused = pause === undefined ? null : { ...pause, said: pause.by === 'admin' ? plain(pause.because) : readSentence(pause.because) }
  const counted = await parts.daysOf(journey)
  const sum = (measure: string, fits: (one: JourneyDayCount) => boolean = () => true): number =>
    counted.reduce((total, one) => (one.measure === measure && fits(one) ? total + one.count : total), 0)
  const inside = parts.counts.reduce((total, one) => (one.journey === journey && one.step === '' && one.measure === 'inside' ? total + one.count : total), 0)
  const days = Array.from({ length: parts.to - parts.from + 1 }, (_, index) => parts.from + index)
  return {
    journey,
    description: newest.definition.description ?? null,
    status: isLive ? (paused === null ? 'live' : 'paused') : 'ended',
    nextInstant: isLive ? nextInstantOf(newest.definition, parts) : null,
    version: newest.version,
    paused,
    stopped: parts.stops.find(({ scope }) => 'journey' in scope && scope.journey === journey)?.because ?? null,
    inside,
    lastSentAt: await lastSentOf(parts.store, journey, sum('sent') > 0 ? 'sent lately' : 'silent'),
    entered: sum('entered'),
    completed: sum('completed'),
    exited: sum('exited'),
    hasGoal: newest.definition.goal !== undefined,
    hasTrial: versions.some(({ definition: { steps } }) => steps.some((step) => 'trial' in step && step.trial !== undefined)),
    converted: sum('converted', ({ step }) => step === ''),
    sent: sum('sent'),
    days: days.map((day) => {
      const of = (measure: string): number => sum(measure, (one) => one.day === day && (one.step === '' || measure === 'sent'))
      return { day: new Date(day * dayMs).toISOString().slice(0, 10), entered: of('entered'), converted: of('converted'), sent: of('sent') }
    }),
  }
}

/** When the newest message of a journey that was sent was decided, UTC milliseconds; null for never, or not lately behind thousands that were not sent. */
export async function lastSentOf(store: JourneyListParts['store'], journey: string, is: 'sent lately' | 'silent'): Promise<number | null> {
  const { messages } = await store.searchMessages({ journey, status: 'sent', limit: 1 })
  // Behind thousands that wait stand those that are out: of a mail to many that is under way all were decided at the same time.
  const [newest] = messages.length === 0 && is === 'sent lately' ? await store.messages({ journey, limit: 1 }) : messages
  return newest?.decidedAt ?? null
}

function nextInstantOf(definition: Journey, { published, now }: JourneyListParts): number | null {
  if (published === undefined || !entersOnlyOnce(definition)) return null
  const ahead = instantsOf(definition, published.workspace.zone ?? 'UTC').filter((at) => at > now)
  return ahead.length === 0 ? null : Math.min(...ahead)
}
