// Counts: which numbers pass, how many entries a memory must keep to tell, and when a count turns by itself.

import type { CountComparison } from '../../model/comparison.ts'
import { mistake } from '../../model/mistake.ts'
import type { Answer, View } from '../answer.ts'
import type { MemoryState } from '../state.ts'
import { lasting, no, yes } from './compiled.ts'
import type { Compiling, Path } from './condition-context.ts'
import { closesAt, type Window } from './window.ts'
import { countWords } from './words.ts'

export interface Counting {
  /** All numbers from here on get the same verdict, so that counting can stop here. */
  readonly limit: number
  /** For each number from 0 to the limit, whether it passes. */
  readonly verdicts: readonly boolean[]
  /** From one instant to the next in the content: 1 where it holds instants only, 2 where each has a value beside it. */
  readonly stride: 1 | 2
  /** Set when a number passes exactly from here on. */
  readonly atLeast: number | undefined
  /** Set when a number passes exactly below this. */
  readonly below: number | undefined
}

export interface CountingOf {
  /** The smallest number that can come up. */
  readonly least: 0 | 1
  readonly stride: 1 | 2
}

/** Compiles a comparison of counts. */
export function compileCounting(comparison: CountComparison, { least, stride }: CountingOf): Counting {
  const { eq, ne, gt, gte, lt, lte } = comparison
  const limit = Math.max(1, gte ?? 0, lt ?? 0, 1 + Math.max(-1, eq ?? -1, ne ?? -1, gt ?? -1, lte ?? -1))
  const verdicts = Array.from({ length: limit + 1 }, (_, count) => {
    if (count < least) return false
    if (eq !== undefined && count !== eq) return false
    if (ne !== undefined && count === ne) return false
    if (gt !== undefined && count <= gt) return false
    if (gte !== undefined && count < gte) return false
    if (lt !== undefined && count >= lt) return false
    return lte === undefined || count <= lte
  })
  const first = verdicts.indexOf(true)
  const end = verdicts.indexOf(false)
  const atLeast = first > 0 && verdicts.slice(first).every((passes) => passes) ? first : undefined
  const below = end > 0 && verdicts.slice(end).every((passes) => !passes) ? end : undefined
  return { limit, verdicts, stride, atLeast, below }
}

/** Reports a count that nothing or everything passes. */
export function checkCounting(compiling: Compiling, comparison: CountComparison, of: { readonly least: 0 | 1; readonly path: Path }): void {
  const { verdicts } = compileCounting(comparison, { least: of.least, stride: 1 })
  const possible = verdicts.slice(of.least)
  if (!possible.includes(true)) {
    compiling.problem('contradiction', mistake('no-number-is', { words: numberWords(comparison) }), mistake('one-comparison'), of.path)
  } else if (of.least === 0 && !possible.includes(false)) {
    compiling.problem(
      'always-true',
      mistake('every-number-is', { words: numberWords(comparison) }),
      mistake('ask-at-least-one', { example: '{ gte: 1 }' }),
      of.path,
    )
  }
}

function numberWords(comparison: CountComparison): string {
  return countWords(comparison)
    .replaceAll(/once|never/g, (word) => (word === 'once' ? '1' : 'exactly 0'))
    .replaceAll('twice', '2')
    .replaceAll(' times', '')
}

/** How many entries lie in the window, up to the limit. */
export function countIn(content: MemoryState | undefined, floor: number, counting: Counting): number {
  if (content === undefined) return 0
  const { length } = content
  const { limit, stride } = counting
  let count = 0
  for (let index = 0; index < length && count < limit && (content[index] as number) > floor; index += stride) count += 1
  return count
}

/**
 * The same as `answerCount` for the usual question, "at least so often", over entries of one instant each: only one of them decides, and where there are
 * fewer there is none.
 */
export function answerAtLeast(deciding: number | undefined, windowMs: number, view: View): Answer {
  if (deciding === undefined) return no
  const until = deciding + windowMs
  if (until === Number.POSITIVE_INFINITY) return yes
  return until > view.now ? { value: true, until } : no
}

/** Whether the count passes, and when it will turn: the instant at which the entry leaves that makes the difference. */
export function answerCount(content: MemoryState | undefined, floor: number, counting: Counting, window: Window, view: View): Answer {
  const { verdicts, stride } = counting
  const count = countIn(content, floor, counting)
  const value = verdicts[count] as boolean
  if (window.kind === 'ever' || count === 0 || content === undefined) return lasting(value)
  if (window.kind === 'session') return verdicts[0] === value ? lasting(value) : { value, until: closesAt(window, view) }
  let left = count - 1
  // Entries of one instant leave together, so a count between them never comes up.
  while (left >= 0 && (verdicts[left] === value || (left > 0 && content[(left - 1) * stride] === content[left * stride]))) left -= 1
  return left < 0 ? lasting(value) : { value, until: (content[left * stride] as number) + window.windowMs }
}
