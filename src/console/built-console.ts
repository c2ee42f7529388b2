// The console as it is served: built from console/ when what was built last does not fit its sources any more, and kept in console/dist, which is
// never committed. Where nothing can be written there, it is built into the machine's temporary folder.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface OpenConsole {
  /** The folder that fits the sources, once it is built; begins to build when nobody has. */
  prepare(): Promise<string>
  /** The folder; undefined while it is being built. */
  ready(): string | undefined
}

const root = dirname(dirname(import.meta.dirname))
const source = join(root, 'console')
const bundler = fileURLToPath(new URL('./bundle-console.ts', import.meta.url))
/** What the console takes from elsewhere: the published schema of journeys, from which its forms are made. */
export const borrowed: readonly string[] = [join(root, 'docs/reference/schema/journey.schema.json')]
const run = promisify(execFile)
const stampName = 'stamp'

/** The console of this installation. Nothing happens before somebody asks for it. */
export function openConsole(): OpenConsole {
  let folder: string | undefined
  let building: Promise<string> | undefined
  return {
    ready: () => folder,
    prepare() {
      building ??= buildConsole().then(
        (built) => {
          folder = built
          return built
        },
        (error: unknown) => {
          // The next one who asks tries again.
          building = undefined
          throw error
        },
      )
      return building
    },
  }
}

/** Builds the console when it is not up to date. Answers with its folder. */
export async function buildConsole(): Promise<string> {
  const stamp = stampOfSources()
  const kept = join(source, 'dist')
  if (fits(kept, stamp)) return kept
  const isWritable = mayWrite(source)
  const fresh = isWritable ? mkdtempSync(join(source, 'dist-')) : mkdtempSync(join(tmpdir(), 'oncue-console-'))
  try {
    await run(process.execPath, [bundler, fresh], { maxBuffer: 8 * 1024 * 1024 })
    writeFileSync(join(fresh, stampName), stamp)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
  return isWritable ? putInPlace(fresh, kept, stamp) : fresh
}

function fits(folder: string, stamp: string): boolean {
  const file = join(folder, stampName)
  return existsSync(file) && readFileSync(file, 'utf8') === stamp
}

/** In one go. Somebody else may have built the same meanwhile; then theirs stays. */
function putInPlace(fresh: string, kept: string, stamp: string): string {
  const old = `${fresh}-old`
  try {
    if (existsSync(kept)) renameSync(kept, old)
    renameSync(fresh, kept)
  } catch (error) {
    if (!fits(kept, stamp)) throw error
  }
  for (const left of [old, fresh, ...leftBehind(kept)]) rmSync(left, { recursive: true, force: true })
  return kept
}

/** What builds left that were killed: folders that nobody has touched since an hour before the newest. */
function leftBehind(kept: string): readonly string[] {
  const builtAt = statSync(join(kept, stampName)).mtimeMs
  return readdirSync(source)
    .filter((name) => name.startsWith('dist-'))
    .map((name) => join(source, name))
    .filter((folder) => (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? builtAt) < builtAt - 3_600_000)
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function stampOfSources(): string {
  const hash = createHash('sha256')
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\\/]console[\\/]dist/.test(entry.parentPath) && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...files.sort(), bundler, join(root, 'package.json'), ...borrowed.filter((file) => existsSync(file))]) {
    hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}
