// The steps of a journey as the tree that they are written as.

import type { Step } from '../model/journey.ts'

/** Every step with its place, outer before inner. */
export function* walkSteps(steps: readonly Step[], path: readonly (string | number)[]): Generator<readonly [Step, readonly (string | number)[]]> {
  for (const [index, step] of steps.entries()) {
    const place = [...path, index]
    yield [step, place]
    if ('on' in step) for (const [at, pair] of step.on.entries()) yield* walkSteps(pair.steps, [...place, 'on', at, 'steps'])
    else if ('split' in step) for (const [at, variant] of step.split.entries()) yield* walkSteps(variant.steps, [...place, 'split', at, 'steps'])
    else if ('choose' in step) {
      for (const [at, branch] of step.choose.entries())
        yield* 'else' in branch ? walkSteps(branch.else, [...place, 'choose', at, 'else']) : walkSteps(branch.steps, [...place, 'choose', at, 'steps'])
    }
  }
}

/** steps/1/on/0/steps/2 -> "1.0.2": the id of a step that was given none; stable as long as the step stands where it stands. */
export function idFromPlace(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === 'number').join('.')
}

/** The ids of all steps. */
export function stepIds(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(Array.from(walkSteps(steps, ['steps']), ([step, place]) => step.id ?? idFromPlace(place)))
}
