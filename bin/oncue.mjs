#!/usr/bin/env node
// The command `oncue`. Node 24 runs the TypeScript as it is, or what was bundled from it; on an older Node, the one that was installed with the packages takes over.
// The server runs with less memory than Node would take by itself; what was given to Node by hand stays as it was given.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import { holdBundle, keptServerBundle, serverBundle } from './server-bundle.mjs'
import { nameSourcesInTraces } from './traces.mjs'

/** Each heap lets its young garbage grow to 128 MB otherwise; a door's garbage is as well collected often, at no measurable cost. */
const youngGarbage = '--max-semi-space-size=4'
/**
 * Where a heap may become large, V8 lets its old garbage grow to four times what lives there before it collects; where it may become 1 GB, as on a machine
 * of 4, to 1.6 times. While many mails leave, that is 50 MB in the thread of the doors.
 */
const oldGarbage = '--max-old-space-size=1024'
const mayGrowLarge = v8.getHeapStatistics().heap_size_limit > 1.2 * 2 ** 30
/**
 * V8 looks for old garbage, and compiles, in up to four threads beside those that work. All at once they take the cores away from the one that answers
 * and the one that decides, for a tenth of a second: as many as there are cores left beside these two.
 */
const helpers = `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 2))}`
/**
 * V8 makes what outlived its youth among the old from then on, where it was made. In the thread that writes that is whatever was in hand when garbage was
 * collected: in one start of six it made a hundred such choices, and each event took a quarter more processor time.
 */
const allYoung = '--no-allocation-site-pretenuring'
/** The C library gives every thread memory of its own otherwise, and keeps what they free. */
const arenas = { MALLOC_ARENA_MAX: '2' }

const [major] = process.versions.node.split('.').map(Number)
const main = new URL('../src/cli/oncue.ts', import.meta.url)

if (major >= 24) {
  if (process.argv[2] === 'start') becomeServer()
  // What was compiled once is not compiled again: a start takes half as long, and the compiler's memory is not needed. Threads learn the folder from
  // the environment. Where nothing can be written there, everything is compiled each time.
  hushLoader()
  const bundle = await bundleFor(process.argv[2])
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    bundle === undefined ? new URL('../node_modules/.cache/oncue', import.meta.url) : new URL('compiled', bundle),
  )
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  if (bundle !== undefined) {
    holdBundle(bundle)
    nameSourcesInTraces(bundle)
  }
  const { run } = await import(bundle?.href ?? main.href)
  module.flushCompileCache()
  await run(process.argv.slice(2))
} else {
  const node = fileURLToPath(new URL(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url))
  if (!existsSync(node)) {
    process.stderr.write(`oncue: Node ${process.versions.node} is too old and no newer one is installed here; run npm install, or use Node 24\n`)
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // The child is in the same group and hears of Ctrl-C itself; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

/** A server is worth a bundle; a command takes one that is there. Who has the files watched runs the files. */
async function bundleFor(command) {
  if (process.env.WATCH_REPORT_DEPENDENCIES !== undefined) return undefined
  return command === 'start' ? serverBundle((line) => process.stderr.write(`oncue: ${line}\n`)) : keptServerBundle()
}

/** Node calls the way in which definitions in TypeScript are imported an experiment, once for every command; that is our business and not that of whoever wrote them. */
function hushLoader() {
  const { emitWarning } = process
  process.emitWarning = (warning, ...about) => {
    if (!String(warning).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER')) emitWarning.call(process, warning, ...about)
  }
}

/**
 * Limits that only a new process can have: this one becomes that, where the system can do so. The limits of garbage are then lifted for threads, which
 * name their own.
 */
function becomeServer() {
  if (process.execArgv.includes(youngGarbage)) {
    v8.setFlagsFromString('--max-semi-space-size=0')
    if (process.execArgv.includes(oldGarbage)) v8.setFlagsFromString('--max-old-space-size=0')
    return
  }
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ')
  // A process that is talked to by its parent, such as under --watch, would lose the conversation.
  if (given.includes('semi-space') || process.execve === undefined || process.platform === 'win32' || process.connected) return
  const unlessGiven = (name, bound) => (given.includes(name) ? [] : [bound])
  const bounds = [
    youngGarbage,
    ...(mayGrowLarge ? unlessGiven('old-space', oldGarbage) : []),
    ...unlessGiven('v8-pool-size', helpers),
    ...unlessGiven('allocation-site-pretenuring', allYoung),
  ]
  const [node, ...values] = [process.execPath, ...bounds, ...process.execArgv, ...process.argv.slice(1)]
  process.execve(node, [node, ...values], { ...arenas, ...process.env })
}
