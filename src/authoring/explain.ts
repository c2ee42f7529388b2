// Says precisely what is wrong with an authored value. A union's own error ("invalid input") helps nobody, so this walks
// schema and value side by side: it finds which kind was meant by its naming key and reports that kind's own mistakes.
// Never accepts or refuses anything itself: the schema has decided before.

import type { z } from 'zod'
import { mistake } from '../model/mistake.ts'
import { shownValue } from '../model/value-mistakes.ts'
import {
  type Asked,
  type Explanation,
  fixOf,
  isObject,
  keysWanted,
  listFix,
  listOnly,
  missingFix,
  nearestFix,
  noun,
  ownIssues,
  requiredKeys,
  unfitting,
  wantedOf,
  wrongType,
} from './explain-value.ts'
import { nameHint, nearestName } from './nearest-name.ts'
import { acceptsTypeOf, flatOptions, type ObjectKind, objectKinds, type SchemaKeys, schemaShape } from './schema-shape.ts'
import type { DocumentPath } from './source-document.ts'
import { wordHere } from './words-elsewhere.ts'

export type { Explanation }

/** Everything that is wrong with the value; empty when the schema accepts it. */
export function explain(schema: z.ZodType, value: unknown): Explanation[] {
  const found = explainAt(schema, value, [])
  if (found.length > 0) return found
  const result = schema.safeParse(value)
  return (result.error?.issues ?? []).map((issue) => ({
    path: issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    part: 'value',
    code: `schema/${issue.code}`,
    message: issue.message,
  }))
}

function explainAt(schema: z.ZodType, value: unknown, path: DocumentPath): Explanation[] {
  if (schema.safeParse(value).success) return []
  const shape = schemaShape(schema)
  switch (shape.kind) {
    case 'union':
      return explainUnion({ schema, options: shape.options, value, path })
    case 'object':
      return explainObject({ schema, keys: shape.keys, value, path, siblings: [] })
    case 'array':
    case 'tuple': {
      if (!Array.isArray(value)) return [wrongType({ schema, value, path, wanted: 'a list', fix: listFix(value) })]
      const elementOf = (index: number): z.ZodType | undefined => (shape.kind === 'array' ? shape.element : shape.items[index])
      return orOwn(
        value.flatMap((item, index) => {
          const element = elementOf(index)
          return element === undefined ? [] : explainAt(element, item, [...path, index])
        }),
        { schema, value, path },
      )
    }
    case 'record': {
      if (!isObject(value)) return [wrongType({ schema, value, path, wanted: 'keys with values' })]
      return orOwn(
        Object.entries(value).flatMap(([key, item]) => explainAt(shape.value, item, [...path, key])),
        { schema, value, path },
      )
    }
    case 'values': {
      const words = shape.values.map(String)
      const message =
        words.length === 1
          ? mistake('expected', { wanted: words[0] ?? '', got: shownValue(value) })
          : mistake('not-one-of', { got: shownValue(value), known: words.join(', ') })
      return [{ path, part: 'value', code: 'schema/value', message, ...fixOf(nearestFix(value, words)) }]
    }
    case 'leaf':
      return ownIssues({ schema, value, path })
  }
}

/** An object whose kind is known. `siblings`: the naming keys of the other kinds it could have been. */
function explainObject({ schema, keys, value, path, siblings }: Asked & { readonly keys: SchemaKeys; readonly siblings: readonly string[] }): Explanation[] {
  if (!isObject(value)) return [wrongType({ schema, value, path, wanted: keysWanted(requiredKeys(keys)) })]
  const found: Explanation[] = []
  for (const key of Object.keys(value)) {
    const known = keys.get(key)
    if (known === undefined) found.push(unknownKey({ key, path, keys, siblings, isEmpty: value[key] === null }))
    else if (value[key] !== undefined) found.push(...explainAt(known.schema, value[key], [...path, key]))
  }
  for (const [key, { required }] of keys) {
    if (!required || value[key] !== undefined) continue
    const misspelt = Object.keys(value).some((written) => !keys.has(written) && nearestName(written, [key]) !== undefined)
    if (!misspelt) found.push({ path, part: 'value', code: 'schema/missing-key', message: mistake('key-missing', { key }), ...fixOf(missingFix(keys, key)) })
  }
  return orOwn(found, { schema, value, path })
}

interface UnknownKey {
  readonly key: string
  readonly path: DocumentPath
  readonly keys: SchemaKeys
  readonly siblings: readonly string[]
  /** Nothing stands behind it: in `{ name: red, green }` the comma ended the text, and "green" became a key. */
  readonly isEmpty: boolean
}

function unknownKey({ key, path, keys, siblings, isEmpty }: UnknownKey): Explanation {
  const at: DocumentPath = [...path, key]
  const owner = [...keys.entries()].find(([name, { required }]) => required && siblings.length > 0 && !siblings.includes(name))?.[0]
  if (siblings.includes(key) && owner !== undefined) {
    const fix = mistake('own-entry', { key })
    return { path: at, part: 'key', code: 'schema/two-kinds', message: mistake('two-kinds', { key: owner, other: key }), fix }
  }
  return {
    path: at,
    part: 'key',
    code: 'schema/unknown-key',
    message: owner === undefined ? mistake('key-unknown', { key }) : mistake('key-unknown-beside', { key, other: owner }),
    ...fixOf(isEmpty ? mistake('comma-in-quotes') : keyHint(key, keys.keys())),
  }
}

/** The word that other tools have another name for, else what is near, else what there is. */
function keyHint(key: string, known: Iterable<string>): string | undefined {
  const names = [...known]
  const word = wordHere(key, names)
  return word === undefined ? nameHint(key, names) : mistake('called-here', { key: word })
}

function explainUnion({ schema, options, value, path }: Asked & { readonly options: readonly z.ZodType[] }): Explanation[] {
  const flat = options.flatMap(flatOptions)
  if (isObject(value)) return explainObjectUnion({ schema, options: flat, value, path })
  const fitting = flat.filter((option) => acceptsTypeOf(option, value))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return explainAt(only, value, path)
  if (fitting.length > 1) return [unfitting({ schema, options: fitting, value, path })]
  return [wrongType({ schema, value, path, wanted: wantedOf(schema, flat), fix: Array.isArray(value) ? undefined : listOnly(flat) })]
}

/** The kind that was meant is the first whose naming key the object has. */
function explainObjectUnion({ schema, options, value, path }: Asked & { readonly options: readonly z.ZodType[]; readonly value: Record<string, unknown> }) {
  const kinds = objectKinds(options)
  if (kinds.length === 0) return [wrongType({ schema, value, path, wanted: wantedOf(schema, options) })]
  const naming = kinds.map((kind) => kind.naming[0]).filter((key) => key !== undefined)
  const meant =
    kinds.find((kind) => kind.naming[0] !== undefined && Object.hasOwn(value, kind.naming[0])) ??
    kinds.find((kind) => kind.naming.some((key) => tells(kind, key, { kinds, value }))) ??
    (kinds.length === 1 ? kinds[0] : undefined)
  if (meant !== undefined) {
    const first = meant.naming[0]
    return explainObject({ schema: meant.schema, keys: meant.keys, value, path, siblings: naming.filter((key) => key !== first && !meant.keys.has(key)) })
  }
  const [misspelt, nearest] = nearestKey(value, naming)
  if (misspelt !== undefined) {
    const message = mistake('key-unknown', { key: misspelt })
    const fix = mistake('meant-key', { key: nearest })
    return [{ path: [...path, misspelt], part: 'key', code: 'schema/unknown-key', message, fix } satisfies Explanation]
  }
  const elsewhere = Object.keys(value).find((key) => wordHere(key, naming) !== undefined)
  if (elsewhere !== undefined) {
    const fix = mistake('called-here', { key: String(wordHere(elsewhere, naming)) })
    return [
      { path: [...path, elsewhere], part: 'key', code: 'schema/unknown-key', message: mistake('key-unknown', { key: elsewhere }), fix } satisfies Explanation,
    ]
  }
  const message = mistake('one-of-keys', { what: noun(schema, path), known: [...new Set(naming)].join(', ') })
  const written = Object.keys(value)
  const fix = written.length === 0 ? undefined : mistake('has-only', { known: written.slice(0, 8).join(', ') })
  return [{ path, part: 'value', code: 'schema/no-kind', message, ...fixOf(fix) } satisfies Explanation]
}

/** Whether a kind is meant by a key that is not its first: no other kind asks for that key, and what stands behind it fits. */
function tells(kind: ObjectKind, key: string, { kinds, value }: { readonly kinds: readonly ObjectKind[]; readonly value: Record<string, unknown> }): boolean {
  if (!Object.hasOwn(value, key) || kinds.some((other) => other !== kind && other.keys.has(key))) return false
  return kind.keys.get(key)?.schema.safeParse(value[key]).success === true
}

function nearestKey(value: Record<string, unknown>, naming: readonly string[]): [string, string] | [undefined, undefined] {
  for (const key of Object.keys(value)) {
    const nearest = nearestName(key, naming)
    if (nearest !== undefined) return [key, nearest]
  }
  return [undefined, undefined]
}

/** Children explain best; what no child explains is the value's own fault. */
function orOwn(found: Explanation[], asked: Asked): Explanation[] {
  return found.length > 0 ? found : ownIssues(asked)
}
