// A journey as the text of its file: read into plain values with the lines of each part, and edited so that comments, order and quotes of everything
// that is not touched stay. It knows YAML and little of what a step means.

import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
  YAMLMap,
  YAMLSeq,
  Document as YamlDocument,
} from 'yaml'
import { clippedNodes } from './step-clip.ts'
import type { Path } from './step-tree.ts'

// Whoever fetches this has all that reads and writes texts of steps, in one file.
export { readClip } from './step-clip.ts'

/** One change of the text. What stands on a way that is not there yet is made. */
export type Edit =
  | { readonly do: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly do: 'remove'; readonly path: Path }
  | { readonly do: 'insert'; readonly list: Path; readonly at: number; readonly value: unknown }
  | { readonly do: 'move'; readonly from: Path; readonly list: Path; readonly at: number }
  /** The steps of a text, under other names where `names` has any. */
  | { readonly do: 'paste'; readonly list: Path; readonly at: number; readonly text: string; readonly names: Readonly<Record<string, string>> }

export interface JourneyText {
  /** The journey as plain data; undefined while the text cannot be read. */
  readonly value: Readonly<Record<string, unknown>> | undefined
  /** Why it cannot be read, with its line. */
  readonly broken: { readonly line: number; readonly message: string } | undefined
  /** The first and last line of the part at a path; undefined where there is none. */
  readonly linesOf: (path: Path) => readonly [number, number] | undefined
}

const yaml = { version: '1.2', schema: 'core', prettyErrors: false, stringKeys: true } as const
/** Characters up to which something new stands on one line. */
const oneLine = 100

/** Reads the journey of this name, or the first one, out of the text of a file. */
export function readJourney(text: string, name: string): JourneyText {
  const lines = new LineCounter()
  const documents = parse(text, lines)
  const broken = documents.flatMap((one) => one.errors)[0]
  const document = journeyOf(documents, name)
  const value: unknown = broken === undefined ? document?.toJS({ maxAliasCount: 100 }) : undefined
  return {
    value: typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined,
    broken: broken === undefined ? undefined : { line: lines.linePos(broken.pos[0]).line, message: broken.message },
    linesOf: (path) => {
      const node = document?.getIn(path, true) as Node | undefined
      const range = node?.range
      return range === undefined || range === null ? undefined : [lines.linePos(range[0]).line, lines.linePos(Math.max(range[0], range[1] - 1)).line]
    },
  }
}

/** The text with changes made one after another. Throws where the text cannot be read. */
export function editJourney(text: string, name: string, edits: readonly Edit[]): string {
  const documents = parse(text)
  const document = journeyOf(documents, name)
  if (document === undefined || documents.some(({ errors }) => errors.length > 0)) throw new Error('the text cannot be read, so it cannot be changed by form')
  for (const edit of edits) {
    apply(document, edit)
    stepsLast(document)
  }
  return documents.map(textOf).join('')
}

/** Parts of the text as a list of their own, with their remarks: what is copied. */
export function clipOf(text: string, name: string, paths: readonly Path[]): string {
  const document = journeyOf(parse(text), name)
  const list = new YAMLSeq()
  list.items = paths.flatMap((path) => {
    const node = document?.getIn(path, true)
    return isCollection(node) ? [node] : []
  })
  return textOf(new YamlDocument(list))
}

function parse(text: string, lineCounter?: LineCounter): Document[] {
  return [...parseAllDocuments(text, { ...yaml, ...(lineCounter && { lineCounter }) })] as Document[]
}

function journeyOf(documents: readonly Document[], name: string): Document | undefined {
  const journeys = documents.filter(({ contents }) => isMap(contents) && contents.has('journey'))
  return journeys.find((one) => one.get('journey') === name) ?? journeys[0]
}

/** Short maps are written { with: room }, short lists [without]; the library knows one rule for both. */
function textOf(document: Document): string {
  visit(document, {
    Collection: (_, node) => {
      const write = node.toString
      const flowCollectionPadding = isMap(node) ? ' ' : ''
      node.toString = (context, ...rest) =>
        write.call(node, context === undefined ? undefined : ({ ...context, flowCollectionPadding } as typeof context), ...rest)
    },
  })
  return document.toString({ lineWidth: 0, singleQuote: true })
}

function apply(document: Document, edit: Edit): void {
  switch (edit.do) {
    case 'set':
      return set(document, edit.path, edit.value)
    case 'remove':
      return remove(document, edit.path)
    case 'insert':
      return insert(document, edit.list, { at: edit.at, node: nodeOf(document, edit.value) })
    case 'move':
      return move(document, edit)
    case 'paste':
      for (const [index, node] of clippedNodes(edit.text, edit.names).entries()) insert(document, edit.list, { at: edit.at + index, node })
  }
}

/** What is new of the journey as a whole stands before its steps, which may be long. */
function stepsLast({ contents }: Document): void {
  if (!isMap(contents)) return
  const keys = contents.items.map(({ key }) => String(isScalar(key) ? key.value : key))
  const last = keys.length - 1
  if (
    keys[last - 1] !== 'steps' ||
    !['exit', 'goal', 'again', 'key', 'holdout', 'utm', 'maxAge', 'status', 'resume', 'description'].includes(keys[last] as string)
  )
    return
  contents.items.splice(last - 1, 0, ...contents.items.splice(last, 1))
}

function set(document: Document, path: Path, value: unknown): void {
  if (value === undefined) return remove(document, path)
  const there = document.getIn(path, true)
  // A value keeps the remark behind it, and the quotes it had.
  if (isScalar(there) && (typeof value !== 'object' || value === null)) {
    there.value = value
    return
  }
  if (setInside(document, path, { there, value })) return
  const node = nodeOf(document, value)
  if (isCollection(there)) {
    node.commentBefore = there.commentBefore ?? null
    node.comment = there.comment ?? null
    if (isCollection(node) && there.flow === true && isShort(node)) node.flow = true
  }
  document.setIn(path, node)
}

/** Fields of a group one by one, and parts of a list of the same length, so that remarks inside of them stay. */
function setInside(document: Document, path: Path, { there, value }: { readonly there: unknown; readonly value: unknown }): boolean {
  if (isMap(there) && typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0) {
    const gone = there.items.map(({ key }) => String(isScalar(key) ? key.value : key)).filter((key) => !Object.hasOwn(value, key))
    for (const key of gone) there.delete(key)
    for (const [key, inner] of Object.entries(value)) set(document, [...path, key], inner)
    return true
  }
  if (isSeq(there) && Array.isArray(value) && value.length === there.items.length) {
    for (const [index, inner] of value.entries()) set(document, [...path, index], inner)
    return true
  }
  return false
}

function remove(document: Document, path: Path): void {
  document.deleteIn(path)
  // A group of fields without any is none.
  const above = path.slice(0, -1)
  const rest = document.getIn(above, true)
  if (above.length > 0 && isMap(rest) && rest.items.length === 0 && typeof path.at(-1) === 'string') remove(document, above)
}

function insert(document: Document, list: Path, { at, node }: { readonly at: number; readonly node: Node }): void {
  let there = document.getIn(list, true)
  if (!isSeq(there)) {
    there = new YAMLSeq()
    document.setIn(list, there)
  }
  const items = (there as YAMLSeq).items
  // A list on one line, such as [], becomes one of many lines.
  if (isCollection(node)) (there as YAMLSeq).flow = false
  items.splice(Math.min(at, items.length), 0, node)
}

function move(document: Document, { from, list, at }: { readonly from: Path; readonly list: Path; readonly at: number }): void {
  const node = document.getIn(from, true) as Node | undefined
  const own = document.getIn(from.slice(0, -1), true)
  const index = from.at(-1)
  if (node === undefined || !isSeq(own) || typeof index !== 'number') return
  // It goes in before it is taken out, so that places count as they did.
  const isSame = JSON.stringify(list) === JSON.stringify(from.slice(0, -1))
  insert(document, list, { at, node })
  own.items.splice(isSame && at <= index ? index + 1 : index, 1)
}

function nodeOf(document: Document, value: unknown): Node {
  const node = document.createNode(value, { aliasDuplicateObjects: false }) as Node
  visit(node, {
    Collection: (_, inner) => {
      const holdsSteps = inner instanceof YAMLMap && ['steps', 'on', 'choose', 'split', 'else'].some((key) => isSeq(inner.get(key, true)))
      if (!holdsSteps && isShort(inner)) inner.flow = true
    },
  })
  return node
}

function isShort(node: Node): boolean {
  return isCollection(node) && JSON.stringify(node.toJSON()).length <= oneLine
}
