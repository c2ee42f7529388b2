// A condition as its file says it, in JSON: the one form that the builder works on. It is edited at paths and never turned into another form, so
// that whatever the builder does not touch stays as it was written.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
export type ConditionJson = { readonly [key: string]: Json }
/** Keys and places that lead to a part. */
export type Path = readonly (string | number)[]

/** Kinds of conditions by the key that names them; in this order a condition is asked which it is. */
export const kinds = [
  'all',
  'any',
  'not',
  'event',
  'sum',
  'avg',
  'min',
  'max',
  'distinct',
  'in-order',
  'latest',
  'attribute',
  'list',
  'topic',
  'segment',
  'message',
  'rate',
  'since',
  'journey',
  'cart',
  'time',
  'trigger',
] as const
export type Kind = (typeof kinds)[number]
export type LeafKind = Exclude<Kind, 'all' | 'any' | 'not'>

/** The kind of a condition; undefined when nothing in it names one. */
export function kindOf(condition: Json | undefined): Kind | undefined {
  return isObject(condition) ? kinds.find((kind) => Object.hasOwn(condition, kind)) : undefined
}

/** Whether it is an object with keys. */
export function isObject(value: Json | undefined): value is ConditionJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `{ ref: ... }`: a value that is taken from elsewhere. */
export function isRef(value: Json | undefined): value is { readonly ref: string } {
  return isObject(value) && typeof value['ref'] === 'string' && Object.keys(value).length === 1
}

/** The part at a path; undefined when there is none. */
export function partAt(condition: Json | undefined, path: Path): Json | undefined {
  let part: Json | undefined = condition
  for (const step of path) part = part !== null && typeof part === 'object' ? (part as Record<string | number, Json>)[step] : undefined
  return part
}

/** The same with another part at a path. */
export function withPart<Whole extends Json>(whole: Whole, path: Path, part: Json): Whole {
  const [step, ...rest] = path
  if (step === undefined) return part as Whole
  const copy = Array.isArray(whole) ? [...whole] : { ...(whole as object) }
  const place = copy as Record<string | number, Json>
  place[step] = withPart(place[step] as Json, rest, part)
  return copy as unknown as Whole
}

/** The object with a key set, in its place when it was there; undefined takes the key out. */
export function withKey(object: ConditionJson, key: string, value: Json | undefined): ConditionJson {
  if (value !== undefined) return { ...object, [key]: value }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}

/** The object with a key under another name, in the same place. */
export function withKeyRenamed(object: ConditionJson, key: string, name: string, value: Json = object[key] as Json): ConditionJson {
  return Object.fromEntries(Object.entries(object).map(([known, held]) => (known === key ? [name, value] : [known, held])))
}

/** Whether two paths are the same. */
export function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index])
}

/** Whether two values say the same, in the same order of keys. */
export function isSameJson(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
