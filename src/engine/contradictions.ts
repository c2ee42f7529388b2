// Conditions that can never be true, whatever anybody does: parts that exclude each other. It only says so when it is sure: what it knows nothing of (a
// value of the event that began a passage, what an unnamed text contains, a part that speaks of one and the same value) excludes nothing.
//
// A condition is taken apart into the ways in which it can be true: each a list of single questions with yes or no. A way is impossible when it wants
// yes and no to one question, or when no value fits all that it asks of one number or attribute. For that a value of every kind that the comparisons can
// tell apart is tried: below, at, between and above the numbers that are named, each text that is named and another one, and none at all.

import { compileComparison, hasOperator, isRef, toComparisonObject, type Where } from '../model/comparison.ts'
import type { Condition } from '../model/condition.ts'
import { durationMs } from '../model/duration.ts'
import { isInstant } from '../model/instant-text.ts'
import type { Json } from '../model/json.ts'
import { mistake } from '../model/mistake.ts'
import type { CompiledCondition } from './answer.ts'
import { canonicalJson } from './canonical-json.ts'

/** One question and its answer. */
interface Literal {
  readonly leaf: Condition
  readonly wants: 'yes' | 'no'
  /** The segment that asks it, where it stands in the definition of one: that is what its author sees. */
  readonly asked?: Literal
}
type Way = readonly Literal[]

/** What a segment asks; undefined where it is not known. */
export type AskOfSegment = (name: string) => Condition | undefined

/** More ways than this are not looked at. */
const mostWays = 64

/** Segments that ask for segments are followed so far. */
const mostSegments = 4

/** Parts that exclude each other in the first way; undefined when the condition may be true for all that is known. */
export function contradictionIn(condition: Condition, ofSegment: AskOfSegment = () => undefined): readonly Condition[] | undefined {
  const ways = waysOf(condition, { wants: 'yes', ofSegment })
  if (ways === undefined) return undefined
  const clashes = ways.map(clashIn)
  return clashes.some((clash) => clash === undefined) ? undefined : clashes[0]
}

/** What is said about parts that exclude each other, in the words of the condition that they are parts of. */
export function neverProblem(
  clash: readonly Condition[],
  compiled: CompiledCondition,
): { readonly code: string; readonly message: string; readonly fix: string } {
  const parts = clash.map((one) => `"${wordsOf(one, compiled) ?? JSON.stringify(one).slice(0, mostShown)}"`)
  const [part = ''] = parts
  const message = clash.length === 1 ? mistake('never-fits', { part }) : mistake('never-together', { parts: parts.join(' and ') })
  return { code: 'condition.never', message, fix: mistake('change-numbers') }
}

/** Undefined where the part stands nowhere in the condition as it was authored. */
function wordsOf(part: Condition, compiled: CompiledCondition): string | undefined {
  if (compiled.source !== undefined && canonicalJson(compiled.source as unknown as Json) === canonicalJson(part as unknown as Json)) return compiled.words
  for (const inner of compiled.parts) {
    const words = wordsOf(part, inner)
    if (words !== undefined) return words
  }
  const denied = 'not' in part ? wordsOf(part.not, compiled) : undefined
  return denied === undefined ? undefined : `not (${denied})`
}

/** Characters of a part in a message. */
const mostShown = 160

interface Wanted extends Pick<Literal, 'wants' | 'asked'> {
  readonly ofSegment: AskOfSegment
  readonly depth?: number
}

/** The ways in which the condition has this answer; undefined when they are too many. */
function waysOf(condition: Condition, wanted: Wanted): readonly Way[] | undefined {
  const { wants, asked, ofSegment, depth = 0 } = wanted
  if ('not' in condition) return waysOf(condition.not, { ...wanted, wants: wants === 'yes' ? 'no' : 'yes' })
  if ('all' in condition) return wants === 'yes' ? together(condition.all, wanted) : either(condition.all, wanted)
  if ('any' in condition) return wants === 'yes' ? either(condition.any, wanted) : together(condition.any, wanted)
  const own: Literal = asked === undefined ? { leaf: condition, wants } : { leaf: condition, wants, asked }
  const inside = 'segment' in condition && depth < mostSegments ? ofSegment(condition.segment) : undefined
  const ways = inside === undefined ? undefined : waysOf(inside, { wants, asked: asked ?? own, ofSegment, depth: depth + 1 })
  return ways?.map((way) => [own, ...way]) ?? [[own]]
}

function either(parts: readonly Condition[], wanted: Wanted): readonly Way[] | undefined {
  const ways: Way[] = []
  for (const part of parts) {
    const own = waysOf(part, wanted)
    if (own === undefined || ways.length + own.length > mostWays) return undefined
    ways.push(...own)
  }
  return ways
}

function together(parts: readonly Condition[], wanted: Wanted): readonly Way[] | undefined {
  let ways: readonly Way[] = [[]]
  for (const part of parts) {
    const own = waysOf(part, wanted)
    if (own === undefined || ways.length * own.length > mostWays) return undefined
    ways = ways.flatMap((way) => own.map((more) => [...way, ...more]))
  }
  return ways
}

function clashIn(way: Way): readonly Condition[] | undefined {
  const answers = new Map<string, Literal>()
  const asked = new Map<string, Question[]>()
  for (const literal of way) {
    const name = canonicalJson(literal.leaf as unknown as Json)
    const other = answers.get(name)
    if (other !== undefined && other.wants !== literal.wants) return shownAll([other, literal])
    answers.set(name, literal)
    const question = questionOf(literal)
    if (question !== undefined) asked.set(question.of, [...(asked.get(question.of) ?? []), question])
  }
  for (const questions of asked.values()) {
    if (!isPossible(questions)) return shownAll(questions.map(({ literal }) => literal))
  }
  return clashOfWindows([...asked.values()])
}

/** As their author sees them, each once. */
function shownAll(literals: readonly Literal[]): readonly Condition[] {
  const all = literals.map(({ asked, ...own }) => asked ?? own).map(({ leaf, wants }): Condition => (wants === 'yes' ? leaf : { not: leaf }))
  return [...new Map(all.map((one) => [canonicalJson(one as unknown as Json), one])).values()]
}

/** The path of a `where` to which no value fits, whatever an event carries; undefined when there is none. */
export function impossiblePath(where: Where | undefined): string | undefined {
  return Object.keys(where ?? {}).find((path) => {
    const leaf = { attribute: path, ...toComparisonObject((where as Where)[path] as object) } as Condition
    const asked = questionOf({ leaf, wants: 'yes' })
    return asked !== undefined && !isPossible([asked])
  })
}

/** Stands for there being nothing to compare: then every question is answered no. */
const nothing = Symbol('nothing')
type Value = Json | undefined | typeof nothing

interface Question {
  /** What it is asked of: questions with the same text are about one value. */
  readonly of: string
  readonly literal: Literal
  readonly fits: (value: Value) => boolean
  readonly kind: 'count' | 'number' | 'attribute'
  readonly operands: readonly Json[]
  /** Whether it looks inside a text: that can be said of named texts alone. */
  readonly looksInside: boolean
  /** Whether one of the operands has to be the value. */
  readonly isNamed: boolean
  /** Of a count of events: the window that it is counted in, and what is counted. */
  readonly window?: { readonly ms: number; readonly what: string }
}

/** Undefined for what cannot be held against anything. */
function questionOf(literal: Literal): Question | undefined {
  const { leaf } = literal
  if ('event' in leaf) {
    const { count = { gte: 1 }, by, within, ...what } = leaf
    if (by !== undefined) return undefined
    const of = canonicalJson({ ...what, within: within ?? null } as unknown as Json)
    const ms = within === undefined ? Number.POSITIVE_INFINITY : within === 'session' ? undefined : durationMs(within)
    const window = ms === undefined || what.since !== undefined ? {} : { window: { ms, what: canonicalJson(what as unknown as Json) } }
    const asked = question(literal, { of, kind: 'count', comparison: count, ...window })
    // What no event can be like happens never.
    return asked === undefined || impossiblePath(leaf.where) === undefined ? asked : { ...asked, fits: (value) => value === 0 && asked.fits(value) }
  }
  if ('attribute' in leaf) {
    const { attribute, for: held, ...comparison } = leaf
    return held === undefined ? question(literal, { of: `attribute ${attribute}`, kind: 'attribute', comparison }) : undefined
  }
  if ('cart' in leaf) {
    const parts = Object.entries(leaf.cart).filter(([, comparison]) => comparison !== undefined)
    const [[part, comparison] = []] = parts
    return parts.length === 1 && part !== undefined ? question(literal, { of: `cart ${part}`, kind: 'number', comparison: comparison as object }) : undefined
  }
  if ('distinct' in leaf || 'sum' in leaf || 'avg' in leaf || 'min' in leaf || 'max' in leaf || 'rate' in leaf) {
    const entries = Object.entries(leaf)
    const comparison = Object.fromEntries(entries.filter(([name]) => isNumberOperator(name)))
    const of = canonicalJson(Object.fromEntries(entries.filter(([name]) => !isNumberOperator(name))) as unknown as Json)
    return hasOperator(comparison) ? question(literal, { of, kind: 'number', comparison }) : undefined
  }
  return undefined
}

function isInside(name: string): boolean {
  return name === 'starts' || name === 'ends' || name === 'contains'
}

function isNumberOperator(name: string): boolean {
  return name === 'eq' || name === 'ne' || name === 'gt' || name === 'gte' || name === 'lt' || name === 'lte'
}

function question(
  literal: Literal,
  { comparison, ...about }: Pick<Question, 'of' | 'kind'> & { readonly comparison: object; readonly window?: NonNullable<Question['window']> },
): Question | undefined {
  const operators = Object.entries(toComparisonObject(comparison)).filter(([, operand]) => operand !== undefined)
  const isKnown = operators.every(([name, operand]) => {
    if (isRef(operand)) return false
    if (name === 'eq' || name === 'ne' || name === 'in' || name === 'exists' || isInside(name)) return true
    // Texts in order may be instants: they are left alone.
    return isNumberOperator(name) && typeof operand === 'number'
  })
  if (!isKnown) return undefined
  const looksInside = operators.some(([name]) => isInside(name))
  const check = compileComparison(comparison)
  const isYes = literal.wants === 'yes'
  const operands = operators.flatMap(([name, operand]) => (name === 'exists' ? [] : Array.isArray(operand) ? operand : [operand as Json]))
  const isNamed = isYes && operators.some(([name]) => name === 'eq' || name === 'in')
  return { ...about, literal, operands, looksInside, isNamed, fits: (value) => (value === nothing ? !isYes : check(value, () => undefined) === isYes) }
}

/** Whether some value fits all of them, for all that is known. */
function isPossible(questions: readonly Question[]): boolean {
  const named = questions.find(({ isNamed }) => isNamed)
  // What may be any text, and an instant, which may be written in many ways, cannot be looked into.
  const isReadable = named !== undefined && !named.operands.some(isInstant)
  const known = isReadable ? questions : questions.filter(({ looksInside }) => !looksInside)
  const values = named === undefined ? candidatesOf(known) : named.operands
  return known.length === 0 || values.some((value) => known.every(({ fits }) => fits(value)))
}

/** A value of every kind that these questions can tell apart. */
function candidatesOf(questions: readonly Question[]): readonly Value[] {
  const operands = questions.flatMap((one) => one.operands)
  const numbers = [...new Set(operands.filter((one) => typeof one === 'number'))].sort((one, other) => one - other)
  switch (questions[0]?.kind) {
    case undefined:
    case 'count': {
      const counts = [0, ...numbers.flatMap((number) => [number - 1, number, number + 1])].filter((number) => Number.isInteger(number) && number >= 0)
      return questions[0]?.window === undefined ? [nothing, ...counts] : counts
    }
    case 'number':
      return [nothing, ...around(numbers)]
    case 'attribute': {
      const texts = operands.filter((one) => typeof one === 'string')
      return [undefined, null, true, false, [], ...around(numbers), ...texts, `${texts.join('')} and another text`]
    }
  }
}

function around(numbers: readonly number[]): readonly number[] {
  const between = numbers.slice(1).map((number, index) => (number + (numbers[index] as number)) / 2)
  return [(numbers[0] ?? 0) - 1, ...numbers, ...between, (numbers.at(-1) ?? 0) + 1]
}

/** In a longer stretch of time at least as much happened as in a shorter one. */
function clashOfWindows(asked: readonly (readonly Question[])[]): readonly Condition[] | undefined {
  const counted = asked.flatMap((questions) => {
    const window = questions[0]?.window
    if (window === undefined) return []
    const fitting = candidatesOf(questions).filter((value) => questions.every(({ fits }) => fits(value))) as number[]
    const isOpen = questions.every(({ fits }) => fits(beyondEveryCount))
    return { ...window, questions, least: Math.min(...fitting), most: isOpen ? Number.POSITIVE_INFINITY : Math.max(...fitting) }
  })
  for (const shorter of counted) {
    const longer = counted.find((one) => one.what === shorter.what && one.ms > shorter.ms && one.most < shorter.least)
    if (longer !== undefined) return shownAll([...shorter.questions, ...longer.questions].map(({ literal }) => literal))
  }
  return undefined
}

const beyondEveryCount = Number.MAX_SAFE_INTEGER
