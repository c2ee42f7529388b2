// Which of the files that were saved last cannot be put in force, and whose they are: the first mistake, for whoever has to be told that what they wrote does
// not hold. What is in force goes on beside it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedDefinitions } from '../authoring/load-definitions.ts'
import { type Place, problemText } from '../authoring/source-document.ts'

export interface MistakenFile {
  /** journey welcome, template hello, workspace My Shop; the file's own name where it cannot be told what it holds. */
  readonly about: string
  /** With its place. */
  readonly problem: string
}

/** In YAML at the beginning of a line, in JSON a step in. */
const heads = /^(?:\{ *| {2}(?="))?"?(journey|template|segment|collection|workspace)"?[ ]*:[ ]*(.+?)[ ]*$/gm

/** The first; undefined where all of them can be put in force. */
export function mistakenFile(folder: string, { definitions, problems }: LoadedDefinitions): MistakenFile | undefined {
  const first = definitions === undefined ? problems.find(({ severity }) => severity === 'error') : undefined
  return first === undefined ? undefined : { about: holds(folder, first), problem: problemText(first) }
}

/** Found by how it begins, because it may be broken otherwise: of several in a file, the one that the mistake stands in. */
function holds(folder: string, { file, line }: Place): string {
  try {
    const text = readFileSync(join(folder, file), 'utf8')
    const found = [...text.matchAll(heads)]
    const [, kind, name = ''] = found.findLast(({ index }) => text.slice(0, index).split('\n').length <= line) ?? found[0] ?? []
    return kind === undefined ? file : `${kind} ${name.replaceAll(/^['"]|['"]?,?$/g, '')}`.slice(0, 200)
  } catch {
    return file
  }
}
