// npm run sim -- SEED [--steps N] [--people N] [--seeds N] [--store memory|sqlite]
// Simulates a whole workspace from a seed, in virtual time, with faults, and audits it. One line per seed; the first breach of a promise ends
// the run with what it was. The same seed with the same numbers does the same again.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { wallClock } from '../src/runtime/clock.ts'
import type { Store } from '../src/runtime/store.ts'
import { createMemoryStore } from '../src/stores/memory/memory-store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
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

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      steps: { type: 'string', default: '2000' },
      people: { type: 'string', default: '2000' },
      seeds: { type: 'string', default: '1' },
      store: { type: 'string' },
    },
  })
  const first = Number(positionals[0] ?? '1')
  const clock = wallClock()
  for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
    const store = values.store === 'memory' || values.store === 'sqlite' ? values.store : seed % 4 === 0 ? 'sqlite' : 'memory'
    const startedAt = clock.now()
    const { breaches, ...report } = await simulateSeed({ seed, steps: Number(values.steps), people: Number(values.people), store })
    const numbers = Object.entries(report).map(([name, count]) => `${count} ${name}`)
    console.log(`seed ${seed} over ${store}: ${numbers.join(', ')}; ${((clock.now() - startedAt) / 1000).toFixed(1)} s`)
    if (breaches.length === 0) continue
    console.log(`${breaches.join('\n')}\nAgain: npm run sim -- ${seed} --steps ${values.steps} --people ${values.people} --store ${store}`)
    process.exitCode = 1
    return
  }
}

if (import.meta.main) await main()
