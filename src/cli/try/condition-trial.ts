// One condition alone over the events of one subscriber at a time: what it says at an instant, and when that changes if
// nothing else happens. The engine that runs in production answers; nothing is computed here.

import type { CompiledCondition } from '../../engine/answer.ts'
import { compile, sourceOf } from '../../engine/compile.ts'
import { type Explanation, explain } from '../../engine/conditions/explain.ts'
import type { Program } from '../../engine/program.ts'
import { newState, type SubscriberState } from '../../engine/state.ts'
import { transition } from '../../engine/transition.ts'
import type { Condition } from '../../model/condition.ts'
import type { Definitions, Problem } from '../../model/definitions.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import type { Command, Input } from '../../model/input.ts'
import { isZone } from '../../model/is-zone.ts'
import { namesOf } from './named-in-condition.ts'

/** The segment that stands for the condition; no author can write this name. */
const trialSegment = '\u0000condition'

export interface Trial {
  readonly program: Program
  readonly condition: CompiledCondition
  /** What is asked, in words. */
  readonly words: string
}

/** Compiles the condition on the ground of a workspace. Problems name the condition. */
export function compileTrial(condition: Condition, ground: Definitions): { readonly trial: Trial | undefined; readonly problems: readonly Problem[] } {
  const { templates, journeys } = namesOf(condition)
  const missing = <Kind extends string>(names: ReadonlySet<string>, known: readonly Readonly<Record<Kind, string>>[], kind: Kind): string[] =>
    [...names].filter((name) => !known.some((one) => one[kind] === name))
  const definitions: Definitions = {
    ...ground,
    // Journeys do not run here; they are known by name, so that conditions may speak of them.
    journeys: [...journeys.entries()].map(([journey, steps]) => ({
      journey,
      enter: [{ on: trialSegment }],
      steps: [...steps].map((id) => ({ id, nothing: true as const })),
    })),
    templates: [...ground.templates, ...missing(templates, ground.templates, 'template').map((template) => ({ template, subject: '-', html: '-' }))],
    segments: [...ground.segments, { segment: trialSegment, if: condition }],
  }
  const { program, problems } = compile(sourceOf(definitions))
  const own = problems
    .filter(({ definition }) => definition.name === trialSegment)
    .map((problem): Problem => ({ ...problem, definition: { kind: 'condition', name: 'condition' }, path: problem.path.slice(1) }))
  const compiled = program?.watches.find((watch) => watch.segment === trialSegment)?.condition
  if (program === undefined || compiled === undefined) return { trial: undefined, problems: own.length > 0 ? own : problems }
  return { trial: { program, condition: compiled, words: compiled.words }, problems: own }
}

/** An event with the instant at which it became known. */
export interface TrialEvent {
  readonly receivedAt: number
  readonly event: SubscriberEvent
}

export interface TrialAnswer {
  readonly at: number
  /** Undefined while the subscriber has not been seen. */
  readonly value: boolean | undefined
  /** When the value changes if nothing else happens; Infinity when never. */
  readonly nextChangeAt: number
  /** The engine's own bound: it need not look again before. */
  readonly until: number
  readonly explanation: Explanation | undefined
}

/** The answers for one subscriber at each instant, which are in order. Events are applied as they became known. */
export function answerAt(trial: Trial, subscriber: string, events: readonly TrialEvent[], instants: readonly number[]): TrialAnswer[] {
  const ordered = events.toSorted((one, other) => one.receivedAt - other.receivedAt)
  let state: SubscriberState | undefined
  let next = 0
  return instants.map((at) => {
    for (let known = ordered[next]; known !== undefined && known.receivedAt <= at; known = ordered[next]) {
      next += 1
      state = transition(trial.program, state ?? newState(subscriber, known.receivedAt), inputOf(known, next)).state
    }
    if (state === undefined) return { at, value: undefined, nextChangeAt: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY, explanation: undefined }
    state = transition(trial.program, state, { kind: 'time', at }).state
    const view = viewAt(trial.program, state, at)
    const { value, until } = trial.condition.evaluate(view)
    return { at, value, until, nextChangeAt: nextChange(trial, state, at), explanation: explain(trial.condition, view) }
  })
}

/** Instants that a condition may look again at without a change before the search is given up and the bound is told. */
const longestSearch = 10_000

/** The first instant at which the answer really is another: `until` may name one at which it stays. */
function nextChange({ program, condition }: Trial, state: SubscriberState, at: number): number {
  const first = condition.evaluate(viewAt(program, state, at))
  let until = first.until
  for (let step = 0; step < longestSearch && Number.isFinite(until); step += 1) {
    const then = condition.evaluate(viewAt(program, state, until))
    if (then.value !== first.value) return until
    until = then.until
  }
  return until
}

function viewAt(program: Program, state: SubscriberState, now: number) {
  const { timezone } = state.attributes
  return { state, now, zone: typeof timezone === 'string' && isZone(timezone) ? timezone : program.zone, passage: undefined }
}

/** Lists and topics change by commands: events that tell of them are done, not only remembered. */
function inputOf({ receivedAt, event }: TrialEvent, position: number): Input {
  const command = commandOf(event)
  if (command === undefined) return { kind: 'event', at: receivedAt, event, position }
  return { kind: 'command', at: receivedAt, command, source: 'import', position }
}

function commandOf({ name, properties }: SubscriberEvent): Command | undefined {
  const { list, topic } = properties
  if (name === 'List Joined' && typeof list === 'string') return { do: 'join list', list }
  if (name === 'List Left' && typeof list === 'string') return { do: 'leave list', list }
  if (name === 'Subscribed' && typeof topic === 'string') return { do: 'subscribe', topic }
  if (name === 'Unsubscribed' && typeof topic === 'string') return { do: 'unsubscribe', topic }
  return undefined
}
