// Short simulations of whole workspaces with faults, the seeds that once found something, and the auditor against stores that lie.
// A long run is made by hand: npm run sim -- SEED --steps N --seeds N. ONCUE_SEED repeats the fresh seeds of a run.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Simulated, simulateSeed } from '../../scripts/sim.ts'
import { PolicyAuditor } from '../../scripts/simulation/policy-auditor.ts'
import { simulate } from '../../scripts/simulation/simulation.ts'
import { Truth } from '../../scripts/simulation/truth.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { Commit, Delivery, Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'

const kept = JSON.parse(readFileSync(new URL('seeds.json', import.meta.url), 'utf8')) as (Simulated & { readonly found: string })[]
const first = Number(process.env.ONCUE_SEED ?? 9031)

describe('a seed that once found something finds nothing any more', () => {
  test.each(kept)('seed $seed: $found', async ({ found: _, ...simulated }) => {
    expect((await simulateSeed(simulated)).breaches).toEqual([])
  })
})

test('through crashes, repetitions, mergers, edits, pauses, stop switches, erasures and failing providers nothing is lost, doubled, stuck, or sent after a no', async () => {
  const reports = []
  for (const [index, store] of (['memory', 'sqlite', 'memory'] as const).entries()) {
    reports.push(await simulateSeed({ seed: first + index, steps: 180, people: 300, store }))
  }
  expect(reports.flatMap(({ breaches }) => breaches)).toEqual([])
  for (const measure of [
    'crashes',
    'edits',
    'pauses',
    'stops',
    'merges',
    'partings',
    'tried',
    'choices',
    'entered',
    'received',
    'repeated',
    'erasures',
    'exports',
    'replayed',
  ] as const) {
    expect(
      reports.reduce((sum, report) => sum + report[measure], 0),
      measure,
    ).toBeGreaterThan(0)
  }
})

test('the same seed does the same again', async () => {
  const simulated = { seed: first, steps: 120, people: 100, store: 'memory' } as const
  expect(await simulateSeed(simulated)).toEqual(await simulateSeed(simulated))
})

describe('the auditor notices a store that', () => {
  /** What is found over a store whose commits are changed on their way. */
  async function breachesWith(change: (commit: Commit) => Commit, { forgets = '', seed = 13, does = {} as Partial<Store> } = {}): Promise<string> {
    const memory = createMemoryStore()
    const lying: Store = new Proxy(memory, {
      get: (target, name) => {
        if (name === 'close') return async () => {}
        if (name === 'setSetting') return async (setting: string, value: JsonObject) => (setting === forgets ? undefined : target.setSetting(setting, value))
        if (Object.hasOwn(does, name)) return does[name as keyof Store]
        if (name === 'commit') return (commit: Commit) => target.commit(change(commit))
        if (name === 'commitAhead') return (commit: Commit) => target.commitAhead(change(commit))
        const value = target[name as keyof Store] as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const { breaches } = await simulate({ seed, steps: 250, people: 100, early: true, openStore: async () => lying })
    return breaches.join('\n')
  }

  test('loses the outbox', async () => {
    expect(await breachesWith((commit) => ({ ...commit, deliveries: [] }))).toMatch(/was decided, but is not in the outbox/)
  })

  test('loses a count', async () => {
    expect(await breachesWith((commit) => ({ ...commit, counts: commit.counts.filter(({ measure }) => measure !== 'completed') }))).toMatch(
      /but a recount gives/,
    )
  })

  test('loses a deadline', async () => {
    const without = (commit: Commit): Commit => ({ ...commit, subscribers: commit.subscribers.map((row) => ({ ...row, deadline: undefined })) })
    expect(await breachesWith(without)).toMatch(/is looked at by undefined/)
  })

  test('forgets what message ids it has seen', async () => {
    const without = (commit: Commit): Commit => ({ ...commit, subscribers: commit.subscribers.map((row) => ({ ...row, recent: new Uint8Array() })) })
    expect(await breachesWith(without)).toMatch(/stands in the log twice/)
  })

  test('forgets stop switches', async () => {
    expect(await breachesWith((commit) => commit, { forgets: 'stops', seed: 7 })).toMatch(/leaves, although .* was stopped/)
  })

  test('forgets whom it has forgotten', async () => {
    const does = { tombstones: async () => [] }
    expect(await breachesWith((commit) => commit, { seed: 1, does })).toMatch(/was erased, and .* was sent after that/)
  })

  test('keeps what somebody erased did', async () => {
    const does = { blankEntries: async () => {} }
    expect(await breachesWith((commit) => commit, { seed: 1, does })).toMatch(/was erased, and can still be found in the log/)
  })

  test('forgets pauses', async () => {
    expect(await breachesWith((commit) => commit, { forgets: 'pauses', seed: 7 })).toMatch(/in a pause of/)
  })
})

test('the auditor notices one mail more than a cap allows, and a mail at night', () => {
  const truth = new Truth(1, 'opt-out')
  const auditor = new PolicyAuditor(truth, { caps: [{ max: 1, within: '1h', then: 'defer' }], quietHours: { from: '21:00', to: '07:00' } })
  const leaves = (key: string, at: string): void => {
    const delivery = { key, subscriber: 1, status: 'handing over', channel: 'email', journey: 'course', attemptedAt: Date.parse(at) } as Delivery
    auditor.changed({ ...delivery, status: 'waiting' }, delivery, 'Europe/Berlin')
    auditor.changed(delivery, { ...delivery, status: 'sent' }, 'Europe/Berlin')
  }
  leaves('one', '2026-06-01T10:00:00Z')
  leaves('two', '2026-06-01T11:00:00Z')
  expect(truth.breaches).toEqual([])
  leaves('three', '2026-06-01T11:59:59Z')
  leaves('four', '2026-06-01T19:00:00Z')
  expect(truth.breaches).toEqual([
    'three is number 2 within 1h, and 1 may leave',
    'four was authorized at 21:00 in Europe/Berlin, where it is quiet from 21:00 to 07:00',
  ])
})
