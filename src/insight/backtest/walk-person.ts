// One person's way through one journey, as definitions that are tried would lead it: somebody's stored history, or somebody made up. Decided by the engine of
// production in virtual time; nothing is written and nobody is sent anything. Where the instant lies ahead, nothing more is taken to happen until then.

import { decisionSentence, inputSentence } from '../../engine/decision-text.ts'
import type { Program } from '../../engine/program.ts'
import { newState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import type { Input } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import { VirtualPerson } from '../../replay/virtual-person.ts'
import { theEngine } from '../../runtime/engine.ts'
import type { Store, SubscriberNumber } from '../../runtime/store.ts'
import { type Teller, type ToldDecision, tellerOf } from '../telling.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { replayLines } from './replayed-lines.ts'

export interface WalkLine {
  readonly at: number
  /** What the person did, or the kind of decision. */
  readonly kind: 'event' | Decision['kind']
  readonly step: string | null
  /** Which passage of the person it belongs to. */
  readonly passage: number | null
  /** Until when it waits. */
  readonly until: number | null
  readonly reason: string | null
  /** The whole sentence. */
  readonly words: string
  /** The name of what the person did. */
  readonly event: string | null
  /** What came with it: its properties, and what it says of the person. */
  readonly data: JsonObject | null
  /** The decision as data; null for what the person did. */
  readonly told: ToldDecision | null
}

export interface Walk {
  /** Null for somebody made up. */
  readonly subscriber: SubscriberNumber | null
  /** In order; the newest where there are more than can be shown. */
  readonly lines: readonly WalkLine[]
  readonly isCut: boolean
}

/** Somebody who is not there, and what they do. */
export interface MadeUp {
  readonly attributes: JsonObject
  /** In order of their instants. */
  readonly events: readonly { readonly name: string; readonly at: number; readonly properties: JsonObject }[]
}

const mostShown = 500

/** Somebody's own history. Undefined when there is nobody of this number. */
export async function walkPerson(
  spec: BacktestSpec,
  store: Pick<Store, 'load' | 'follow' | 'history'>,
  { number, journey }: { readonly number: SubscriberNumber; readonly journey: string },
): Promise<Walk | undefined> {
  const replayed = await replayLines(spec, store, number)
  if (replayed === undefined) return undefined
  const { tell } = tellerOf(programOf(spec))
  return { subscriber: replayed.subscriber, ...linesOf(replayed.happened, replayed.decided[0] ?? [], { journey, tell }) }
}

/** Somebody made up, who said yes to every topic at the beginning. */
export function walkMadeUp(spec: BacktestSpec, { attributes, events }: MadeUp, journey: string): Walk {
  const startAt = events[0]?.at ?? spec.to
  const decided: Decision[] = []
  const happened: Extract<Input, { kind: 'event' }>[] = []
  const program = programOf(spec)
  const { workspace } = (spec.arms[0] as BacktestSpec['arms'][number]).source
  const person = new VirtualPerson({
    program,
    state: newState('1', startAt),
    observe: ({ decisions }) => void decided.push(...decisions),
  })
  const command = (input: Extract<Input, { kind: 'command' }>['command']): void =>
    void person.take({ kind: 'command', at: startAt, command: input, source: 'admin', position: 0 })
  command({ do: 'set attributes', set: { email: 'somebody@example.com', ...attributes } })
  for (const { topic } of workspace.topics ?? []) command({ do: 'subscribe', topic })
  for (const [index, { name, at, properties }] of events.entries()) {
    const event = { name, occurredAt: at, receivedAt: at, messageId: `made-up-${index}`, properties }
    const input = { kind: 'event', at, event, position: index + 1 } as const
    happened.push(input)
    person.take(input)
  }
  person.passTo(spec.to)
  return { subscriber: null, ...linesOf(happened, decided, { journey, tell: tellerOf(program).tell }) }
}

interface LineParts {
  readonly journey: string
  readonly tell: Teller['tell']
}

/** The program of what is tried. */
function programOf(spec: BacktestSpec): Program {
  return theEngine.compile({ ...(spec.arms[0] as BacktestSpec['arms'][number]).source, pauses: spec.pauses })
}

function linesOf(happened: readonly Extract<Input, { kind: 'event' }>[], decided: readonly Decision[], { journey, tell }: LineParts): Omit<Walk, 'subscriber'> {
  const own = decided.filter((decision) => 'journey' in decision && decision.journey === journey)
  const all = [...happened.map(lineOfEvent), ...own.map((decision) => lineOfDecision(decision, tell))]
    .map((line, index) => ({ line, index }))
    .sort((one, other) => one.line.at - other.line.at || one.index - other.index)
    .map(({ line }) => line)
  return { lines: all.slice(-mostShown), isCut: all.length > mostShown }
}

function lineOfEvent(input: Extract<Input, { kind: 'event' }>): WalkLine {
  const { name, properties, traits } = input.event
  const data = { ...properties, ...traits }
  return { at: input.at, kind: 'event', step: null, passage: null, until: null, reason: null, words: inputSentence(input), event: name, data, told: null }
}

function lineOfDecision(decision: Decision, tell: Teller['tell']): WalkLine {
  return {
    at: decision.at,
    kind: decision.kind,
    step: 'step' in decision ? decision.step : null,
    passage: 'enrollment' in decision ? decision.enrollment : null,
    until: 'until' in decision ? (decision.until ?? null) : null,
    reason: 'reason' in decision && typeof decision.reason === 'string' ? decision.reason : null,
    words: decisionSentence(decision),
    event: null,
    data: null,
    told: tell(decision),
  }
}
