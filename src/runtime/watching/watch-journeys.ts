// The guard over journeys, in the single writer: after a commit that counted something it judges the journeys it was about, and pauses one that runs far
// out of what is expected of it. A pause of the guard is a pause like any other: it has its place in the log, replays live through it, and somebody has
// to end it. Only where the clock is real: when years are played in seconds everything comes at once.

import { pausedNow } from '../../engine/pauses.ts'
import { type CompiledGuard, compileGuard, judgeJourney } from '../../engine/policies/guard.ts'
import type { Program } from '../../engine/program.ts'
import type { Pause, PauseWish } from '../../model/pause.ts'
import { outcomes } from '../publishing/published.ts'
import { changePauses } from '../stopping/pauses.ts'
import type { Ledger } from '../writing/ledger.ts'
import { reasonOf } from '../writing/roster.ts'
import type { Sweep } from '../writing/sweep.ts'
import { type AllowanceChange, type Allowances, keepAllowances, withAllowance, withoutAllowance } from './allowances.ts'
import { allow, expectedOf, keepsVolumeAt, keepVolume, messagesOf, saveDays, saveVolume } from './journey-watcher.ts'
import { note } from './note-watch.ts'
import { type Watched, watchDomains } from './watch-domains.ts'
import { trialDueAt } from './watch-trials.ts'

/** The guard of a journey in force; undefined when nothing is watched. */
export function guardOf({ policy, live }: Pick<Program, 'policy' | 'live'>, journey: string): CompiledGuard | undefined {
  return compileGuard(policy.guard, live.get(journey)?.definition.guard)
}

/** The watch over domains and the guard over journeys. Called after a commit, which stands. */
export async function watchAll(ledger: Ledger, pauseSweep: Sweep, now: number): Promise<Watched> {
  const watched = await watchDomains(ledger, now)
  const guarded = await watchJourneys(ledger, pauseSweep, now)
  return guarded.length === 0 ? watched : { ...watched, did: [...guarded, ...watched.did] }
}

/**
 * When there is something to do although nothing comes: the guard has something to write, which a page of the console reads and for which a quiet server
 * has no next commit, or the time of a trial is over.
 */
export function watchDueAt(ledger: Pick<Ledger, 'pace' | 'journeys' | 'program'>): number {
  return ledger.pace === 'live' ? Math.min(keepsVolumeAt(ledger.journeys), trialDueAt(ledger)) : Number.POSITIVE_INFINITY
}

/** Judges what is to be judged. What it did, in words for the log; what fails here is done again after the next commit. */
async function watchJourneys(ledger: Ledger, pauseSweep: Sweep, now: number): Promise<readonly string[]> {
  if (ledger.pace !== 'live') return []
  const did: string[] = []
  try {
    await judgeAll(ledger, pauseSweep, { now, did })
    await keepVolume(ledger.journeys, ledger.store, now)
  } catch (error) {
    did.push(`the guard over journeys failed and tries again: ${reasonOf(error)}`)
  }
  return did
}

async function judgeAll(ledger: Ledger, pauseSweep: Sweep, { now, did }: { readonly now: number; readonly did: string[] }): Promise<void> {
  const { journeys } = ledger
  for (const { journey, until, because } of Object.values(journeys.allowances.holding)) {
    if (until > now) continue
    await endAllowance(ledger, journey, now)
    await note(ledger, now, { did: 'end allowance', details: { journey, because } })
    did.push(`more than usual was allowed for ${journey} until now: ${because}`)
  }
  for (const journey of journeys.unjudged) {
    const because = judge(ledger, journey, now)
    if (because !== undefined) {
      await changePauses(ledger, pauseSweep, [{ journey, do: 'pause', because, by: 'guard' }], now)
      // What was out of the ordinary must not become the ordinary.
      journeys.book.forget(journey)
      await note(ledger, now, { did: 'pause journey', details: { journey, because } })
      did.push(`the guard paused ${journey}: ${because}`)
    }
    journeys.unjudged.delete(journey)
  }
}

function judge({ journeys: watcher, program }: Ledger, journey: string, now: number): string | undefined {
  if (!program.live.has(journey) || pausedNow(program.pauses).has(journey)) return undefined
  const guard = guardOf(program, journey)
  if (guard === undefined) return undefined
  const { book } = watcher
  const expected = expectedOf(watcher, journey, now)
  const lately = { hour: book.lately(journey, now, 1), day: book.lately(journey, now, 24), twoHours: book.lately(journey, now, 2) }
  // Whose domain was stopped for what came back, is stopped; one switch is enough to look at.
  const isStopped = program.stops.some(({ by }) => by === 'watch')
  return judgeJourney(guard, expected, isStopped ? { ...lately, day: { ...lately.day, mails: 0 } } : lately)
}

/** Pauses a journey or lets it go on, because somebody wants it. */
export async function pauseOrGoOn(ledger: Ledger, pauseSweep: Sweep, wish: PauseWish, now: number): Promise<ReadonlyMap<string, Pause>> {
  const paused = await changePauses(ledger, pauseSweep, [wish], now)
  if (wish.do === 'resume') await letJourneyRun(ledger, wish.journey, now)
  return paused
}

/**
 * Whoever lets a journey go on looked at it: what came before is judged no more and says nothing about what is usual, and what waits inside may be handed
 * over at once.
 */
async function letJourneyRun({ journeys: watcher, store, program }: Ledger, journey: string, now: number): Promise<void> {
  const counts = await store.counts(journey)
  const sum = (isMeant: (measure: string) => boolean): number => counts.reduce((all, { measure, count }) => (isMeant(measure) ? all + count : all), 0)
  const inside = sum((measure) => measure === 'inside')
  const waiting = sum((measure) => measure === 'queued') - sum((measure) => outcomes.has(measure))
  watcher.book.forget(journey)
  allow(watcher, { journey, entries: 0, messages: Math.max(0, inside) * messagesOf(program, journey) + Math.max(0, waiting) }, now)
}

/** Allows more than usual for a while, or ends that. Resolves when it is durable. */
export async function changeAllowance(ledger: Pick<Ledger, 'journeys' | 'store'>, change: AllowanceChange, now: number): Promise<Allowances> {
  const { journeys, store } = ledger
  if ('end' in change) {
    await endAllowance(ledger, change.end, now)
    return journeys.allowances
  }
  journeys.allowances = withAllowance(journeys.allowances, change.allow, now)
  await keepAllowances(store, journeys.allowances)
  return journeys.allowances
}

/** What came while it held is judged no more and says nothing about what is usual. First that, so that a crash in between does it again. */
async function endAllowance({ journeys, store }: Pick<Ledger, 'journeys' | 'store'>, journey: string, now: number): Promise<void> {
  const allowance = journeys.allowances.holding[journey]
  if (allowance === undefined) return
  journeys.book.forgetSince(journey, allowance.since)
  journeys.isKept = false
  await saveDays(journeys, store)
  await saveVolume(journeys, store, now)
  // Meanwhile somebody may have allowed more.
  if (journeys.allowances.holding[journey] !== allowance) return
  journeys.allowances = withoutAllowance(journeys.allowances, journey, now)
  await keepAllowances(store, journeys.allowances)
}
