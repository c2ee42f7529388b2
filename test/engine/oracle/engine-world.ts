// A whole program with one subscriber, run through `transition`, beside the history that the oracle reads. What the
// engine made happen itself (messages, journeys, changes by steps) enters that history as its decisions tell it.

import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { occurrenceOf } from '../../../src/engine/decision-events.ts'
import type { Program } from '../../../src/engine/program.ts'
import { type Enrollment, newState, type SubscriberState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../../src/engine/transition.ts'
import type { Decision } from '../../../src/model/decision.ts'
import type { Definitions } from '../../../src/model/definitions.ts'
import { durationMs } from '../../../src/model/duration.ts'
import type { Effect } from '../../../src/model/effect.ts'
import type { Input } from '../../../src/model/input.ts'
import type { Json } from '../../../src/model/json.ts'
import { cartEvents } from '../../../src/testing/arbitraries/vocabulary.ts'
import { currentAttributes } from '../../../src/testing/oracle/attributes.ts'
import type { OracleContext, OraclePassage } from '../../../src/testing/oracle/history.ts'

export interface EngineWorld {
  readonly program: () => Program
  /** Everything that happened so far, for the oracle. */
  readonly history: Input[]
  readonly decisions: Decision[]
  readonly effects: Effect[]
  readonly state: () => SubscriberState
  /** Lets time pass to the input's instant, applies it, and hands over what was decided. */
  readonly apply: (input: Input) => void
  /** Only applies the input, which is one transition; hands nothing over. */
  readonly applyAtOnce: (input: Input) => void
  /** Goes on under another program, filled from everything that happened so far. */
  readonly adopt: (program: Program, definitions: Definitions) => void
  readonly oracle: (enrollment?: Enrollment) => OracleContext
}

/** How the state is held between inputs: kept as it is, or put away as JSON text and taken out again each time. */
export type Keeping = 'kept' | 'stored'

/** A program of these definitions; undefined when they have errors. */
export function programOf(definitions: Definitions): Program | undefined {
  return compile(sourceOf(definitions)).program
}

export function engineWorld(given: Definitions, compiled: Program, first: Input, keeping: Keeping = 'kept'): EngineWorld {
  let definitions = given
  let program = compiled
  let state = newState('somebody', first.at)
  const history: Input[] = []
  const decisions: Decision[] = []
  const effects: Effect[] = []

  const step = (input: Input): Transition => {
    if (keeping === 'stored') state = parseState(JSON.parse(JSON.stringify(serializeState(state))) as Json)
    const result = transition(program, state, input)
    state = result.state
    if (input.kind === 'event' || input.kind === 'command') history.push(input)
    for (const [index, decision] of result.decisions.entries()) {
      history.push(...asInputs(decision), ...sayingsAgain(history, decision, result.decisions.slice(index + 1)))
    }
    decisions.push(...result.decisions)
    effects.push(...result.effects)
    return result
  }

  let handedOver = 0
  const handOver = ({ key }: Effect): void => {
    const { authorization } = step({ kind: 'authorize', at: state.now, effect: key })
    if (authorization?.kind === 'transmit') step({ kind: 'outcome', at: state.now, effect: key, outcome: 'sent' })
  }

  return {
    program: () => program,
    history,
    decisions,
    effects,
    state: () => state,
    apply: (input) => {
      if (state.program !== 0) step({ kind: 'time', at: input.at })
      step(input)
      for (; handedOver < effects.length; handedOver += 1) handOver(effects[handedOver] as Effect)
    },
    applyAtOnce: step,
    adopt: (next, nextDefinitions) => {
      program = next
      definitions = nextDefinitions
      const entries = history.flatMap((input) => (input.kind === 'event' && input.position > 0 ? [{ position: input.position, event: input.event }] : []))
      step({ kind: 'adopt', at: state.now, history: entries, decisions: [...decisions] })
    },
    oracle: (enrollment) => ({
      zone: definitions.workspace.zone ?? 'UTC',
      sessionGapMs: durationMs(definitions.workspace.sessionGap ?? '30m'),
      cartEvents,
      segments: Object.fromEntries(definitions.segments.map((segment) => [segment.segment, segment.if])),
      enrollments: state.enrollments.filter((one) => one.status === 'active'),
      passage: enrollment === undefined ? undefined : passageOf(history, enrollment),
    }),
  }
}

/** The enrollment's trigger with all of its properties, as they came in. */
function passageOf(history: readonly Input[], enrollment: Enrollment): OraclePassage {
  const { trigger, stepEnteredAt } = enrollment
  const input = history.find((one) => one.kind === 'event' && one.position === trigger.position)
  const properties = input?.kind === 'event' ? input.event.properties : trigger.properties
  return { trigger: { properties }, startedAt: trigger.occurredAt, stepEnteredAt }
}

/** What the engine did by itself, as inputs to the oracle: events it made, and changes that steps made. Position 0 is that of no trigger. */
function asInputs(decision: Decision): Input[] {
  const { at } = decision
  const change = changeByStep(decision)
  const made = occurrenceOf(decision)
  const event = made === undefined ? [] : [{ kind: 'event', at, event: { ...made, receivedAt: at, messageId: '' }, position: 0 } as const]
  return change === undefined ? event : [change, ...event]
}

/**
 * What a step set to the value that is there already. No decision tells of it because nothing changed, but it has been said at the
 * step's instant from now on, so that what is older and arrives later loses against it.
 */
function sayingsAgain(history: readonly Input[], decision: Decision, after: readonly Decision[]): Input[] {
  if (decision.kind !== 'acted' || !decision.action.startsWith('updates ')) return []
  const end = after.findIndex((next) => next.kind !== 'changed' || next.source !== 'journey')
  const changed = after.slice(0, end < 0 ? after.length : end).flatMap((next) => (next.kind === 'changed' ? next.attribute : []))
  const known = currentAttributes(history)
  const again = decision.action
    .slice('updates '.length)
    .split(', ')
    .filter((name) => !changed.includes(name) && Object.hasOwn(known, name))
  if (again.length === 0) return []
  const set = Object.fromEntries(again.map((name) => [name, known[name] as Json]))
  return [{ kind: 'command', at: decision.at, source: 'system', position: 0, command: { do: 'set attributes', set } }]
}

function changeByStep(decision: Decision): Input | undefined {
  const { at } = decision
  const command = { kind: 'command', at, source: 'system', position: 0 } as const
  if (decision.kind === 'changed' && decision.source === 'journey') {
    return { ...command, command: { do: 'set attributes', set: { [decision.attribute]: decision.value ?? null } } }
  }
  if (decision.kind === 'list' && decision.source === 'journey')
    return { ...command, command: { do: decision.joined ? 'join list' : 'leave list', list: decision.list } }
  if (decision.kind === 'topic' && decision.reason?.startsWith('journey ') === true) {
    const { topic, channel = 'email' } = decision
    return { ...command, command: { do: decision.subscribed ? 'subscribe' : 'unsubscribe', topic, channel } }
  }
  return undefined
}
