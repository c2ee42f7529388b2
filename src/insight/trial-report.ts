// How a trial of a mail to many stands: who went ahead, who waits, when the winner is chosen or which one was, by what numbers. Of the mails of its
// variants those alone prove something that went ahead; once the others have theirs, what was counted when the winner was chosen is what is compared.

import { pausesOf, trialKey, winnersNow } from '../engine/pauses.ts'
import type { ProgramSource } from '../engine/program.ts'
import { armsOf, trialOf } from '../engine/trial.ts'
import type { Journey } from '../model/journey.ts'
import type { Trial, TrialArm, WinnerReason } from '../model/trial.ts'
import { Counted } from './counted.ts'

export interface TrialReport extends Pick<Trial, 'share' | 'by' | 'otherwise'> {
  readonly step: string
  /** When the first go ahead, and when the winner is chosen unless somebody did before; UTC milliseconds. */
  readonly beginsAt: number
  readonly dueAt: number
  /** People who wait for the winner now. */
  readonly waiting: number
  readonly chosen: ChosenWinner | null
  /** How many of those who waited went on with which variant. */
  readonly went: Readonly<Record<string, number>>
}

export interface ChosenWinner {
  readonly variant: string
  readonly at: number
  readonly because: WinnerReason
  /** What was counted by then. */
  readonly arms: readonly TrialArm[]
}

/** Undefined for a journey without a trial. `source` is what is in force, with its pauses. */
export function trialReport(definition: Journey, source: Pick<ProgramSource, 'workspace' | 'pauses'>, counted: Counted): TrialReport | undefined {
  const place = trialOf(definition, source.workspace.zone ?? 'UTC')
  if (place === undefined) return undefined
  const { journey, step, trial, beginsAt, dueAt } = place
  const winner = winnersNow(pausesOf(source.pauses ?? [])).get(trialKey(journey, step))
  return {
    ...{ step, share: trial.share, by: trial.by, otherwise: trial.otherwise, beginsAt, dueAt },
    waiting: counted.of(step, 'here now'),
    chosen: winner === undefined ? null : { variant: winner.variant, at: winner.at, because: winner.because, arms: winner.arms },
    went: counted.by(step, 'variant chosen: '),
  }
}

/** The mails of the variants as they were counted when the winner was chosen; what is counted now before. */
export function mailsOfTrial(
  trial: TrialReport | undefined,
  variants: readonly { readonly variant: string; readonly mails: readonly string[] }[],
  counted: Counted,
): Counted {
  if (trial === undefined || trial.chosen === null) return counted
  const of = new Map(trial.chosen.arms.map((arm) => [arm.variant, arm]))
  return new Counted(
    variants.flatMap(({ variant, mails: [step] }) => {
      const arm = of.get(variant)
      if (arm === undefined || step === undefined) return []
      const measures = [['sent', arm.sent] as const, ['opened by human', arm.opened] as const, ['clicked by human', arm.clicked] as const]
      return measures.map(([measure, count]) => ({ version: 0, step, measure, count }))
    }),
  )
}

interface Tried {
  readonly experiments: readonly { readonly trial: TrialReport | null; readonly variants: readonly { readonly passages: number }[] }[]
}

/** Of the versions of a journey, newest first, the place of the one that its trial runs in; -1 where none tries anything. Everybody enters at one instant and stays in
 * the version that they entered, so that what is published meanwhile has nobody in it. */
export function versionTried(versions: readonly Tried[]): number {
  const has = (is: (one: Tried['experiments'][number]) => boolean): number =>
    versions.findIndex(({ experiments }) => experiments.some((one) => one.trial !== null && is(one)))
  const [waited, ahead] = [has(({ trial }) => (trial?.waiting ?? 0) > 0), has(({ variants }) => variants.some(({ passages }) => passages > 0))]
  return waited >= 0 ? waited : ahead >= 0 ? ahead : has(() => true)
}

/** What there is to choose from, and what is counted by now; undefined for a journey without a trial. */
export function choiceOf(
  definition: Journey,
  source: Pick<ProgramSource, 'workspace'>,
  counted: Counted,
): { readonly step: string; readonly beginsAt: number; readonly arms: readonly TrialArm[] } | undefined {
  const place = trialOf(definition, source.workspace.zone ?? 'UTC')
  return place === undefined ? undefined : { step: place.step, beginsAt: place.beginsAt, arms: armsOf(place, counted) }
}
