// Whether two definitions of a journey are one version of it. What is only said of a journey or a step to those who read it makes no other version, so
// that nobody's passage and no count begins anew because of a remark.

import { canonicalJson } from '../../engine/canonical-json.ts'
import { contentOf } from '../../engine/compile.ts'
import type { Journey, Step } from '../../model/journey.ts'

/** Both do the same. */
export function isSameVersion(one: Journey, other: Journey): boolean {
  return canonicalJson(doingOf(one)) === canonicalJson(doingOf(other))
}

function doingOf(journey: Journey): object {
  const { description: _, steps, ...rest } = contentOf(journey)
  return { ...rest, steps: steps.map(withoutNote) }
}

function withoutNote({ note: _, ...step }: Step): object {
  if ('on' in step) return { ...step, on: step.on.map(({ steps, ...pair }) => ({ ...pair, steps: steps.map(withoutNote) })) }
  if ('split' in step) return { ...step, split: step.split.map(({ steps, ...variant }) => ({ ...variant, steps: steps.map(withoutNote) })) }
  if (!('choose' in step)) return step
  const choose = step.choose.map((branch) => ('else' in branch ? { else: branch.else.map(withoutNote) } : { ...branch, steps: branch.steps.map(withoutNote) }))
  return { ...step, choose }
}
