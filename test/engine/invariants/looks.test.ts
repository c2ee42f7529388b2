// How often somebody is looked at between two inputs is nobody's business: time that passes in one stretch or in many makes the same state, the same
// decisions and the same counts, also of two subscribers who turn out to be one later.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Program } from '../../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../../src/engine/transition.ts'
import type { Input } from '../../../src/model/input.ts'
import { definitions } from '../../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { scales } from '../../../src/testing/arbitraries/vocabulary.ts'
import { howMany } from '../../how-many.ts'

const runs = howMany(100)
const parameters = { numRuns: runs }

/** A subscriber, and everything that was told about it. Messages are handed over after each input that is not a look. */
class Told {
  readonly said: string[] = []
  readonly program: Program
  readonly waiting: string[] = []
  state: SubscriberState

  constructor(id: string, program: Program, at: number) {
    this.program = program
    this.state = newState(id, at)
  }

  give(input: Input): void {
    this.#apply(input)
    for (const key of this.waiting.splice(0)) {
      const { authorization } = this.#apply({ kind: 'authorize', at: this.state.now, effect: key })
      if (authorization?.kind === 'transmit') this.#apply({ kind: 'outcome', at: this.state.now, effect: key, outcome: 'sent' })
      else if (authorization?.kind === 'deferred') this.waiting.push(key)
    }
  }

  look(at: number): void {
    if (at > this.state.now && this.state.program !== 0) this.#apply({ kind: 'time', at })
  }

  #apply(input: Input): Transition {
    const result = transition(this.program, this.state, input)
    this.state = result.state
    for (const one of [...result.decisions, ...result.counts]) this.said.push(JSON.stringify(one))
    for (const { key } of result.effects) if (!this.waiting.includes(key)) this.waiting.push(key)
    return result
  }

  /** Lives through a history; where `looks` says so, it is looked at on the way to the next input. */
  live(history: readonly Input[], looks: readonly number[]): void {
    for (const [index, input] of history.entries()) {
      this.lookAt(
        looks.filter((_, look) => look % history.length === index),
        input.at,
      )
      this.give(input)
    }
  }

  /** Looks at these shares of the way up to an instant. */
  lookAt(shares: readonly number[], until: number): void {
    const from = this.state.now
    for (const share of shares) this.look(from + Math.floor(Math.max(0, until - from) * share))
  }
}

describe('looks in between', () => {
  test('at two who turn out to be one change nothing', () => {
    const worlds = fc.constantFrom(...scales).chain((scale) =>
      fc.record({
        scale: fc.constant(scale),
        given: definitions(scale),
        ours: histories(scale, 'only from outside'),
        theirs: histories(scale, 'only from outside'),
        looks: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
        pause: fc.nat(30),
      }),
    )
    fc.assert(
      fc.property(worlds, ({ scale, given, ours, theirs, looks, pause }) => {
        const { program } = compile(sourceOf(given))
        fc.pre(program !== undefined)
        const lived = (shares: readonly number[]) => {
          const one = new Told('1', program as Program, (ours[0] as Input).at)
          const other = new Told('2', program as Program, (theirs[0] as Input).at)
          one.live(ours, shares)
          other.live(theirs, shares)
          const at = Math.max(one.state.now, other.state.now) + pause * scale.unitMs
          for (const each of [one, other]) each.lookAt(shares, at)
          one.waiting.push(...other.waiting)
          one.give({ kind: 'merge', at, other: serializeState(other.state), because: 'same person' })
          one.look(at + 40 * scale.unitMs)
          return { state: parseState(serializeState(one.state)), said: [...other.said, ...one.said].sort() }
        }
        expect(lived(looks)).toEqual(lived([]))
      }),
      parameters,
    )
  })
})
