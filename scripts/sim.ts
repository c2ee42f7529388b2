// npm run sim -- SEED [--steps N] [--people N] [--seeds N] [--store memory|sqlite]
// Simulates a whole workspace from a seed, in virtual time, with faults, and audits it. One line per seed; the first breach of a promise ends
// the run with what it was. The same seed with the same numbers does the same again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wallClock } from '../src/runtime/clock.ts'
import type { Store } from '../src/runtime/store.ts'
import { createMemoryStore } from '../src/stores/memory/memory-store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { readOptions, wholeNumber } from './read-options.ts'
import { type SimulationReport, simulate } from './simulation/simulation.ts'

export interface Simulated {
  readonly seed: number
  readonly steps: number
  readonly people: number
  readonly store: 'memory' | 'sqlite'
  /** For seeds from before merges were taken back and a mail to many was tried. */
  readonly early?: boolean
}

/** Simulates one seed over a store of its own. */
export async function simulateSeed({ seed, steps, people, store, ...how }: Simulated): Promise<SimulationReport> {
  if (store === 'memory') {
    const memory = createMemoryStore()
    // What is in memory outlives a simulated crash, so nobody closes it.
    const kept: Store = new Proxy(memory, {
      get: (target, name) => {
        if (name === 'close') return async () => {}
        const value = target[name as keyof Store] as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    return simulate({ seed, steps, people, ...how, openStore: async () => kept })
  }
  const folder = mkdtempSync(join(tmpdir(), 'oncue-sim-'))
  try {
    return await simulate({ seed, steps, people, ...how, openStore: () => openSqliteStore({ path: join(folder, 'workspace.db'), synchronous: 'NORMAL' }) })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const usage = `npm run sim -- [SEED] [OPTIONS]

Simulates a whole workspace from a seed, in virtual time, with faults, and audits it.

  SEED              Where it begins; 1 when it is left out
  --seeds=<n>       How many seeds, one after another; 1
  --steps=<n>       How long each is; 2000
  --people=<n>      How many people there are; 2000
  --store=<which>   memory or sqlite; sqlite for every fourth seed`

async function main(): Promise<void> {
  const options = { steps: { type: 'string' }, people: { type: 'string' }, seeds: { type: 'string' }, store: { type: 'string' } } as const
  const read = readOptions({ usage, options, words: 1 })
  if (read === undefined) return
  const { values } = read
  const first = wholeNumber('SEED', read.positionals[0] ?? '1', { least: 0, usage })
  const count = wholeNumber('--seeds', values.seeds ?? '1', { least: 1, usage })
  const steps = wholeNumber('--steps', values.steps ?? '2000', { least: 1, usage })
  const people = wholeNumber('--people', values.people ?? '2000', { least: 1, usage })
  if (first === undefined || count === undefined || steps === undefined || people === undefined) return
  if (values.store !== undefined && values.store !== 'memory' && values.store !== 'sqlite') {
    console.error(`--store is memory or sqlite, and not "${values.store}".\n\n${usage}`)
    process.exitCode = 1
    return
  }
  const clock = wallClock()
  for (let seed = first; seed < first + count; seed += 1) {
    const store = values.store ?? (seed % 4 === 0 ? 'sqlite' : 'memory')
    const startedAt = clock.now()
    const { breaches, ...report } = await simulateSeed({ seed, steps, people, store })
    const numbers = Object.entries(report).map(([name, count]) => `${count} ${name}`)
    console.log(`seed ${seed} over ${store}: ${numbers.join(', ')}; ${((clock.now() - startedAt) / 1000).toFixed(1)} s`)
    if (breaches.length === 0) continue
    console.log(`${breaches.join('\n')}\nAgain: npm run sim -- ${seed} --steps ${steps} --people ${people} --store ${store}`)
    process.exitCode = 1
    return
  }
}

if (import.meta.main) await main()
