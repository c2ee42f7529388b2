// Reads YAML 1.2 (and JSON, which is YAML) into documents that know the place of each of their parts.
// Never guesses: what the parser is not sure of is a problem with its line. In the core schema `on` and `no` are plain texts.

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type YAMLError, type YAMLMap } from 'yaml'
import { mistake } from '../model/mistake.ts'
import type { DocumentPath, LocatedProblem, Place, ReadFile, SourceDocument } from './source-document.ts'

/** Aliases that one document may resolve to: enough for reuse, too few for a bomb. */
const maxAliasCount = 100

/** Reads the documents of one file. */
export function readYaml({ file, text }: { readonly file: string; readonly text: string }): ReadFile {
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const documents: SourceDocument[] = []
  const problems: LocatedProblem[] = []
  let parsed: readonly Document[]
  try {
    parsed = [...parseAllDocuments(text, { lineCounter: lines, version: '1.2', schema: 'core', prettyErrors: false, stringKeys: true })]
  } catch (error) {
    return { documents, problems: [{ ...tooDeep(error), ...placeAt(0) }] }
  }
  for (const document of parsed) {
    // Once the form is lost, what follows is only its echo; keys that stand twice are mistakes of their own.
    const lost = document.errors.find((error) => error.code !== 'DUPLICATE_KEY')
    for (const error of lost === undefined ? document.errors : [lost]) problems.push({ ...yamlProblem(error), severity: 'error', ...placeAt(error.pos[0]) })
    if (lost?.code === 'RESOURCE_EXHAUSTION') break
    for (const warning of document.warnings) problems.push({ ...yamlProblem(warning), severity: 'warning', ...placeAt(warning.pos[0]) })
    if (document.errors.length > 0 || document.contents === null) continue
    const root = document.contents as Node
    const start = placeAt(root.range?.[0] ?? 0)
    try {
      const value: unknown = document.toJS({ maxAliasCount })
      if (value === null) continue
      documents.push({ file, value, locate: (path, part = 'value') => placeOf({ document, path, part, placeAt }) })
    } catch (error) {
      problems.push({ ...(isAliasBomb(error) ? aliasBomb : tooDeep(error)), ...start })
    }
  }
  return { documents, problems }
}

const aliasBomb = {
  severity: 'error',
  code: 'yaml/aliases',
  message: mistake('aliases-many', { count: maxAliasCount }),
  fix: mistake('write-parts-out'),
} as const

/** What to say of a document that no recursion can follow. */
export const nestedTooDeeply = { code: 'yaml/depth', message: mistake('nested-too-deeply'), fix: mistake('flatten-it') } as const

function isAliasBomb(error: unknown): boolean {
  return error instanceof ReferenceError && error.message.includes('alias')
}

function tooDeep(error: unknown): Pick<LocatedProblem, 'severity' | 'code' | 'message' | 'fix'> {
  if (error instanceof RangeError) return { severity: 'error', ...nestedTooDeeply }
  return { severity: 'error', code: 'yaml/unreadable', message: mistake('file-unreadable', { reason: error instanceof Error ? error.message : String(error) }) }
}

/** The parser's own words, with what to do about the mistakes that happen most. */
function yamlProblem(error: YAMLError): Pick<LocatedProblem, 'code' | 'message' | 'fix'> {
  const code = `yaml/${error.code.toLowerCase().replaceAll('_', '-')}`
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return { code, message: mistake('same-key-twice'), fix: mistake('keep-one-key') }
    case 'RESOURCE_EXHAUSTION':
      return nestedTooDeeply
    case 'TAB_AS_INDENT':
      return { code, message: mistake('tab-indents'), fix: mistake('indent-with-spaces') }
    case 'BAD_INDENT':
      return { code, message: mistake('indent-misfits'), fix: mistake('align-siblings') }
    case 'MISSING_CHAR':
      return { code, message: lowerFirst(error.message), fix: mistake('close-quote') }
    case 'BAD_ALIAS':
      return { code, message: lowerFirst(error.message), fix: mistake('name-anchor-above') }
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        code,
        message: mistake('line-misfits'),
        fix: mistake('quote-and-indent'),
      }
    default:
      return { code, message: lowerFirst(error.message) }
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

interface Asked {
  readonly document: Document
  readonly path: DocumentPath
  readonly part: 'key' | 'value'
  readonly placeAt: (offset: number) => Place
}

/** Walks down the path as far as it exists. */
function placeOf({ document, path, part, placeAt }: Asked): Place {
  let node: unknown = document.contents
  let place = placeAt(startOf(node) ?? 0)
  for (const [index, step] of path.entries()) {
    const whole = isAlias(node) ? node.resolve(document) : node
    const isLast = index === path.length - 1
    if (isMap(whole)) {
      const pair = pairOf(whole, step)
      if (pair === undefined) return place
      const keyStart = startOf(pair.key)
      const valueStart = startOf(pair.value)
      node = pair.value
      const start = isLast && part === 'key' ? (keyStart ?? valueStart) : (valueStart ?? keyStart)
      if (start !== undefined) place = placeAt(start)
    } else if (isSeq(whole)) {
      node = whole.items[Number(step)]
      const start = startOf(node)
      if (start === undefined) return place
      place = placeAt(start)
    } else return place
  }
  return place
}

function pairOf(map: YAMLMap, key: string | number): YAMLMap['items'][number] | undefined {
  return map.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === String(key))
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
