// Goes over all steps of a journey, also those inside pairs, branches and variants, with the path to each.

import type { Step } from '../model/journey.ts'
import type { DocumentPath } from './source-document.ts'

/** Every step with its path, in reading order. */
export function* visitSteps(steps: readonly Step[], path: DocumentPath = ['steps']): Generator<{ readonly step: Step; readonly path: DocumentPath }> {
  for (const [index, step] of steps.entries()) {
    const at = [...path, index]
    yield { step, path: at }
    for (const { inner, path: innerPath } of innerSteps(step, at)) yield* visitSteps(inner, innerPath)
  }
}

function innerSteps(step: Step, at: DocumentPath): { readonly inner: readonly Step[]; readonly path: DocumentPath }[] {
  if ('on' in step) return step.on.map((pair, index) => ({ inner: pair.steps, path: [...at, 'on', index, 'steps'] }))
  if ('split' in step) return step.split.map((variant, index) => ({ inner: variant.steps, path: [...at, 'split', index, 'steps'] }))
  if ('choose' in step) {
    return step.choose.map((branch, index) =>
      'else' in branch ? { inner: branch.else, path: [...at, 'choose', index, 'else'] } : { inner: branch.steps, path: [...at, 'choose', index, 'steps'] },
    )
  }
  return []
}
