// One subscriber in virtual time: given events, see what is decided, and when. Messages are handed over the moment they are decided, as a
// healthy server would. What it prints is the golden trace of the tests and the example of the docs.

import { compile, sourceOf } from '../engine/compile.ts'
import { decisionText, inputText } from '../engine/decision-text.ts'
import { pausesOf } from '../engine/pauses.ts'
import type { Program } from '../engine/program.ts'
import { newState, type SubscriberState } from '../engine/state.ts'
import type { Decision } from '../model/decision.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Effect } from '../model/effect.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Command, Input } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'
import type { PauseChange, ResumeMode } from '../model/pause.ts'
import type { Stop } from '../model/stop.ts'
import { VirtualPerson } from '../replay/virtual-person.ts'

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
  readonly decisions: Decision[] = []
  readonly inputs: Input[] = []
  readonly lines: string[] = []
  readonly person: VirtualPerson
  now: number

  constructor(program: Program, startAt: number, id: string) {
    this.now = startAt
    this.person = new VirtualPerson({
      program,
      state: newState(id, startAt),
      observe: ({ decisions }, input) => {
        if (input.kind === 'time') this.inputs.push(input)
        this.decisions.push(...decisions)
        for (const decision of decisions) this.lines.push(decisionText(decision))
      },
    })
  }

  get state(): SubscriberState {
    return this.person.state
  }

  get trace(): string {
    return `${this.lines.join('\n')}\n`
  }

  get outcome(): OneSubscriber['outcome'] {
    return (effect) => this.person.outcome({ key: effect.key, channel: effect.channel, expiresAt: effect.expiresAt, effect })
  }

  set outcome(outcome: OneSubscriber['outcome']) {
    this.person.outcome = ({ effect }) => (effect === undefined ? 'sent' : outcome(effect))
  }

  advanceTo(instant: string): void {
    this.now = Date.parse(instant)
    this.person.passTo(this.now)
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
    this.person.isHolding = true
  }

  deliver(): void {
    this.person.isHolding = false
    this.person.handOver()
  }

  stop(stops: readonly Stop[]): void {
    this.person.program = { ...this.person.program, stops }
    this.person.wakeDeferred(({ isHeld }) => isHeld)
  }

  pause(journey: string, because = 'we look into it'): void {
    this.changePauses({ at: this.now, journey, do: 'pause', because, by: 'admin' })
  }

  resume(journey: string, mode: ResumeMode): void {
    this.changePauses({ at: this.now, journey, do: 'resume', mode })
  }

  changePauses(change: PauseChange): void {
    const by = change.do === 'resume' ? `, ${change.mode}` : `: ${change.do === 'pause' ? change.because : change.variant}`
    this.lines.push(`${new Date(this.now).toISOString()}  > ${change.do} ${change.journey}${by}`)
    const { program } = this.person
    this.person.program = { ...program, pauses: pausesOf([...program.pauses.changes, change]) }
    this.apply({ kind: 'time', at: this.now })
  }

  order(compare: (one: Effect, other: Effect) => number): void {
    this.person.compare = compare
  }

  apply(input: Input): void {
    if (input.kind !== 'time') {
      this.inputs.push(input)
      this.lines.push(inputText(input))
    }
    this.person.apply(input)
  }
}
