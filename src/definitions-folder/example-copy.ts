// The example's own copy in the data folder: made at the first start, brought up to date with a newer example as long as nobody has changed it, and left alone from then on. It is put in
// its place whole, by one renaming, so that a process that is killed leaves the old one or the new one. Only whoever holds the lock of the workspace may call it.

import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'

export type ExampleCopy =
  /** Nobody has changed it: it says what the example says. */
  | 'as the example'
  /** Somebody has changed it, and the example is still the one it was made from. */
  | 'changed'
  /** Somebody has changed it, and there is a newer example. */
  | 'changed, and older than the example'

/** In the copy, beside the files: what they were when they were copied. */
const recordName = '.copied.json'
const recordSchema = z.record(z.string(), z.string())
type Files = z.infer<typeof recordSchema>

/** Makes the copy or brings it up to date, and says how it stands; undefined where there is no example. */
export function keepExampleCopy({ example, copy }: { readonly example: string; readonly copy: string }): ExampleCopy | undefined {
  if (!existsSync(example)) return undefined
  const [made, gone] = [`${copy}.new`, `${copy}.old`]
  for (const left of [made, gone]) rmSync(left, { recursive: true, force: true })
  const wanted = hashesIn(example)
  if (existsSync(copy)) {
    const copied = recordOf(copy)
    const isUntouched = copied !== undefined && !lstatSync(copy).isSymbolicLink() && isSame(copied, hashesIn(copy))
    const isNewest = copied === undefined || isSame(copied, wanted)
    if (!isUntouched) return isNewest ? 'changed' : 'changed, and older than the example'
    if (isNewest) return 'as the example'
  }
  mkdirSync(made, { recursive: true, mode: 0o700 })
  for (const file of Object.keys(wanted)) cpSync(join(example, file), join(made, file))
  writeFileSync(join(made, recordName), JSON.stringify(wanted, null, 1))
  if (existsSync(copy)) renameSync(copy, gone)
  renameSync(made, copy)
  rmSync(gone, { recursive: true, force: true })
  return 'as the example'
}

/** Undefined when somebody has taken it away or written into it: the copy is theirs then. */
function recordOf(copy: string): Files | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(join(copy, recordName), 'utf8')))
  } catch {
    return undefined
  }
}

/** Every file but hidden ones, by its path with `/`. */
function hashesIn(folder: string): Files {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort()
  return Object.fromEntries(paths.map((path) => [path, hashOf(join(folder, path))]))
}

/** A link that leads nowhere is a change like any other. */
function hashOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch {
    return 'unreadable'
  }
}

function isSame(one: Files, other: Files): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}
