// Changes of one definition in a YAML file, by its keys: comments, order and the other definitions of the file stay. It knows nothing of what the keys
// mean.

import { type Document, isCollection, isSeq, parseAllDocuments, Scalar } from 'yaml'

export interface YamlPlace {
  /** Which document of the file, from 0. */
  readonly index: number
  readonly path: readonly (string | number)[]
}

/** The text with a value set, or taken away by undefined. Undefined when the file cannot be read: it is mended as text first. */
export function writeYaml(text: string, { index, path }: YamlPlace, value: unknown): string | undefined {
  const documents = [...parseAllDocuments(text, { version: '1.2', schema: 'core' })] as Document[]
  const filled = documents.filter(({ contents }) => contents !== null)
  const document = filled[index]
  if (document === undefined || documents.some(({ errors }) => errors.length > 0)) return undefined
  try {
    write(document, path, value)
  } catch {
    // An alias or a plain word stands where something is to be put below.
    return undefined
  }
  return documents.map((one, at) => textOf(one, at)).join('')
}

function write(document: Document, path: readonly (string | number)[], value: unknown): void {
  if (value === undefined) {
    document.deleteIn(path)
    dropEmpty(document, path.slice(0, -1))
    return
  }
  // A key with nothing behind it, such as "policy:", is a place for what goes below.
  for (let length = 1; length < path.length; length++) {
    const above = document.getIn(path.slice(0, length), true)
    if (above instanceof Scalar && above.value === null) document.deleteIn(path.slice(0, length))
  }
  document.setIn(path, typeof value === 'string' ? scalarOf(document, path, value) : nodeOf(document, path, value))
}

/** A text keeps the way it was quoted; one of several lines stands as a block. */
function scalarOf(document: Document, path: readonly (string | number)[], value: string): Scalar {
  const before = document.getIn(path, true)
  const scalar = before instanceof Scalar ? before : new Scalar(value)
  scalar.value = value
  delete scalar.source
  if (value.includes('\n')) scalar.type = 'BLOCK_LITERAL'
  else if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED') delete scalar.type
  return scalar
}

/** What comes into a list is written the way its neighbor is, on one line or on several. */
function nodeOf(document: Document, path: readonly (string | number)[], value: unknown): unknown {
  const node = document.createNode(value)
  const list = document.getIn(path.slice(0, -1), true)
  if (!isSeq(list) || !isCollection(node)) return node
  const [first] = list.items
  if (isCollection(first) && first.flow === true) node.flow = true
  return node
}

function dropEmpty(document: Document, path: readonly (string | number)[]): void {
  if (path.length === 0) return
  const above = document.getIn(path, true)
  if (isCollection(above) && above.items.length === 0) {
    document.deleteIn(path)
    dropEmpty(document, path.slice(0, -1))
  }
}

function textOf(document: Document, at: number): string {
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  return at === 0 || text.startsWith('---') ? text : `---\n${text}`
}
