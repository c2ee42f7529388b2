// sum, avg, min, max: about the numbers at a property of an event's occurrences, ever or inside a window.

import type { NumberComparison } from '../../model/comparison.ts'
import type { AvgCondition, MaxCondition, MinCondition, SumCondition } from '../../model/condition.ts'
import { limits } from '../../model/limits.ts'
import type { Answer, CompiledCondition, MemorySlot, View } from '../answer.ts'
import { type OccurrencesOf, occurrencesOf } from '../memories/occurrences.ts'
import type { MemoryState } from '../state.ts'
import { boundOf } from './bound.ts'
import { checkNumbers } from './comparison-problems.ts'
import { compiled, lasting } from './compiled.ts'
import type { Compiling } from './condition-context.ts'
import { compileNumbers } from './numbers.ts'
import { readsOfRefs } from './refs.ts'
import { compileSelection, type Selection } from './selection.ts'
import { splitWhere } from './where.ts'
import { closesAt, compileWindow, floorOf, readsOfWindow, type Window } from './window.ts'
import { comparisonWords } from './words.ts'

export type AggregateKind = 'sum' | 'avg' | 'min' | 'max'
type AggregateCondition = SumCondition | AvgCondition | MinCondition | MaxCondition

export function compileAggregate(condition: AggregateCondition, compiling: Compiling): CompiledCondition {
  const { kind, path } = aggregateOf(condition)
  const { fixed, refs, words } = splitWhere(compiling, { event: condition.of, where: condition.where, eventPath: ['of'], wherePath: ['where'] })
  const window = compileWindow(compiling, condition.within === undefined ? {} : { within: condition.within })
  const comparison = numbersOf(condition)
  checkNumbers(compiling, comparison, [])
  const holds = holdsFor(kind, window, path)
  const selection = compileSelection(refs, holds)
  const count = window.kind === 'ever' ? 1 : limits.memoryEntries
  const slot = compiling.memories.need(
    occurrencesOf({ event: condition.of, where: fixed, keys: selection.keys, holds, retention: { count, windowMs: window.windowMs } }),
  )
  const asked: Asked = { kind, slot, selection, window, passes: compileNumbers(comparison) }
  const bounds = [
    ...(window.kind === 'ever' ? [] : [`the newest ${limits.memoryEntries}`]),
    ...(selection.keys.length > 0 ? [`the ${limits.memoryKeys} latest values`] : []),
  ]
  const asks = boundOf(comparison)
  return compiled({
    words: `${kindWords[kind]} ${path} of ${condition.of}${window.words}${words} ${comparisonWords(comparison)}${bounds.length > 0 ? ` (of ${bounds.join(' and ')})` : ''}`,
    evaluate: window.kind === 'ever' ? (view) => evaluateEver(asked, view) : (view) => evaluateWindow(asked, view),
    detail: (view) => aggregateDetail(asked, view),
    measure: asks && { ...asks, of: (view) => valueNow(asked, view), unit: 'amount' },
    sieve: { floor: (view) => floorOf(window, view), passes: (one, view) => selection.content(one, view) !== undefined },
    memories: [slot],
    reads: { events: [condition.of], ...readsOfWindow(window), ...readsOfRefs(refs.map(({ ref }) => ref)) },
  })
}

const kindWords = { sum: 'the sum of', avg: 'the average', min: 'the smallest', max: 'the largest' } as const

interface Asked {
  readonly kind: AggregateKind
  readonly slot: MemorySlot
  readonly selection: Selection
  readonly window: Window
  readonly passes: (value: number | undefined) => boolean
}

function aggregateOf(condition: AggregateCondition): { readonly kind: AggregateKind; readonly path: string } {
  if ('sum' in condition) return { kind: 'sum', path: condition.sum }
  if ('avg' in condition) return { kind: 'avg', path: condition.avg }
  return 'min' in condition ? { kind: 'min', path: condition.min } : { kind: 'max', path: condition.max }
}

function numbersOf({ eq, ne, gt, gte, lt, lte }: NumberComparison): NumberComparison {
  return JSON.parse(JSON.stringify({ eq, ne, gt, gte, lt, lte })) as NumberComparison
}

function holdsFor(kind: AggregateKind, window: Window, path: string): OccurrencesOf['holds'] {
  if (window.kind !== 'ever') return { kind: 'entries', path }
  return { kind: kind === 'min' || kind === 'max' ? kind : 'total', path }
}

function evaluateEver(asked: Asked, view: View): Answer {
  return lasting(asked.passes(valueEver(asked, asked.selection.content(asked.slot, view))))
}

function valueEver({ kind }: Asked, content: MemoryState | undefined): number | undefined {
  if (content === undefined) return kind === 'sum' ? 0 : undefined
  if (kind === 'min' || kind === 'max') return content[1] as number
  const sum = (content[2] as number) + (content[3] as number)
  return kind === 'sum' ? sum : sum / (content[1] as number)
}

/**
 * Adds up from the newest entry back. What is left when the oldest ones have gone is a beginning of that walk, so the verdict of
 * every beginning is noted on the way: the longest one with the other verdict tells when the answer turns.
 */
function evaluateWindow(asked: Asked, view: View): Answer {
  const { kind, selection, slot, window, passes } = asked
  const content = selection.content(slot, view)
  const floor = floorOf(window, view)
  const isSliding = window.kind === 'duration'
  const passesNothing = passes(kind === 'sum' ? 0 : undefined)
  let lastPassing = passesNothing ? 0 : -1
  let lastFailing = passesNothing ? -1 : 0
  let value = 0
  let index = 0
  if (content !== undefined) {
    for (; index < content.length && (content[index] as number) > floor; index += 2) {
      if (index > 0 && isSliding && content[index] !== content[index - 2]) {
        if (passes(kind === 'avg' ? value / (index / 2) : value)) lastPassing = index
        else lastFailing = index
      }
      const number = content[index + 1] as number
      if (index === 0) value = number
      else if (kind === 'min') value = Math.min(value, number)
      else if (kind === 'max') value = Math.max(value, number)
      else value += number
    }
  }
  if (index === 0 || content === undefined) return lasting(passesNothing)
  const holds = passes(kind === 'avg' ? value / (index / 2) : value)
  if (!isSliding) return holds === passesNothing ? lasting(holds) : { value: holds, until: closesAt(window, view) }
  const turn = holds ? lastFailing : lastPassing
  return turn === -1 ? lasting(holds) : { value: holds, until: (content[turn] as number) + window.windowMs }
}

function aggregateDetail(asked: Asked, view: View): string {
  const value = valueText(valueNow(asked, view))
  return asked.window.kind === 'ever' ? value : `${value} over ${numbersIn(asked, view).length}`
}

function valueNow(asked: Asked, view: View): number | undefined {
  const { kind, selection, slot, window } = asked
  if (window.kind === 'ever') return valueEver(asked, selection.content(slot, view))
  const numbers = numbersIn(asked, view)
  const sum = numbers.reduce((total, number) => total + number, 0)
  if (numbers.length === 0) return kind === 'sum' ? 0 : undefined
  return { sum, avg: sum / numbers.length, min: Math.min(...numbers), max: Math.max(...numbers) }[kind]
}

function numbersIn({ selection, slot, window }: Asked, view: View): readonly number[] {
  const content = selection.content(slot, view)
  const floor = floorOf(window, view)
  const numbers: number[] = []
  for (let index = 0; content !== undefined && index < content.length && (content[index] as number) > floor; index += 2)
    numbers.push(content[index + 1] as number)
  return numbers
}

function valueText(value: number | undefined): string {
  return value === undefined ? 'no number yet' : String(Number(value.toPrecision(12)))
}
