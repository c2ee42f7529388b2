// distinct: how many different values a property had.

import type { CountComparison } from '../../model/comparison.ts'
import type { DistinctCondition } from '../../model/condition.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { occurrencesOf } from '../memories/occurrences.ts'
import { boundOfCount } from './bound.ts'
import { compiled } from './compiled.ts'
import type { Compiling } from './condition-context.ts'
import { answerCount, checkCounting, compileCounting, countIn } from './counting.ts'
import { readsOfRefs } from './refs.ts'
import { compileSelection } from './selection.ts'
import { splitWhere } from './where.ts'
import { compileWindow, floorOf, readsOfWindow } from './window.ts'
import { comparisonWords } from './words.ts'

export function compileDistinct(condition: DistinctCondition, compiling: Compiling): CompiledCondition {
  const { distinct, of: event, where, within } = condition
  const { fixed, refs, words } = splitWhere(compiling, { event, where, eventPath: ['of'], wherePath: ['where'] })
  const window = compileWindow(compiling, within === undefined ? {} : { within })
  const comparison = countsOf(condition)
  checkCounting(compiling, comparison, { least: 0, path: [] })
  const counting = compileCounting(comparison, { least: 0, stride: 2 })
  const holds = { kind: 'values', path: distinct } as const
  const selection = compileSelection(refs, holds)
  const measured = { ...counting, limit: Math.max(counting.limit, compiling.countsTo ?? 0) }
  const asks = boundOfCount(counting)
  const slot = compiling.memories.need(
    occurrencesOf({ event, where: fixed, keys: selection.keys, holds, retention: { count: measured.limit, windowMs: window.windowMs } }),
  )
  const bound = selection.keys.length > 0 ? ` (of the ${limits.memoryKeys} latest values)` : ''
  return compiled({
    words: `the number of different ${distinct} of ${event}${window.words}${words} ${comparisonWords(comparison)}${bound}`,
    evaluate: (view) => answerCount(selection.content(slot, view), floorOf(window, view), counting, window, view),
    detail: (view) => {
      const count = countIn(selection.content(slot, view), floorOf(window, view), counting)
      return count === counting.limit ? sentence('or-more', { count }) : String(count)
    },
    measure: asks && { ...asks, of: (view) => countIn(selection.content(slot, view), floorOf(window, view), measured), unit: 'times' },
    sieve: { floor: (view) => floorOf(window, view), passes: (one, view) => selection.content(one, view) !== undefined },
    memories: [slot],
    reads: { events: [event], ...readsOfWindow(window), ...readsOfRefs(refs.map(({ ref }) => ref)) },
  })
}

function countsOf({ eq, ne, gt, gte, lt, lte }: CountComparison): CountComparison {
  return JSON.parse(JSON.stringify({ eq, ne, gt, gte, lt, lte })) as CountComparison
}
