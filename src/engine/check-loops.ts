// Circles between journeys that can be seen before anybody is in them: one starts another, puts people on a list that lets into another, or sets what
// lets into another, over a segment or not, and so on back to the first, without time passing anywhere. At run time such a circle ends by itself,
// because nobody is inside a journey twice for the same key, or is cut with a decision; the warning is for the author who did not mean it.

import type { Problem } from '../model/definitions.ts'
import type { Step } from '../model/journey.ts'
import { canGoOn, changesOf, type DataChange, type DataEntrance, dataEntrances, type LettingIn } from './data-ways.ts'
import type { CompiledJourney } from './program.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

/** From one journey into another at the same instant. */
interface Way {
  readonly from: string
  readonly to: string
  readonly words: string
  /** What changes on it; undefined where one journey begins the other. */
  readonly change: DataChange | undefined
}

/** Reports each circle once, at the journey of it that comes first. */
export function checkLoops(journeys: readonly CompiledJourney[], lettingIn: LettingIn, report: (problem: Problem) => void): void {
  const live = journeys.filter((one) => one.live)
  const entrances = dataEntrances(live, lettingIn)
  const passages = new Map(live.map((one) => [one.name, atOnce(one)]))
  const ways = new Map(live.map(({ name }) => [name, waysOut(name, passages.get(name) ?? [], entrances)]))
  const reported = new Set<string>()
  for (const { name } of live) {
    const circle = circleFrom(name, ways)
    if (circle === undefined || !goesOn(circle, passages)) continue
    const members = [...new Set(circle.map(({ from }) => from))].sort().join('\n')
    if (reported.has(members)) continue
    reported.add(members)
    const names = [name, ...circle.map(({ to }) => to)].join(' -> ')
    const words = circle.map((way) => way.words).join('; ')
    const message = `the journeys ${names} let people into one another in a circle without letting time pass: ${words}`
    const fix = 'put a wait of at least 1m into the circle, or take one of the ways out'
    report({ severity: 'warning', code: 'journey.circle', message, fix, definition: { kind: 'journey', name }, path: ['steps'] })
  }
}

/** The steps that somebody may come by at the very instant of entering. */
function atOnce(journey: CompiledJourney): readonly Step[] {
  const written = new Map(Array.from(walkSteps(journey.definition.steps, ['steps']), ([step, place]) => [step.id ?? idFromPlace(place), step] as const))
  const seen = new Set<string>()
  const found: Step[] = []
  const open = journey.first === undefined ? [] : [journey.first]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = journey.steps.get(id)
    if (step === undefined || seen.has(id)) continue
    seen.add(id)
    const own = written.get(id)
    if (own !== undefined) found.push(own)
    if (!step.takesTime) open.push(...[step.next, ...step.branches].filter((way) => way !== undefined))
  }
  return found
}

function waysOut(from: string, steps: readonly Step[], entrances: readonly DataEntrance[]): readonly Way[] {
  return steps.flatMap((step): readonly Way[] => {
    if ('start' in step) return [{ from, to: step.start, words: `${from} starts ${step.start}`, change: undefined }]
    if ('jump' in step) return [{ from, to: step.jump, words: `${from} jumps to ${step.jump}`, change: undefined }]
    return changesOf(step).flatMap((change) =>
      entrances
        .filter((entrance) => entrance.opens(change))
        .map(({ journey, words: over }) => {
          const words = over === '' ? `${from} ${change.words}, which lets into ${journey}` : `${from} ${change.words}, over which ${over} lets into ${journey}`
          return { from, to: journey, words, change }
        }),
    )
  })
}

/** Whether what changes on the way round can change again: who only ever sets the same comes round once. */
function goesOn(circle: readonly Way[], passages: ReadonlyMap<string, readonly Step[]>): boolean {
  const changes = circle.flatMap(({ from }) => (passages.get(from) ?? []).flatMap(changesOf))
  return circle.every(({ change }) => change === undefined || canGoOn(changes.filter(({ of, name }) => of === change.of && name === change.name)))
}

/** The shortest way from a journey back to itself. */
function circleFrom(name: string, ways: ReadonlyMap<string, readonly Way[]>): readonly Way[] | undefined {
  const seen = new Set<string>()
  const trails: (readonly Way[])[] = [[]]
  for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
    for (const way of ways.get(trail.at(-1)?.to ?? name) ?? []) {
      if (way.to === name) return [...trail, way]
      if (seen.has(way.to)) continue
      seen.add(way.to)
      trails.push([...trail, way])
    }
  }
  return undefined
}
