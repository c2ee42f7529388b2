// Random definitions for a simulated workspace, and edits of them, from the same grammar as the tests of the engine.

import fc from 'fast-check'
import { randomFrom } from '../../bench/workload.ts'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Policy } from '../../src/model/policy.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { type Scale, scales } from '../../src/testing/arbitraries/vocabulary.ts'

/** Minutes around a change of the clocks: a step of the simulation is worth as much as what journeys wait for. */
const slowScales = scales.filter((scale) => scale.unit === 'm')

/** The journey that every workspace has besides the random ones. */
export const courseName = 'course'
/** The journey that takes over an address which somebody left in a form, and the event that says so. */
export const contactName = 'contact'
export const contactGiven = 'Contact Given'
/** The mail to many that is tried on some first, and its step that tries. */
export const mailingName = 'mailing'
export const trialStep = 'which'
/** What may win in it. */
export const variants = ['short', 'long', 'plain'] as const
/** What those get who waited when nothing was chosen. */
export const trialOtherwise = 'long'

export interface Workspaces {
  readonly scale: Scale
  /** The first is in force at the beginning; the others are edits of it. */
  readonly versions: readonly Definitions[]
}

/** So many versions of one random workspace; with a mail to many beside the rest, unless `early`. */
export function workspacesOf(seed: number, versions: number, early = false): Workspaces {
  const scale = slowScales[seed % slowScales.length] as Scale
  const found: Definitions[] = []
  const policy = policyOf(seed)
  const mailed = (given: Definitions, attempt: number): Definitions => (early ? given : withMailing(given, { seed, attempt, startAt: scale.startAt }))
  for (let attempt = 0; found.length < versions; attempt += 1) {
    const [sample] = fc.sample(definitions(scale), { seed: seed + attempt * 1_000_003, numRuns: 1 })
    const given =
      sample === undefined ? undefined : mailed(withCourse(withSchedule(withPolicy(withoutYes(sample), policy), seed + attempt), seed + attempt), attempt)
    if (given !== undefined && compile(sourceOf(given)).program !== undefined) found.push(given)
  }
  return { scale, versions: found }
}

/** Journeys may say no for a person here, but not yes: who said no and is written to all the same is then always a breach. */
function withoutYes(given: Definitions): Definitions {
  const text = JSON.stringify(given).replaceAll('"topic":{"subscribe":', '"topic":{"unsubscribe":')
  const { workspace, ...rest } = JSON.parse(text) as Definitions
  return { ...rest, workspace: { ...workspace, sender: { address: 'shop@shop.example' } } }
}

/** What may hold messages back, the same through all edits of a seed. In every fourth workspace nothing does. */
export function policyOf(seed: number): Policy {
  const random = randomFrom(seed * 7919 + 1)
  const chance = (share: number): boolean => random() < share
  const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T
  const consent = chance(0.6) ? 'opt-out' : 'opt-in'
  if (seed % 4 === 0) return { consent }
  return {
    consent,
    ...(chance(0.5) && { caps: [{ max: oneOf([1, 2, 3]), within: oneOf(['30m', '6h', '2d']), then: oneOf(['defer', 'skip'] as const) }] }),
    ...(chance(0.5) && { quietHours: { from: '21:00', to: oneOf(['02:30', '07:00']) } }),
    ...(chance(0.3) && { holdout: 20 }),
  }
}

function withPolicy(given: Definitions, policy: Policy): Definitions {
  return { ...given, workspace: { ...given.workspace, policy } }
}

/** Some journeys let in by the clock as well; those with a key need an event to take it from. */
function withSchedule(given: Definitions, seed: number): Definitions {
  const at = (['0 */6 * * *', '30 2 * * *', '0 3 * * *', '0 0 * * sun'] as const)[seed % 4] as string
  const held = given.segments[seed % given.segments.length]?.if
  const journeys = given.journeys.map((journey, index) =>
    held === undefined || journey.key !== undefined || (seed + index) % 3 > 0 ? journey : { ...journey, enter: [...journey.enter, { at, for: held }] },
  )
  return { ...given, journeys }
}

/** One journey that surely sends, so that there is always something to hold back. */
function withCourse(given: Definitions, seed: number): Definitions {
  const course: Journey = {
    journey: courseName,
    enter: [{ on: 'Viewed' }],
    again: seed % 2 === 0 ? 'always' : { after: '6h' },
    exit: [{ event: 'Bought' }],
    steps: [
      { id: 'one', wait: `${10 + (seed % 3) * 10}m` },
      { id: 'two', send: 'hello', ...(seed % 3 === 0 && { expires: '4h' }) },
      ...(seed % 5 === 0 ? [] : [{ id: 'three', wait: '1h' }]),
      { id: 'four', webhook: { url: 'https://hooks.example/course' } },
    ],
  }
  const contact: Journey = {
    journey: contactName,
    enter: [{ on: contactGiven }],
    again: 'always',
    steps: [
      { id: 'rest', wait: '10m' },
      { id: 'keep', update: { set: { email: { ref: 'trigger.wrote' } } } },
      { id: 'hello', send: 'hello' },
    ],
  }
  return { ...given, journeys: [...given.journeys, course, contact] }
}

/** A mail to everybody whose address is known, at one instant, tried on some first. Edits change who goes ahead, how long the others wait, and what is tried. */
function withMailing(
  given: Definitions,
  { seed, attempt, startAt }: { readonly seed: number; readonly attempt: number; readonly startAt: number },
): Definitions {
  const at = new Date(mailingAt(seed, startAt)).toISOString().slice(0, 16).replace('T', ' ')
  const tried = attempt % 3 === 2 ? variants : variants.slice(0, 2)
  const mailing: Journey = {
    journey: mailingName,
    enter: [{ at, zone: 'UTC', for: { attribute: 'email', exists: true } }],
    goal: { event: 'Bought', within: '2d' },
    steps: [
      {
        id: trialStep,
        split: tried.map((variant, index) => ({ variant, steps: [{ id: variant, send: index === 1 ? ('offer' as const) : ('hello' as const) }] })),
        ...(attempt % 4 === 3 ? { winner: 'short' } : {}),
        trial: {
          share: [30, 50, 80][(seed + attempt) % 3] as number,
          for: attempt % 2 === 0 ? '5h' : '90m',
          by: seed % 3 === 0 ? 'hand' : 'converted',
          otherwise: trialOtherwise,
        },
      },
      { id: 'pause', wait: '30m' },
      { id: 'after', webhook: { url: 'https://hooks.example/mailing' } },
    ],
  }
  return { ...given, journeys: [...given.journeys, mailing] }
}

/** When the mail to many goes out, on a whole minute. */
export function mailingAt(seed: number, startAt: number): number {
  return Math.floor(startAt / 60_000) * 60_000 + (6 + (seed % 18)) * 3_600_000
}
