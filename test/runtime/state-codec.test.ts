// A state comes back from its bytes as it was, from those that older versions wrote too, and damaged ones are refused.
// ONCUE_RUNS sets how many random worlds are tried.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { MemoryTable } from '../../src/engine/memories/memory-table.ts'
import { newState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Json } from '../../src/model/json.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { packState, unpackState } from '../../src/runtime/states/state-codec.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../src/testing/arbitraries/histories.ts'
import { scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { howMany } from '../how-many.ts'

const options = { numRuns: howMany(60) }
const worlds = fc.constantFrom(...scales).chain((scale) => fc.tuple(definitions(scale), histories(scale, 'only from outside')))

const formOne = JSON.parse(readFileSync(new URL('./fixtures/state-form-1.json', import.meta.url), 'utf8')) as { readonly packed: string; readonly state: Json }

test('a state is what it was after every input, and goes on the same', () => {
  fc.assert(
    fc.property(worlds, ([given, history]) => {
      const { program } = compile(sourceOf(given))
      fc.pre(program !== undefined)
      if (program === undefined) return
      let kept = newState('somebody', history[0]?.at ?? 0)
      let stored = newState('somebody', history[0]?.at ?? 0)
      for (const input of history) {
        kept = transition(program, kept, input).state
        stored = unpackState(theEngine, packState(theEngine, transition(program, stored, input).state))
        expect(stored).toEqual(kept)
        expect(theEngine.serializeState(stored)).toEqual(theEngine.serializeState(kept))
      }
    }),
    options,
  )
})

test('a state that was stored has its fields in the order of a new one, so that both are one form of object', () => {
  const state = newState('somebody', 1_800_000_000_000)
  state.pausedUntil = 1_900_000_000_000
  expect(Object.keys(unpackState(theEngine, packState(theEngine, state)))).toEqual(Object.keys(state))
})

test('states that are packed one after the other do not touch each other', () => {
  const packed = Array.from({ length: 2000 }, (_, index) => {
    const state = newState(`subscriber ${index}`, index)
    state.attributes = { note: 'x'.repeat(index) }
    return packState(theEngine, state)
  })
  for (const [index, bytes] of packed.entries()) {
    const { id, now, attributes } = unpackState(theEngine, bytes)
    expect([id, now, attributes]).toEqual([`subscriber ${index}`, index, { note: 'x'.repeat(index) }])
  }
})

test('instants beyond any calendar, and before it, come back', () => {
  const state = newState('somebody', -5)
  for (const [index, until] of [-1, 0, 0.5, 2 ** 47 - 3, 2 ** 47 - 2, 2 ** 47 - 1, 2 ** 47, 8.64e15].entries())
    state.watches.set(index, { value: index % 2 === 0, until })
  state.watches.set(100, { value: true, until: Number.POSITIVE_INFINITY })
  state.watches.set(0xffff_ffff, { value: false, until: 1_800_000_000_000 })
  state.memories = new MemoryTable()
  for (const id of [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]) state.memories.set(id, [id, -id, 'text', [id]])
  expect(unpackState(theEngine, packState(theEngine, state))).toEqual(state)
})

describe('bytes of other versions', () => {
  test('form 1, all in msgpack, is read', () => {
    const state = unpackState(theEngine, Buffer.from(formOne.packed, 'base64'))
    expect(state).toEqual(theEngine.parseState(formOne.state))
    expect(state.enrollments.map(({ journey }) => journey)).toEqual(['often', 'cart'])
    expect(unpackState(theEngine, packState(theEngine, state))).toEqual(state)
  })

  test('a form that is not known is refused by its number', () => {
    expect(() => unpackState(theEngine, Uint8Array.from([3, 0, 0]))).toThrow(/packed form 3.*forms 1 and 2/)
  })
})

test('damaged bytes are refused, wherever they are cut', () => {
  const packed = packState(theEngine, theEngine.parseState(formOne.state))
  for (let length = 0; length < packed.length; length += 1) expect(() => unpackState(theEngine, packed.subarray(0, length)), String(length)).toThrow()
  expect(() => unpackState(theEngine, Uint8Array.from([...packed, 0]))).toThrow()
})
