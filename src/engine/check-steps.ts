// What can be seen to be wrong with the steps of a journey before anybody is in it: ways to steps that are not there, steps that nothing
// leads to, and circles that would never let time pass.

import type { Problem } from '../model/definitions.ts'
import type { Step } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import type { CompiledJourney, CompiledStep } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

type Report = (problem: Omit<Problem, 'definition' | 'severity'> & { readonly severity?: Problem['severity'] }) => void

export function checkSteps(journey: CompiledJourney, report: Report): void {
  const places = placesOf(journey.definition.steps, ['steps'])
  for (const step of journey.steps.values()) {
    const missing = waysFrom(step).find((way) => !journey.steps.has(way))
    if (missing === undefined) continue
    report({
      code: 'goto.unknown',
      message: mistake('no-step', { step: missing }),
      fix: mistake('use-one-of', { known: [...journey.steps.keys()].join(', ') }),
      path: [...(places.get(step.id) ?? []), 'goto'],
    })
  }
  const reached = reachable(journey)
  for (const id of journey.steps.keys()) {
    if (reached.has(id)) continue
    report({
      severity: 'warning',
      code: 'step.unreachable',
      message: mistake('step-unreached', { step: id }),
      fix: mistake('remove-or-goto'),
      path: places.get(id) ?? ['steps'],
    })
  }
  const circle = circleWithoutTime(journey, ({ takesTime }) => takesTime)
  if (circle !== undefined) {
    const message = mistake('steps-circle', { way: circle.join(' -> ') })
    report({ code: 'goto.circle', message, fix: mistake('wait-into-circle'), path: places.get(circle[0] as string) ?? ['steps'] })
    return
  }
  const isSlow = (step: CompiledStep): boolean => step.takesTime && !mayPassAtOnce(journey, step)
  const quick = circleWithoutTime(journey, isSlow)
  if (quick === undefined) return
  const step = quick.find((id) => journey.steps.get(id)?.takesTime === true) ?? (quick[0] as string)
  const message = mistake('steps-circle-at-once', { way: quick.join(' -> '), step })
  report({ severity: 'warning', code: 'goto.circle', message, fix: mistake('wait-into-circle'), path: places.get(step) ?? ['steps'] })
}

/** Whether it takes no time for some: what it waits for is so already, or its own `if` lets it be passed over. */
function mayPassAtOnce(journey: CompiledJourney, { id, kind, condition }: CompiledStep): boolean {
  if (condition !== undefined) return true
  if (kind !== 'wait') return false
  const step = findStep(journey.definition.steps, id)
  if (step === undefined || !('wait' in step) || typeof step.wait !== 'object') return false
  // What is asked since this step was come to has not happened by then.
  return 'date' in step.wait || ('for' in step.wait && !JSON.stringify(step.wait.for).includes('"since":"step"'))
}

function waysFrom(step: CompiledStep): string[] {
  return [step.next, ...step.branches].filter((way) => way !== undefined)
}

function reachable(journey: CompiledJourney): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = journey.first === undefined ? [] : [journey.first]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = journey.steps.get(id)
    if (step === undefined || reached.has(id)) continue
    reached.add(id)
    // A step that always branches does not go on by itself.
    const isLeft = step.condition === undefined && alwaysBranches(journey, step)
    open.push(...(isLeft ? step.branches.filter((way) => way !== undefined) : waysFrom(step)))
  }
  return reached
}

function alwaysBranches(journey: CompiledJourney, step: CompiledStep): boolean {
  if (step.kind === 'on' || step.kind === 'split' || step.kind === 'goto') return true
  if (step.kind !== 'choose') return false
  const definition = findStep(journey.definition.steps, step.id)
  return definition !== undefined && 'choose' in definition && definition.choose.some((branch) => 'else' in branch)
}

/** A circle of steps none of which takes time, by depth-first search over the steps that do not. */
function circleWithoutTime(journey: CompiledJourney, takesTime: (step: CompiledStep) => boolean): string[] | undefined {
  const done = new Set<string>()
  const visit = (id: string, trail: string[]): string[] | undefined => {
    const start = trail.indexOf(id)
    if (start >= 0) return trail.slice(start)
    const step = journey.steps.get(id)
    if (step === undefined || takesTime(step) || done.has(id)) return undefined
    for (const way of waysFrom(step)) {
      const circle = visit(way, [...trail, id])
      if (circle !== undefined) return circle
    }
    done.add(id)
    return undefined
  }
  for (const id of journey.steps.keys()) {
    const circle = visit(id, [])
    if (circle !== undefined) return circle
  }
  return undefined
}

/** Where each step stands in the definition. */
function placesOf(steps: readonly Step[], path: readonly (string | number)[]): Map<string, readonly (string | number)[]> {
  const places = new Map<string, readonly (string | number)[]>()
  for (const [step, place] of walkSteps(steps, path)) {
    places.set(step.id ?? idFromPlace(place), place)
  }
  return places
}

function findStep(steps: readonly Step[], id: string): Step | undefined {
  for (const [step, place] of walkSteps(steps, ['steps'])) {
    if ((step.id ?? idFromPlace(place)) === id) return step
  }
  return undefined
}
