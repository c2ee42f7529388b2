// The browser script as it is served: made from snippet/ when what was made last does not fit its sources any more, and kept in snippet/dist, which is
// never committed. Where nothing can be written there, it is made anew at each start.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface SiteScript {
  /** For a script tag. */
  readonly script: string
  /** For `import`. */
  readonly module: string
  /** The types of both. */
  readonly types: string
}

const root = dirname(dirname(import.meta.dirname))
const source = join(root, 'snippet')
const bundler = fileURLToPath(new URL('./bundle-site-script.ts', import.meta.url))
const run = promisify(execFile)
const kept = { script: 'oncue.js', module: 'oncue.mjs', types: 'oncue.d.ts' } as const

/** The script that fits its sources. Takes a moment after they changed, and nothing otherwise. */
export async function readSiteScript(folder: string = join(source, 'dist')): Promise<SiteScript> {
  const stamp = stampOfSources()
  const stampFile = join(folder, 'stamp')
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const isThere = Object.values(kept).every((name) => existsSync(join(folder, name)))
  if (isThere && existsSync(stampFile) && read('stamp') === stamp) return { script: read(kept.script), module: read(kept.module), types: read(kept.types) }
  const { stdout } = await run(process.execPath, [bundler], { maxBuffer: 8 * 1024 * 1024 })
  const made: SiteScript = { ...(JSON.parse(stdout) as Omit<SiteScript, 'types'>), types: readFileSync(join(source, 'site-api.ts'), 'utf8') }
  try {
    mkdirSync(folder, { recursive: true })
    for (const part of Object.keys(kept) as (keyof typeof kept)[]) replace(join(folder, kept[part]), made[part])
    replace(stampFile, stamp)
  } catch {
    // A folder that belongs to somebody else: what was made is used all the same.
  }
  return made
}

/** What a `integrity` attribute says of a text. */
export function integrityOf(text: string): string {
  return `sha384-${createHash('sha384').update(text).digest('base64')}`
}

/** A short name of a text that changes with it. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function stampOfSources(): string {
  const hash = createHash('sha256')
  const files = readdirSync(source).filter((name) => name.endsWith('.ts'))
  for (const name of files.sort()) hash.update(`${name}\n`).update(readFileSync(join(source, name)))
  for (const file of [bundler, join(root, 'package.json')]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** In one go, so that nobody reads half of it. */
function replace(file: string, text: string): void {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, text)
  renameSync(beside, file)
}
