// The mark of an import under way: a small file that says up to which line everything was acknowledged, so that the same
// command goes on from there. It is written after each batch and removed at the end.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { firstBytes } from '../../imports/read-rows.ts'
import { replaceFile } from '../../settings/kept-file.ts'
import { CommandFailure } from '../command-failure.ts'

export interface Mark {
  /** What is imported, and how: a mark of another file or mapping is not gone on from. */
  readonly fingerprint: string
  /** The last line of which everything before it, and it, was acknowledged or kept as refused. */
  readonly line: number
  readonly counts: ImportCounts
}

export interface ImportCounts {
  readonly accepted: number
  readonly duplicates: number
  readonly refused: number
  /** People taken in without an attribute. */
  readonly partly?: number
  readonly passedOver: Readonly<Record<string, number>>
}

export const noCounts: ImportCounts = { accepted: 0, duplicates: 0, refused: 0, passedOver: {} }

/** A name for the file's content and the mapping: message ids are made of it, so that no repeat counts twice. */
export async function fingerprintOf(path: string, mapping: unknown): Promise<string> {
  const { buffer } = await firstBytes(path)
  return createHash('sha256').update(buffer).update(JSON.stringify(mapping)).digest('base64url').slice(0, 16)
}

/** The mark that is there; undefined when the import starts afresh. */
export function readMark(path: string, fingerprint: string): Mark | undefined {
  if (!existsSync(path)) return undefined
  let mark: Mark
  try {
    mark = JSON.parse(readFileSync(path, 'utf8')) as Mark
  } catch {
    throw new CommandFailure(`the mark ${path} cannot be read`, { fix: 'remove it to import from the start; repeated events are recognized' })
  }
  if (mark.fingerprint === fingerprint) return mark
  throw new CommandFailure(`the mark ${path} is of another file or another mapping`, { fix: 'remove it, or name another with --mark' })
}

/** Writes the mark as a whole or not at all. */
export function writeMark(path: string, mark: Mark): void {
  replaceFile(path, `${JSON.stringify(mark, undefined, 2)}\n`)
}

/** The import is done. */
export function removeMark(path: string): void {
  rmSync(path, { force: true })
}
