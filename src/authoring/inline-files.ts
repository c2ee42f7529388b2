// Puts the files that a template names (`html: { file: ./welcome.html }`) in the place where they are named.
// Never reads outside the definitions folder, also not through a link.

import { readFile, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileParts } from './authored-schemas.ts'
import type { LocatedProblem, SourceDocument } from './source-document.ts'

interface Asked {
  readonly folder: string
  readonly document: SourceDocument
  readonly template: Record<string, unknown>
}

/** The template with its files read in, and what could not be read. */
export async function inlineFiles({ folder, document, template }: Asked): Promise<{ template: Record<string, unknown>; problems: LocatedProblem[] }> {
  const inlined = { ...template }
  const problems: LocatedProblem[] = []
  for (const part of fileParts) {
    const value = template[part]
    if (typeof value !== 'object' || value === null) continue
    const named = (value as { readonly file: string }).file
    const read = await readInside({ folder, from: document.file, named })
    if (read.text !== undefined) inlined[part] = read.text
    else problems.push({ ...document.locate([part, 'file']), severity: 'error', ...read.problem })
  }
  return { template: inlined, problems }
}

type Read =
  | { readonly text: string }
  | { readonly text?: undefined; readonly problem: { readonly code: string; readonly message: string; readonly fix: string } }

async function readInside({ folder, from, named }: { readonly folder: string; readonly from: string; readonly named: string }): Promise<Read> {
  try {
    const root = await realpath(folder)
    const asked = resolve(join(root, dirname(from)), named)
    if (!isInside(root, asked)) return outside(named)
    const real = await realpath(asked)
    if (!isInside(root, real)) return outside(named)
    const text = await readFile(real, 'utf8')
    if (text.trim() === '') return { problem: { code: 'file/empty', message: `the file \`${named}\` is empty`, fix: 'write the template into it' } }
    return { text }
  } catch {
    return { problem: { code: 'file/missing', message: `there is no file \`${named}\` that can be read`, fix: `the path starts at the folder of ${from}` } }
  }
}

function outside(named: string): Read {
  return {
    problem: { code: 'file/outside', message: `\`${named}\` lies outside the definitions folder`, fix: 'move the file into the folder and name it from there' },
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}
