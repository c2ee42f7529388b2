// Two versions of a journey, compared by what they say and not by their text: which steps came, went, changed or stand elsewhere, by id, and
// what else is said differently. One sentence each.

import type { Journey, Step } from '../model/journey.ts'
import type { JourneyChange } from '../model/publication.ts'
import { canonicalJson } from './canonical-json.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'

interface PlacedStep {
  readonly id: string
  /** What the step says of itself, without the steps inside it. */
  readonly own: Readonly<Record<string, unknown>>
  /** The list of steps that it stands in. */
  readonly inside: string
  readonly kind: string
}

/** Everything that differs, first the journey itself, then its steps in the order of the newer one. */
export function diffJourneys(before: Journey, after: Journey): readonly JourneyChange[] {
  const changes: JourneyChange[] = []
  const { steps: _before, ...headBefore } = before
  const { steps: _after, ...headAfter } = after
  for (const words of fieldChanges(headBefore, headAfter)) changes.push({ kind: 'changed', step: null, words })
  const old = placedSteps(before.steps)
  const now = placedSteps(after.steps)
  const order = orderOf(old, now)
  for (const step of now.values()) {
    const was = old.get(step.id)
    if (was === undefined) {
      changes.push({ kind: 'added', step: step.id, words: summary(step) })
      continue
    }
    if (was.kind !== step.kind) changes.push({ kind: 'changed', step: step.id, words: `was ${summary(was)}; now ${summary(step)}` })
    else for (const words of fieldChanges(was.own, step.own)) changes.push({ kind: 'changed', step: step.id, words })
    if (was.inside !== step.inside || order.has(step.id)) changes.push({ kind: 'moved', step: step.id, words: `stands elsewhere: ${placeWords(step, now)}` })
  }
  for (const step of old.values()) if (!now.has(step.id)) changes.push({ kind: 'removed', step: step.id, words: summary(step) })
  return changes
}

/** One line for each change, with a sign as in other diffs. */
export function changeText({ kind, step, words }: JourneyChange): string {
  const signs = { added: '+', removed: '-', changed: '~', moved: '>' } as const
  return `${signs[kind]} ${step === null ? '' : `step ${step}: `}${words}`
}

function placedSteps(steps: readonly Step[]): Map<string, PlacedStep> {
  const placed = new Map<string, PlacedStep>()
  const ids = new Map<string, string>()
  for (const [step, place] of walkSteps(steps, ['steps'])) {
    const id = step.id ?? idFromPlace(place)
    ids.set(JSON.stringify(place), id)
    // steps/1/on/0/steps/2 stands in the list steps/1/on/0/steps of the step steps/1.
    const outer = place.slice(0, -4)
    const inside = outer.length < 2 ? '' : `${ids.get(JSON.stringify(outer))} ${place.at(-3)}`
    placed.set(id, { id, own: ownOf(step), inside, kind: kindOf(step) })
  }
  return placed
}

function ownOf(step: Step): Record<string, unknown> {
  const { id: _, ...own } = step as Step & Record<string, unknown>
  for (const branches of ['on', 'choose', 'split']) {
    const list = (own as Record<string, unknown>)[branches]
    if (!Array.isArray(list)) continue
    const without = list.map((branch: Record<string, unknown>) => {
      const { steps: _steps, ...rest } = branch
      return 'else' in rest ? { else: true } : rest
    })
    Object.assign(own, { [branches]: without })
  }
  return own
}

const kinds = ['wait', 'on', 'choose', 'split']

function kindOf(step: Step): string {
  const names = Object.keys(step).filter((name) => !['id', 'if', 'note'].includes(name))
  return names.find((name) => kinds.includes(name)) ?? names[0] ?? 'nothing'
}

/** Steps whose order among those that both have is another one: the fewest that explain it are not looked for, only those before their neighbour. */
function orderOf(old: ReadonlyMap<string, PlacedStep>, now: ReadonlyMap<string, PlacedStep>): ReadonlySet<string> {
  const before = [...old.keys()].filter((id) => now.has(id))
  const after = [...now.keys()].filter((id) => old.has(id))
  const moved = new Set<string>()
  let at = 0
  for (const id of after) {
    while (at < before.length && moved.has(before[at] as string)) at += 1
    if (before[at] === id) at += 1
    else moved.add(id)
  }
  return moved
}

function fieldChanges(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    if (was === undefined) return is === undefined ? [] : [`${name} is new: ${valueText(is)}`]
    if (is === undefined) return [`${name} is gone: ${valueText(was)}`]
    return canonicalJson(was as never) === canonicalJson(is as never) ? [] : [`${name} was ${valueText(was)}, is ${valueText(is)}`]
  })
}

function summary({ own }: PlacedStep): string {
  return Object.entries(own)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ')
}

function placeWords({ id, inside }: PlacedStep, all: ReadonlyMap<string, PlacedStep>): string {
  const siblings = [...all.values()].filter((step) => step.inside === inside).map((step) => step.id)
  const previous = siblings[siblings.indexOf(id) - 1]
  const where = inside === '' ? '' : `, inside ${inside.slice(0, inside.lastIndexOf(' '))}`
  return previous === undefined ? `first${where}` : `after ${previous}${where}`
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
