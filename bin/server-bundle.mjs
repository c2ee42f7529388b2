// Finds the program in few files: bundled from its sources, and used only while every source is, letter by letter, what it was bundled from. It starts in
// half the processor time of a thousand files and keeps less memory. Where nothing fits or nothing can be kept, the answer is undefined, and the program
// runs from its sources. It never changes a bundle that was kept: a server that runs from it still loads parts of it later.
//
// Plain JavaScript, because it runs before anything that was compiled is kept.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const maker = join(here, 'make-server-bundle.mjs')
/** How many bundles are kept beside those that a process runs from: who goes back to a state of before has it at once. */
const keptCount = 4
/** Begins the name of a file in a bundle, which ends with the id of a process that runs from it. */
const heldBy = 'held-by-'

/** Where the entry of the bundle that fits is; undefined when none was kept. */
export function keptServerBundle(root = dirname(here)) {
  const cache = cacheOf(root)
  const inputs = readJson(join(cache, 'inputs.json'))
  const stamp = inputs === undefined ? undefined : stampOf(root, inputs)
  if (stamp === undefined || !existsSync(join(cache, stamp, 'oncue.js'))) return undefined
  return pathToFileURL(join(cache, stamp, 'oncue.js'))
}

/**
 * The same, made first when there is none. `say` is told when it could not be made; where nothing may be written, nothing is tried.
 */
export async function serverBundle(say, root = dirname(here)) {
  const kept = keptServerBundle(root)
  if (kept !== undefined) {
    touch(dirname(fileURLToPath(kept)))
    return kept
  }
  const cache = cacheOf(root)
  if (!mayWrite(cache)) return undefined
  try {
    return await make(root, cache)
  } catch (error) {
    say(`the server could not be bundled and runs from its sources, which takes longer to start: ${error.message}`)
    return undefined
  }
}

/** Keeps a bundle that this process runs from, however many are made meanwhile: parts and threads of it are loaded later. */
export function holdBundle(bundle) {
  const file = join(dirname(fileURLToPath(bundle)), `${heldBy}${process.pid}`)
  try {
    writeFileSync(file, '')
  } catch {
    return // A folder that belongs to somebody else, who keeps what they use.
  }
  process.once('exit', () => rmSync(file, { force: true }))
}

/** What names a bundle: where it was made, how, and of what. Undefined when a source is gone. `textOf` knows sources as they were read for a bundle. */
export function stampOf(root, inputs, textOf = () => undefined) {
  const hash = createHash('sha256').update(`${root}\n`).update(readFileSync(maker))
  try {
    for (const file of inputs) hash.update(`${file}\n`).update(textOf(file) ?? readFileSync(join(root, file)))
  } catch {
    return undefined
  }
  return hash.digest('hex').slice(0, 32)
}

async function make(root, cache) {
  const fresh = mkdtempSync(join(cache, 'making-'))
  try {
    // In a process of its own: the bundler's memory is not the server's.
    const child = spawn(process.execPath, [maker, root, fresh], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(said.trim().split('\n').slice(-3).join(' ') || `the bundler ended with code ${code}`)
    const { inputs, stamp } = readJson(join(fresh, 'made-of.json'))
    // Somebody edited a source meanwhile: this start runs from the sources, the next one bundles them.
    if (stampOf(root, inputs) !== stamp) return undefined
    touch(fresh)
    putInPlace(fresh, join(cache, stamp))
    replace(join(cache, 'inputs.json'), JSON.stringify(inputs))
    removeOld(cache, stamp)
    return pathToFileURL(join(cache, stamp, 'oncue.js'))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** In one go. Somebody else may have made the same meanwhile; then theirs stays. */
function putInPlace(fresh, folder) {
  try {
    renameSync(fresh, folder)
  } catch (error) {
    if (!existsSync(join(folder, 'oncue.js'))) throw error
  }
}

/** The oldest of what was kept and nobody runs from, and what was left of a bundler that was killed. */
function removeOld(cache, stamp) {
  const folders = readdirSync(cache, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== stamp)
    .map(({ name }) => ({ path: join(cache, name), at: usedAt(join(cache, name)) }))
    .sort((one, other) => other.at - one.at)
  for (const { path } of folders.slice(keptCount - 1)) if (!isHeld(path)) rmSync(path, { recursive: true, force: true })
}

/** Whether a process runs from it that is still there; one that was killed has left its file. */
function isHeld(folder) {
  try {
    return readdirSync(folder).some((name) => name.startsWith(heldBy) && isRunning(Number(name.slice(heldBy.length))))
  } catch {
    return false // Another process that builds has removed it just now.
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function cacheOf(root) {
  return join(root, 'node_modules', '.cache', 'oncue-server')
}

function mayWrite(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** So that what is in use is not the oldest. */
function touch(folder) {
  try {
    writeFileSync(join(folder, 'used'), '.')
  } catch {
    // A folder that belongs to somebody else.
  }
}

/** When it was used last, in milliseconds; what was never finished is as old as its folder. */
function usedAt(folder) {
  return (statSync(join(folder, 'used'), { throwIfNoEntry: false }) ?? statSync(folder, { throwIfNoEntry: false }))?.mtimeMs ?? 0
}

function replace(file, text) {
  const beside = `${file}.${process.pid}`
  writeFileSync(beside, text)
  renameSync(beside, file)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

// npm run build: ahead of the first start, and of the tests, many of which start servers and threads from it.
if (process.argv[1] === fileURLToPath(import.meta.url)) await serverBundle((line) => process.stderr.write(`oncue: ${line}\n`))
