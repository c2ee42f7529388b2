// Tables of keys and kinds in Markdown, out of schemas.

import type { z } from 'zod'
import { schemaDescription, schemaName, schemaShape } from './schema-shape.ts'

/** The keys of an object schema: name, what may stand there, what it means. */
export function keyTable(schema: z.ZodType, only?: readonly string[], skip: readonly string[] = []): string {
  const shape = schemaShape(schema)
  const keys = shape.kind === 'object' ? [...shape.keys] : []
  const rows = keys
    .filter(([key]) => (only === undefined || only.includes(key)) && !skip.includes(key))
    .flatMap(([key, { schema: value, required }]) => [row({ key, value, required }), ...innerRows({ key, value })])
  return ['| key | value | meaning |', '|---|---|---|', ...mergeOperators(rows)].join('\n')
}

/** The kinds of a table of schemas: the naming key and what it stands for. */
export function kindTable(schemas: Readonly<Record<string, z.ZodType>>, skip: readonly string[]): string {
  const rows = Object.entries(schemas).map(([kind, schema]) => {
    const shape = schemaShape(schema)
    const own = shape.kind === 'object' ? shape.keys.get(kind)?.schema : undefined
    const others = shape.kind === 'object' ? [...shape.keys].filter(([key]) => key !== kind && !skip.includes(key)).map(([key]) => key) : []
    const operators = others.filter((key) => comparisons.has(key)).length > 2
    const shown = operators ? [...others.filter((key) => !comparisons.has(key)), 'a comparison'] : others
    const words = shown.map((key) => (key === 'a comparison' ? key : `\`${key}\``)).join(', ')
    return `| \`${kind}\` | ${cell(schemaDescription(schema) ?? (own && schemaDescription(own)) ?? '')} | ${words} |`
  })
  return ['| kind | what it says | with it |', '|---|---|---|', ...rows].join('\n')
}

/** The kinds of a table of schemas whose value stands right under the naming key. */
export function valueTable(schemas: Readonly<Record<string, z.ZodType>>): string {
  const rows = Object.entries(schemas).map(([key, value]) => row({ key, value, required: false }))
  return ['| key | value | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** The forms that a union takes. */
export function optionTable(schema: z.ZodType): string {
  const shape = schemaShape(schema)
  const options = shape.kind === 'union' ? shape.options : [schema]
  const rows = options.map((option) => `| ${formWords(option)} | ${cell(schemaDescription(option) ?? '')} |`)
  return ['| form | meaning |', '|---|---|', ...rows].join('\n')
}

interface Row {
  readonly key: string
  readonly value: z.ZodType
  readonly required: boolean
}

function row({ key, value, required }: Row): string {
  return `| \`${key}\`${required ? ' (needed)' : ''} | ${valueWords(value)} | ${cell(schemaDescription(value) ?? '')} |`
}

/** Keys one level down are shown with their path; deeper ones have sections of their own. */
function innerRows({ key, value }: Pick<Row, 'key' | 'value'>): string[] {
  const shape = schemaShape(value)
  const [inner, path] = shape.kind === 'array' ? [schemaShape(shape.element), `${key}[].`] : [shape, `${key}.`]
  if (inner.kind !== 'object') return []
  return [...inner.keys].map(([name, { schema, required }]) => row({ key: `${path}${name}`, value: schema, required }))
}

const comparisons = new Set(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'starts', 'ends', 'matches', 'exists'])

/** Comparison operators are explained once, elsewhere. */
function mergeOperators(rows: readonly string[]): string[] {
  return rows.filter((line) => !/^\| `(?:\w+\.)?(?:eq|ne|gt|lt|lte|in|contains|starts|ends|matches|exists)` \|/.test(line))
}

function formWords(option: z.ZodType): string {
  const shape = schemaShape(option)
  if (shape.kind !== 'object') return valueWords(option)
  const keys = [...shape.keys].map(([key, { schema, required }]) => `${key}${required ? '' : '?'}: ${plainWords(schema)}`)
  return `\`{ ${keys.join(', ')} }\``
}

function plainWords(schema: z.ZodType): string {
  return valueWords(schema).replaceAll(/`|\[([^\]]+)\]\([^)]*\)/g, (_, label: string | undefined) => label ?? '')
}

const links: Record<string, string> = {
  Condition: '[condition](conditions.md)',
  Step: '[step](#steps)',
  Trigger: '[trigger](#what-lets-in)',
}

function valueWords(schema: z.ZodType): string {
  const link = links[schemaName(schema) ?? '']
  if (link !== undefined) return link
  const shape = schemaShape(schema)
  switch (shape.kind) {
    case 'values':
      return shape.values.map((value) => `\`${String(value)}\``).join(', ')
    case 'array':
      if (schemaShape(shape.element).kind === 'values')
        return shape.element.safeParse('mon').success ? 'list of weekdays' : `list of ${valueWords(shape.element)}`
      return `list of ${plural(valueWords(shape.element))}`
    case 'tuple':
      return 'two times of day'
    case 'record':
      return 'keys and values'
    case 'object':
      return 'keys'
    case 'union':
      return [...new Set(shape.options.map(valueWords))].join(' or ')
    case 'leaf':
      return leafWords(schema, shape.type)
  }
}

function plural(words: string): string {
  return words
    .replace(/^\[(\w+)\]/, '[$1s]')
    .replace(/^text\b/, 'texts')
    .replace(/^mail address$/, 'mail addresses')
}

function leafWords(schema: z.ZodType, type: string): string {
  if (type !== 'string') return { boolean: '`true` or `false`', number: 'number', null: '`null`' }[type] ?? type
  const accepts = (text: string): boolean => schema.safeParse(text).success
  if (accepts('x')) return 'text'
  if (accepts('30m') && !accepts('09:00')) return accepts('-3d') ? 'offset' : 'duration'
  if (accepts('09:00')) return 'time of day'
  if (accepts('a@b.org')) return 'mail address'
  return accepts('Europe/Berlin') && !accepts('Nowhere/At All') ? 'time zone' : 'text'
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\{\{.*?\}\}|\{ [^}]+ \}(?: \})?/g, (code) => `\`${code}\``)
}
