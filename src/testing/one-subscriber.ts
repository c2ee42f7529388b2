// One subscriber in virtual time: given events, see what is decided, and when. Messages are handed over the moment they are decided, as a
// healthy server would. What it prints is the golden trace of the tests and the example of the docs.

import { compile, sourceOf } from '../engine/compile.ts'
import { decisionText, inputText } from '../engine/decision-text.ts'
import { pausesOf } from '../engine/pauses.ts'
import type { Program } from '../engine/program.ts'
import { newState, type SubscriberState } from '../engine/state.ts'
import { type Transition, transition } from '../engine/transition.ts'
import type { Decision } from '../model/decision.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Effect } from '../model/effect.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Command, Input } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'
import type { PauseChange, ResumeMode } from '../model/pause.ts'
import type { Stop } from '../model/stop.ts'

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
  /** Any other input, such as another subscriber who turned out to be the same person. */
  apply(input: Input): void
  /** From now on messages stay where they are until `deliver`. */
  holdMessages(): void
  /** Hands over what waits, or refuses it. */
  deliver(): void
  /** Switches these stop switches on, and all others off: what they no longer hold back is asked about again. */
  stop(stops: readonly Stop[]): void
  /** Pauses a journey, as `oncue journey pause` does. */
  pause(journey: string, because?: string): void
  /** Lets a paused journey go on; what waited is asked about again. */
  resume(journey: string, mode: ResumeMode): void
  /** What becomes of messages that are handed over: sent unless told otherwise. */
  outcome: (effect: Effect) => 'sent' | 'failed' | 'unknown'
  /** From now on messages are let out in the order that this gives, and not in that of their decisions. */
  order(compare: (one: Effect, other: Effect) => number): void
  readonly state: SubscriberState
  readonly decisions: readonly Decision[]
  readonly inputs: readonly Input[]
  /** One line per input, decision and effect. */
  readonly trace: string
}

/** Begins at an ISO instant. Throws when the definitions have errors. */
export function oneSubscriber(definitions: Definitions, start: string): OneSubscriber {
  return new World(programOf(definitions), Date.parse(start), '1')
}

/** The same of a program; `id` is what chance is drawn for. */
export function subscriberOf(program: Program, options: { readonly startAt: number; readonly id: string }): OneSubscriber {
  return new World(program, options.startAt, options.id)
}

function programOf(definitions: Definitions): Program {
  const { program, problems } = compile(sourceOf(definitions))
  if (program === undefined) throw new Error(problems.map((problem) => `${problem.definition.name} ${problem.path.join('.')}: ${problem.message}`).join('\n'))
  return program
}

class World implements OneSubscriber {
  program: Program
  readonly decisions: Decision[] = []
  readonly inputs: Input[] = []
  readonly lines: string[] = []
  readonly waiting: Effect[] = []
  /** Messages that were told to wait, and until when; Infinity until a stop switch is lifted. */
  readonly deferred = new Map<string, { readonly effect: Effect; readonly until: number }>()
  state: SubscriberState
  now: number
  isHolding = false
  compare: ((one: Effect, other: Effect) => number) | undefined
  outcome: (effect: Effect) => 'sent' | 'failed' | 'unknown' = () => 'sent'

  constructor(program: Program, startAt: number, id: string) {
    this.program = program
    this.now = startAt
    this.state = newState(id, startAt)
  }

  get trace(): string {
    return `${this.lines.join('\n')}\n`
  }

  advanceTo(instant: string): void {
    const target = Date.parse(instant)
    for (let next = this.nextInstant(); next <= target; next = this.nextInstant()) {
      this.now = Math.max(this.now, next)
      if (this.state.deadline <= this.now) this.apply({ kind: 'time', at: this.now })
      this.wakeDeferred(({ until }) => until <= this.now)
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

  stop(stops: readonly Stop[]): void {
    this.program = { ...this.program, stops }
    this.wakeDeferred(({ until }) => until === Number.POSITIVE_INFINITY)
  }

  pause(journey: string, because = 'we look into it'): void {
    this.changePauses({ at: this.now, journey, do: 'pause', because, by: 'admin' })
  }

  resume(journey: string, mode: ResumeMode): void {
    this.changePauses({ at: this.now, journey, do: 'resume', mode })
    this.wakeDeferred(({ until }) => until === Number.POSITIVE_INFINITY)
  }

  changePauses(change: PauseChange): void {
    const by = change.do === 'pause' ? `: ${change.because}` : `, ${change.mode}`
    this.lines.push(`${new Date(this.now).toISOString()}  > ${change.do} ${change.journey}${by}`)
    this.program = { ...this.program, pauses: pausesOf([...this.program.pauses.changes, change]) }
    this.apply({ kind: 'time', at: this.now })
  }

  order(compare: (one: Effect, other: Effect) => number): void {
    this.compare = compare
  }

  /** When the state changes by itself or a message is to be asked about again. */
  nextInstant(): number {
    return Math.min(this.state.deadline, ...[...this.deferred.values()].map(({ until }) => until))
  }

  wakeDeferred(isUp: (one: { readonly effect: Effect; readonly until: number }) => boolean): void {
    for (const [key, one] of this.deferred) {
      if (!isUp(one)) continue
      this.deferred.delete(key)
      this.waiting.push(one.effect)
    }
    if (!this.isHolding) this.handOver()
  }

  apply(input: Input): void {
    this.inputs.push(input)
    if (input.kind !== 'time') this.lines.push(inputText(input))
    const result = this.decide(input)
    this.waiting.push(...result.effects)
    if (!this.isHolding) this.handOver()
  }

  handOver(): void {
    if (this.compare !== undefined) this.waiting.sort(this.compare)
    for (let effect = this.waiting.shift(); effect !== undefined; effect = this.waiting.shift()) {
      const { authorization, effects } = this.decide({ kind: 'authorize', at: this.now, effect: effect.key })
      this.waiting.push(...effects)
      if (authorization?.kind === 'deferred') this.deferred.set(effect.key, { effect, until: authorization.until })
      if (authorization?.kind === 'held') this.deferred.set(effect.key, { effect, until: authorization.until ?? Number.POSITIVE_INFINITY })
      if (authorization?.kind === 'transmit')
        this.waiting.push(...this.decide({ kind: 'outcome', at: this.now, effect: effect.key, outcome: this.outcome(effect) }).effects)
    }
  }

  bringForward(key: string): void {
    const one = this.deferred.get(key)
    if (one === undefined || one.until === Number.POSITIVE_INFINITY) return
    this.deferred.delete(key)
    this.waiting.push(one.effect)
  }

  decide(input: Input): Transition {
    const result = transition(this.program, this.state, input)
    this.state = result.state
    for (const key of result.askAgain) this.bringForward(key)
    this.decisions.push(...result.decisions)
    for (const decision of result.decisions) this.lines.push(decisionText(decision))
    return result
  }
}
