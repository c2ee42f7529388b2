// Which steps are not written any more though people stand at them: in the draft, or in the version in force where they stayed in an older one. Pure.

import { everyStep, type JourneyTree } from './step-tree.ts'

export interface Gone {
  readonly step: string
  readonly people: number
}

/** Most people first. */
export function goneSteps(tree: JourneyTree, steps: ReadonlyMap<string, { readonly hereNow: number }> | undefined): readonly Gone[] {
  const written = new Set(Array.from(everyStep(tree.steps), ([{ id }]) => id))
  return [...(steps ?? [])]
    .flatMap(([step, { hereNow }]) => (hereNow > 0 && !written.has(step) ? [{ step, people: hereNow }] : []))
    .sort((one, other) => other.people - one.people)
}
