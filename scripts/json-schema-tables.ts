// Tables in Markdown of what a JSON Schema lets in, key by key; a shape with a name is linked to, and stands in a section of its own.

type Schema = Readonly<Record<string, unknown>>

/** The keys of an object, each with those inside of it where they have no name of their own. `marks` says which of them must be given. */
export function keyTable(schema: Schema, { marks }: { readonly marks: boolean }): string {
  return ['| key | value | meaning |', '|---|---|---|', ...rowsOf(schema, '', marks)].join('\n')
}

/** The forms of what may be one of several. */
export function formTable(schema: Schema): string {
  const rows = choicesOf(schema).map((form) => `| ${formWords(form)} | ${cell(String(form['description'] ?? ''))} |`)
  return ['| form | meaning |', '|---|---|', ...rows].join('\n')
}

/** True where a table of forms says more than one of keys. */
export function hasForms(schema: Schema): boolean {
  return choicesOf(schema).length > 1
}

/** True where there are keys to make a table of. */
export function hasKeys(schema: Schema): boolean {
  return Object.keys(propertiesOf(schema)).length > 0
}

/** What may stand there, in words. */
export function valueWords(schema: Schema): string {
  const choices = choicesOf(schema)
  if (choices.length > 1) return [...new Set(choices.map(valueWords))].join(' or ')
  const one = choices[0] ?? schema
  if (typeof one['$ref'] === 'string') return linkTo(one['$ref'])
  if ('const' in one) return codeOf(one['const'])
  if (Array.isArray(one['enum'])) return one['enum'].map(codeOf).join(', ')
  if (Array.isArray(one['prefixItems'])) return `list of ${one['prefixItems'].map((item) => valueWords(item as Schema)).join(', ')}`
  switch (one['type']) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return '`true` or `false`'
    case 'null':
      return '`null`'
    case 'array':
      return listWords(one)
    case 'object':
      return hasKeys(one) ? 'keys' : 'keys and values'
    default:
      return 'anything'
  }
}

/** The heading under which a shape stands, and the link to it. */
export const shapeHeading = (name: string): string => `### The shape \`${name}\``

function formWords(form: Schema): string {
  if (!hasKeys(form)) return valueWords(form)
  const required = new Set((form['required'] ?? []) as readonly string[])
  const keys = Object.entries(propertiesOf(form)).map(([key, value]) => `${key}${required.has(key) ? '' : '?'}: ${plain(valueWords(value))}`)
  return `\`{ ${keys.join(', ')} }\``
}

/** Without marks and links, for inside of code. */
function plain(words: string): string {
  return words.replaceAll(/`|\[([^\]]+)\]\([^)]*\)/g, (_, label: string | undefined) => label ?? '')
}

function linkTo(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return `[${name}](#the-shape-${name.toLowerCase()})`
}

function listWords({ items }: Schema): string {
  const inner = valueWords((items ?? {}) as Schema)
  const many: Readonly<Record<string, string>> = { text: 'texts', number: 'numbers', anything: 'anything' }
  return `list of ${many[inner] ?? inner}`
}

function rowsOf(schema: Schema, path: string, marks: boolean): string[] {
  const required = new Set((schema['required'] ?? []) as readonly string[])
  return Object.entries(propertiesOf(schema)).flatMap(([name, value]) => {
    const key = `${path}${name}`
    const needed = marks && required.has(name) ? ' (needed)' : ''
    const own = `| \`${key}\`${needed} | ${valueWords(value)} | ${cell(String(value['description'] ?? ''))} |`
    return [own, ...innerRows(value, key, marks)]
  })
}

/** The rows of what has no name of its own: an object, the items of a list, the one object that may stand there. */
function innerRows(schema: Schema, key: string, marks: boolean): string[] {
  return choicesOf(schema).flatMap((one) => {
    if (one['type'] === 'array') return innerRows((one['items'] ?? {}) as Schema, `${key}[]`, marks)
    return one['type'] === 'object' ? rowsOf(one, `${key}.`, marks) : []
  })
}

function choicesOf(schema: Schema): readonly Schema[] {
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return (choices as Schema[]).flatMap(choicesOf)
  const { type } = schema
  return Array.isArray(type) ? type.map((one) => ({ ...schema, type: one })) : [schema]
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema['properties'] ?? {}) as Record<string, Schema>
}

function codeOf(value: unknown): string {
  return `\`${String(value)}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\{\{.*?\}\}|\{ [^}]+ \}(?: \})?/g, (code) => `\`${code}\``)
}
