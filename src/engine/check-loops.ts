// Circles between journeys that can be seen before anybody is in them: one starts another, or puts people on a list that lets into another, and so
// on back to the first, without time passing anywhere. At run time such a circle ends by itself, because nobody is inside a journey twice for
// the same key, or is cut with a decision; the warning is for the author who did not mean it.

import type { Problem } from '../model/definitions.ts'
import type { Step } from '../model/journey.ts'
import type { CompiledJourney } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

/** Reports each circle once, at the journey of it that comes first. */
export function checkLoops(journeys: readonly CompiledJourney[], report: (problem: Problem) => void): void {
  const live = new Map(journeys.filter((one) => one.live).map((one) => [one.name, one]))
  const ways = new Map([...live.values()].map((one) => [one.name, startsAtOnce(one, live)]))
  const reported = new Set<string>()
  for (const name of live.keys()) {
    const circle = circleFrom(name, ways)
    const members = circle === undefined ? '' : [...new Set(circle)].sort().join('\n')
    if (circle === undefined || reported.has(members)) continue
    reported.add(members)
    const message = `the journeys ${circle.join(' -> ')} let people into one another in a circle without letting time pass`
    const fix = 'put a wait of at least 1m into the circle, or take one of the ways out'
    report({ severity: 'warning', code: 'journey.circle', message, fix, definition: { kind: 'journey', name }, path: ['steps'] })
  }
}

/** The journeys that somebody may enter at the very instant of entering this one. */
function startsAtOnce(journey: CompiledJourney, live: ReadonlyMap<string, CompiledJourney>): ReadonlySet<string> {
  const written = new Map(Array.from(walkSteps(journey.definition.steps, ['steps']), ([step, place]) => [step.id ?? idFromPlace(place), step] as const))
  const seen = new Set<string>()
  const found = new Set<string>()
  const open = journey.first === undefined ? [] : [journey.first]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = journey.steps.get(id)
    if (step === undefined || seen.has(id)) continue
    seen.add(id)
    for (const name of ledInto(written.get(id), live)) found.add(name)
    if (!step.takesTime) open.push(...[step.next, ...step.branches].filter((way) => way !== undefined))
  }
  return found
}

function ledInto(step: Step | undefined, live: ReadonlyMap<string, CompiledJourney>): readonly string[] {
  if (step === undefined) return []
  if ('start' in step) return [step.start]
  if ('jump' in step) return [step.jump]
  if (!('list' in step)) return []
  const isAdding = 'add' in step.list
  const list = 'add' in step.list ? step.list.add : step.list.remove
  return [...live.values()].flatMap(({ name, definition }) => {
    const isLetIn = definition.enter.some((trigger) => {
      const group = isAdding && 'joins' in trigger ? trigger.joins : !isAdding && 'leaves' in trigger ? trigger.leaves : undefined
      return group !== undefined && 'list' in group && group.list === list
    })
    return isLetIn ? [name] : []
  })
}

/** The shortest way from a journey back to itself, with it at both ends. */
function circleFrom(name: string, ways: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const seen = new Set<string>()
  const trails: (readonly string[])[] = [[name]]
  for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
    for (const next of ways.get(trail.at(-1) as string) ?? []) {
      if (next === name) return [...trail, next]
      if (seen.has(next)) continue
      seen.add(next)
      trails.push([...trail, next])
    }
  }
  return undefined
}
