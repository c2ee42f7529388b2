// Two versions of a journey, compared by what they say and not by their text: which steps came, went, changed or stand elsewhere, by id, and
// what else is said differently. Each as data, for whoever says it in another language, and in one sentence.

import type { Journey, Step } from '../model/journey.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { ChangeSaid, JourneyChange } from '../model/publication.ts'
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
  const push = (kind: JourneyChange['kind'], step: string | null, said: ChangeSaid): number => changes.push({ kind, step, words: changeWords(said), said })
  for (const said of fieldChanges(headBefore, headAfter)) push('changed', null, said)
  const old = placedSteps(before.steps)
  const now = placedSteps(after.steps)
  const order = orderOf(old, now)
  for (const step of now.values()) {
    const was = old.get(step.id)
    if (was === undefined) {
      push('added', step.id, { code: 'step', is: own(step) })
      continue
    }
    if (was.kind !== step.kind) push('changed', step.id, { code: 'kind', was: own(was), is: own(step) })
    else for (const said of fieldChanges(was.own, step.own)) push('changed', step.id, said)
    if (was.inside !== step.inside || order.has(step.id)) push('moved', step.id, { code: 'place', ...placeOf(step, now) })
  }
  for (const step of old.values()) if (!now.has(step.id)) push('removed', step.id, { code: 'step', is: own(step) })
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

function fieldChanges(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): readonly ChangeSaid[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((field): readonly ChangeSaid[] => {
    const [was, is] = [before[field], after[field]] as [Json | undefined, Json | undefined]
    if (was === undefined) return is === undefined ? [] : [{ code: 'new', field, is }]
    if (is === undefined) return [{ code: 'gone', field, was }]
    return canonicalJson(was) === canonicalJson(is) ? [] : [{ code: 'other', field, was, is }]
  })
}

/** What a step says, without what is left open. */
function own(step: PlacedStep): JsonObject {
  return Object.fromEntries(Object.entries(step.own).filter(([, value]) => value !== undefined)) as JsonObject
}

function placeOf({ id, inside }: PlacedStep, all: ReadonlyMap<string, PlacedStep>): { readonly after: string | null; readonly inside: string | null } {
  const siblings = [...all.values()].filter((step) => step.inside === inside).map((step) => step.id)
  return { after: siblings[siblings.indexOf(id) - 1] ?? null, inside: inside === '' ? null : inside.slice(0, inside.lastIndexOf(' ')) }
}

/** The same in English. */
function changeWords(said: ChangeSaid): string {
  switch (said.code) {
    case 'new':
      return `${said.field} is new: ${valueText(said.is)}`
    case 'gone':
      return `${said.field} is gone: ${valueText(said.was)}`
    case 'other':
      return `${said.field} was ${valueText(said.was)}, is ${valueText(said.is)}`
    case 'step':
      return summary(said.is)
    case 'kind':
      return `was ${summary(said.was)}; now ${summary(said.is)}`
    case 'place': {
      const where = said.inside === null ? '' : `, inside ${said.inside}`
      return `stands elsewhere: ${said.after === null ? 'first' : `after ${said.after}`}${where}`
    }
  }
}

function summary(own: JsonObject): string {
  return Object.entries(own)
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ')
}

function valueText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
