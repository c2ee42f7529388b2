// How many people an entrance would let in because its condition holds already: everybody takes the coming program over in a copy that is thrown
// away, by the same function that decides it for good. Writes nothing.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Program } from '../../engine/program.ts'
import type { Engine } from '../engine.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Store } from '../store.ts'
import { pastsOf, type TakeOver } from './past.ts'

export interface SurveyWork {
  readonly store: Pick<Store, 'subscribersAfter' | 'load' | 'history' | 'decisions' | 'filled' | 'entriesAt' | 'countSubscribers'>
  readonly engine: Engine
  /** With a plan that lets everybody in for whom an entrance of these journeys holds. */
  readonly program: Program
  readonly takeOver: Pick<TakeOver, 'missing' | 'fill'>
  readonly at: number
  readonly onProgress?: (progress: { readonly read: number; readonly of: number }) => void
}

const page = 500

/** Journey -> how many would be let in. */
export async function survey({ store, engine, program, takeOver, at, onProgress }: SurveyWork): Promise<Readonly<Record<string, number>>> {
  const planned = new Set(program.plans.flatMap(({ journey, existing }) => (existing ? journey : [])))
  const counts: Record<string, number> = Object.fromEntries([...planned].map((journey) => [journey, 0]))
  const of = await store.countSubscribers()
  let read = 0
  let after = 0
  for (;;) {
    const numbers = await store.subscribersAfter(after, page)
    const rows = (await store.load(numbers)).flatMap((row) => (row === undefined ? [] : row))
    const outdated = rows.flatMap(({ number, head, state }) => {
      try {
        return { number, head, state: unpackState(engine, state) }
      } catch {
        return []
      }
    })
    const pasts = await pastsOf(store, { program, ...takeOver }, outdated)
    for (const [index, { state }] of outdated.entries()) {
      const past = pasts[index]
      if (past === undefined || state.program === 0) continue
      const { decisions } = engine.transition(program, state, { kind: 'adopt', at: Math.max(at, state.now), ...past })
      for (const decision of decisions) {
        const isCounted = decision.kind === 'entered' && decision.at >= at && planned.has(decision.journey)
        if (isCounted) counts[decision.journey] = (counts[decision.journey] ?? 0) + 1
      }
    }
    read += numbers.length
    onProgress?.({ read, of: Math.max(of, read) })
    if (numbers.length < page) return counts
    after = numbers.at(-1) ?? after
    await nextTurn()
  }
}
