// The numbers of a journey's steps over the last days, all versions together, and of the journey as a whole.

import { useMemo } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import type { Said } from '../decisions/told.ts'

type Version = AnswerOf<'GET /journeys/{journey}/statistics'>['versions'][number]
type Step = Version['steps'][number]

export interface StepNumbers {
  readonly hereNow: number
  readonly reached: number
  /** Messages that were decided and neither left nor were given up. */
  readonly waiting: number
  readonly sent: number
  readonly opened: number
  readonly clicked: number
  readonly converted: number
  readonly skipped: number
  readonly skippedBecause: Readonly<Record<string, number>>
  readonly variants: Readonly<Record<string, number>>
  /** How long people stood there: of the version in which most did. */
  readonly stayed: Step['stayed']
}

export interface JourneyNumbers {
  readonly steps: ReadonlyMap<string, StepNumbers>
  readonly entered: number
  readonly inside: number
  readonly completed: number
  readonly exited: number
  /** Without a goal nobody converts. */
  readonly hasGoal: boolean
  readonly converted: number
  readonly exitedBecause: Readonly<Record<string, number>>
  /** The same reasons, to be said. */
  readonly exits: ReadonlyMap<string, Said>
  readonly versions: readonly Version[]
  /** UTC milliseconds: what was due up to then is counted; null while people are brought up to what was published. */
  readonly decidedUpTo: number | null
}

/** Undefined while they are on their way, and for a journey that was never in force. */
export function useNumbers(journey: string, { days, isLive }: { readonly days: string; readonly isLive: boolean }): JourneyNumbers | undefined {
  const query = days === 'all' ? {} : { days: Number(days) }
  const { data } = useAsk('GET /journeys/{journey}/statistics', { params: { journey }, query }, { when: isLive, everyMs: 30_000, keepsPrevious: true })
  return useMemo(() => (data === undefined ? undefined : sumOf(data)), [data])
}

function sumOf({ versions, decidedUpTo }: AnswerOf<'GET /journeys/{journey}/statistics'>): JourneyNumbers {
  const steps = new Map<string, StepNumbers>()
  for (const { steps: own } of versions) for (const step of own) steps.set(step.step, plus(steps.get(step.step), step))
  const sum = (of: (version: Version) => number): number => versions.reduce((total, one) => total + of(one), 0)
  return {
    steps,
    entered: sum((one) => one.entered),
    inside: sum((one) => one.inside),
    completed: sum((one) => one.completed),
    exited: sum((one) => one.exited),
    hasGoal: versions.some((one) => one.hasGoal || one.converted > 0),
    converted: sum((one) => one.converted),
    exitedBecause: versions.reduce<Readonly<Record<string, number>>>((all, one) => plusAll(all, one.exitedBecause), {}),
    exits: new Map(versions.flatMap((one) => one.exitsSaid.map(({ because, said }) => [because, said] as const))),
    versions,
    decidedUpTo,
  }
}

function plus(before: StepNumbers | undefined, step: Step): StepNumbers {
  const {
    hereNow = 0,
    reached = 0,
    waiting = 0,
    sent = 0,
    opened = 0,
    clicked = 0,
    converted = 0,
    skipped = 0,
    skippedBecause = {},
    variants = {},
    stayed = null,
  } = before ?? {}
  return {
    hereNow: hereNow + step.hereNow,
    reached: reached + step.reached,
    waiting: waiting + step.waiting,
    sent: sent + step.sent,
    opened: opened + step.opened.human,
    clicked: clicked + step.clicked.human,
    converted: converted + step.converted,
    skipped: skipped + step.skipped + step.refused,
    skippedBecause: plusAll(plusAll(skippedBecause, step.skippedBecause), step.refusedBecause),
    variants: plusAll(variants, step.variants),
    stayed: (step.stayed?.people ?? 0) > (stayed?.people ?? 0) ? step.stayed : stayed,
  }
}

function plusAll(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...one }
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
