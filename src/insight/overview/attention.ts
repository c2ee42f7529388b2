// What needs somebody's attention, judged from facts that were read before: it asks nothing and knows no clock. Each finding says what, about which
// thing, how much and since when; the words and the way out are the reader's. What is worst comes first.

import type { Allowance } from '../../model/guard.ts'
import type { PausedBy } from '../../model/pause.ts'
import { readOutcome, readRefusal, readSentence } from '../../model/read-sentence.ts'
import { plain, type Said } from '../../model/said.ts'
import { type JourneyAgainstForecast, offExpectation } from './against-expectation.ts'

/** guard: a journey was paused by its guard · journey-above, journey-below: many more, or far fewer, enter it than was expected · feed: a feed of the
 * catalogue could not be taken · stop: a stop switch is on · paused: a journey is · resting: by a way out every try fails, or it rests after such · late: messages are due and do not leave · stuck: people
 * whose next step is due and is not taken · refused: what was saved could not be published · source-silent: no event arrives · event-silent: one kind of
 * event stopped · journey-silent: a journey sends nothing any more · failed: messages that could not be made or handed over · bounces: more come back
 * than before · choice: people wait for somebody to choose the winner of a trial, `since` says until when · allowed: more than usual is right for a journey, `since` says until when · domain: advertising from a domain is slowed or stopped · dead-letters: events were refused at the door. */
export const attentionKinds = [
  'guard',
  'late',
  'stuck',
  'resting',
  'source-silent',
  'failed',
  'bounces',
  'domain',
  'refused',
  'choice',
  'journey-above',
  'journey-below',
  'feed',
  'stop',
  'event-silent',
  'journey-silent',
  'dead-letters',
  'paused',
  'allowed',
] as const
export type AttentionKind = (typeof attentionKinds)[number]

export interface Attention {
  readonly kind: AttentionKind
  /** The journey, event, template, channel or domain. */
  readonly about: string | null
  readonly count: number | null
  readonly since: number | null
  readonly because: string | null
  /** The same as data; somebody's own words stay as they are. */
  readonly said: Said | null
}

/** The number of messages of a template in a stretch of days. */
export interface TemplateNumbers {
  readonly template: string
  readonly sent: number
  readonly failed: number
  readonly bounced: number
}

/** People of a trial who wait for somebody to choose. */
export interface OpenChoice {
  readonly journey: string
  readonly waiting: number
  /** UTC milliseconds; then they get what was named for it. */
  readonly dueAt: number
}

export interface AttentionFacts {
  readonly now: number
  readonly stops: readonly {
    readonly scope: string
    readonly isEverything: boolean
    readonly since: number
    readonly because: string
    readonly by: 'watch' | 'admin'
  }[]
  readonly paused: readonly { readonly journey: string; readonly since: number; readonly because: string; readonly by: PausedBy; readonly inside: number }[]
  readonly ways: readonly {
    readonly name: string
    readonly isResting: boolean
    readonly restsUntil: number | null
    /** Since when it took nothing of what was tried. */
    readonly failsSince: number | null
    readonly because: string | null
  }[]
  /** Messages of each channel that are due for longer than a few minutes, and when it took the last one: a mail to many is late as a whole, and leaves. */
  readonly late: readonly { readonly count: number; readonly lastSentAt: number | undefined }[]
  /** People whose deadline has been due for longer than a few minutes. */
  readonly stuck: number
  /** Why the last publication was refused, or what was saved is not in force; `about` is what has the mistake. */
  readonly refused: { readonly about: string | null; readonly problem: string } | null
  /** Undefined while not everything that arrived has been read. */
  readonly events: readonly { readonly name: string; readonly count: number; readonly firstAt: number; readonly lastAt: number }[] | undefined
  /** Words of the definitions in force, among them the names of the events that they ask for. Whoever has a key for pages can make up any other name. */
  readonly asked: ReadonlySet<string>
  /** Instants of the newest messages of live journeys, newest first. */
  readonly journeys: readonly { readonly journey: string; readonly decidedAt: readonly number[] }[]
  /** Today and yesterday. */
  readonly lately: readonly TemplateNumbers[]
  /** The four weeks before. */
  readonly before: readonly TemplateNumbers[]
  /** The newest reason why a message of a template failed. */
  readonly reasons: ReadonlyMap<string, string>
  readonly domains: readonly { readonly domain: string; readonly advertising: string; readonly because: string | null }[]
  /** Live journeys of which something can be expected. */
  readonly expected: readonly JourneyAgainstForecast[]
  /** Of which more than usual is right now; and journeys of which it was today or yesterday. */
  readonly allowances: readonly Allowance[]
  readonly allowedLately: ReadonlySet<string>
  /** Trials in which people wait for a choice by hand, and until when. */
  readonly choices: readonly OpenChoice[]
  /** Feeds of which the last could not be taken. */
  readonly feeds: readonly { readonly collection: string; readonly since: number; readonly because: string }[]
  /** Events that were refused within a day, newest first. */
  readonly deadLetters: readonly { readonly receivedAt: number; readonly reason: string }[]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Silence counts from so many times the usual distance between two. */
const silentTimes = 12
/** What was silent for so long has been given up on purpose. */
const retiredMs = 60 * dayMs
/** Share of mails that come back above which nobody looks away. */
const bounceShare = 0.02
const bouncesAtLeast = 10
/** A way out by which nothing went for so long fails: one refusal may pass by itself, and few mails are tried often enough for it to rest. */
const failingMs = 60_000
/** A channel that took a message within so long works through what it has. */
const movingMs = 2 * 60_000

/** Everything that needs attention, the worst first. */
export function attentionOf(facts: AttentionFacts): readonly Attention[] {
  const found: readonly Finding[] = [
    ...standing(facts),
    ...silentEvents(facts),
    ...facts.journeys.flatMap((one) => silentJourney(one, facts)),
    ...offExpectations(facts),
    ...failures(facts),
    ...risingBounces(facts),
  ]
  // A journey that sends nothing any more is called silent, once.
  const silent = new Set(found.flatMap(({ kind, about }) => (kind === 'journey-silent' ? [about] : [])))
  const told = found.filter(({ kind, about }) => kind !== 'journey-below' || !silent.has(about))
  return told
    .toSorted((one, other) => attentionKinds.indexOf(one.kind) - attentionKinds.indexOf(other.kind) || (other.count ?? 0) - (one.count ?? 0))
    .map((one) => ({ ...one, said: saidOf(one, facts) }))
}

type Finding = Omit<Attention, 'said'>

/** The reason as data. What somebody of the team wrote, another system answered or a file says is nobody's sentence but theirs. */
function saidOf({ kind, about, because }: Finding, { paused, stops }: AttentionFacts): Said | null {
  if (because === null) return null
  switch (kind) {
    case 'guard':
    case 'domain':
    case 'journey-above':
    case 'journey-below':
      return readSentence(because)
    case 'failed':
    case 'resting':
      return readOutcome(because)
    case 'feed':
    case 'dead-letters':
      return readRefusal(because)
    case 'paused':
      return paused.some(({ journey, by }) => journey === about && by === 'file') ? readSentence(because) : plain(because)
    case 'stop':
      return stops.some(({ scope, by }) => scope === about && by === 'watch') ? readSentence(because) : plain(because)
    default:
      return plain(because)
  }
}

const nothing = { about: null, count: null, since: null, because: null } as const

/** What stands as it is, without any judgement. */
function standing(facts: AttentionFacts): readonly Finding[] {
  const { now, stops, paused, ways, stuck, refused, domains, deadLetters, feeds, allowances, choices } = facts
  const [newest] = deadLetters
  const late = facts.late.reduce((sum, { count, lastSentAt }) => sum + (lastSentAt !== undefined && now - lastSentAt < movingMs ? 0 : count), 0)
  return [
    ...(late > 0 && !stops.some(({ isEverything }) => isEverything) ? [{ ...nothing, kind: 'late' as const, count: late }] : []),
    ...(stuck > 0 ? [{ ...nothing, kind: 'stuck' as const, count: stuck }] : []),
    ...ways
      .filter(({ isResting, failsSince }) => isResting || (failsSince !== null && now - failsSince >= failingMs))
      .map(({ name, isResting, restsUntil, failsSince, because }) => ({
        ...nothing,
        ...{ kind: 'resting' as const, about: name, since: isResting ? restsUntil : failsSince, because },
      })),
    // All sending stopped is said by the bar above every page.
    ...stops
      .filter(({ isEverything }) => !isEverything)
      .map(({ scope, since, because }) => ({ ...nothing, kind: 'stop' as const, about: scope, since, because })),
    ...paused.map(({ journey, since, because, by, inside }) => {
      return { kind: by === 'guard' ? ('guard' as const) : ('paused' as const), about: journey, count: inside, since, because }
    }),
    ...allowances.map(({ journey, times, until, because }) => ({ ...nothing, kind: 'allowed' as const, about: journey, count: times, since: until, because })),
    ...choices.map(({ journey, waiting, dueAt }) => ({ ...nothing, kind: 'choice' as const, about: journey, count: waiting, since: dueAt })),
    ...feeds.map(({ collection, since, because }) => ({ ...nothing, kind: 'feed' as const, about: collection, since, because })),
    ...(refused === null ? [] : [{ ...nothing, kind: 'refused' as const, about: refused.about, because: refused.problem }]),
    ...domains
      .filter(({ advertising }) => advertising !== 'goes')
      .map(({ domain, because }) => ({ ...nothing, kind: 'domain' as const, about: domain, because })),
    ...(newest === undefined
      ? []
      : [{ ...nothing, kind: 'dead-letters' as const, count: deadLetters.length, since: newest.receivedAt, because: newest.reason }]),
  ]
}

/** Whether silence is longer than its habit explains. */
function isSilent(
  { count, firstAt, lastAt }: { readonly count: number; readonly firstAt: number; readonly lastAt: number },
  now: number,
  leastMs: number,
): boolean {
  if (count < 2) return false
  const usual = (lastAt - firstAt) / (count - 1)
  const silence = now - lastAt
  return silence > Math.max(leastMs, silentTimes * usual) && silence < retiredMs
}

/** All of them silent is one finding: the source. One of them is a finding where something asks for it. */
function silentEvents({ events = [], asked, now }: AttentionFacts): readonly Finding[] {
  const frequent = events.filter(({ count }) => count >= 20)
  if (frequent.length === 0) return []
  const all = {
    count: frequent.reduce((sum, one) => sum + one.count, 0),
    firstAt: Math.min(...frequent.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...frequent.map(({ lastAt }) => lastAt)),
  }
  if (isSilent(all, now, hourMs)) return [{ ...nothing, kind: 'source-silent', since: all.lastAt }]
  return frequent
    .filter((one) => asked.has(one.name) && isSilent(one, now, 6 * hourMs))
    .slice(0, 5)
    .map(({ name, count, lastAt }) => ({ ...nothing, kind: 'event-silent', about: name, count, since: lastAt }))
}

function silentJourney({ journey, decidedAt }: AttentionFacts['journeys'][number], { now, paused }: AttentionFacts): readonly Finding[] {
  const [newest] = decidedAt
  const oldest = decidedAt.at(-1)
  if (newest === undefined || oldest === undefined || decidedAt.length < 5 || paused.some((one) => one.journey === journey)) return []
  const habit = { count: decidedAt.length, firstAt: oldest, lastAt: newest }
  return isSilent(habit, now, dayMs) ? [{ ...nothing, kind: 'journey-silent', about: journey, since: newest }] : []
}

/** What is paused enters nobody. */
function offExpectations({ expected, paused, allowedLately, now }: AttentionFacts): readonly Finding[] {
  return expected.flatMap((one): readonly Finding[] => {
    const off = paused.some(({ journey }) => journey === one.journey) ? undefined : offExpectation(one, now)
    return off === undefined || (off.is === 'above' && allowedLately.has(off.journey))
      ? []
      : [{ kind: `journey-${off.is}`, about: off.journey, count: off.entered, since: null, because: off.because }]
  })
}

function failures({ lately, reasons }: AttentionFacts): readonly Finding[] {
  return lately
    .filter(({ failed }) => failed > 0)
    .map(({ template, failed }) => ({ ...nothing, kind: 'failed', about: template, count: failed, because: reasons.get(template) ?? null }))
}

/** More come back than before, and more than a little. */
function risingBounces({ lately, before }: AttentionFacts): readonly Finding[] {
  const sum = (numbers: readonly TemplateNumbers[], what: 'sent' | 'bounced'): number => numbers.reduce((total, one) => total + one[what], 0)
  const bounced = sum(lately, 'bounced')
  const share = bounced / Math.max(1, sum(lately, 'sent'))
  const usual = sum(before, 'bounced') / Math.max(1, sum(before, 'sent'))
  if (bounced < bouncesAtLeast || share < bounceShare || share < 2 * usual) return []
  return [{ ...nothing, kind: 'bounces', count: bounced }]
}
