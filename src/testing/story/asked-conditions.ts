// Conditions that a test asks alone. Each becomes the `if` of a step of a journey that nobody enters, so it is compiled as a condition of a
// journey is, its memories are kept from the beginning of the story, and nothing else is touched by it.

import type { CompiledCondition, View } from '../../engine/answer.ts'
import { type Explanation, explain } from '../../engine/conditions/explain.ts'
import { journeyKey, type Program } from '../../engine/program.ts'
import type { Enrollment, SubscriberState } from '../../engine/state.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import type { Condition } from '../../model/condition.ts'
import type { Definitions, Problem } from '../../model/definitions.ts'
import { isZone } from '../../model/is-zone.ts'
import type { Journey } from '../../model/journey.ts'
import type { Json } from '../../model/json.ts'
import type { Expectation, TriggerTest } from '../../model/trigger-test.ts'
import type { OneSubscriber } from '../one-subscriber.ts'

export type HeldCondition = NonNullable<Expectation['holds']>[number]

/** A condition as a test writes it, and where: the path from the root of the test. */
export interface AskedCondition {
  readonly path: readonly (string | number)[]
  readonly held: HeldCondition
  /** Undefined when the place that it names does not exist. */
  readonly condition: Condition | undefined
}

/** No author can write this name. */
const nameOf = (index: number): string => `\u0000asked ${index}`

/** All conditions that a test asks, in the order of the story. */
export function askedConditions(test: TriggerTest, { journeys }: Definitions): AskedCondition[] {
  return test.story.flatMap(({ expect }, line) =>
    (['holds', 'fails'] as const).flatMap((key) =>
      (expect?.[key] ?? []).map((held, index): AskedCondition => {
        const path = ['story', line, 'expect', key, index]
        return { path, held, condition: isPlace(held) ? conditionAt(journeys, held) : held }
      }),
    ),
  )
}

/** The definitions with the asked conditions compiled into them. */
export function withAsked(definitions: Definitions, asked: readonly AskedCondition[]): Definitions {
  const journeys = asked.flatMap(({ condition }, index): Journey[] =>
    condition === undefined ? [] : [{ journey: nameOf(index), enter: [{ on: nameOf(index) }], steps: [{ id: 'asked', nothing: true, if: condition }] }],
  )
  return { ...definitions, journeys: [...definitions.journeys, ...journeys] }
}

/** What is wrong with an asked condition, with its path from the root of the test. */
export function problemOfAsked(problem: Problem, asked: readonly AskedCondition[]): Problem | undefined {
  const index = asked.findIndex((_, at) => problem.definition.name === nameOf(at))
  const one = asked[index]
  return one === undefined ? undefined : { ...problem, path: [...one.path, ...problem.path.slice(3)] }
}

/** What the condition says now, part by part. */
export function answerOf(
  asked: AskedCondition,
  index: number,
  world: { readonly program: Program; readonly one: OneSubscriber; readonly now: number },
): Explanation {
  const { program, one, now } = world
  const condition = program.journeys.get(journeyKey(nameOf(index), 1))?.steps.get('asked')?.condition as CompiledCondition
  return explain(condition, viewOf(asked.held, program, one, now))
}

/** Of a condition of a journey: the person's newest passage through it. Else as if the newest event of the story had just let somebody in. */
function viewOf(held: HeldCondition, program: Program, { state, inputs }: OneSubscriber, now: number): View {
  const enrollment = isPlace(held) && !held.at.startsWith('enter') ? newest(state, held.of) : undefined
  const last = inputs.findLast((input) => input.kind === 'event')
  const trigger = enrollment?.trigger ?? (last?.kind === 'event' ? last.event : { name: 'nothing', occurredAt: now, properties: {} })
  const { timezone } = state.attributes
  return {
    state,
    now,
    zone: typeof timezone === 'string' && isZone(timezone) ? timezone : program.zone,
    passage: { trigger, startedAt: trigger.occurredAt, stepEnteredAt: enrollment?.stepEnteredAt ?? now },
  }
}

function newest({ enrollments }: SubscriberState, journey: string): Enrollment | undefined {
  return enrollments
    .filter((one) => one.journey === journey)
    .toSorted((one, other) => one.id - other.id)
    .at(-1)
}

function isPlace(held: HeldCondition): held is { readonly of: string; readonly at: string } {
  return typeof held === 'object' && 'of' in held && 'at' in held
}

/** "steps.offer.if", "enter.0.if", "exit.1.when", "steps.progress.on.2.match": a step is named by its id, the rest as the file has it. */
function conditionAt(journeys: readonly Journey[], { of, at }: { readonly of: string; readonly at: string }): Condition | undefined {
  const journey = journeys.find((one) => one.journey === of)
  if (journey === undefined) return undefined
  if (!at.startsWith('steps.')) return asCondition(at.split('.').reduce(partOf, journey as unknown as Json | undefined))
  const rest = at.slice('steps.'.length)
  for (const [step, place] of walkSteps(journey.steps, ['steps'])) {
    const id = step.id ?? idFromPlace(place)
    if (!rest.startsWith(`${id}.`)) continue
    const found = asCondition(
      rest
        .slice(id.length + 1)
        .split('.')
        .reduce(partOf, step as unknown as Json | undefined),
    )
    if (found !== undefined) return found
  }
  return undefined
}

function partOf(value: Json | undefined, key: string): Json | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, Json>)[key]
}

function asCondition(value: Json | undefined): Condition | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as unknown as Condition) : undefined
}
