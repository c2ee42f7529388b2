// One subscriber in virtual time: given events, see what is decided, and when. Messages are handed over the moment they are decided, as a
// healthy server would. What it prints is the golden trace of the tests and the example of the docs.

import { compile, sourceOf } from '../engine/compile.ts'
import { decisionText, inputText } from '../engine/decision-text.ts'
import type { Program } from '../engine/program.ts'
import { newState, type SubscriberState } from '../engine/state.ts'
import { type Transition, transition } from '../engine/transition.ts'
import type { Decision } from '../model/decision.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Effect } from '../model/effect.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Command, Input } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'

export interface OneSubscriber {
  /** Lets time pass up to an ISO instant; everything due on the way is decided at its own instant. */
  advanceTo(instant: string): void
  /** Something happens at the current instant, or happened at `occurredAt` and is received now. */
  event(
    name: string,
    properties?: JsonObject,
    more?: { readonly occurredAt?: string; readonly traits?: JsonObject; readonly sessionId?: string; readonly silent?: true },
  ): void
  identify(traits: JsonObject): void
  command(command: Command): void
  /** From now on messages stay where they are until `deliver`. */
  holdMessages(): void
  /** Hands over what waits, or refuses it. */
  deliver(): void
  readonly state: SubscriberState
  readonly decisions: readonly Decision[]
  readonly inputs: readonly Input[]
  /** One line per input, decision and effect. */
  readonly trace: string
}

/** Begins at an ISO instant. Throws when the definitions have errors. */
export function oneSubscriber(definitions: Definitions, start: string): OneSubscriber {
  return new World(programOf(definitions), Date.parse(start))
}

function programOf(definitions: Definitions): Program {
  const { program, problems } = compile(sourceOf(definitions))
  if (program === undefined) throw new Error(problems.map((problem) => `${problem.definition.name} ${problem.path.join('.')}: ${problem.message}`).join('\n'))
  return program
}

class World implements OneSubscriber {
  readonly program: Program
  readonly decisions: Decision[] = []
  readonly inputs: Input[] = []
  readonly lines: string[] = []
  readonly waiting: Effect[] = []
  state: SubscriberState
  now: number
  isHolding = false

  constructor(program: Program, startAt: number) {
    this.program = program
    this.now = startAt
    this.state = newState('1', startAt)
  }

  get trace(): string {
    return `${this.lines.join('\n')}\n`
  }

  advanceTo(instant: string): void {
    const target = Date.parse(instant)
    while (this.state.deadline <= target) {
      this.now = Math.max(this.now, this.state.deadline)
      this.apply({ kind: 'time', at: this.now })
    }
    this.now = target
  }

  event(name: string, properties: JsonObject = {}, more: Parameters<OneSubscriber['event']>[2] = {}): void {
    const { occurredAt, ...rest } = more
    const event: SubscriberEvent = {
      name,
      properties,
      occurredAt: occurredAt === undefined ? this.now : Date.parse(occurredAt),
      receivedAt: this.now,
      messageId: `m${this.inputs.length + 1}`,
      ...rest,
    }
    this.apply({ kind: 'event', at: this.now, event, position: this.inputs.length + 1 })
  }

  identify(traits: JsonObject): void {
    this.event('Identified', {}, { traits })
  }

  command(command: Command): void {
    this.apply({ kind: 'command', at: this.now, command, source: 'api', position: this.inputs.length + 1 })
  }

  holdMessages(): void {
    this.isHolding = true
  }

  deliver(): void {
    this.isHolding = false
    this.handOver()
  }

  apply(input: Input): void {
    this.inputs.push(input)
    if (input.kind !== 'time') this.lines.push(inputText(input))
    const result = this.decide(input)
    this.waiting.push(...result.effects)
    if (!this.isHolding) this.handOver()
  }

  handOver(): void {
    for (let effect = this.waiting.shift(); effect !== undefined; effect = this.waiting.shift()) {
      const { authorization, effects } = this.decide({ kind: 'authorize', at: this.now, effect: effect.key })
      this.waiting.push(...effects)
      if (authorization?.kind === 'transmit') this.waiting.push(...this.decide({ kind: 'outcome', at: this.now, effect: effect.key, outcome: 'sent' }).effects)
    }
  }

  decide(input: Input): Transition {
    const result = transition(this.program, this.state, input)
    this.state = result.state
    this.decisions.push(...result.decisions)
    for (const decision of result.decisions) this.lines.push(decisionText(decision))
    return result
  }
}
