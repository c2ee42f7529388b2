// One definition as somebody wrote it: its plain value, and where each part of it stands. Knows nothing of what it means.

/** A place in a file, as editors count: lines and columns from 1. `file` is relative to the definitions folder, with `/`. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Something wrong, where it is wrong, and what to do about it. */
export interface LocatedProblem extends Place {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly fix?: string
}

/** Keys and indexes from a document's root. */
export type DocumentPath = readonly (string | number)[]

export interface SourceDocument {
  readonly file: string
  readonly value: unknown
  /** The place of the value at a path, or of the key that names it; the nearest part above when the path does not exist. */
  readonly locate: (path: DocumentPath, part?: 'key' | 'value') => Place
}

/** What reading one file gave. */
export interface ReadFile {
  readonly documents: readonly SourceDocument[]
  /** What a module exports by name for others to import: definitions only once another file's default export has them. */
  readonly parts?: readonly SourceDocument[]
  readonly problems: readonly LocatedProblem[]
}

/** A problem on one line, as compilers write it: `journeys/cart.yaml:12:9 unknown key ...; did you mean ...?` */
export function problemText(problem: LocatedProblem): string {
  const severity = problem.severity === 'warning' ? 'warning: ' : ''
  const { file, line, column, message, fix } = problem
  const words = fix === undefined ? message : `${message.replace(/\.$/, '')}; ${fix.charAt(0).toLowerCase()}${fix.slice(1)}`
  return `${file}:${line}:${column} ${severity}${words}`
}

/** Orders problems as one reads: by file, then from top to bottom. */
export function byPlace(one: Place, other: Place): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1
  return one.line - other.line || one.column - other.column
}
