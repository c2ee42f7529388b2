// The keys of the language that may stand at a place of a journey's text, from the published schema, so that what is suggested is what is checked. The
// schema is fetched with the first suggestion.

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

type Definitions = Readonly<Record<string, Node>>

const published = import.meta.glob<{ readonly default: { readonly definitions: Definitions } }>('../../../../docs/reference/schema/journey.schema.json')
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
export async function keysAt(text: string, position: number): Promise<readonly Key[]> {
  const [load] = Object.values(published)
  if (load === undefined) return []
  const { definitions } = (await load()).default
  return keysIn(definitions, { text, position })
}

function keysIn(definitions: Definitions, { text, position }: { readonly text: string; readonly position: number }): readonly Key[] {
  const above = parentsAt(text, position)
  let node: Node | undefined = definitions['Journey']
  for (const key of above) node = holds[key] === undefined ? partOf(definitions, node, key) : definitions[holds[key]]
  return node === undefined ? [] : keysOf(definitions, node, new Set())
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

function partOf(definitions: Definitions, node: Node | undefined, key: string): Node | undefined {
  if (node === undefined) return undefined
  const whole = node.$ref === undefined ? node : definitions[node.$ref.split('/').at(-1) as string]
  if (whole === undefined) return undefined
  const own = whole.properties?.[key]
  if (own !== undefined) return own
  for (const one of [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.items === undefined ? [] : [whole.items])]) {
    const found = partOf(definitions, one, key)
    if (found !== undefined) return found
  }
  return undefined
}

function keysOf(definitions: Definitions, node: Node, seen: Set<Node>): readonly Key[] {
  if (seen.has(node)) return []
  seen.add(node)
  const whole = node.$ref === undefined ? node : definitions[node.$ref.split('/').at(-1) as string]
  if (whole === undefined) return []
  if (whole !== node && seen.has(whole)) return []
  const keys = Object.entries(whole.properties ?? {}).map(([key, { description = '' }]) => ({ key, about: description }))
  const inner = [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.items === undefined ? [] : [whole.items])].flatMap((one) =>
    keysOf(definitions, one, seen),
  )
  return [...new Map([...keys, ...inner].map((one) => [one.key, one])).values()]
}
