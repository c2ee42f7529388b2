// Texts that stand in files of a definitions folder: parts of templates and partials, as they are on disk or as somebody edits them. Never reads
// outside the folder, also not through a link.

import { readdir, readFile, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { mistake } from '../model/mistake.ts'
import type { UnsavedFiles } from './definition-files.ts'

/** A text and the file it stands in, relative to the folder. */
export interface FolderText {
  readonly file: string
  readonly text: string
}

export interface NamedText {
  readonly folder: string
  readonly unsaved?: UnsavedFiles | undefined
  /** The file that names it; the path begins at its folder. */
  readonly from: string
  readonly named: string
}

const partialFile = /^partials\/[^.][^/]*\.(?:mjml|html|txt)$/

/** All partials, in order of their files. */
export async function partialsOf(folder: string, unsaved?: UnsavedFiles): Promise<readonly FolderText[]> {
  const saved = await readdir(join(folder, 'partials')).catch(() => [] as string[])
  const drafts = [...(unsaved ?? [])].flatMap(([file, text]) => (text === null ? [] : file))
  const files = [...new Set([...saved.map((file) => `partials/${file}`), ...drafts])].filter((file) => partialFile.test(file)).sort()
  const read = await Promise.all(files.map((named) => readInside({ folder, unsaved, from: 'workspace.yaml', named })))
  return read.flatMap((one) => (one.text === undefined ? [] : [{ file: one.file, text: one.text }]))
}

/** A text that is not there, or is empty, is empty; its file is the one that is named. */
export async function readFolderText(asked: NamedText): Promise<FolderText> {
  const read = await readInside(asked)
  if (read.text !== undefined) return { file: read.file, text: read.text }
  return { file: relative('/', resolve('/', dirname(asked.from), asked.named)).replaceAll('\\', '/'), text: '' }
}

export type Read =
  | { readonly text: string; readonly file: string }
  | { readonly text?: undefined; readonly problem: { readonly code: string; readonly message: string; readonly fix: string } }

/** Reads a file that another one names. */
export async function readInside({ folder, unsaved, from, named }: NamedText): Promise<Read> {
  try {
    const root = await realpath(folder)
    const asked = resolve(join(root, dirname(from)), named)
    if (!isInside(root, asked)) return outside(named)
    const file = relative(root, asked).replaceAll('\\', '/')
    if (!isText(file)) return noText(named)
    const draft = unsaved?.get(file)
    if (draft === null) return missing({ from, named })
    const text = draft ?? (await readSaved(root, asked))
    if (text === undefined) return outside(named)
    if (text.trim() === '') return { problem: { code: 'file/empty', message: mistake('file-empty', { name: named }), fix: mistake('write-template') } }
    return { text, file }
  } catch {
    return missing({ from, named })
  }
}

function missing({ from, named }: { readonly from: string; readonly named: string }): Read {
  return { problem: { code: 'file/missing', message: mistake('file-missing', { name: named }), fix: mistake('path-from', { name: from }) } }
}

/** Undefined for a link that leads out of the folder, or to what is no text of a template. */
async function readSaved(root: string, asked: string): Promise<string | undefined> {
  const real = await realpath(asked)
  return isInside(root, real) && isText(relative(root, real).replaceAll('\\', '/')) ? readFile(real, 'utf8') : undefined
}

/** Whoever may look at templates may name any file in one that is not saved: settings, keys and stores beside the definitions are no business of theirs. */
function isText(file: string): boolean {
  return /\.(?:mjml|html?|txt|liquid)$/i.test(file) && !file.split('/').some((name) => name.startsWith('.') || name === 'node_modules')
}

function noText(named: string): Read {
  return {
    problem: {
      code: 'file/no-text',
      message: mistake('no-template-text', { name: named }),
      fix: mistake('template-text-endings'),
    },
  }
}

function outside(named: string): Read {
  return {
    problem: { code: 'file/outside', message: mistake('file-outside', { name: named }), fix: mistake('move-file-inside') },
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}
