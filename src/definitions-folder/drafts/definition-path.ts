// Which files of a definitions folder a door shows, and which it may write: rules about paths alone. What is not named here cannot be reached
// through the door, whatever it is.

import { basename } from 'node:path'
import { isDefinitionFile, isTestFile } from '../../authoring/definition-files.ts'
import { limits } from '../../model/limits.ts'

export const definitionFormats = ['yaml', 'json', 'typescript', 'mjml', 'html', 'text', 'liquid'] as const
export type DefinitionFormat = (typeof definitionFormats)[number]

const parts: Readonly<Record<string, DefinitionFormat>> = { mjml: 'mjml', html: 'html', txt: 'text', liquid: 'liquid' }
const sources: Readonly<Record<string, DefinitionFormat>> = { yaml: 'yaml', yml: 'yaml', json: 'json', ts: 'typescript', mts: 'typescript' }
/** Names that mean something else on some system, or on the command line. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|^[-~]|[. ]$/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const forbidden = /[\u0000-\u001f\u007f\\:*?"<>|\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]/
const deepest = 8

/** What a file of the folder holds, by its name; undefined for one that the door does not show. */
export function formatOf(path: string): DefinitionFormat | undefined {
  const ending = /\.([a-z]+)$/.exec(basename(path))?.[1] ?? ''
  const source = sources[ending]
  if (source !== undefined) return isDefinitionFile(path) || isTestFile(path) ? source : undefined
  return parts[ending]
}

/** Why nothing may be written at a path; undefined where it may. */
export function pathProblem(path: string): string | undefined {
  const names = path.split('/')
  if (path.length > limits.definitionPathCharacters) return `the path has more than ${limits.definitionPathCharacters} characters`
  if (forbidden.test(path) || !path.isWellFormed()) return 'the path holds characters that not every system can write'
  if (path !== path.normalize('NFC')) return 'write the letters of the path in one piece (Unicode NFC)'
  if (names.some((name) => name === '' || name === '.' || name === '..')) return 'the path goes from the definitions folder down: no leading slash, no ..'
  if (names.some((name) => name.startsWith('.') || name === 'node_modules')) return 'hidden files and packages are no definitions'
  if (names.some((name) => reserved.test(name))) return 'such a name is not possible on every system'
  if (names.length > deepest) return `at most ${deepest} folders within each other`
  const format = formatOf(path)
  if (format === undefined) return 'definitions end in .yaml, .yml or .json; parts of templates in .mjml, .html, .liquid or .txt'
  if (format === 'typescript') return 'definitions in TypeScript are programs: they are changed where they are developed, not here'
  return undefined
}
