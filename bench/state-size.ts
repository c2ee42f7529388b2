// How many bytes a subscriber's state takes on disk, in the shared workload.

import { compile, sourceOf } from '../src/engine/compile.ts'
import { serializeState } from '../src/engine/stored-state.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { packState } from '../src/runtime/state-codec.ts'
import { type Measurement, median, numberText, quantile } from './measurement.ts'
import { pasts } from './preloaded.ts'
import { shopDefinitions } from './workload.ts'

/** The median state of people with ten events on average. */
export async function measureStateSize(): Promise<readonly Measurement[]> {
  const { program } = compile(sourceOf(shopDefinitions()))
  if (program === undefined) throw new Error('the benchmark’s definitions do not compile')
  const states = pasts(program, Date.UTC(2026, 0, 1))
  const bytes = states.map((state) => packState(theEngine, state).length)
  const asJson = states.map((state) => JSON.stringify(serializeState(state)).length)
  const note = `p99 ${numberText(quantile(bytes, 0.99))}; ${numberText(median(asJson))} as JSON; ${states.length} people with up to hundreds of events`
  return [{ what: 'state of a typical subscriber', value: median(bytes), unit: 'bytes', target: { atMost: 1024 }, note }]
}
