// How a trial of a mail to many stands: who went ahead, who waits, when the winner is chosen or which one was, by what numbers. Of the mails of its
// variants those alone prove something that went ahead; once the others have theirs, what was counted when the winner was chosen is what is compared.

import { pausesOf, trialKey, winnersNow } from '../engine/pauses.ts'
import type { JourneyVersion, ProgramSource } from '../engine/program.ts'
import { armsOf, countsOfTrial, type TrialPlace, trialOf, trialsIn, versionTried } from '../engine/trial.ts'
import type { Journey } from '../model/journey.ts'
import type { Trial, TrialArm, WinnerReason } from '../model/trial.ts'
import { Counted, type KeptCount } from './counted.ts'

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
    chosen: winner === undefined || winner.at < beginsAt ? null : { variant: winner.variant, at: winner.at, because: winner.because, arms: winner.arms },
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

export interface Choice {
  readonly definition: Journey
  readonly place: TrialPlace
  /** What was counted by now, of the trial and of the version that it runs in. */
  readonly arms: readonly TrialArm[]
  readonly counted: Counted
}

/** What there is to choose from in the version of the journey that people entered; undefined for a journey without a trial. `counts` are those of the journey. */
export function choiceOf(
  versions: readonly JourneyVersion[],
  { workspace }: Pick<ProgramSource, 'workspace'>,
  counts: readonly KeptCount[],
): Choice | undefined {
  const places = trialsIn(versions, workspace.zone ?? 'UTC')
  const place = versionTried(places, counts) ?? places[0]
  const definition = versions.find(({ version }) => version === place?.version)?.definition
  if (place === undefined || definition === undefined) return undefined
  const arms = armsOf(place, new Counted(countsOfTrial(place, places, counts)))
  return { definition, place, arms, counted: new Counted(counts.filter(({ version }) => version === place.version)) }
}
