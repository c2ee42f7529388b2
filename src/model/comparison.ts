// COMPARE: how one value is held against another. Numbers compare as numbers, strings by code point, and
// nothing is converted silently: "3" is not 3. A missing value fails every comparison except `exists: false` and `ne`.

import { z } from 'zod'
import { isInstant } from './instant-text.ts'
import type { Json } from './json.ts'
import { readPath, splitPath } from './json.ts'
import { mistake } from './mistake.ts'
import { compilePattern, patternProblem } from './pattern.ts'

export const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A value taken from elsewhere: `trigger.x` is a property of the event that started the enrollment, `attributes.x` an attribute. */
export const refSchema = z
  .strictObject({ ref: z.string().regex(/^(trigger|attributes)\.[^.]+(\.[^.]+)*$/, mistake('write-ref')) })
  .meta({ description: 'A value taken from the triggering event (trigger.NAME) or the subscriber (attributes.NAME).' })
export type Ref = z.infer<typeof refSchema>

const operand = z.union([scalarSchema, refSchema])
const ordered = z.union([z.number(), z.string(), refSchema])
const text = z.union([z.string(), refSchema])

/** The comparison operators, to be spread into a condition's own shape. Several together must all hold. */
export const comparisonShape = {
  eq: operand.optional(),
  ne: operand.optional(),
  gt: ordered.optional(),
  gte: ordered.optional(),
  lt: ordered.optional(),
  lte: ordered.optional(),
  in: z.array(scalarSchema).min(1).optional(),
  contains: operand.optional().meta({ description: 'A text that contains this text, or an array that contains this value.' }),
  starts: text.optional(),
  ends: text.optional(),
  matches: z.string().superRefine(refuseBadPattern).optional().meta({ description: 'A regular expression in RE2 syntax, found anywhere in the text.' }),
  exists: z.boolean().optional(),
} as const

export const operators = Object.keys(comparisonShape) as readonly (keyof typeof comparisonShape)[]
export type Operator = (typeof operators)[number]

const comparisonObject = z.strictObject(comparisonShape).refine(hasOperator, mistake('name-comparison', { example: 'eq or gte' }))

/** A comparison: an object of operators, or a bare value meaning `eq`. */
export const comparisonSchema = z.union([scalarSchema, comparisonObject])
export type Comparison = z.infer<typeof comparisonSchema>
export type ComparisonObject = z.infer<typeof comparisonObject>

/** Property paths with the comparison that each must pass. */
export const whereSchema = z
  .record(z.string().min(1), comparisonSchema)
  .meta({ description: 'Property paths with the comparison each must pass, all of them.' })
export type Where = z.infer<typeof whereSchema>

const countNumber = z.int().min(0).max(1000)
/** How often: whole numbers from 0 to 1000. */
export const countSchema = z
  .strictObject({
    eq: countNumber.optional(),
    ne: countNumber.optional(),
    gt: countNumber.optional(),
    gte: countNumber.optional(),
    lt: countNumber.optional(),
    lte: countNumber.optional(),
  })
  .refine(hasOperator, mistake('name-comparison', { example: 'gte' }))
export type CountComparison = z.infer<typeof countSchema>

const numberOperators = {
  eq: z.number().optional(),
  ne: z.number().optional(),
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
}
/** Numeric operators, to be spread into a condition's own shape. */
export const numberComparisonShape = numberOperators
export const numberComparisonSchema = z.strictObject(numberOperators).refine(hasOperator, mistake('name-comparison', { example: 'gte' }))
export type NumberComparison = z.infer<typeof numberComparisonSchema>

/** True when at least one operator is present in the object. */
export function hasOperator(value: object): boolean {
  return operators.some((operator) => (value as Record<string, unknown>)[operator] !== undefined)
}

/** Resolves a `ref` to its value; undefined when it is missing. */
export type Resolve = (ref: string) => Json | undefined

/** One comparison, ready to be asked. `resolve` is only called for operands that are refs. */
export type CompiledComparison = (value: Json | undefined, resolve: Resolve) => boolean

/** Compiles a comparison (or an object that carries one among other keys). */
export function compileComparison(comparison: Comparison | Partial<ComparisonObject>): CompiledComparison {
  const object = toComparisonObject(comparison)
  const checks: CompiledComparison[] = []
  for (const operator of operators) {
    const operand = object[operator]
    if (operand !== undefined) checks.push(compileOperator(operator, operand as Json | Ref))
  }
  const [first, second] = checks
  if (first !== undefined && checks.length === 1) return first
  if (first !== undefined && second !== undefined && checks.length === 2) return (value, resolve) => first(value, resolve) && second(value, resolve)
  return (value, resolve) => checks.every((check) => check(value, resolve))
}

/** The object form of a comparison: a bare value means `eq`. */
export function toComparisonObject(comparison: Comparison | Partial<ComparisonObject>): Partial<ComparisonObject> {
  return comparison !== null && typeof comparison === 'object' ? comparison : { eq: comparison }
}

/** The refs that a comparison or `where` mentions, such as "trigger.product_id". */
export function refsOf(comparison: Comparison | Partial<ComparisonObject>): string[] {
  const object = toComparisonObject(comparison) as Record<string, unknown>
  return operators.flatMap((operator) => (isRef(object[operator]) ? [(object[operator] as Ref).ref] : []))
}

/** True for `{ ref: ... }`. */
export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'ref')
}

/** A compiled `where`: every path's comparison must hold. */
export type CompiledWhere = (properties: Json | undefined, resolve: Resolve) => boolean

/** The `where` that asks nothing. */
export const anyProperties: CompiledWhere = () => true

/** Compiles a `where` over an event's properties. */
export function compileWhere(where: Where | undefined): CompiledWhere {
  const parts = Object.entries(where ?? {}).map(([path, comparison]) => ({ path: splitPath(path), check: compileComparison(comparison) }))
  if (parts.length === 0) return anyProperties
  return (properties, resolve) => parts.every(({ path, check }) => check(readPath(properties, path), resolve))
}

function compileOperator(operator: Operator, operand: Json | Ref): CompiledComparison {
  if (operator === 'matches') {
    const pattern = compilePattern(operand as string)
    return (value) => typeof value === 'string' && pattern(value)
  }
  if (operator === 'in') {
    const set = new Set((operand as readonly Json[]).map(instantOrItself))
    return (value) => value !== undefined && (value === null || typeof value !== 'object') && set.has(instantOrItself(value))
  }
  if (operator === 'exists') return (value) => (value !== undefined && value !== null) === operand
  const test = tests[operator]
  if ((operator === 'eq' || operator === 'ne') && !isRef(operand) && !isInstant(operand)) return plainly[operator](operand)
  if (isRef(operand)) return (value, resolve) => test(value, resolve(operand.ref))
  return (value) => test(value, operand as Json)
}

/** Whether it is the very value, where that is no instant and so written in one way only. */
const plainly: Record<'eq' | 'ne', (operand: Json) => CompiledComparison> = {
  eq: (operand) => (value) => value === operand,
  ne: (operand) => (value) => value !== operand,
}

type Test = (value: Json | undefined, operand: Json | undefined) => boolean

const tests: Record<Exclude<Operator, 'matches' | 'in' | 'exists'>, Test> = {
  eq: (value, operand) => value !== undefined && operand !== undefined && isSame(value, operand),
  ne: (value, operand) => operand !== undefined && !isSame(value, operand),
  gt: (value, operand) => bothOrdered(value, operand) && order(value, operand) > 0,
  gte: (value, operand) => bothOrdered(value, operand) && order(value, operand) >= 0,
  lt: (value, operand) => bothOrdered(value, operand) && order(value, operand) < 0,
  lte: (value, operand) => bothOrdered(value, operand) && order(value, operand) <= 0,
  contains: (value, operand) =>
    operand !== undefined &&
    (typeof value === 'string' ? typeof operand === 'string' && value.includes(operand) : Array.isArray(value) && value.includes(operand)),
  starts: (value, operand) => typeof value === 'string' && typeof operand === 'string' && value.startsWith(operand),
  ends: (value, operand) => typeof value === 'string' && typeof operand === 'string' && value.endsWith(operand),
}

type Ordered = number | string

function bothOrdered(value: Json | undefined, operand: Json | undefined): boolean {
  return (typeof value === 'number' && typeof operand === 'number') || (typeof value === 'string' && typeof operand === 'string')
}

function order(value: Json | undefined, operand: Json | undefined): number {
  if (typeof value === 'number') return value - (operand as number)
  return compareText(value as string, operand as string)
}

/** The very same value, or two texts that name one instant. */
function isSame(value: Json | undefined, operand: Json): boolean {
  return value === operand || (isInstant(operand) && isInstant(value) && Date.parse(value) === Date.parse(operand))
}

/** An instant as one value however it is written, anything else as it is. */
function instantOrItself(value: Json): Json {
  return isInstant(value) ? `instant ${Date.parse(value)}` : value
}

/** Two ISO instants compare as instants; any other texts by code point. */
function compareText(value: Ordered & string, operand: Ordered & string): number {
  if (isInstant(value) && isInstant(operand)) return Date.parse(value) - Date.parse(operand)
  if (value === operand) return 0
  const left = Array.from(value)
  const right = Array.from(operand)
  for (let index = 0; index < left.length && index < right.length; index += 1) {
    if (left[index] !== right[index]) return (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0)
  }
  return left.length - right.length
}

function refuseBadPattern(pattern: string, context: z.RefinementCtx): void {
  const problem = patternProblem(pattern)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: mistake('write-regex', { words: problem }) })
}
