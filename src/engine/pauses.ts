// Which journeys are paused, and which variants were chosen in trials, as a subscriber's state knows it. The program carries every change that ever was; a state says how many of them it
// has lived through. A change is applied to a state at its own instant, like a deadline, whenever the state is looked at next: so it does not
// matter when that is, and nobody has to be visited when a journey is paused.

import type { Pause, PauseChange } from '../model/pause.ts'
import { sentence } from '../model/sentence.ts'
import type { Pauses, Program, Winner } from './program.ts'
import type { SubscriberState } from './state.ts'
import type { Turn } from './turn.ts'

/** Why a passage ends, and why a message is not sent, when what is stale is dropped. */
export const stalePassage = sentence('stale-passage')
export const staleMessage = sentence('stale-message')

export const noPauses: Pauses = { changes: [], after: [new Map()], winners: [new Map()] }

/** Reads the changes in their order. */
export function pausesOf(changes: readonly PauseChange[]): Pauses {
  const after: ReadonlyMap<string, Pause>[] = [new Map()]
  const winners: ReadonlyMap<string, Winner>[] = [new Map()]
  for (const change of changes) {
    const [paused, chosen] = [after.at(-1) as ReadonlyMap<string, Pause>, winners.at(-1) as ReadonlyMap<string, Winner>]
    after.push(change.do === 'choose' ? paused : pausedAfter(paused, change))
    winners.push(change.do === 'choose' ? new Map(chosen).set(trialKey(change.journey, change.step), change) : chosen)
  }
  return { changes, after, winners }
}

/** Only the first so many changes. */
export function firstOf({ changes, after, winners }: Pauses, count: number): Pauses {
  return { changes: changes.slice(0, count), after: after.slice(0, count + 1), winners: winners.slice(0, count + 1) }
}

function pausedAfter(before: ReadonlyMap<string, Pause>, change: Exclude<PauseChange, { do: 'choose' }>): ReadonlyMap<string, Pause> {
  const next = new Map(before)
  if (change.do === 'pause') next.set(change.journey, { since: change.at, because: change.because, by: change.by })
  else next.delete(change.journey)
  return next
}

/** A split by its journey and its id. */
export function trialKey(journey: string, step: string): string {
  return `${journey}\n${step}`
}

/** What was chosen for those who wait in a trial, as the turn's subscriber knows it; undefined before. */
export function winnerOf({ program, state }: Pick<Turn, 'program' | 'state'>, journey: string, step: string): Winner | undefined {
  return program.pauses.changes.length === 0 ? undefined : program.pauses.winners[state.pauses]?.get(trialKey(journey, step))
}

/** What was chosen after all changes, by `trialKey`. */
export function winnersNow({ winners }: Pauses): ReadonlyMap<string, Winner> {
  return winners.at(-1) ?? new Map()
}

/** The journeys that are paused after all changes. */
export function pausedNow({ after }: Pauses): ReadonlyMap<string, Pause> {
  return after.at(-1) ?? new Map()
}

/** The pause of a journey as the turn's subscriber knows it; undefined when it is not paused. */
export function pauseOf({ program, state }: Pick<Turn, 'program' | 'state'>, journey: string): Pause | undefined {
  return program.pauses.changes.length === 0 ? undefined : program.pauses.after[state.pauses]?.get(journey)
}

/** How many changes there were up to an instant: those that somebody first seen then has nothing to do with. */
export function changesUpTo({ pauses }: Program, at: number): number {
  const later = pauses.changes.findIndex((change) => change.at > at)
  return later < 0 ? pauses.changes.length : later
}

/**
 * The instant of the first end of a pause, or of a choice in a trial, by `upTo` that a state has not lived through, when anything that it has not lived through concerns a passage of
 * theirs: whoever stands still has no other deadline. All others live through it when something else happens.
 */
export function endOfPauseAhead({ pauses }: Pick<Program, 'pauses'>, state: Pick<SubscriberState, 'pauses' | 'enrollments'>, upTo: number): number | undefined {
  const coming = pauses.changes.slice(state.pauses).filter(({ at }) => at <= upTo)
  if (!coming.some(({ journey }) => state.enrollments.some((one) => one.journey === journey))) return undefined
  return coming.find((change) => change.do !== 'pause')?.at
}

/** Why nobody enters and nobody moves. */
export function pauseWords({ since, because }: Pause): string {
  return sentence('paused', { since, why: because })
}
