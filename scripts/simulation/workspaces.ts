// Random definitions for a simulated workspace, and edits of them, from the same grammar as the tests of the engine.

import fc from 'fast-check'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { type Scale, scales } from '../../src/testing/arbitraries/vocabulary.ts'

/** Minutes around a change of the clocks: a step of the simulation is worth as much as what journeys wait for. */
const slowScales = scales.filter((scale) => scale.unit === 'm')

export interface Workspaces {
  readonly scale: Scale
  /** The first is in force at the beginning; the others are edits of it. */
  readonly versions: readonly Definitions[]
}

/** So many versions of one random workspace. */
export function workspacesOf(seed: number, versions: number): Workspaces {
  const scale = slowScales[seed % slowScales.length] as Scale
  const found: Definitions[] = []
  for (let attempt = 0; found.length < versions; attempt += 1) {
    const [sample] = fc.sample(definitions(scale), { seed: seed + attempt * 1_000_003, numRuns: 1 })
    const given = sample === undefined ? undefined : withoutYes(sample)
    if (given !== undefined && compile(sourceOf(given)).program !== undefined) found.push(given)
  }
  return { scale, versions: found }
}

/** Journeys may say no for a person here, but not yes: who said no and is written to all the same is then always a breach. */
function withoutYes(given: Definitions): Definitions {
  const text = JSON.stringify(given).replaceAll('"topic":{"subscribe":', '"topic":{"unsubscribe":')
  const { workspace, ...rest } = JSON.parse(text) as Definitions
  return { ...rest, workspace: { ...workspace, sender: { address: 'shop@shop.example' } } }
}
