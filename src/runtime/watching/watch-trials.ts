// Chooses the winners of trials, in the single writer, when their time is over: before anything is decided that comes after that instant, so that whoever
// waits finds the choice there. It stands in the log of pauses, with its instant and the numbers that it goes by, and replays live through it.

import { trialKey, winnersNow } from '../../engine/pauses.ts'
import { armsOf, chooseWinner, countsOfTrial, type TrialInVersion, trialsOf, versionTried } from '../../engine/trial.ts'
import { changePauses } from '../stopping/pauses.ts'
import type { Ledger } from '../writing/ledger.ts'
import type { Sweep } from '../writing/sweep.ts'
import { note } from './note-watch.ts'

/** When the next winner is to be chosen; positive infinity while no trial is under way. */
export function trialDueAt(ledger: Pick<Ledger, 'pace' | 'program'>): number {
  return undecided(ledger).reduce((first, { dueAt }) => Math.min(first, dueAt), Number.POSITIVE_INFINITY)
}

/** Chooses what is to be chosen by now. */
export async function chooseDue(ledger: Ledger, pauseSweep: Sweep, now: number): Promise<void> {
  for (const place of undecided(ledger)) if (place.dueAt <= now) await choose(ledger, pauseSweep, place)
}

/** Those whose time came while nobody was in their version. A publication makes them anew, and may bring people there. */
const empty = new WeakSet<TrialInVersion>()

/** Where years are played in seconds, the log that is played says what was chosen. */
function undecided({ pace, program }: Pick<Ledger, 'pace' | 'program'>): readonly TrialInVersion[] {
  if (pace !== 'live') return []
  const trials = trialsOf(program)
  if (trials.length === 0) return trials
  const chosen = winnersNow(program.pauses)
  return trials.filter((one) => !empty.has(one) && (chosen.get(trialKey(one.journey, one.step))?.at ?? Number.NEGATIVE_INFINITY) < one.beginsAt)
}

async function choose(ledger: Ledger, pauseSweep: Sweep, place: TrialInVersion): Promise<void> {
  const { journey, step, dueAt } = place
  const all = await ledger.store.counts(journey)
  const versions = trialsOf(ledger.program).filter((one) => one.journey === journey && one.step === step && one.beginsAt === place.beginsAt)
  const counts = countsOfTrial(place, versions, all)
  const tried = versionTried(versions, counts) ?? versions.find(({ live }) => live)
  if (tried !== place) {
    empty.add(place)
    return
  }
  const of = (at: string, measure: string): number => counts.reduce((sum, one) => (one.step === at && one.measure === measure ? sum + one.count : sum), 0)
  const winner = chooseWinner(place, armsOf(place, { of }))
  await changePauses(ledger, pauseSweep, [{ journey, ...winner }], dueAt)
  const { variant, because } = winner
  await note(ledger, dueAt, { did: 'choose winner', details: { journey, step, variant, because } })
}
