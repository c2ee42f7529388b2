// A `where` falls in two: what an occurrence's own properties decide is tested when it happens, and what is compared with the
// triggering event or with attributes is kept beside it and tested when the condition is asked.

import { compileComparison, type Operator, toComparisonObject, type Where } from '../../model/comparison.ts'
import { isReaction } from '../../model/event.ts'
import { isInstant } from '../../model/instant-text.ts'
import type { JsonObject } from '../../model/json.ts'
import type { OnlyValue } from '../answer.ts'
import { compileReader } from '../memories/component.ts'
import type { FixedWhere } from '../memories/occurrences.ts'
import { checkComparison } from './comparison-problems.ts'
import type { Compiling, Path } from './condition-context.ts'
import { checkEventName, checkEventProperty } from './names.ts'
import { asRemembered, compileRef, type ReadRef, refComparison, splitComparison, type ViewComparison } from './refs.ts'
import { whereWords } from './words.ts'

/** One comparison of a remembered property with a value from the view. */
export interface RefTest {
  readonly path: string
  readonly operator: Operator
  readonly ref: string
  readonly read: ReadRef
  readonly passes: ViewComparison
}

export interface SplitWhere {
  readonly fixed: FixedWhere
  readonly refs: readonly RefTest[]
  /** All of it, in words. */
  readonly words: string
}

/** Checks and compiles the `where` of an event. */
export function splitWhere(
  compiling: Compiling,
  of: { readonly event: string; readonly where: Where | undefined; readonly eventPath: Path; readonly wherePath: Path },
): SplitWhere {
  const { event, eventPath, wherePath } = of
  const where = byPeople(event, of.where ?? {})
  checkEventName(compiling, event, eventPath)
  const fixedPart: Where = {}
  const refs: RefTest[] = []
  for (const path of Object.keys(where).sort()) {
    const comparison = where[path] ?? null
    checkEventProperty(compiling, event, path, [...wherePath, path])
    checkComparison(compiling, comparison, [...wherePath, path])
    const split = splitComparison(toComparisonObject(comparison))
    if (split.fixed !== undefined) fixedPart[path] = split.fixed
    for (const { operator, ref } of split.refs) {
      const read = asRemembered(compileRef(ref).read)
      refs.push({ path, operator, ref, read, passes: refComparison(operator, read) })
    }
  }
  return { fixed: compileFixed(fixedPart), refs, words: whereWords(where) }
}

/** What a machine opened or clicked is no reaction of a person's, unless `where` asks for it. */
function byPeople(event: string, where: Where): Where {
  return isReaction(event) && where['by'] === undefined ? { ...where, by: { eq: 'human' } } : where
}

/** What of an event's occurrences counts when nothing is said about them: all; of openings and clicks those of people. */
export function everyOccurrence(event: string): FixedWhere {
  const { identity, passes } = compileFixed(byPeople(event, {}))
  return { identity, passes, words: '' }
}

/** The paths that refs are compared with, each once. */
export function refPaths(refs: readonly RefTest[]): string[] {
  return [...new Set(refs.map(({ path }) => path))]
}

function compileFixed(where: Where): FixedWhere {
  const tests = Object.entries(where).map(([path, comparison]) => ({ read: compileReader(path), check: compileComparison(comparison) }))
  const identity = tests.length === 0 ? '' : JSON.stringify(where)
  const words = whereWords(where)
  const [only] = tests
  if (only === undefined) return { identity, words, passes: () => true }
  if (tests.length === 1) return { identity, words, passes: (properties) => only.check(only.read(properties), noRef), only: onlyValueOf(where) }
  const passes = (properties: JsonObject): boolean => {
    for (let index = 0; index < tests.length; index += 1) {
      const { read, check } = tests[index] as (typeof tests)[number]
      if (!check(read(properties), noRef)) return false
    }
    return true
  }
  return { identity, words, passes }
}

/** The value that this must be, when it asks for nothing else and that value can be written in one way only. */
function onlyValueOf(where: Where): OnlyValue | undefined {
  const [[path, comparison] = ['', null]] = Object.entries(where)
  const { eq: value, ...others } = toComparisonObject(comparison)
  const isOne = value !== undefined && Object.keys(others).length === 0 && (value === null || typeof value !== 'object') && !isInstant(value)
  return isOne ? { path, value } : undefined
}

const noRef = (): undefined => undefined
