// The ways that lead out of one journey into another, and the circles that they make. It warns of nothing: check-loops.ts and check-own-messages.ts do.

import type { Step } from '../model/journey.ts'
import { canGoOn, changesOf, type DataChange, type DataEntrance, mayPass } from './data-ways.ts'
import type { CompiledJourney } from './program.ts'

/** From one journey into another. */
export interface Way {
  readonly from: string
  readonly to: string
  readonly words: string
  /** What changes on it; undefined where one journey begins the other, or a message does. */
  readonly change: DataChange | undefined
}

/** What steps of a journey open, by what they begin and by what they change. */
export function waysOut(from: string, steps: readonly Step[], entrances: readonly DataEntrance[]): readonly Way[] {
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

/** Events that a passage itself makes. */
const ofPassages = { 'Journey Entered': 'is entered', 'Journey Completed': 'is completed' } as const

/** What a passage of a journey opens by beginning, and by ending where it may at the very instant: others wait for these events. */
export function waysOfPassage(from: string, endsAtOnce: boolean, journeys: readonly CompiledJourney[]): readonly Way[] {
  return journeys.flatMap(({ name, definition: { enter, again = 'never' } }): readonly Way[] => {
    // Whoever may come in once only goes round once.
    if (again === 'never') return []
    return enter.flatMap((trigger): readonly Way[] => {
      if (!('on' in trigger) || 'quiet' in trigger) return []
      const where = Object.entries(trigger.where ?? {})
      return [trigger.on].flat().flatMap((event): readonly Way[] => {
        const happens = ofPassages[event as keyof typeof ofPassages]
        if (happens === undefined || (event === 'Journey Completed' && !endsAtOnce)) return []
        if (!where.every(([path, comparison]) => mayPass(comparison, path === 'journey' ? from : undefined))) return []
        return [{ from, to: name, words: `${from} ${happens}, which lets into ${name}`, change: undefined }]
      })
    })
  })
}

/** Whether what changes on the way round can change again: who only ever sets the same comes round once. */
export function goesOn(circle: readonly Way[], passages: ReadonlyMap<string, readonly Step[]>): boolean {
  const changes = circle.flatMap(({ from }) => (passages.get(from) ?? []).flatMap(changesOf))
  return circle.every(({ change }) => change === undefined || canGoOn(changes.filter(({ of, name }) => of === change.of && name === change.name)))
}

/** The shortest way from a journey back to itself. */
export function circleFrom(name: string, ways: ReadonlyMap<string, readonly Way[]>): readonly Way[] | undefined {
  return shortestWay({ from: name, to: name }, ways)
}

/** The shortest way from one journey to another, or round to itself. */
export function shortestWay(ends: { readonly from: string; readonly to: string }, ways: ReadonlyMap<string, readonly Way[]>): readonly Way[] | undefined {
  const seen = new Set<string>()
  const trails: (readonly Way[])[] = [[]]
  for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
    for (const way of ways.get(trail.at(-1)?.to ?? ends.from) ?? []) {
      if (way.to === ends.to) return [...trail, way]
      if (seen.has(way.to)) continue
      seen.add(way.to)
      trails.push([...trail, way])
    }
  }
  return undefined
}
