// Threads that the code under test starts are loaded from the server's bundle when one fits the sources letter by letter: a thread of hundreds of files
// costs three times as much, and the suite starts hundreds. Only the place that a thread is loaded from changes. Without such a bundle they are
// loaded from the sources; `npm test` makes one first.

import { existsSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import threads, { type WorkerOptions } from 'node:worker_threads'
import { keptServerBundle } from '../bin/server-bundle.mjs'

/** Known to be replaced, because files that share a process share its modules. */
const isReplaced = Symbol.for('oncue.threads-from-bundle')
const { Worker } = threads
const sources = new URL('../src/', import.meta.url).href
let bundle: URL | null | undefined

class BundledWorker extends Worker {
  static readonly [isReplaced] = true

  constructor(place: string | URL, options: WorkerOptions = {}) {
    const bundled = place instanceof URL ? bundledForm(place.href) : undefined
    if (bundled === undefined) super(place, options)
    else super(bundled, { ...options, workerData: withBundledStore(options.workerData), env: environmentOf(options, bundled) })
  }
}

if (!(isReplaced in Worker)) {
  threads.Worker = BundledWorker
  syncBuiltinESMExports()
}

/** Looked for when the first thread starts; many files start none. */
function bundledForm(source: string): URL | undefined {
  if (!source.startsWith(sources)) return undefined
  bundle ??= keptServerBundle() ?? null
  if (bundle === null) return undefined
  const form = new URL(`${basename(source, '.ts')}.js`, bundle)
  return existsSync(form) ? form : undefined
}

/** A thread that opens the store is told its module; from the sources it would load all that the two share once more. */
function withBundledStore(data: unknown): unknown {
  const { thread } = (data ?? {}) as { readonly thread?: { readonly storeModule?: string } }
  const storeModule = thread?.storeModule === undefined ? undefined : bundledForm(thread.storeModule)
  return storeModule === undefined ? data : { ...(data as object), thread: { ...thread, storeModule: storeModule.href } }
}

/** What was compiled of a bundle is kept with it, and goes when it goes. */
function environmentOf({ env }: WorkerOptions, bundled: URL): WorkerOptions['env'] {
  return typeof env === 'symbol' ? env : { ...(env ?? process.env), NODE_COMPILE_CACHE: join(fileURLToPath(bundled), '../compiled') }
}
