// How a journey is doing, for each of its versions: who is where, what became of the messages, what it brought. Made from the running counts
// alone, so that it takes as long for a million passages as for ten.

import type { ProgramSource } from '../engine/program.ts'
import { trialsIn, versionTried } from '../engine/trial.ts'
import { stepIds } from '../engine/walk-steps.ts'
import { type Said, saidText } from '../model/said.ts'
import { outcomes } from '../runtime/publishing/published.ts'
import { type Amounts, Counted, type KeptCount } from './counted.ts'
import { caveatsOf, type Experiment, experimentsOf, type Lift, liftOf, splitsOf } from './lift.ts'
import { type Stayed, stayedAt } from './stayed.ts'
import { trialReport } from './trial-report.ts'

export interface JourneyReport {
  readonly journey: string
  readonly versions: readonly VersionReport[]
}

export interface VersionReport {
  readonly version: number
  readonly live: boolean
  readonly entered: number
  readonly inside: number
  readonly completed: number
  readonly exited: number
  /** Without a goal nobody converts. */
  readonly hasGoal: boolean
  readonly converted: number
  /** Among those who entered. */
  readonly heldOut: number
  /** What the conversions were worth, by currency. */
  readonly revenue: Amounts
  /** Why passages were ended: the words of the exit, or who stopped them, with how many. */
  readonly exitedBecause: Readonly<Record<string, number>>
  readonly steps: readonly StepReport[]
  /** Null when nobody was held out. */
  readonly lift: Lift | null
  readonly experiments: readonly Experiment[]
  /** What has to be said beside the numbers. */
  readonly caveats: readonly string[]
  /** The same, as data. */
  readonly caveatsSaid: readonly Said[]
}

/** By people, by proxies that fetch for people, and by machines of their own accord. */
export interface ByVisitor {
  readonly human: number
  readonly proxy: number
  readonly machine: number
}

/** What became of messages, each counted once for everything that was reported about it. */
export interface MessageNumbers {
  readonly sent: number
  readonly failed: number
  readonly refused: number
  readonly unknown: number
  /** By reason. */
  readonly refusedBecause: Readonly<Record<string, number>>
  readonly delivered: number
  readonly opened: ByVisitor
  readonly clicked: ByVisitor
  readonly bounced: number
  readonly complained: number
  readonly unsubscribed: number
  /** Popups that were closed. */
  readonly closed: number
  /** Conversions that are credited to the message, and what they were worth. */
  readonly converted: number
  readonly revenue: Amounts
}

export interface StepReport extends MessageNumbers {
  readonly step: string
  readonly hereNow: number
  /** Messages that were decided and came to nothing yet: held back by a limit, quiet hours, a stop, or to be tried again. */
  readonly waiting: number
  readonly reached: number
  /** How long those who left it after some time there stood there; null where nobody did. */
  readonly stayed: Stayed | null
  readonly skipped: number
  readonly skippedBecause: Readonly<Record<string, number>>
  /** How many went into each variant, for a split. */
  readonly variants: Readonly<Record<string, number>>
}

/** Undefined when nothing is known of such a journey. `published`: with its pauses, where trials are to say what was chosen. `counts` are those of the journey; where they are of some days, `all` are those since the beginning. */
export function journeyReport(
  journey: string,
  published: ProgramSource | undefined,
  counts: readonly KeptCount[],
  all: readonly KeptCount[] = counts,
): JourneyReport | undefined {
  const versions = published?.journeys.filter(({ definition }) => definition.journey === journey) ?? []
  const numbers = [...new Set([...versions.map(({ version }) => version), ...counts.map(({ version }) => version)])].sort((one, other) => other - one)
  if (numbers.length === 0) return undefined
  const reports = numbers.map((version) => {
    const known = versions.find((one) => one.version === version)
    const own = (of: readonly KeptCount[]): Counted => new Counted(of.filter((one) => one.version === version))
    const counted = own(counts)
    return versionReport({ version, known, counted, all: all === counts ? counted : own(all), source: published })
  })
  const places = trialsIn(versions, published?.workspace.zone ?? 'UTC')
  const tried = (versionTried(places, all) ?? places[0])?.version
  return { journey, versions: reports.map((one) => (one.version === tried ? one : { ...one, experiments: one.experiments.map(withoutTrial) })) }
}

/** A journey has one trial, and it is told of the version that it runs in. */
function withoutTrial(experiment: VersionReport['experiments'][number]): VersionReport['experiments'][number] {
  return experiment.trial === null ? experiment : { ...experiment, trial: null }
}

interface VersionFacts {
  readonly version: number
  readonly known: ProgramSource['journeys'][number] | undefined
  readonly counted: Counted
  /** Since the beginning. */
  readonly all: Counted
  readonly source: ProgramSource | undefined
}

function versionReport({ version, known, counted, all, source }: VersionFacts): VersionReport {
  const ids = known === undefined ? [] : stepIds(known.definition.steps)
  const hasGoal = known?.definition.goal !== undefined
  const caveats = caveatsOf(known?.definition)
  const trial = known === undefined || source === undefined ? undefined : trialReport(known.definition, source, counted)
  return {
    version,
    live: known?.live ?? false,
    entered: counted.of('', 'entered'),
    inside: counted.of('', 'inside'),
    completed: counted.of('', 'completed'),
    exited: counted.of('', 'exited'),
    hasGoal,
    converted: counted.of('', 'converted'),
    heldOut: counted.of('', 'held out'),
    revenue: counted.revenue(''),
    exitedBecause: counted.by('', 'exited: '),
    steps: [...new Set([...ids, ...counted.steps])].map((step) => stepReport(step, counted, all)),
    lift: hasGoal ? (liftOf(counted) ?? null) : null,
    experiments: experimentsOf(splitsOf(known?.definition.steps ?? []), counted, { hasGoal, trial }),
    caveats: caveats.map(saidText),
    caveatsSaid: caveats,
  }
}

function stepReport(step: string, counted: Counted, all: Counted): StepReport {
  const cameToAnEnd = [...outcomes].reduce((sum, outcome) => sum + all.of(step, outcome), 0)
  return {
    step,
    hereNow: counted.of(step, 'here now'),
    waiting: Math.max(0, all.of(step, 'queued') - cameToAnEnd),
    reached: counted.of(step, 'reached'),
    stayed: stayedAt(step, counted),
    skipped: counted.of(step, 'skipped'),
    skippedBecause: counted.by(step, 'skipped: '),
    variants: counted.by(step, 'variant: '),
    ...messageNumbers(step, counted),
  }
}

/** What became of the messages of a step, or of a template. */
export function messageNumbers(step: string, counted: Counted): MessageNumbers {
  const of = (measure: string): number => counted.of(step, measure)
  const by = (what: string): ByVisitor => ({ human: of(`${what} by human`), proxy: of(`${what} by proxy`), machine: of(`${what} by machine`) })
  return {
    sent: of('sent'),
    failed: of('failed'),
    refused: of('refused'),
    unknown: of('unknown'),
    refusedBecause: counted.by(step, 'refused: '),
    delivered: of('delivered'),
    opened: by('opened'),
    clicked: by('clicked'),
    bounced: of('bounced'),
    complained: of('complained'),
    unsubscribed: of('unsubscribed'),
    closed: of('closed'),
    converted: of('converted'),
    revenue: counted.revenue(step),
  }
}

/** What became of the messages of each template over all journeys, by name. `counts` are those of templates. */
export function templateReport(counts: readonly KeptCount[]): readonly (MessageNumbers & { readonly template: string })[] {
  const counted = new Counted(counts)
  return [...counted.steps].sort().map((template) => ({ template, ...messageNumbers(template, counted) }))
}
