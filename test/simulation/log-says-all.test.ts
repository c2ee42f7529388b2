// After a simulated life with crashes, repetitions, mergers, edits, pauses, erasures and failing providers, the log, the publications and the pauses
// still say everything that was decided about everybody: what backtests and "why" rest on.

import { expect, test } from 'vitest'
import { simulate } from '../../scripts/simulation/simulation.ts'
import { readLife, walkLife } from '../../src/insight/why/fold-person.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'

const first = Number(process.env['ONCUE_SEED'] ?? 9101)

test('every decision of everybody follows from the log again', async () => {
  for (const seed of [first]) {
    const memory = createMemoryStore()
    const kept: Store = new Proxy(memory, {
      get: (target, name) => {
        if (name === 'close') return async () => {}
        const value = target[name as keyof Store] as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await simulate({ seed, steps: 130, people: 40, openStore: async () => kept })
    let compared = 0
    for (const number of await memory.subscribersAfter(0, 1_000_000)) {
      const decided = (await memory.decisions(number, 1_000_000)).filter(isOfTheLog)
      const at = Math.max(0, ...decided.map((decision) => decision.at))
      const life = await readLife(memory, { number, at, lines: 1_000_000 })
      const again: Decision[] = []
      if (life !== undefined) walkLife(life, at, { onDecisions: (made) => again.push(...made), onLine: () => {}, onTime: () => {} })
      // Of the time as one with somebody else it is kept what was decided then, not what one's own history makes of it.
      const since = decided.findLast(({ kind }) => kind === 'taken apart')?.at ?? Number.NEGATIVE_INFINITY
      const after = ({ at: instant }: Decision): boolean => instant > since
      expect(linesOf(again.filter(isOfTheLog).filter(after)), `seed ${seed}, subscriber ${number}`).toEqual(linesOf(decided.filter(after)))
      compared += decided.length
    }
    expect(compared).toBeGreaterThan(100)
  }
})

/** Who is who is settled at the door; that a switch or a pause holds a message back changes nothing of the person and leaves no line. */
function isOfTheLog(decision: Decision): boolean {
  if (decision.kind === 'told apart' || decision.kind === 'adopted') return false
  return decision.kind !== 'deferred' || decision.until !== undefined
}

function linesOf(decisions: readonly Decision[]): string[] {
  return decisions.map((decision) => `${decision.at} ${JSON.stringify(decision, Object.keys(decision).sort())}`).sort()
}
