// Looks inside zod schemas: what kind a schema is, its keys and alternatives. The only file that knows how zod stores them.

import { z } from 'zod'

/** The keys of an object schema, in its order. */
export type SchemaKeys = ReadonlyMap<string, { readonly schema: z.ZodType; readonly required: boolean }>

/** What a schema is made of, without the wrappers. */
export type SchemaShape =
  | { readonly kind: 'object'; readonly keys: SchemaKeys }
  | { readonly kind: 'array'; readonly element: z.ZodType }
  | { readonly kind: 'tuple'; readonly items: readonly z.ZodType[] }
  | { readonly kind: 'record'; readonly value: z.ZodType }
  | { readonly kind: 'union'; readonly options: readonly z.ZodType[] }
  | { readonly kind: 'values'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'leaf'; readonly type: string }

interface Definition {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly getter?: () => z.ZodType
  readonly in?: z.ZodType
  readonly shape?: Record<string, z.ZodType>
  readonly element?: z.ZodType
  readonly items?: readonly z.ZodType[]
  readonly valueType?: z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly entries?: Record<string, string>
  readonly values?: readonly (string | number | boolean | null)[]
}

const wrappers = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'nonoptional', 'catch'])

/** Wrappers of a key that need not be there. */
const mayBeMissing = new Set(['optional', 'default', 'prefault'])

/** The shape of a schema under its optional, lazy and other wrappers. */
export function schemaShape(schema: z.ZodType): SchemaShape {
  const definition = definitionOf(unwrap(schema))
  switch (definition.type) {
    case 'object':
      return { kind: 'object', keys: keysOf(definition.shape ?? {}) }
    case 'array':
      return definition.element === undefined ? leaf(definition) : { kind: 'array', element: definition.element }
    case 'tuple':
      return { kind: 'tuple', items: definition.items ?? [] }
    case 'record':
      return definition.valueType === undefined ? leaf(definition) : { kind: 'record', value: definition.valueType }
    case 'union':
      return { kind: 'union', options: definition.options ?? [] }
    case 'enum':
      return { kind: 'values', values: Object.values(definition.entries ?? {}) }
    case 'literal':
      return { kind: 'values', values: definition.values ?? [] }
    default:
      return leaf(definition)
  }
}

/** The name that a schema is published under, such as "Condition". */
export function schemaName(schema: z.ZodType): string | undefined {
  return z.globalRegistry.get(schema)?.id ?? z.globalRegistry.get(unwrap(schema))?.id
}

/** What a schema's author says about it. */
export function schemaDescription(schema: z.ZodType): string | undefined {
  let current: z.ZodType | undefined = schema
  while (current !== undefined) {
    const description = z.globalRegistry.get(current)?.description
    if (description !== undefined) return description
    current = inner(current)
  }
  return undefined
}

/** One of the object forms of a union. */
export interface ObjectKind {
  readonly schema: z.ZodType
  readonly keys: SchemaKeys
  /** Required keys that not every kind requires: the ones that tell it from the others. */
  readonly naming: readonly string[]
}

/** The object forms of a union with what tells them apart. */
export function objectKinds(options: readonly z.ZodType[]): ObjectKind[] {
  const objects = options.flatMap((schema) => {
    const shape = schemaShape(schema)
    return shape.kind === 'object' ? [{ schema, keys: shape.keys }] : []
  })
  const shared = (key: string): boolean => objects.length > 1 && objects.every(({ keys }) => keys.get(key)?.required === true)
  return objects.map(({ schema, keys }) => ({
    schema,
    keys,
    naming: [...keys].filter(([key, { required }]) => required && !shared(key)).map(([key]) => key),
  }))
}

/** The options of a union, with unnamed unions inside it spread out. */
export function flatOptions(option: z.ZodType): z.ZodType[] {
  const shape = schemaShape(option)
  return shape.kind === 'union' && schemaName(option) === undefined ? shape.options.flatMap(flatOptions) : [option]
}

/** The fixed values that a schema accepts. */
export function valuesOf(option: z.ZodType): readonly (string | number | boolean | null)[] {
  const shape = schemaShape(option)
  return shape.kind === 'values' ? shape.values : []
}

/** True when the schema wants values of this type. */
export function acceptsTypeOf(option: z.ZodType, value: unknown): boolean {
  const shape = schemaShape(option)
  if (shape.kind === 'values') return shape.values.some((known) => typeof known === typeof value)
  if (shape.kind === 'array' || shape.kind === 'tuple') return Array.isArray(value)
  if (shape.kind !== 'leaf') return false
  if (value === null) return shape.type === 'null'
  return shape.type === (typeof value === 'number' && shape.type === 'int' ? 'int' : typeof value)
}

function keysOf(shape: Record<string, z.ZodType>): Map<string, { schema: z.ZodType; required: boolean }> {
  return new Map(Object.entries(shape).map(([key, schema]) => [key, { schema, required: !mayBeMissing.has(definitionOf(schema).type) }]))
}

function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema
  for (let next = inner(current); next !== undefined; next = inner(current)) current = next
  return current
}

function inner(schema: z.ZodType): z.ZodType | undefined {
  const definition = definitionOf(schema)
  if (definition.type === 'lazy') return definition.getter?.()
  if (definition.type === 'pipe') return definition.in
  return wrappers.has(definition.type) ? definition.innerType : undefined
}

function definitionOf(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition
}

function leaf(definition: Definition): SchemaShape {
  return { kind: 'leaf', type: definition.type }
}
