// Small files of the data folder that are replaced as a whole, such as accounts and keys: a power cut leaves the old one or the new one. One that
// cannot be read is never taken for an empty one, because what it held would be lost with the next change.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

/** Readable by its owner only, and on disk when this returns. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

/** What a file holds, or `empty` where there is none. Throws an error that names the file and the way out. */
export function readKeptFile<Kept>(path: string, schema: z.ZodType<Kept>, empty: Kept): Kept {
  if (!existsSync(path)) return empty
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is no whole JSON' : 'it does not hold what this version of Oncue writes'
    throw new Error(`${path} cannot be read: ${why}. Put it back from a backup; without one, move it away, and what it held (accounts or keys) is made anew.`, {
      cause: error,
    })
  }
}

/** The same for what comes back by itself, such as when a source was last heard: what cannot be read, or was written by a newer version, keeps no server from starting. */
export function readKeptNotes<Kept>(path: string, schema: z.ZodType<Kept>, empty: Kept): Kept {
  try {
    return readKeptFile(path, schema, empty)
  } catch {
    return empty
  }
}
