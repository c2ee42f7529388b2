// The goal is reached: counted once for each passage, with what it was worth, for the journey, for the variants that the passage took and for the
// message that it is credited to: the last that was sent to the person in this passage, not longer before than the goal allows. People
// who are held out convert too, and are counted apart: what mail brings is the difference.

import { type Json, type JsonObject, readPath, splitPath } from '../model/json.ts'
import { currencyPattern, moneyScale, moneyUnits, noCurrency } from '../model/money.ts'
import type { Occurrence } from './answer.ts'
import { armOf } from './arms.ts'
import type { CompiledGoal, CompiledJourney, Measure } from './program.ts'
import type { Enrollment } from './state.ts'
import { about, count, countTemplate, decide, type Turn } from './turn.ts'

/** Marks the passage as converted, counts, and says so. */
export function convert(turn: Turn, enrollment: Enrollment, journey: CompiledJourney, occurrence: Occurrence): void {
  const goal = journey.goal as CompiledGoal
  enrollment.converted = true
  const worth = worthOf(goal, occurrence.properties)
  const credited = creditedMessage(enrollment, goal, occurrence.occurredAt)
  const heldOut = enrollment.heldOut ? ' held out' : ''
  const add = (step: string, named: string, version = enrollment.version): void => {
    const counted = { name: enrollment.journey, version }
    count(turn, counted, step, `converted${named}` as Measure)
    if (worth !== undefined) count(turn, counted, step, `revenue ${worth.currency}${named}` as Measure, worth.units)
  }
  add('', '')
  if (enrollment.heldOut) add('', ' held out')
  // Counted with the version in which it was taken, or sent: the passage may have moved to another one since.
  const variants = enrollment.variants.filter(([step, variant]) => isTried(turn, journey, step, variant))
  for (const [step, variant, version] of variants) add(step, `${heldOut}: ${variant}`, version)
  if (credited !== undefined) {
    add(credited.step, '', credited.version)
    countTemplate(turn, credited.template, 'converted')
    if (worth !== undefined) countTemplate(turn, credited.template, `revenue ${worth.currency}`, worth.units)
  }
  decide(turn, {
    kind: 'converted',
    ...about(turn, enrollment),
    event: occurrence.name,
    ...(worth === undefined ? {} : { value: worth.units / moneyScale, currency: worth.currency }),
    ...(enrollment.heldOut ? { heldOut: true } : {}),
    ...(variants.length === 0 ? {} : { variants }),
    ...(credited === undefined
      ? {}
      : { creditedTo: credited.step, creditedVersion: credited.version, ...(credited.template === undefined ? {} : { template: credited.template }) }),
  })
}

/** Whether a variant was given by chance: in a trial the others get what was chosen, later and when more is known, so they prove nothing. */
function isTried({ state }: Turn, { name, steps }: CompiledJourney, step: string, variant: string): boolean {
  return steps.get(step)?.mayWait !== true || armOf(state, name, step) === variant
}

interface Worth {
  readonly units: number
  readonly currency: string
}

function worthOf(goal: CompiledGoal, properties: JsonObject): Worth | undefined {
  if (goal.value === undefined) return undefined
  const units = moneyUnits(readPath(properties, goal.value))
  if (units === undefined) return undefined
  const said: Json | undefined = goal.currency ?? readPath(properties, goal.currencyPath)
  return { units, currency: typeof said === 'string' && currencyPattern.test(said) ? said : noCurrency }
}

function creditedMessage(enrollment: Enrollment, goal: CompiledGoal, convertedAt: number): Enrollment['lastMessage'] {
  const { lastMessage } = enrollment
  if (lastMessage === undefined || enrollment.heldOut) return undefined
  return lastMessage.sentAt <= convertedAt && convertedAt < lastMessage.sentAt + goal.creditMs ? lastMessage : undefined
}

const propertiesPrefix = 'properties'

/** Where a goal's value is found in its event; undefined when the path names no property. */
export function propertyPath(path: string): readonly string[] | undefined {
  const [root, ...rest] = splitPath(path)
  return root === propertiesPrefix && rest.length > 0 ? rest : undefined
}
