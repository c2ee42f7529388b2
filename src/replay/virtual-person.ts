// One person in virtual time. Inputs go in with their instants; whatever is due on the way is decided at its own, and messages are handed over the
// moment they may be, as a healthy server would. Backtests, trigger tests, "why" and previews all go through here, by the function that decides in
// production. It reads no clock, sends nothing and writes nothing.

import { effectPlace } from '../engine/passage.ts'
import type { AskAgain } from '../engine/policies/ask-again.ts'
import type { Authorization } from '../engine/policies/authorize.ts'
import type { Program } from '../engine/program.ts'
import type { SubscriberState } from '../engine/state.ts'
import { type Transition, transition } from '../engine/transition.ts'
import type { Effect } from '../model/effect.ts'
import type { Input } from '../model/input.ts'

/** What became of a message that was handed over. */
export type Outcome = 'sent' | 'failed' | 'unknown'

/** A message that waits; one that was taken over from a state is known by its key alone. */
export interface WaitingMessage {
  readonly key: string
  readonly channel: string
  readonly expiresAt: number | undefined
  readonly effect: Effect | undefined
}

export interface VirtualPersonOptions {
  readonly program: Program
  readonly state: SubscriberState
  /** Told of every transition, in order. */
  readonly observe?: (result: Transition, input: Input, state: SubscriberState) => void
  /** What becomes of messages that are handed over: sent unless told otherwise. */
  readonly outcome?: (message: WaitingMessage) => Outcome
  /**
   * `at once` is what a server does that is never late. `when they come`: a popup waits for the next thing that its person does, all others go at once.
   * `as told`: nothing is handed over but by the inputs themselves, as a log tells them.
   */
  readonly deliveries?: 'at once' | 'when they come' | 'as told'
}

/** A message that was told to wait, and until when; Infinity until somebody comes or lifts a switch. `isHeld`: by a pause of its journey, too. */
interface Deferred {
  readonly message: WaitingMessage
  readonly until: number
  readonly isHeld: boolean
}

export class VirtualPerson {
  program: Program
  state: SubscriberState
  outcome: (message: WaitingMessage) => Outcome
  deliveries: NonNullable<VirtualPersonOptions['deliveries']>
  /** In this order messages are let out; that of their decisions when undefined. */
  compare: ((one: Effect, other: Effect) => number) | undefined
  /** While it holds, messages stay where they are. */
  isHolding = false
  /** The instant that has come; never before the state's own. */
  now: number
  readonly #observe: VirtualPersonOptions['observe']
  readonly #waiting: WaitingMessage[] = []
  readonly #deferred = new Map<string, Deferred>()
  readonly #coming: { readonly at: number; readonly input: Input }[] = []
  /** The earliest instant at which a message is asked about again or something arranged happens. */
  #nextOwn = Number.POSITIVE_INFINITY

  constructor({ program, state, observe, outcome, deliveries = 'at once' }: VirtualPersonOptions) {
    this.program = program
    this.state = state
    this.now = state.now
    this.outcome = outcome ?? (() => 'sent')
    this.deliveries = deliveries
    this.#observe = observe
  }

  /** When something happens by itself; Infinity when nothing does. */
  get nextInstant(): number {
    return Math.min(this.state.deadline, this.#nextOwn)
  }

  /** Lets time pass up to the input's instant, then applies it. Returns what the input itself decided. */
  take(input: Input): Transition {
    if (this.nextInstant <= input.at) this.passTo(input.at)
    return this.apply(input)
  }

  /** Lets time pass: everything due at or before `at` is decided at its own instant. */
  passTo(at: number): void {
    for (let next = this.nextInstant; next <= at; next = this.nextInstant) {
      const instant = Math.max(next, this.now)
      this.now = instant
      if (this.state.deadline <= instant && this.state.program !== 0) {
        this.apply({ kind: 'time', at: instant })
        if (this.state.deadline <= instant) throw new Error(`a deadline at ${this.state.deadline} did not move on`)
      }
      this.wakeDeferred(({ until }) => until <= instant)
      this.#happen(instant)
    }
    if (at > this.now && at !== Number.POSITIVE_INFINITY) this.now = at
  }

  /** Applies an input without letting time pass for messages first. */
  apply(input: Input): Transition {
    if (input.at > this.now) this.now = input.at
    const result = this.#decide(input)
    for (const effect of result.effects) this.#waiting.push(messageOf(effect))
    if (this.deliveries === 'when they come' && input.kind === 'event') this.#visit()
    if (this.deliveries === 'as told' && input.kind === 'authorize') this.#noteAnswer(input.effect, result.authorization)
    if (!this.isHolding) this.handOver()
    return result
  }

  /** Something will happen at an instant from now on, unless it is dropped with everything else. */
  arrange(at: number, input: Input): void {
    const index = this.#coming.findIndex((one) => one.at > at)
    this.#coming.splice(index < 0 ? this.#coming.length : index, 0, { at, input })
    if (at < this.#nextOwn) this.#nextOwn = at
  }

  /** From now on another program decides, and messages that wait are asked about: each when it was told to wait until, all others now. */
  takeOver(program: Program, deliveries: NonNullable<VirtualPersonOptions['deliveries']>): void {
    this.program = program
    this.deliveries = deliveries
    if (deliveries === 'as told') return
    for (const { pending } of this.state.enrollments) {
      for (const { key, channel, expiresAt, authorizedAt } of pending) {
        const isKnown = this.#deferred.has(key) || this.#waiting.some((message) => message.key === key)
        if (!isKnown && authorizedAt === undefined) this.#waiting.push({ key, channel, expiresAt, effect: undefined })
      }
    }
  }

  /** Everything that waits for somebody who turned out to be the same person waits for this one from now on. */
  absorb(other: VirtualPerson): void {
    for (const message of other.#waiting.splice(0)) this.#waiting.push(message)
    for (const [key, deferred] of other.#deferred) this.#deferred.set(key, deferred)
    for (const { at, input } of other.#coming.splice(0)) this.arrange(at, input)
    other.#deferred.clear()
    this.#reckon()
  }

  /** Asks again about messages that were told to wait. */
  wakeDeferred(isUp: (one: Deferred) => boolean): void {
    if (this.#deferred.size > 0) {
      for (const [key, one] of this.#deferred) {
        if (!isUp(one)) continue
        this.#deferred.delete(key)
        this.#waiting.push(one.message)
      }
      this.#reckon()
    }
    if (!this.isHolding) this.handOver()
  }

  /** Hands over what waits, or refuses it. */
  handOver(): void {
    if (this.#waiting.length === 0 || this.deliveries === 'as told') return
    if (this.compare !== undefined) this.#sort(this.compare)
    for (let message = this.#waiting.shift(); message !== undefined; message = this.#waiting.shift()) this.#ask(message, 'in time')
  }

  #ask(message: WaitingMessage, when: 'in time' | 'they came'): void {
    const now = Math.max(this.now, this.state.now)
    if (this.deliveries === 'when they come' && message.channel === 'popup' && when === 'in time' && now < (message.expiresAt ?? Number.POSITIVE_INFINITY))
      return this.#defer({ message, until: message.expiresAt ?? Number.POSITIVE_INFINITY, isHeld: false })
    const { authorization, effects } = this.#decide({ kind: 'authorize', at: now, effect: message.key })
    for (const effect of effects) this.#waiting.push(messageOf(effect))
    if (authorization?.kind === 'deferred') this.#defer({ message, until: authorization.until, isHeld: false })
    if (authorization?.kind === 'held') this.#defer({ message, until: authorization.until ?? Number.POSITIVE_INFINITY, isHeld: true })
    if (authorization?.kind !== 'transmit') return
    const sent = this.#decide({ kind: 'outcome', at: now, effect: message.key, outcome: this.outcome(message) })
    for (const effect of sent.effects) this.#waiting.push(messageOf(effect))
  }

  /** What the log tells that was answered about a message: whoever takes over asks again when it was told to wait until, and not at all about one that is gone. */
  #noteAnswer(key: string, answer: Authorization | undefined): void {
    const index = this.#waiting.findIndex((message) => message.key === key)
    const message = index < 0 ? this.#deferred.get(key)?.message : this.#waiting.splice(index, 1)[0]
    this.#deferred.delete(key)
    if (message !== undefined && answer?.kind === 'deferred') this.#defer({ message, until: answer.until, isHeld: false })
  }

  #defer(one: Deferred): void {
    this.#deferred.set(one.message.key, one)
    if (one.until < this.#nextOwn) this.#nextOwn = one.until
  }

  /** What waits at once when journeys go on: what none of them holds any more. `lived` pauses and ends of them were known before. */
  #letGoOn(lived: number): void {
    const { changes, after } = this.program.pauses
    if (!changes.slice(lived, this.state.pauses).some((change) => change.do === 'resume')) return
    for (const [key, { message, isHeld }] of this.#deferred) {
      const isHeldStill = after[this.state.pauses]?.has(effectPlace(key)?.journey ?? '') === true
      if (!isHeld || isHeldStill) continue
      this.#deferred.delete(key)
      this.#waiting.push(message)
    }
    this.#reckon()
  }

  /** Popups that wait are shown to somebody who did something. */
  #visit(): void {
    if (this.#deferred.size === 0) return
    for (const [key, { message }] of this.#deferred) {
      if (message.channel !== 'popup') continue
      this.#deferred.delete(key)
      this.#ask(message, 'they came')
    }
    this.#reckon()
  }

  #happen(instant: number): void {
    for (let first = this.#coming[0]; first !== undefined && first.at <= instant; first = this.#coming[0]) {
      this.#coming.shift()
      this.apply(first.input)
    }
    this.#reckon()
  }

  #reckon(): void {
    let next = this.#coming[0]?.at ?? Number.POSITIVE_INFINITY
    for (const { until } of this.#deferred.values()) if (until < next) next = until
    this.#nextOwn = next
  }

  #bringForward({ key, beyond }: AskAgain): void {
    const one = this.#deferred.get(key)
    if (one === undefined || one.until <= beyond || one.until === Number.POSITIVE_INFINITY) return
    this.#deferred.delete(key)
    this.#waiting.push(one.message)
    this.#reckon()
  }

  #sort(compare: (one: Effect, other: Effect) => number): void {
    this.#waiting.sort((one, other) => (one.effect === undefined || other.effect === undefined ? 0 : compare(one.effect, other.effect)))
  }

  #decide(input: Input): Transition {
    const lived = this.state.pauses
    const result = transition(this.program, this.state, input)
    this.state = result.state
    if (this.state.pauses > lived && this.#deferred.size > 0) this.#letGoOn(lived)
    for (let index = 0; index < result.askAgain.length; index += 1) this.#bringForward(result.askAgain[index] as AskAgain)
    this.#observe?.(result, input, this.state)
    return result
  }
}

function messageOf(effect: Effect): WaitingMessage {
  return { key: effect.key, channel: effect.channel, expiresAt: effect.expiresAt, effect }
}
