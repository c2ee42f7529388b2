// The keys of the language that may stand at a place of a journey's text, from the published schema, so that what is suggested is what is checked.

import schema from '../../../../docs/reference/schema/journey.schema.json'

export interface Key {
  readonly key: string
  readonly about: string
}

interface Node {
  readonly $ref?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly items?: Node
}

const definitions = (schema as unknown as { readonly definitions: Readonly<Record<string, Node>> }).definitions
/** What a key holds, where that is one of the named parts of the language. */
const holds: Readonly<Record<string, string>> = {
  enter: 'Trigger',
  steps: 'Step',
  else: 'Step',
  if: 'Condition',
  becomes: 'Condition',
  match: 'Condition',
  when: 'Condition',
  for: 'Condition',
  all: 'Condition',
  any: 'Condition',
  not: 'Condition',
}

/** The keys that may stand at a place of the text. */
export function keysAt(text: string, position: number): readonly Key[] {
  const above = parentsAt(text, position)
  let node: Node | undefined = definitions['Journey']
  for (const key of above) node = holds[key] === undefined ? partOf(node, key) : definitions[holds[key]]
  return node === undefined ? [] : keysOf(node, new Set())
}

/** The keys that the line stands inside of, the outermost first, by how far lines are indented. */
function parentsAt(text: string, position: number): readonly string[] {
  const lines = text.slice(0, position).split('\n')
  const own = lines.pop() ?? ''
  let indent = own.search(/[^\s-]|$/)
  const parents: string[] = []
  for (const line of lines.reverse()) {
    const found = /^([\s-]*)(["']?)([\w ]+)\2:/.exec(line)
    const at = found?.[1]?.length ?? 0
    if (found === null || at >= indent || line.trimStart().startsWith('#')) continue
    parents.unshift(found[3] as string)
    indent = at
  }
  return parents
}

function partOf(node: Node | undefined, key: string): Node | undefined {
  if (node === undefined) return undefined
  const whole = node.$ref === undefined ? node : definitions[node.$ref.split('/').at(-1) as string]
  if (whole === undefined) return undefined
  const own = whole.properties?.[key]
  if (own !== undefined) return own
  for (const one of [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.items === undefined ? [] : [whole.items])]) {
    const found = partOf(one, key)
    if (found !== undefined) return found
  }
  return undefined
}

function keysOf(node: Node, seen: Set<Node>): readonly Key[] {
  if (seen.has(node)) return []
  seen.add(node)
  const whole = node.$ref === undefined ? node : definitions[node.$ref.split('/').at(-1) as string]
  if (whole === undefined) return []
  if (whole !== node && seen.has(whole)) return []
  const keys = Object.entries(whole.properties ?? {}).map(([key, { description = '' }]) => ({ key, about: description }))
  const inner = [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.items === undefined ? [] : [whole.items])].flatMap((one) => keysOf(one, seen))
  return [...new Map([...keys, ...inner].map((one) => [one.key, one])).values()]
}
