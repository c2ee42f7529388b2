// Whole random journeys, with deliveries that succeed, fail and come late, mergers and new versions: what must hold after every transition.
// ONCUE_RUNS sets how many random worlds are tried for each rule.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkState } from '../../../src/engine/check-state.ts'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Program, ProgramSource } from '../../../src/engine/program.ts'
import { copyState, newState, type SubscriberState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../../src/engine/transition.ts'
import { insideOf } from '../../../src/engine/turn.ts'
import type { Decision } from '../../../src/model/decision.ts'
import type { Definitions } from '../../../src/model/definitions.ts'
import type { Command, HistoryEntry, Input } from '../../../src/model/input.ts'
import type { Json } from '../../../src/model/json.ts'
import { definitions } from '../../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { journeys, type Scale, scales } from '../../../src/testing/arbitraries/vocabulary.ts'
import { howMany } from '../../how-many.ts'

const runs = howMany(80)
const parameters = { numRuns: runs }

/** What the world does with a message: how many inputs later it asks, and what comes of it. */
interface Handling {
  readonly after: number
  readonly outcome: 'sent' | 'failed' | 'unknown'
  /** The first try is lost, so that it asks twice. */
  readonly asksTwice: boolean
}

interface Try {
  readonly scale: Scale
  readonly definitions: Definitions
  readonly history: Input[]
  readonly handlings: readonly Handling[]
}

/** Two of them in the same stretch of time. */
function pairs(): fc.Arbitrary<readonly [Try, Try]> {
  return fc.constantFrom(...scales).chain((scale) => fc.tuple(tries(fc.constant(scale)), tries(fc.constant(scale))))
}

function tries(chosen: fc.Arbitrary<Scale> = fc.constantFrom(...scales)): fc.Arbitrary<Try> {
  const handling = fc.record({ after: fc.nat(4), outcome: fc.constantFrom('sent', 'sent', 'failed', 'unknown'), asksTwice: fc.boolean() })
  return chosen.chain((scale) =>
    fc.record({
      scale: fc.constant(scale),
      definitions: definitions(scale),
      history: withStops(histories(scale, 'only from outside')),
      handlings: fc.array(handling, { minLength: 1, maxLength: 5 }),
    }),
  )
}

/** Now and then an admin stops a journey. */
function withStops(given: fc.Arbitrary<Input[]>): fc.Arbitrary<Input[]> {
  return fc.tuple(given, fc.array(fc.record({ index: fc.nat(14), journey: fc.constantFrom(...journeys) }), { maxLength: 1 })).map(([history, stops]) => {
    const command = (journey: string): Command => ({ do: 'stop journey', journey })
    return history.map((input, position) => {
      const stop = stops.find(({ index }) => index === position)
      return stop === undefined ? input : { kind: 'command', at: input.at, command: command(stop.journey), source: 'admin', position }
    })
  })
}

function programOf(source: ProgramSource): Program {
  const { program } = compile(source)
  fc.pre(program !== undefined)
  return program as Program
}

/** A subscriber whose every transition is examined. */
class Examined {
  state: SubscriberState
  readonly decisions: Decision[] = []
  readonly past: HistoryEntry[] = []
  readonly waiting: { readonly key: string; readonly handling: Handling; due: number }[] = []
  readonly handlings: readonly Handling[]
  readonly counts: Map<string, number>
  program: Program
  inputs = 0

  constructor(id: string, program: Program, one: Try, counts = new Map<string, number>()) {
    this.program = program
    this.state = newState(id, (one.history[0] as Input).at)
    this.handlings = one.handlings
    this.counts = counts
  }

  apply(input: Input): Transition {
    const before = copyState(this.state)
    const stored = parseState(JSON.parse(JSON.stringify(serializeState(before))) as Json)
    expect(stored).toEqual(before)
    const result = transition(this.program, this.state, input)
    const again = transition(this.program, stored, input)
    expect([again.decisions, again.effects, again.counts, again.state]).toEqual([result.decisions, result.effects, result.counts, result.state])
    this.state = result.state
    const { ahead } = this.state
    if (ahead.isKnown(this.program.id, this.state)) expect(ahead.inside, JSON.stringify(input)).toBe(insideOf(this.state))
    expect(checkState(this.program, this.state), JSON.stringify(input)).toEqual([])
    if (input.kind === 'event') this.past.push({ position: input.position, event: input.event })
    this.decisions.push(...result.decisions)
    for (const { journey, version, step, measure, by } of result.counts) {
      if (measure !== 'inside' && measure !== 'here now') continue
      const name = JSON.stringify([journey, version, step, measure])
      this.counts.set(name, (this.counts.get(name) ?? 0) + by)
    }
    for (const { key } of result.effects) {
      const handling = this.handlings[this.waiting.length % this.handlings.length] as Handling
      this.waiting.push({ key, handling, due: this.inputs + handling.after })
    }
    this.inputs += 1
    return result
  }

  /** Hands over what is due by now. */
  deliver(all: 'those due' | 'all'): void {
    for (let index = 0; index < this.waiting.length; index += 1) {
      const one = this.waiting[index] as (typeof this.waiting)[number]
      if (one.due === Number.POSITIVE_INFINITY || (all === 'those due' && one.due > this.inputs)) continue
      one.due = Number.POSITIVE_INFINITY
      const ask = (): Transition => this.apply({ kind: 'authorize', at: this.state.now, effect: one.key })
      const first = ask().authorization
      const last = one.handling.asksTwice ? ask().authorization : first
      expect(last?.kind === 'transmit').toBe(first?.kind === 'transmit')
      const tell = (): Transition => this.apply({ kind: 'outcome', at: this.state.now, effect: one.key, outcome: one.handling.outcome })
      if (last?.kind !== 'transmit') continue
      tell()
      // Told twice, or asked after it is over: nothing more is decided.
      expect([tell().decisions, ask().decisions]).toEqual([[], []])
    }
  }

  live(history: readonly Input[]): void {
    for (const input of history) {
      this.apply(input)
      this.deliver('those due')
    }
  }

  /** The counts so far are those of the people who are inside. */
  recount(): void {
    const expected = new Map<string, number>()
    const add = (name: readonly unknown[]): unknown => expected.set(JSON.stringify(name), (expected.get(JSON.stringify(name)) ?? 0) + 1)
    for (const { status, journey, version, step } of this.state.enrollments) {
      if (status !== 'active') continue
      add([journey, version, '', 'inside'])
      add([journey, version, step, 'here now'])
    }
    const sorted = (counts: ReadonlyMap<string, number>): unknown[] =>
      [...counts].filter(([, count]) => count !== 0).sort(([one], [other]) => (one < other ? -1 : 1))
    expect(sorted(this.counts)).toEqual(sorted(expected))
  }
}

function endOf({ history, scale }: Try): number {
  return (history.at(-1) as Input).at + 40 * scale.unitMs
}

/** Every message that was decided is refused or handed over, and only once. */
function checkMessages(decisions: readonly Decision[]): void {
  const ends = new Map<string, number>()
  for (const decision of decisions) {
    if (decision.kind === 'queued') {
      expect(ends.has(decision.effect), `${decision.effect} is decided once`).toBe(false)
      ends.set(decision.effect, 0)
    } else if (decision.kind === 'refused' || decision.kind === 'handed over') ends.set(decision.effect, (ends.get(decision.effect) ?? 0) + 1)
  }
  expect([...ends].filter(([, count]) => count !== 1)).toEqual([])
}

const afterTheEnd: readonly Decision['kind'][] = ['refused', 'authorized', 'deferred', 'handed over', 'converted'] as Decision['kind'][]

/** A passage begins once, ends once, converts once, and does nothing after it has ended. */
function checkPassages(decisions: readonly Decision[]): void {
  const stages = new Map<number, 'inside' | 'ended'>()
  const converted = new Set<number>()
  for (const decision of decisions) {
    if (!('enrollment' in decision)) continue
    const { enrollment, kind } = decision
    const stage = stages.get(enrollment)
    if (kind === 'entered') expect(stage).toBeUndefined()
    else if (stage === 'ended') expect(afterTheEnd, `${decision.journey}#${enrollment}`).toContain(kind)
    else expect(stage, `${kind} ${decision.journey}#${enrollment}`).toBe('inside')
    if (kind === 'converted') {
      expect(converted.has(enrollment)).toBe(false)
      converted.add(enrollment)
    }
    if (kind === 'entered') stages.set(enrollment, 'inside')
    if (kind === 'completed' || kind === 'exited') stages.set(enrollment, 'ended')
  }
}

describe('after every transition of a random world', () => {
  test('nobody is stuck, nothing is lost in the store, counts are those of the people inside, and messages and passages end once', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const it = new Examined('1', programOf(sourceOf(one.definitions)), one)
        for (const input of one.history) {
          it.apply(input)
          it.deliver('those due')
          it.recount()
        }
        it.apply({ kind: 'time', at: endOf(one) })
        it.deliver('all')
        it.recount()
        checkMessages(it.decisions)
        checkPassages(it.decisions)
      }),
      parameters,
    )
  })

  test('two subscribers who turn out to be one are none the worse', () => {
    fc.assert(
      fc.property(pairs(), ([ours, theirs]) => {
        const program = programOf(sourceOf(ours.definitions))
        const it = new Examined('1', program, ours)
        const other = new Examined('2', program, theirs, it.counts)
        it.live(ours.history)
        other.live(theirs.history)
        const at = Math.max(it.state.now, other.state.now)
        it.apply({ kind: 'merge', at, other: serializeState(other.state), because: 'same userId' })
        it.recount()
        it.waiting.push(...other.waiting)
        it.apply({ kind: 'time', at: at + 40 * ours.scale.unitMs })
        it.deliver('all')
        it.recount()
        checkMessages([...other.decisions, ...it.decisions])
      }),
      parameters,
    )
  })

  test('a new version of everything leaves nobody behind', () => {
    fc.assert(
      fc.property(pairs(), fc.nat(14), fc.nat(9), ([one, next], when, pause) => {
        const before = sourceOf(one.definitions)
        const after = sourceOf(next.definitions)
        const older = before.journeys.map((version) => ({ ...version, live: false }))
        const program = programOf({ ...after, journeys: [...after.journeys.map((version) => ({ ...version, version: 2 })), ...older] })
        const it = new Examined('1', programOf(before), one)
        const index = Math.min(when, one.history.length - 1)
        it.live(one.history.slice(0, index + 1))
        it.program = program
        const at = Math.min(it.state.now + pause * one.scale.unitMs, one.history[index + 1]?.at ?? Number.POSITIVE_INFINITY)
        it.apply({ kind: 'adopt', at, history: it.past, decisions: [...it.decisions] })
        it.recount()
        it.live(one.history.slice(index + 1))
        it.apply({ kind: 'time', at: endOf(one) })
        it.deliver('all')
        it.recount()
        checkMessages(it.decisions)
        checkPassages(it.decisions)
      }),
      parameters,
    )
  })
})
