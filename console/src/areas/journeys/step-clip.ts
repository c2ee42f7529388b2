// Steps as the text that a clipboard holds: YAML, as it stands in the file of a journey, from here or from anywhere. It takes what people copy: a list of
// steps, one step, a whole journey, lines out of the middle of a file. It changes nothing.

import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, visit, type YAMLMap } from 'yaml'
import { stepKinds, type Value } from './step-tree.ts'

/** What a text holds, or why it holds no steps. */
export type Clip = { readonly steps: readonly Value[] } | { readonly wrong: 'empty' | 'large' | 'no-yaml' | 'no-steps'; readonly line: number }

const yaml = { version: '1.2', schema: 'core', prettyErrors: false, stringKeys: true } as const
/** Characters of a text that is looked at; a journey of some thousand steps has fewer. */
const mostCharacters = 1_000_000
const mostAliases = 100
const waysOf = ['on', 'choose', 'split'] as const

/** The steps of a text. */
export function readClip(text: string): Clip {
  const found = nodesIn(text)
  return 'wrong' in found ? found : { steps: found.nodes.map((node) => node.toJS(found.document, { maxAliasCount: mostAliases }) as Value) }
}

/** The same as parts of a file, with the remarks that stand in the text, under other names where there are any for them. */
export function clippedNodes(text: string, names: Readonly<Record<string, string>>): readonly Node[] {
  const found = nodesIn(text)
  if ('wrong' in found) return []
  for (const node of found.nodes) rename(node, names)
  return found.nodes
}

type Found = Extract<Clip, { readonly wrong: unknown }> | { readonly document: Document; readonly nodes: readonly YAMLMap[] }

function nodesIn(text: string): Found {
  if (text.trim() === '') return { wrong: 'empty', line: 1 }
  if (text.length > mostCharacters) return { wrong: 'large', line: 1 }
  const found = nodesAsWritten(text)
  if (!('wrong' in found)) return found
  const straightened = withFirstLineInPlace(text)
  const again = straightened === undefined ? found : nodesAsWritten(straightened)
  return 'wrong' in again ? found : again
}

function nodesAsWritten(text: string): Found {
  const lines = new LineCounter()
  const documents = ([...parseAllDocuments(text, { ...yaml, lineCounter: lines })] as Document[]).filter(({ contents }) => contents !== null)
  const error = documents.flatMap(({ errors }) => errors)[0]
  if (error !== undefined) return { wrong: 'no-yaml', line: lines.linePos(error.pos[0]).line }
  const document = documents.find(({ contents }) => isMap(contents) && contents.has('journey')) ?? documents[0]
  if (document === undefined) return { wrong: 'empty', line: 1 }
  if (hasAliases(document)) return withoutAliases(document)
  const { contents } = document
  const list = isMap(contents) && isSeq(contents.get('steps', true)) ? contents.get('steps', true) : contents
  const nodes = isSeq(list) ? list.items : [list]
  const odd = nodes.find((node) => !isStep(node)) as Node | undefined
  if (odd !== undefined || nodes.length === 0) return { wrong: 'no-steps', line: lines.linePos(odd?.range?.[0] ?? 0).line }
  return { document, nodes: nodes as YAMLMap[] }
}

function isStep(node: unknown): node is YAMLMap {
  return isMap(node) && stepKinds.some((kind) => node.has(kind))
}

function hasAliases(document: Document): boolean {
  let has = false
  visit(document, {
    Alias() {
      has = true
      return visit.BREAK
    },
    Node(_, node) {
      if (isAlias(node) || node.anchor === undefined) return undefined
      has = true
      return visit.BREAK
    },
  })
  return has
}

/** Names inside of the text mean nothing in another file: what they stand for is written out. */
function withoutAliases(document: Document): Found {
  try {
    return nodesAsWritten(JSON.stringify(document.toJS({ maxAliasCount: mostAliases })))
  } catch {
    return { wrong: 'no-yaml', line: 1 }
  }
}

/** Who marks lines with the mouse often begins behind the space before the first one. */
function withFirstLineInPlace(text: string): string | undefined {
  const [first = '', ...rest] = text.split('\n')
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  if (indents.length === 0 || !first.startsWith('- ')) return undefined
  const least = Math.min(...indents)
  const hasNeighbor = rest.some((line) => line.startsWith(`${' '.repeat(least)}- `))
  const own = hasNeighbor ? least : least - 2
  return own <= 0 ? undefined : [' '.repeat(own) + first, ...rest].join('\n')
}

/** The step and the steps in it, and what leads to one of them by its name. */
function rename(step: YAMLMap, names: Readonly<Record<string, string>>): void {
  for (const key of ['id', 'goto']) {
    const name = step.get(key, true)
    const other = isScalar(name) ? names[String(name.value)] : undefined
    if (isScalar(name) && other !== undefined) {
      name.value = other
      delete name.source
    }
  }
  for (const key of waysOf) {
    const ways = step.get(key, true)
    for (const way of isSeq(ways) ? ways.items : []) {
      if (!isMap(way)) continue
      for (const list of [way.get('steps', true), way.get('else', true)])
        for (const inner of isSeq(list) ? list.items : []) if (isMap(inner)) rename(inner, names)
    }
  }
}
