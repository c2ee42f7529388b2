// Changes values of one document in the text of a YAML file, and leaves the other documents, comments and the order of keys as they are.

import { type Document, isMap, isScalar, parseAllDocuments } from 'yaml'

/** A value to put in a place, or, when it is undefined, a place to take away. */
export interface YamlEdit {
  readonly path: readonly string[]
  readonly value: unknown
}

/** The new text; undefined where the document is not there or cannot be read. `index`: among the documents that say something. */
export function editYaml(text: string, index: number, edits: readonly YamlEdit[]): string | undefined {
  const documents: Document[] = [...parseAllDocuments(text, { version: '1.2', schema: 'core', stringKeys: true })]
  const document = documents.filter(({ contents, errors }) => contents !== null && errors.length === 0)[index]
  if (document === undefined || !isMap(document.contents)) return undefined
  for (const { path, value } of edits) {
    if (value === undefined) document.deleteIn(path)
    else setValue(document, path, value)
  }
  const written = document.toString({ lineWidth: 0, singleQuote: true })
  if (documents.length === 1) return written
  const [from, , to] = document.range ?? [0, 0, text.length]
  // A document keeps the line that begins it only where it has directives.
  const begins = /^---/.test(text.slice(from)) && !written.startsWith('---') ? '---\n' : ''
  const ends = to < text.length && !written.endsWith('\n') ? '\n' : ''
  return `${text.slice(0, from)}${begins}${written}${ends}${text.slice(to)}`
}

function setValue(document: Document, path: readonly string[], value: unknown): void {
  const standing = document.getIn(path, true)
  // A comment beside a value belongs to the value.
  if (isScalar(standing) && (value === null || typeof value !== 'object')) standing.value = value
  else document.setIn(path, document.createNode(value, { aliasDuplicateObjects: false }))
}
