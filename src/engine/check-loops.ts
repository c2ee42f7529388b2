// Circles between journeys that can be seen before anybody is in them: one starts another, puts people on a list that lets into another, or sets what
// lets into another, over a segment or not, and so on back to the first, without time passing anywhere. At run time such a circle ends by itself,
// because nobody is inside a journey twice for the same key, or is cut with a decision; the warning is for the author who did not mean it.

import type { Problem } from '../model/definitions.ts'
import type { Step } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { dataEntrances, type LettingIn } from './data-ways.ts'
import { circleFrom, goesOn, waysOfPassage, waysOut } from './journey-ways.ts'
import type { CompiledJourney, CompiledStep } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

/** Reports each circle once, at the journey of it that comes first. */
export function checkLoops(journeys: readonly CompiledJourney[], lettingIn: LettingIn, report: (problem: Problem) => void): void {
  const live = journeys.filter((one) => one.live)
  const entrances = dataEntrances(live, lettingIn)
  const passages = new Map(live.map((one) => [one.name, atOnce(one)]))
  const ways = new Map(
    live.map((one) => [one.name, [...waysOut(one.name, passages.get(one.name) ?? [], entrances), ...waysOfPassage(one.name, mayEndAtOnce(one), live)]]),
  )
  const reported = new Set<string>()
  for (const { name } of live) {
    const circle = circleFrom(name, ways)
    if (circle === undefined || !goesOn(circle, passages)) continue
    const members = [...new Set(circle.map(({ from }) => from))].sort().join('\n')
    if (reported.has(members)) continue
    reported.add(members)
    const names = [name, ...circle.map(({ to }) => to)].join(' -> ')
    const words = circle.map((way) => way.words).join('; ')
    const message = mistake('journeys-circle', { way: names, words })
    const fix = mistake('wait-or-way-out')
    report({ severity: 'warning', code: 'journey.circle', message, fix, definition: { kind: 'journey', name }, path: ['steps'] })
  }
}

/** The steps that somebody may come by at the very instant of entering, as they are written. */
function atOnce(journey: CompiledJourney): readonly Step[] {
  const written = new Map(Array.from(walkSteps(journey.definition.steps, ['steps']), ([step, place]) => [step.id ?? idFromPlace(place), step] as const))
  return reachedAtOnce(journey).flatMap(({ id }) => written.get(id) ?? [])
}

/** Whether somebody may come to the end at that instant. */
function mayEndAtOnce(journey: CompiledJourney): boolean {
  return journey.first === undefined || reachedAtOnce(journey).some(({ takesTime, next }) => !takesTime && next === undefined)
}

function reachedAtOnce(journey: CompiledJourney): readonly CompiledStep[] {
  const reached = new Map<string, CompiledStep>()
  const open = journey.first === undefined ? [] : [journey.first]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = journey.steps.get(id)
    if (step === undefined || reached.has(id)) continue
    reached.set(id, step)
    if (!step.takesTime) open.push(...[step.next, ...step.branches].filter((way) => way !== undefined))
  }
  return [...reached.values()]
}
