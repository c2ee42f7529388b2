// Decisions as data for people of any language: what was decided, why as a code with what is filled in, and what its step does. The conditions and steps are
// those of the definitions in force; what they do not know stays in English. It changes nothing.

import type { CompiledCondition } from '../engine/answer.ts'
import { type CompiledJourney, journeyKey, type Program } from '../engine/program.ts'
import { idFromPlace, walkSteps } from '../engine/walk-steps.ts'
import type { Decision } from '../model/decision.ts'
import type { Step } from '../model/journey.ts'
import type { Json } from '../model/json.ts'
import { type ConditionNamed, readOutcome, readSentence } from '../model/read-sentence.ts'
import type { Said } from '../model/said.ts'

/** A step by what it does: send cart-reminder, wait. */
export interface ToldStep {
  readonly kind: string
  /** The template, journey, list or segment that it is about. */
  readonly about: string | null
}

export interface ToldDecision {
  readonly decision: Decision
  /** Null for what is decided without a reason. */
  readonly because: Said | null
  /** Null where it is about no step, or the step is not known any more. */
  readonly step: ToldStep | null
}

/** What a program knows, to tell of decisions. */
export interface Teller {
  tell(decision: Decision): ToldDecision
  /** A reason of the engine as data. */
  reason(text: string): Said
}

const tellers = new WeakMap<Program, Teller>()
const withoutProgram = tellerWith(
  () => undefined,
  () => null,
)

/** The same for one program. */
export function tellerOf(program: Program | undefined): Teller {
  if (program === undefined) return withoutProgram
  const known = tellers.get(program) ?? makeTeller(program)
  tellers.set(program, known)
  return known
}

function makeTeller(program: Program): Teller {
  const conditions = new Map<string, Json>()
  for (const condition of conditionsOf(program)) {
    if (condition?.source !== undefined && condition.words !== '') conditions.set(condition.words, condition.source as unknown as Json)
  }
  const steps = new Map<CompiledJourney, ReadonlyMap<string, ToldStep>>()
  const stepOf = (decision: Decision): ToldStep | null => {
    if (!('journey' in decision && 'step' in decision)) return null
    const journey = program.journeys.get(journeyKey(decision.journey, decision.journeyVersion)) ?? program.live.get(decision.journey)
    if (journey === undefined) return null
    const own = steps.get(journey) ?? toldSteps(journey)
    steps.set(journey, own)
    return own.get(decision.step) ?? null
  }
  return tellerWith((words) => conditions.get(words), stepOf)
}

function tellerWith(condition: ConditionNamed, stepOf: (decision: Decision) => ToldStep | null): Teller {
  return {
    tell: (decision) => ({ decision, because: becauseOf(decision, condition), step: stepOf(decision) }),
    reason: (text) => readSentence(text, condition),
  }
}

function becauseOf(decision: Decision, condition: ConditionNamed): Said | null {
  if (!('because' in decision) || decision.because === undefined) return null
  return decision.kind === 'handed over' ? readOutcome(decision.because) : readSentence(decision.because, condition)
}

/** Those that decisions speak of. */
function* conditionsOf(program: Program): Generator<CompiledCondition | undefined> {
  for (const journey of program.journeys.values()) {
    yield* journey.exitConditions
    for (const step of journey.steps.values()) {
      yield step.condition
      yield* step.conditions
    }
  }
  for (const { condition, schedule } of program.watches) {
    yield condition
    yield schedule?.condition
  }
}

function toldSteps({ definition, steps }: CompiledJourney): ReadonlyMap<string, ToldStep> {
  const told = new Map<string, ToldStep>()
  for (const [step, place] of walkSteps(definition.steps, ['steps'])) {
    const id = step.id ?? idFromPlace(place)
    told.set(id, { kind: steps.get(id)?.kind ?? 'step', about: aboutOf(step) })
  }
  return told
}

function aboutOf(step: Step): string | null {
  if ('send' in step && typeof step.send === 'string') return step.send
  if ('start' in step) return step.start
  return 'jump' in step ? step.jump : null
}
