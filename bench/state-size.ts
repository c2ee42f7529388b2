// How many bytes a subscriber's state takes on disk, and what it costs to pack and to unpack one, in the shared workload.

import { compile, sourceOf } from '../src/engine/compile.ts'
import { serializeState } from '../src/engine/stored-state.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { packState, unpackState } from '../src/runtime/states/state-codec.ts'
import { type Effort, type Measurement, median, numberText, quantile, spread } from './measurement.ts'
import { pasts } from './preloaded.ts'
import { shopDefinitions } from './workload.ts'

/** Each state so many times in one round, so that a round is long enough for the clock of processor time. */
const repeats = 20

/** The median state of people with ten events on average. */
export async function measureStateSize({ rounds }: Effort): Promise<readonly Measurement[]> {
  const { program } = compile(sourceOf(shopDefinitions()))
  if (program === undefined) throw new Error('the benchmark’s definitions do not compile')
  const states = pasts(program, Date.UTC(2026, 0, 1))
  const packed = states.map((state) => packState(theEngine, state))
  const bytes = packed.map(({ length }) => length)
  const asJson = states.map((state) => JSON.stringify(serializeState(state)).length)
  const note = `p99 ${numberText(quantile(bytes, 0.99))}; ${numberText(median(asJson))} as JSON; ${states.length} people with up to hundreds of events`
  return [
    { what: 'state of a typical subscriber', value: median(bytes), unit: 'bytes', target: { atMost: 1024 }, note },
    costOf('packing a state', rounds, states, (state) => packState(theEngine, state)),
    costOf('unpacking a state', rounds, packed, (one) => unpackState(theEngine, one)),
  ]
}

function costOf<Item>(what: string, rounds: number, items: readonly Item[], work: (item: Item) => unknown): Measurement {
  const costs: number[] = []
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const before = process.threadCpuUsage()
    for (let repeat = 0; repeat < repeats; repeat += 1) for (const item of items) work(item)
    const { user, system } = process.threadCpuUsage(before)
    if (round > 0) costs.push((user + system) / (repeats * items.length))
  }
  return { what, value: median(costs), unit: 'us', target: undefined, note: `of processor time, mean over all; ${spread(costs)} by round` }
}
