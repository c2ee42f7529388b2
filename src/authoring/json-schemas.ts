// The grammar of definitions as JSON Schemas, so that editors complete and check the files. Made from the same zod schemas
// that load them: nothing is said twice.

import { z } from 'zod'
import { triggerTestSchema } from '../model/trigger-test.ts'
import { conditionSchema, documentSchemas } from './authored-schemas.ts'

const published = { ...documentSchemas, condition: conditionSchema, test: triggerTestSchema } as const

export type PublishedSchema = keyof typeof published

const titles: Record<PublishedSchema, string> = {
  workspace: 'Oncue workspace',
  journey: 'Oncue journey',
  segment: 'Oncue segment',
  template: 'Oncue template',
  collection: 'Oncue collection of the catalogue',
  codes: 'Oncue pool of discount codes',
  condition: 'Oncue condition',
  test: 'Oncue test',
}

/** The published schemas by name, as JSON Schema draft 7: the one that editors know best. */
export function jsonSchemas(): Readonly<Record<PublishedSchema, object>> {
  const entries = Object.entries(published).map(([name, schema]) => [name, jsonSchemaOf({ title: titles[name as PublishedSchema], schema })])
  return Object.fromEntries(entries) as Record<PublishedSchema, object>
}

function jsonSchemaOf({ title, schema }: { readonly title: string; readonly schema: z.ZodType }): object {
  const made = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) as JsonSchema
  const { $schema, definitions, ...rest } = shareRepeated(made)
  return { $schema, title, ...rest, definitions }
}

type JsonSchema = Record<string, unknown>

/** Characters of a part from which on saying it once and referring to it is the shorter way. */
const worthSharing = 300

/** Parts that stand in several places, such as every `where`, become definitions: a file a tenth of the size, that people can read. */
function shareRepeated(schema: JsonSchema): JsonSchema {
  const counts = new Map<string, { count: number; readonly key: string }>()
  visit(schema, '', (part, key) => {
    const text = JSON.stringify(part)
    if (text.length < worthSharing) return
    const known = counts.get(text)
    if (known === undefined) counts.set(text, { count: 1, key })
    else known.count += 1
  })
  const taken = new Set(Object.keys((schema.definitions ?? {}) as object))
  const names = new Map<string, string>()
  for (const [text, { count, key }] of counts) if (count > 1) names.set(text, freeName(key, taken))
  const shared: JsonSchema = {}
  const replace = (part: unknown, isDefinition: boolean): unknown => {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) return part.map((item) => replace(item, false))
    const name = isDefinition ? undefined : names.get(JSON.stringify(part))
    const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, replace(value, false)]))
    if (name === undefined) return inner
    shared[name] ??= inner
    return { $ref: `#/definitions/${name}` }
  }
  const { definitions, ...rest } = schema
  const own = Object.fromEntries(Object.entries((definitions ?? {}) as JsonSchema).map(([name, value]) => [name, replace(value, true)]))
  return { ...(replace(rest, true) as JsonSchema), definitions: { ...own, ...shared } }
}

function visit(part: unknown, key: string, see: (part: object, key: string) => void): void {
  if (typeof part !== 'object' || part === null) return
  const isSchema = !Array.isArray(part) && ('type' in part || 'anyOf' in part) && key !== 'properties' && key !== 'definitions'
  if (isSchema) see(part, key)
  for (const [name, inner] of Object.entries(part)) visit(inner, Array.isArray(part) ? key : name, see)
}

/** What a part is called that stands under a keyword of JSON Schema and not under a key of ours. */
const keywordNames: Record<string, string> = { additionalProperties: 'value', anyOf: 'form', items: 'item' }

function freeName(key: string, taken: Set<string>): string {
  const word = keywordNames[key] ?? key
  const name = word.charAt(0).toUpperCase() + word.slice(1)
  const free = [name, ...Array.from({ length: 100 }, (_, index) => `${name}${index + 2}`)].find((candidate) => !taken.has(candidate)) ?? name
  taken.add(free)
  return free
}
