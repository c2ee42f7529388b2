// What is done to several steps at once, as changes of the text. Pure data.

import type { Edit } from './journey-text.ts'
import type { Path } from './step-tree.ts'
import { everyStep, type JourneyTree, placeOf, type StepNode, type Value } from './step-tree.ts'

/** The steps of these places in the order of the journey, without those that stand inside of another of them. */
export function outermost(tree: JourneyTree, places: readonly string[]): readonly StepNode[] {
  const wanted = new Set(places)
  const found: StepNode[] = []
  for (const [step] of everyStep(tree.steps)) {
    if (!wanted.has(step.place)) continue
    if (!found.some(({ place }) => step.place.startsWith(`${place}.`))) found.push(step)
  }
  return found
}

/** From one step to another as they are read, both with it. */
export function stepsBetween(tree: JourneyTree, from: string, to: string): readonly string[] {
  const places = Array.from(everyStep(tree.steps), ([{ place }]) => place)
  const [one, other] = [places.indexOf(from), places.indexOf(to)]
  return one < 0 || other < 0 ? [to] : places.slice(Math.min(one, other), Math.max(one, other) + 1)
}

/** Takes them away: the last first, so that the places of the others stay. */
export function removals(steps: readonly StepNode[]): readonly Edit[] {
  return steps.toReversed().map(({ path }): Edit => ({ do: 'remove', path }))
}

export interface Shift {
  readonly edits: readonly Edit[]
  /** Where they stand then. */
  readonly places: readonly string[]
}

/** Moves them one place up or down among their neighbors; undefined where they stand on several ways, or at the end of theirs. */
export function shifted(tree: JourneyTree, steps: readonly StepNode[], by: -1 | 1): Shift | undefined {
  const [first] = steps
  if (first === undefined) return undefined
  const list = first.path.slice(0, -1)
  const indexes = steps.map(({ path }) => path.at(-1) as number)
  const isOneWay = steps.every(({ path }) => placeOf(path.slice(0, -1)) === placeOf(list))
  const count = neighborsOf(tree, list).length
  const end = by === 1 ? (indexes.at(-1) as number) + 1 : (indexes[0] as number) - 1
  if (!isOneWay || end < 0 || end >= count) return undefined
  const edits = indexes.map((at): Edit => ({ do: 'move', from: [...list, at], list, at: by === 1 ? at + 2 : at - 1 }))
  return { edits: by === 1 ? edits.toReversed() : edits, places: indexes.map((at) => placeOf([...list, at + by])) }
}

function neighborsOf(tree: JourneyTree, list: Path): readonly StepNode[] {
  const at = placeOf(list)
  if (at === 'steps') return tree.steps
  for (const [step] of everyStep(tree.steps)) for (const branch of step.branches) if (placeOf(branch.list) === at) return branch.steps
  return []
}

/** Names for those steps of a copy whose names are taken in the journey: remind becomes remind-2. */
export function freshNames(tree: JourneyTree, steps: readonly Value[]): Readonly<Record<string, string>> {
  const taken = new Set(Array.from(everyStep(tree.steps), ([step]) => step.id))
  const own = [...idsIn(steps)]
  const used = new Set([...taken, ...own])
  const fresh: [string, string][] = []
  for (const id of new Set(own)) {
    if (!taken.has(id)) continue
    const stem = id.replace(/-\d+$/, '')
    let number = 2
    while (used.has(`${stem}-${number}`)) number += 1
    used.add(`${stem}-${number}`)
    fresh.push([id, `${stem}-${number}`])
  }
  return Object.fromEntries(fresh)
}

function* idsIn(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const inner of part) yield* idsIn(inner)
  else if (typeof part === 'object' && part !== null) {
    const step = part as Value
    if (typeof step['id'] === 'string') yield step['id']
    for (const key of ['steps', 'on', 'choose', 'split', 'else']) if (Array.isArray(step[key])) yield* idsIn(step[key])
  }
}
