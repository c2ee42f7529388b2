// The files of a definitions folder as they are on disk: listed, read, and written so that each is whole at any time. Never follows a link and never
// leaves the folder.

import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { visibleFiles } from '../../authoring/definition-files.ts'
import { limits } from '../../model/limits.ts'
import { formatOf } from './definition-path.ts'

export interface FolderFile {
  readonly path: string
  readonly text: string
  readonly hash: string
  readonly bytes: number
  /** It, or a folder above it, is a link. */
  readonly isLinked: boolean
}

/** A file as it is to be: null takes it away. `base`: the hash that it must have before; null where it must not be there. */
export interface FileChange {
  readonly path: string
  readonly text: string | null
  readonly base: string | null
}

/** The name of a text: whoever has it can tell whether a file has changed. */
export function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}

/** All files that a door may show, in order of path. `apart`: folders and files that are not the definitions', wherever they lie. */
export async function readFolder(folder: string, apart: readonly string[]): Promise<readonly FolderFile[]> {
  const root = await realpath(resolve(folder))
  // As they really lie, like the root: a link on the way to them would show what is theirs.
  const hidden = (await Promise.all(apart.map(realPathOf))).map((one) => relative(root, one).replaceAll('\\', '/'))
  const isApart = (path: string): boolean => hidden.some((one) => path === one || path.startsWith(`${one}/`))
  const paths = (await visibleFiles(root)).filter((path) => formatOf(path) !== undefined && !isApart(path))
  const files = await Promise.all(paths.map((path) => readOne(root, path)))
  return files.filter((file) => file !== undefined)
}

/** Of what is not there yet, as it is named. */
function realPathOf(path: string): Promise<string> {
  return realpath(resolve(path)).catch(() => resolve(path))
}

async function readOne(root: string, path: string): Promise<FolderFile | undefined> {
  const way = join(root, path)
  try {
    const real = await realpath(way)
    // A link out of the folder shows nothing of what lies there.
    if (relative(root, real).startsWith('..')) return undefined
    const { size } = await lstat(real)
    if (size > limits.definitionBytes) return undefined
    const bytes = await readFile(real)
    return { path, text: bytes.toString('utf8'), hash: hashOf(bytes), bytes: bytes.length, isLinked: real !== way }
  } catch {
    return undefined
  }
}

/** Why the folder cannot be written; undefined when it can. */
export function whyNotWritable(folder: string, path = '.'): string | undefined {
  try {
    accessSync(join(folder, path), constants.W_OK)
    return undefined
  } catch {
    return 'this server may only read it'
  }
}

/** Where a change does not fit the file that is there. */
export class FileConflict extends Error {
  override readonly name = 'FileConflict'
  readonly paths: readonly string[]

  constructor(paths: readonly string[]) {
    super(`these files are not what the drafts were made from: ${paths.join(', ')}`)
    this.paths = paths
  }
}

/**
 * Writes all changes in one turn: everything is on disk under other names before the first file gets its new content. A process that is killed in
 * between leaves each file either old or new. Throws a FileConflict, and what the system says, with nothing changed.
 */
export function writeFiles(folder: string, changes: readonly FileChange[]): void {
  const root = resolve(folder)
  const conflicts = changes.filter(({ path, base }) => currentHash(root, path) !== base)
  if (conflicts.length > 0) throw new FileConflict(conflicts.map(({ path }) => path))
  const written: { readonly from: string; readonly to: string }[] = []
  try {
    for (const [index, { path, text }] of changes.entries()) {
      if (text === null) continue
      const to = join(root, path)
      mkdirSync(dirname(to), { recursive: true })
      const from = join(dirname(to), `.oncue-${process.pid}-${index}.tmp`)
      written.push({ from, to })
      writeWhole(from, text)
      const mode = statSync(to, { throwIfNoEntry: false })?.mode
      if (mode !== undefined) chmodSync(from, mode)
    }
    for (const { from, to } of written) renameSync(from, to)
    for (const { path, text } of changes) if (text === null) rmSync(join(root, path), { force: true })
  } catch (error) {
    for (const { from } of written) rmSync(from, { force: true })
    throw error
  }
  for (const one of new Set(changes.map(({ path }) => dirname(join(root, path))))) syncFolder(one)
}

/** Undefined is no hash: for what is no file, or a link, so that it fits no base. */
function currentHash(root: string, path: string): string | null | undefined {
  let way = root
  for (const name of path.split('/')) {
    way = join(way, name)
    const found = lstatSync(way, { throwIfNoEntry: false })
    if (found === undefined) return null
    if (found.isSymbolicLink()) return undefined
  }
  return lstatSync(way).isFile() ? hashOf(readFileSync(way)) : undefined
}

function writeWhole(path: string, text: string): void {
  rmSync(path, { force: true })
  const file = openSync(path, 'wx')
  try {
    const bytes = Buffer.from(text)
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {
    // Some systems know no such thing; the files are whole in any case.
  }
}
