// The words for what is wrong with one value: its type, its size, its form, and how to mend it.

import type { z } from 'zod'
import { mistake } from '../model/mistake.ts'
import { shownValue, sizeMistake, typeInWords } from '../model/value-mistakes.ts'
import { nearestName } from './nearest-name.ts'
import { flatOptions, objectKinds, type SchemaKeys, schemaDescription, schemaName, schemaShape, valuesOf } from './schema-shape.ts'
import type { DocumentPath } from './source-document.ts'

/** One thing that is wrong, and how to mend it. */
export interface Explanation {
  readonly path: DocumentPath
  /** Whether the key at the path is wrong, or its value. */
  readonly part: 'key' | 'value'
  readonly code: string
  readonly message: string
  readonly fix?: string
}

/** A value, its place, and the schema it should fit. */
export interface Asked {
  readonly schema: z.ZodType
  readonly value: unknown
  readonly path: DocumentPath
}

/** What the schema itself says of the value, in plain words. */
export function ownIssues({ schema, value, path }: Asked): Explanation[] {
  const issues = schema.safeParse(value).error?.issues ?? []
  return issues.slice(0, 1).map((issue): Explanation => {
    const at = { path, part: 'value', code: `schema/${issue.code.replaceAll('_', '-')}` } as const
    switch (issue.code) {
      case 'invalid_type':
        return {
          ...at,
          code: 'schema/type',
          message: mistake('expected', { wanted: typeInWords(issue.expected), got: shownValue(value) }),
          ...fixOf(quoteFix({ schema, expected: issue.expected, value })),
        }
      case 'too_small':
        return { ...at, message: sizeMistake({ value, origin: issue.origin, bound: 'at least', count: Number(issue.minimum) }) }
      case 'too_big':
        return { ...at, message: sizeMistake({ value, origin: issue.origin, bound: 'at most', count: Number(issue.maximum) }) }
      case 'invalid_format':
        if (issue.format === 'email') return { ...at, message: mistake('not-an-address', { got: shownValue(value) }), fix: mistake('address-form') }
        return { ...at, message: mistake('does-not-fit', { got: shownValue(value) }), fix: issue.message }
      case 'invalid_key':
        return { ...at, message: mistake('key-empty') }
      default:
        return { ...at, message: typeof value === 'string' || typeof value === 'number' ? `${shownValue(value)}: ${issue.message}` : issue.message }
    }
  })
}

/** A value of the right type that none of several forms accepts. */
export function unfitting({ schema, options, value, path }: Asked & { readonly options: readonly z.ZodType[] }): Explanation {
  const forms = options.flatMap((option) => {
    const values = valuesOf(option).map((known) => `"${String(known)}"`)
    if (values.length > 0) return values
    return sentencePart(schemaDescription(option) ?? ownIssues({ schema: option, value, path })[0]?.fix ?? '')
  })
  const isWhole = forms.length > 0 && forms.every((form) => form !== '')
  const way = isWhole ? forms.join(' or ') : (schemaDescription(schema) ?? forms.filter((form) => form !== '').join(' or '))
  const fix = nearestFix(value, options.flatMap(valuesOf).map(String)) ?? plainHint(way)
  return { path, part: 'value', code: 'schema/value', message: mistake('does-not-fit', { got: shownValue(value) }), fix }
}

/** A value of another type than the schema wants. */
export function wrongType({ schema, value, path, wanted, fix }: Asked & { readonly wanted: string; readonly fix?: string | undefined }): Explanation {
  const named = schemaName(schema)
  const subject = named === undefined ? wanted : `a ${named.toLowerCase()}`
  const way = fix ?? (named === undefined ? exampleOf(schema, value) : examples[named])
  return { path, part: 'value', code: 'schema/type', message: mistake('expected', { wanted: subject, got: shownValue(value) }), ...fixOf(way) }
}

const examples: Record<string, string> = {
  Condition: 'write it like { event: Order Completed }',
  Step: 'write it like { send: welcome }',
  Trigger: 'write it like { on: Signed Up }',
}

/** A bare value where keys are needed: the value under the key it probably belongs to. */
function exampleOf(schema: z.ZodType, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const shape = schemaShape(schema)
  const forms = (shape.kind === 'union' ? shape.options.flatMap(flatOptions) : [schema]).flatMap((option) => {
    const form = schemaShape(option)
    if (form.kind !== 'object') return []
    if (form.keys.has('gte') && typeof value === 'number') return [`{ gte: ${value} }`]
    const required = [...form.keys].filter((entry) => entry[1].required)
    const [only] = required
    return only !== undefined && required.length === 1 && only[1].schema.safeParse(value).success ? [`{ ${only[0]}: ${value} }`] : []
  })
  return forms.length === 0 ? undefined : `write it like ${forms.join(' or ')}`
}

/** How to add a missing key. */
export function missingFix(keys: SchemaKeys, key: string): string | undefined {
  const schema = keys.get(key)?.schema
  const description = schema && schemaDescription(schema)
  return description === undefined ? mistake('add-key', { key }) : mistake('add-key-that', { key, words: sentencePart(description) })
}

function quoteFix({ schema, expected, value }: { readonly schema: z.ZodType; readonly expected: string; readonly value: unknown }): string | undefined {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const quoted = schema.safeParse(String(value))
    return quoted.success ? mistake('text-in-quotes', { words: String(value) }) : quoted.error.issues[0]?.message
  }
  if (expected === 'number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return mistake('without-quotes', { words: value })
  return undefined
}

/** For a value where only a list will do. */
export function listOnly(options: readonly z.ZodType[]): string | undefined {
  return options.every((option) => schemaShape(option).kind === 'array') ? mistake('list-with-dashes') : undefined
}

/** For keys where a list belongs. */
export function listFix(value: unknown): string | undefined {
  return isObject(value) ? mistake('list-with-dashes') : undefined
}

/** What a union accepts, in words. */
export function wantedOf(schema: z.ZodType, options: readonly z.ZodType[]): string {
  const description = schemaDescription(schema)
  if (description !== undefined) return sentencePart(description)
  const kinds = options.flatMap((option) => {
    const shape = schemaShape(option)
    if (shape.kind === 'values') return [shape.values.map((value) => `"${String(value)}"`).join(', ')]
    if (shape.kind === 'leaf') return [sentencePart(schemaDescription(option) ?? typeInWords(shape.type))]
    if (shape.kind === 'array') return ['a list']
    return shape.kind === 'object' ? [] : ['keys with values']
  })
  const names = objectKinds(options).flatMap((kind) => kind.naming[0] ?? requiredKeys(kind.keys))
  if (names.length > 0) kinds.push(keysWanted(names))
  return [...new Set(kinds)].join(' or ')
}

/** The keys an object must have, or the first few it may have. */
export function requiredKeys(keys: SchemaKeys): string[] {
  const required = [...keys].filter(([, { required }]) => required).map(([key]) => key)
  return required.length > 0 ? required : [...keys.keys()].slice(0, 6)
}

/** Names keys as examples. */
export function keysWanted(names: readonly string[]): string {
  return `keys such as ${names.map((name) => `\`${name}\``).join(', ')}`
}

function plainHint(text: string): string {
  return `write ${sentencePart(text)}`.replace(/^write write /, 'write ')
}

/** A description is a sentence; in the middle of another one it is not. */
function sentencePart(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '')
}

/** What the thing at a path is called. */
export function noun(schema: z.ZodType, path: DocumentPath): string {
  const named = schemaName(schema)
  if (named !== undefined) return `a ${named.toLowerCase()}`
  const key = path.findLast((part) => typeof part === 'string')
  if (key === undefined) return 'this'
  return typeof path.at(-1) === 'number' ? `an entry of \`${key}\`` : `\`${key}\``
}

/** Offers the known text nearest to the value. */
export function nearestFix(value: unknown, known: readonly string[]): string | undefined {
  const nearest = typeof value === 'string' ? nearestName(value, known) : undefined
  return nearest === undefined ? undefined : mistake('meant-key', { key: nearest })
}

/** A fix as a property, absent when there is none. */
export function fixOf(fix: string | undefined): { fix?: string } {
  return fix === undefined ? {} : { fix }
}

/** True for keys with values. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
