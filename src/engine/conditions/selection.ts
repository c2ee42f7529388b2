// Which of a memory's contents a condition looks at, when the memory is divided by keys: those whose keys pass the comparisons
// with the triggering event or with attributes.

import { isInstant } from '../../model/instant-text.ts'
import type { Json } from '../../model/json.ts'
import type { MemorySlot, View } from '../answer.ts'
import { fromComponent } from '../memories/component.ts'
import { contentOfKey } from '../memories/keyed.ts'
import { foldOf, type KeyPath, type OccurrencesOf } from '../memories/occurrences.ts'
import type { MemoryState } from '../state.ts'
import { type RefTest, refPaths } from './where.ts'

export interface Selection {
  readonly keys: readonly KeyPath[]
  /** What is remembered of all occurrences that pass, as one content. */
  readonly content: (slot: MemorySlot, view: View) => MemoryState | undefined
  /** The same for each value of `by`: [value, content, value, content, ...]. */
  readonly groups: (slot: MemorySlot, view: View) => MemoryState | undefined
}

/** Compiles the selection for the refs of a `where` and for `by`. */
export function compileSelection(refs: readonly RefTest[], holds: OccurrencesOf['holds'], by?: string): Selection {
  const paths = [...new Set([...refPaths(refs), ...(by === undefined ? [] : [by])])].sort()
  const keys = paths.map(
    (path): KeyPath => ({ path, keeps: path === by || refs.some((test) => test.path === path && !acceptsAnything(test)) ? 'scalars' : 'anything' }),
  )
  const placed: PlacedTest[] = refs.map((test) => ({ test, place: paths.length === 1 ? -1 : paths.indexOf(test.path) }))
  const isLookup = refs.length === keys.length && refs.every(({ operator }) => operator === 'eq') && refs.length > 0
  const inOrderOfKeys = paths.flatMap((path) => refs.find((test) => test.path === path) ?? [])
  const searched = folded(placed, holds)
  return {
    keys,
    content: keys.length === 0 ? whole : isLookup ? lookup(inOrderOfKeys, searched) : searched,
    groups: by === undefined ? whole : grouped(placed, { holds, place: paths.length === 1 ? -1 : paths.indexOf(by) }),
  }
}

interface PlacedTest {
  readonly test: RefTest
  /** Where in the key its property is; -1 when the key is that property. */
  readonly place: number
}

/** Whether a comparison can hold for something else than a text, number, boolean or null. */
function acceptsAnything({ operator }: RefTest): boolean {
  return operator === 'ne' || operator === 'contains'
}

function whole(slot: MemorySlot, view: View): MemoryState | undefined {
  return view.state.memories.get(slot.id)
}

/** Every key is compared for equality: the content is found without looking at the others, unless an instant is asked for, which may be written in several ways. */
function lookup(tests: readonly RefTest[], searched: Selection['content']): Selection['content'] {
  const [only] = tests
  if (only !== undefined && tests.length === 1) {
    return (slot, view) => {
      const memory = view.state.memories.get(slot.id)
      if (memory === undefined) return undefined
      const key = only.read(view)
      if (isInstant(key)) return searched(slot, view)
      return isScalar(key) ? contentOfKey(memory, key) : undefined
    }
  }
  return (slot, view) => {
    const memory = view.state.memories.get(slot.id)
    if (memory === undefined) return undefined
    const key: Json[] = []
    for (let index = 0; index < tests.length; index += 1) {
      const part = (tests[index] as RefTest).read(view)
      if (!isScalar(part)) return undefined
      if (isInstant(part)) return searched(slot, view)
      key.push(part)
    }
    return contentOfKey(memory, key)
  }
}

function isScalar(value: Json | undefined): value is string | number | boolean | null {
  return value === null || (value !== undefined && typeof value !== 'object')
}

/** All keys that pass, put together. */
function folded(tests: readonly PlacedTest[], holds: OccurrencesOf['holds']): Selection['content'] {
  const fold = foldOf(holds)
  return (slot, view) => {
    const memory = view.state.memories.get(slot.id)
    if (memory === undefined) return undefined
    let result: MemoryState | undefined
    for (let index = 0; index < memory.length; index += 2) {
      if (!passesAll(tests, memory[index] as Json, view)) continue
      const content = memory[index + 1] as MemoryState
      result = result === undefined ? content : fold(result, content, view.now)
    }
    return result
  }
}

function grouped(tests: readonly PlacedTest[], by: { readonly holds: OccurrencesOf['holds']; readonly place: number }): Selection['groups'] {
  if (tests.length === 0) return whole
  const fold = foldOf(by.holds)
  return (slot, view) => {
    const memory = view.state.memories.get(slot.id)
    if (memory === undefined) return undefined
    const groups = new Map<Json, MemoryState>()
    for (let index = 0; index < memory.length; index += 2) {
      const key = memory[index] as Json
      if (!passesAll(tests, key, view)) continue
      const value = by.place === -1 ? key : ((key as readonly Json[])[by.place] as Json)
      const content = memory[index + 1] as MemoryState
      const other = groups.get(value)
      groups.set(value, other === undefined ? content : (fold(other, content, view.now) ?? content))
    }
    return [...groups].flat(1)
  }
}

function passesAll(tests: readonly PlacedTest[], key: Json, view: View): boolean {
  for (let index = 0; index < tests.length; index += 1) {
    const { test, place } = tests[index] as PlacedTest
    const component = place === -1 ? key : ((key as readonly Json[])[place] as Json)
    if (!test.passes(fromComponent(component), view)) return false
  }
  return true
}
