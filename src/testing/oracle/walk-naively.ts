// The way of one passage through the steps of a journey, computed by looking at every instant at which anything can change: the oracle's
// counterpart of steps that wait and choose, of exits and of `if`. Written from docs/reference/how-journeys-run.md; imports only the model.

import { compileWhere } from '../../model/comparison.ts'
import type { Condition } from '../../model/condition.ts'
import { durationMs } from '../../model/duration.ts'
import type { Input } from '../../model/input.ts'
import type { Journey, Pair, Step, Wait } from '../../model/journey.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { currentAttributes } from './attributes.ts'
import { evaluateNaively, zoneOf } from './evaluate-naively.ts'
import type { History, OracleContext } from './history.ts'
import { comesTo, daysAround, weekdayOf } from './local-clock.ts'

type EventInput = Input & { readonly kind: 'event' }

/** Where somebody came to, or 'completed' or 'exited', and when. */
export interface Came {
  readonly at: number
  readonly to: string
}

/**
 * From the first step on, which is entered with the first input, an event. `instants`: every one after that at which anything can change, in order. Steps know `wait` (not for a date), `on`, `choose`, `update` (set only) and `nothing`.
 */
export function walkNaively(journey: Pick<Journey, 'exit' | 'steps'>, history: History, instants: readonly number[], context: OracleContext): Came[] {
  const [first, ...inputs] = history as [EventInput, ...Input[]]
  const walk = new Walk(journey, first, context)
  walk.goOn(first.at, journey.steps)
  for (const now of [first.at, ...instants]) {
    walk.look(now)
    for (const input of inputs.filter(({ at }) => at === now)) walk.hear(input)
  }
  return walk.came
}

class Walk {
  readonly came: Came[] = []
  readonly known: Input[]
  readonly #journey: Pick<Journey, 'exit' | 'steps'>
  readonly #trigger: EventInput['event']
  readonly #context: OracleContext
  /** What is still to be done, the step that is waited at first. */
  #steps: readonly Step[] = []
  #enteredAt: number
  /** The last instant of a local time that was waited for. */
  #localTimeAt = Number.NaN
  isOver = false

  constructor(journey: Pick<Journey, 'exit' | 'steps'>, trigger: EventInput, context: OracleContext) {
    this.#journey = journey
    this.#trigger = trigger.event
    this.#context = context
    this.#enteredAt = trigger.at
    this.known = [trigger]
  }

  /** Time has come to this instant, and nothing else of it has happened yet. */
  look(now: number): void {
    if (this.isOver || this.#exits(now)) return
    const next = this.#next(now)
    if (next !== undefined) this.goOn(now, next)
  }

  hear(input: Input): void {
    if (this.isOver) return
    this.known.push(input)
    const now = input.at
    if (input.kind === 'event') {
      const ends = this.#journey.exit?.some((exit) => 'event' in exit && input.event.occurredAt >= this.#trigger.occurredAt && this.#fits(exit, input))
      if (ends === true) return this.#end(now, 'exited')
      if (this.#exits(now)) return
      const [step, ...rest] = this.#steps
      const pairs = step !== undefined && 'on' in step && input.event.occurredAt >= this.#enteredAt ? step.on : []
      const heard = pairs.find((pair) => 'event' in pair && this.#fits(pair, input) && (pair.if === undefined || this.#holds(pair.if, now)))
      if (heard !== undefined) return this.goOn(now, [...heard.steps, ...rest])
    }
    this.look(now)
  }

  /** Does one step after the other, until one waits. */
  goOn(now: number, steps: readonly Step[]): void {
    this.#steps = steps
    while (!this.#exits(now)) {
      const [step, ...rest] = this.#steps
      if (step === undefined) return this.#end(now, 'completed')
      this.came.push({ at: now, to: String(step.id) })
      this.#enteredAt = now
      const next = step.if !== undefined && !this.#holds(step.if, now) ? rest : this.#next(now)
      if (next === undefined) {
        this.#exits(now)
        return
      }
      this.#steps = next
    }
  }

  /** The steps to go on with; undefined while the first of them waits. */
  #next(now: number): readonly Step[] | undefined {
    const [step, ...rest] = this.#steps
    if (step === undefined) return undefined
    if ('wait' in step) return this.#hasWaited(step.wait, now) ? rest : undefined
    if ('on' in step) {
      const pair = this.#firstOf(step.on, now)
      return pair === undefined ? undefined : [...pair.steps, ...rest]
    }
    if ('choose' in step) {
      const branch = step.choose.find((one) => 'else' in one || this.#holds(one.if, now))
      return branch === undefined ? rest : [...('else' in branch ? branch.else : branch.steps), ...rest]
    }
    if ('update' in step)
      this.known.push({ kind: 'command', at: now, command: { do: 'set attributes', set: step.update.set ?? {} }, source: 'api', position: 0 })
    return rest
  }

  #hasWaited(wait: Wait, now: number): boolean {
    if (typeof wait === 'string') return now >= this.#enteredAt + durationMs(wait)
    if ('for' in wait) return this.#holds(wait.for, now) || now >= this.#enteredAt + durationMs(wait['at most'])
    if ('date' in wait) throw new Error('the oracle knows no dates')
    return this.#isLocalTime({ ...wait, at: wait.until }, now)
  }

  /** Of several that fit at one instant the one that is written first. */
  #firstOf(pairs: readonly Pair[], now: number): Pair | undefined {
    return pairs.find((pair) => {
      if ('match' in pair) return this.#holds(pair.match, now)
      if ('after' in pair) return now >= this.#enteredAt + durationMs(pair.after)
      return 'at' in pair && this.#isLocalTime(pair, now)
    })
  }

  #isLocalTime({ at, days, zone }: Pick<Extract<Pair, { at: string }>, 'at' | 'days' | 'zone'>, now: number): boolean {
    const where = zone === undefined || zone === 'subscriber' ? zoneOf(this.known, this.#context) : zone
    const isAgain = this.#localTimeAt === this.#enteredAt
    const date = daysAround(this.#enteredAt).find((day) => {
      if (days !== undefined && !days.includes(weekdayOf(day))) return false
      const instant = comesTo(where, day, at)
      return instant > this.#enteredAt || (instant === this.#enteredAt && !isAgain)
    })
    const due = date === undefined ? Number.POSITIVE_INFINITY : comesTo(where, date, at)
    if (now === due) this.#localTimeAt = now
    return now >= due
  }

  #exits(now: number): boolean {
    const holds = this.#journey.exit?.some((exit) => 'when' in exit && this.#holds(exit.when, now)) === true
    if (holds) this.#end(now, 'exited')
    return holds
  }

  #end(at: number, to: 'completed' | 'exited'): void {
    this.came.push({ at, to })
    this.isOver = true
  }

  #holds(condition: Condition, now: number): boolean {
    const passage = { trigger: this.#trigger, startedAt: this.#trigger.occurredAt, stepEnteredAt: this.#enteredAt }
    return evaluateNaively(condition, this.known, now, { ...this.#context, passage })
  }

  #fits(rule: Pick<Extract<Pair, { event: string }>, 'event' | 'where'>, { event }: EventInput): boolean {
    const resolve = (ref: string): Json | undefined => {
      const [from, ...path] = splitPath(ref)
      return readPath(from === 'trigger' ? this.#trigger.properties : currentAttributes(this.known), path)
    }
    return rule.event === event.name && compileWhere(rule.where)(event.properties, resolve)
  }
}
