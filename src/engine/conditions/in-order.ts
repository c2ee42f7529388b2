// in-order: this, then that, then that.

import type { InOrderCondition } from '../../model/condition.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Answer, MemorySlot, View } from '../answer.ts'
import { fromComponent } from '../memories/component.ts'
import { sequenceOf } from '../memories/sequence.ts'
import type { MemoryState } from '../state.ts'
import { compiled, lasting, no } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { readsOfRefs, type ViewComparison } from './refs.ts'
import { refPaths, splitWhere } from './where.ts'
import { closesAt, compileWindow, floorOf, readsOfWindow, type Window } from './window.ts'

export const compileInOrder: CompileKind<InOrderCondition> = (condition, compiling) => {
  const window = compileWindow(compiling, condition.within === undefined ? {} : { within: condition.within })
  const splits = condition['in-order'].map(({ event, where }, index) => ({
    event,
    ...splitWhere(compiling, { event, where, eventPath: ['in-order', index, 'event'], wherePath: ['in-order', index, 'where'] }),
  }))
  const refs = splits.flatMap((split) => split.refs)
  const paths = refPaths(refs).sort()
  const slot = compiling.memories.need(sequenceOf({ items: splits.map(({ event, fixed }) => ({ event, where: fixed })), paths, windowMs: window.windowMs }))
  const items = splits.map((split): readonly ItemTest[] => split.refs.map(({ path, passes }) => ({ place: 2 + paths.indexOf(path), passes })))
  const asked: Asked = { slot, window, items, stride: 2 + paths.length }
  return compiled({
    words: `${splits.map(({ event, words }) => event + words).join(', then ')}${window.words} (of the newest ${limits.sequenceEntries} each)`,
    evaluate: (view) => evaluateInOrder(asked, view),
    detail: (view) => inOrderDetail(asked, view),
    measure: { of: (view) => partsDone(asked, view), wanted: items.length, asks: 'gte', unit: 'parts' },
    memories: [slot],
    reads: { events: splits.map(({ event }) => event), ...readsOfWindow(window), ...readsOfRefs(refs.map(({ ref }) => ref)) },
  })
}

/** A remembered property of an occurrence that must pass for it to be this item. */
interface ItemTest {
  readonly place: number
  readonly passes: ViewComparison
}

interface Asked {
  readonly slot: MemorySlot
  readonly window: Window
  readonly items: readonly (readonly ItemTest[])[]
  readonly stride: number
}

/** The chain that began last is the one that leaves the window last. */
function evaluateInOrder(asked: Asked, view: View): Answer {
  const memory = view.state.memories.get(asked.slot.id)
  if (memory === undefined) return no
  const place = placeOfFirst(asked, memory, view)
  if (place === -1) return no
  if (asked.window.kind === 'ever') return lasting(true)
  return { value: true, until: asked.window.kind === 'session' ? closesAt(asked.window, view) : (memory[place] as number) + asked.window.windowMs }
}

/** Where the first item of the latest chain lies; -1 when there is no chain. Walks from the newest back and takes each item as late as possible. */
function placeOfFirst(asked: Asked, memory: MemoryState, view: View): number {
  const { items, stride } = asked
  const floor = floorOf(asked.window, view)
  let item = items.length - 1
  for (let index = 0; index < memory.length && (memory[index] as number) > floor; index += stride) {
    if (((memory[index + 1] as number) & (1 << item)) === 0 || !passesAll(items[item] as readonly ItemTest[], memory, { index, view })) continue
    if (item === 0) return index
    item -= 1
  }
  return -1
}

/** How many items of it came in order, from the first one on: walks from the oldest and takes each item as early as possible. */
function partsDone({ slot, window, items, stride }: Asked, view: View): number {
  const memory = view.state.memories.get(slot.id)
  const floor = floorOf(window, view)
  let item = 0
  for (let index = (memory?.length ?? 0) - stride; memory !== undefined && index >= 0 && item < items.length; index -= stride) {
    if ((memory[index] as number) <= floor || ((memory[index + 1] as number) & (1 << item)) === 0) continue
    if (passesAll(items[item] as readonly ItemTest[], memory, { index, view })) item += 1
  }
  return item
}

function passesAll(tests: readonly ItemTest[], memory: MemoryState, at: { readonly index: number; readonly view: View }): boolean {
  for (let test = 0; test < tests.length; test += 1) {
    const { place, passes } = tests[test] as ItemTest
    const component = memory[at.index + place]
    if (component === undefined || !passes(fromComponent(component), at.view)) return false
  }
  return true
}

function inOrderDetail(asked: Asked, view: View): string {
  const memory = view.state.memories.get(asked.slot.id)
  if (memory === undefined) return sentence('none-yet')
  const place = placeOfFirst(asked, memory, view)
  return place === -1 ? sentence('not-in-order', { at: memory[0] as number }) : sentence('began-at', { at: memory[place] as number })
}
