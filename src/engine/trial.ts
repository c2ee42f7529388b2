// Which variant those get who wait in a trial, from what was counted of those who went ahead. The one that did best, also where the difference may be
// chance: then the choice costs nothing and is said to be one. A tie and too few to tell are not decided by numbers but by what the author named for it.

import { durationMs } from '../model/duration.ts'
import type { Journey, SplitStep, Step } from '../model/journey.ts'
import type { Trial, TrialArm, WinnerChange, WinnerReason } from '../model/trial.ts'
import { differenceInterval, fewest, normalQuantile } from './difference.ts'
import { instantsOf } from './one-instant.ts'
import type { Program } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'
import type { Share } from './wilson.ts'

/** A trial of a journey in force. */
export interface TrialPlace {
  readonly journey: string
  readonly step: string
  readonly trial: Trial
  /** The variants in order, with the own steps of each that send mails. */
  readonly variants: readonly { readonly variant: string; readonly mails: readonly string[] }[]
  /** When the first go ahead, UTC milliseconds. */
  readonly beginsAt: number
  /** When the winner is chosen unless somebody chose before. */
  readonly dueAt: number
}

type TrialStep = SplitStep & { readonly trial: Trial }

/** The trial of a journey that is meant to be one; undefined when it has none. A trial is a journey's first step. */
export function trialOf(definition: Journey, zone: string): TrialPlace | undefined {
  const step = definition.steps[0]
  if (step === undefined || !isTrial(step)) return undefined
  const beginsAt = Math.min(...instantsOf(definition, zone))
  if (!Number.isFinite(beginsAt)) return undefined
  const { trial } = step
  const variants = step.split.map(({ variant, steps }, at) => ({ variant, mails: mailsIn(steps, ['steps', 0, 'split', at, 'steps']) }))
  return { journey: definition.journey, step: step.id ?? idFromPlace(['steps', 0]), trial, variants, beginsAt, dueAt: beginsAt + durationMs(trial.for) }
}

function isTrial(step: Step): step is TrialStep {
  return 'split' in step && step.trial !== undefined && step.winner === undefined
}

/** The ids of the steps that send mails, however deep they stand. */
export function mailsIn(steps: readonly Step[], place: readonly (string | number)[]): readonly string[] {
  return [...walkSteps(steps, place)].flatMap(([step, at]) => ('send' in step ? [step.id ?? idFromPlace(at)] : []))
}

/** A trial in one version of its journey. */
export interface TrialInVersion extends TrialPlace {
  readonly version: number
  readonly live: boolean
}

const known = new WeakMap<Program['versions'], readonly TrialInVersion[]>()

/** All trials, of each journey the newest version first: whoever waits does so in the version that they entered, also when another is in force since. */
export function trialsOf({ versions, zone }: Pick<Program, 'versions' | 'zone'>): readonly TrialInVersion[] {
  const found = known.get(versions) ?? trialsIn([...versions.values()].flat(), zone)
  known.set(versions, found)
  return found
}

/** The same of such versions. */
export function trialsIn(
  versions: readonly { readonly definition: Journey; readonly version: number; readonly live: boolean }[],
  zone: string,
): readonly TrialInVersion[] {
  return versions
    .toSorted((one, other) => other.version - one.version)
    .flatMap(({ definition, version, live }) => {
      const place = trialOf(definition, zone)
      return place === undefined ? [] : { ...place, version, live }
    })
}

interface CountIn {
  readonly version: number
  readonly step: string
  readonly measure: string
  readonly count: number
}

/** The version of a journey, of those that try something, newest first, that people entered: where they wait, else the last in which they went ahead; undefined where nobody did either. Everybody
 * enters at one instant and stays in the version that they entered, so that what is published meanwhile has nobody in it. `counts` are those of the journey since the beginning. */
export function versionTried<Place extends { readonly version: number; readonly step: string }>(
  places: readonly Place[],
  counts: readonly CountIn[],
): Place | undefined {
  const has = (is: (measure: string) => boolean) => (place: Place) =>
    counts.some(({ version, step, measure, count }) => version === place.version && step === place.step && count > 0 && is(measure))
  return places.find(has((measure) => measure === 'here now')) ?? places.find(has((measure) => measure.startsWith('variant: ')))
}

/** What was counted of one trial: in its own version and in others of the same instant, from which people may have been moved. A journey that is sent again on another day begins at nothing. */
export function countsOfTrial<One extends { readonly version: number }>(
  { journey, step, beginsAt }: Pick<TrialPlace, 'journey' | 'step' | 'beginsAt'>,
  places: readonly TrialInVersion[],
  counts: readonly One[],
): readonly One[] {
  const versions = new Set(places.flatMap((one) => (one.journey === journey && one.step === step && one.beginsAt === beginsAt ? one.version : [])))
  return counts.filter(({ version }) => versions.has(version))
}

interface Counts {
  of(step: string, measure: string): number
}

/** What was counted of each variant. A mail counts once, for whatever people did with it; whoever is held out is left aside. */
export function armsOf({ step, variants }: Pick<TrialPlace, 'step' | 'variants'>, counted: Counts): readonly TrialArm[] {
  return variants.map(({ variant, mails }) => {
    const sum = (measure: string): number => mails.reduce((all, one) => all + counted.of(one, measure), 0)
    const sent = sum('sent')
    const passages = counted.of(step, `variant: ${variant}`) - counted.of(step, `variant held out: ${variant}`)
    return {
      variant,
      passages,
      converted: Math.min(passages, counted.of(step, `converted: ${variant}`)),
      sent,
      opened: Math.min(sent, sum('opened by human')),
      clicked: Math.min(sent, sum('clicked by human')),
    }
  })
}

/** The share that a trial is about. */
export function shareOf(arm: TrialArm, by: 'opened' | 'clicked' | 'converted'): Share {
  return by === 'converted' ? { of: arm.passages, count: arm.converted } : { of: arm.sent, count: arm[by] }
}

/** Chooses by the rule of the trial. */
export function chooseWinner({ step, trial }: Pick<TrialPlace, 'step' | 'trial'>, arms: readonly TrialArm[]): WinnerChange {
  const chosen = (variant: string, because: WinnerReason): WinnerChange => ({ do: 'choose', step, variant, because, arms })
  const { by, otherwise } = trial
  if (by === 'hand') return chosen(otherwise, 'nobody-chose')
  const ranked = arms.map((arm) => ({ variant: arm.variant, share: shareOf(arm, by) })).sort((one, other) => rateOf(other.share) - rateOf(one.share))
  const [best, ...others] = ranked
  if (best === undefined || ranked.some(({ share }) => share.of < fewest.of) || best.share.count < fewest.each) return chosen(otherwise, 'too-few')
  if (others.some(({ share }) => rateOf(share) === rateOf(best.share))) return chosen(otherwise, 'tie')
  const z = normalQuantile(1 - 0.05 / others.length / 2)
  return chosen(best.variant, others.every(({ share }) => differenceInterval(best.share, share, z).low > 0) ? 'shown' : 'not-shown')
}

function rateOf({ of, count }: Share): number {
  return of === 0 ? 0 : count / of
}
