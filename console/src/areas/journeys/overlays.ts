// What may be laid over the drawing in place of the results of each step: who is here now, who is lost between steps, what changed since it was published,
// and the way of one person. Pure: from numbers and lines to marks.

import { layoutJourney } from './graph-layout.ts'
import type { CardMark, Overlay } from './overlay.ts'
import { everyStep, type JourneyTree, type StepNode } from './step-tree.ts'

export const overlayNames = ['results', 'here', 'time', 'lost', 'changes'] as const
export type OverlayName = (typeof overlayNames)[number]

interface Words {
  readonly say: (key: string, values?: Readonly<Record<string, unknown>>) => string
  readonly formats: Readonly<Record<'short' | 'percent' | 'duration', (value: number) => string>>
}

interface Numbers {
  readonly steps: ReadonlyMap<string, { readonly hereNow: number; readonly reached: number }>
  readonly entered: number
  readonly inside: number
}

interface StepChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly step: string | null
}

interface WayLine {
  readonly kind: string
  readonly step: string | null
  readonly at: number
}

/** How many people stand at each step, and which share of all inside that is. */
export function hereOverlay({ steps, inside }: Numbers, { say, formats }: Words): Overlay {
  const marks = new Map<string, CardMark>()
  for (const [step, { hereNow }] of steps) {
    if (hereNow === 0) continue
    const share = inside === 0 ? '' : formats.percent(hereNow / inside)
    marks.set(step, { tone: 'accent', word: formats.short(hereNow), line: say('overlay.here-line', { share }) })
  }
  return { marks, dimsOthers: true }
}

interface Stays {
  readonly steps: ReadonlyMap<string, { readonly stayed: { readonly people: number; readonly medianMs: number } | null }>
}

/** How long people stand at each step where they do: the longest stand out. */
export function timeOverlay({ steps }: Stays, { say, formats }: Words): Overlay {
  const all = [...steps].flatMap(([step, { stayed }]) => (stayed === null ? [] : [{ step, ...stayed }]))
  const longest = Math.max(0, ...all.map(({ medianMs }) => medianMs))
  const marks = all.map(({ step, people, medianMs }): [string, CardMark] => [
    step,
    {
      tone: medianMs * 2 >= longest ? 'warn' : 'accent',
      word: formats.duration(medianMs),
      line: say('overlay.time-line', { count: people, short: formats.short(people) }),
    },
  ])
  return { marks: new Map(marks), dimsOthers: true }
}

/** How many of those who reached a step reached none of the next ones, though they are not here any more. */
export function lostOverlay(tree: JourneyTree, { steps, entered }: Numbers, { say, formats }: Words): Overlay {
  const next = nextSteps(tree)
  const marks = new Map<string, CardMark>()
  for (const [step] of everyStep(tree.steps)) {
    const own = steps.get(step.id)
    if (own === undefined || own.reached === 0) continue
    const line = entered === 0 ? '' : say('overlay.reached-line', { share: formats.percent(Math.min(1, own.reached / entered)) })
    const after = next.get(step.place)
    // Who comes to the end here is lost to nothing, and nobody could come to a step that is only in the draft.
    if (after === undefined || [...after].some((id) => !steps.has(id))) {
      marks.set(step.id, { tone: 'plain', line })
      continue
    }
    const wentOn = [...after].reduce((sum, id) => sum + (steps.get(id)?.reached ?? 0), 0)
    const lost = Math.max(0, own.reached - own.hereNow - wentOn) / own.reached
    const word = lost === 0 ? undefined : say('overlay.lost-word', { share: formats.percent(lost) })
    marks.set(step.id, { tone: lost > 0.3 ? 'bad' : lost > 0.1 ? 'warn' : 'plain', line, ...(word === undefined ? {} : { word }) })
  }
  return { marks, dimsOthers: false }
}

/** Ids of the steps that a step leads to, by its place; none for a step from which one may come to the end. */
function nextSteps(tree: JourneyTree): ReadonlyMap<string, ReadonlySet<string>> {
  const { cards, lines } = layoutJourney(tree)
  const byId = new Map(cards.map((card) => [card.id, card]))
  const next = new Map<string, Set<string>>()
  const ends = new Set<string>()
  /** Through ways without steps. */
  const follow = (from: string, to: string): void => {
    const card = byId.get(to)
    if (card?.step !== undefined) next.set(from, (next.get(from) ?? new Set()).add(card.step.id))
    else if (card?.type === 'pass') for (const line of lines) line.from === to && follow(from, line.to)
    else ends.add(from)
  }
  for (const line of lines) if (byId.get(line.from)?.type === 'step') follow(line.from, line.to)
  for (const [step] of everyStep(tree.steps)) if (step.kind === 'goto') next.set(step.place, new Set([String(step.value['goto'])]))
  for (const place of ends) next.delete(place)
  return next
}

/** Steps that are new or other than in the version that is in force. */
export function changesOverlay(live: JourneyTree | undefined, draft: JourneyTree, { say }: Pick<Words, 'say'>): Overlay {
  const before = new Map(Array.from(everyStep(live?.steps ?? []), ([step]) => [step.id, ownText(step)]))
  const changes = Array.from(everyStep(draft.steps), ([step]): StepChange | undefined => {
    const old = before.get(step.id)
    return old === undefined ? { kind: 'added', step: step.id } : old === ownText(step) ? undefined : { kind: 'changed', step: step.id }
  }).filter((one) => one !== undefined)
  const marks = new Map(marksOf(changes, (kind) => say(`change.${kind}`)))
  for (const [place, was, is] of [
    ['goal', live?.goal, draft.goal],
    ['exit', live?.exits, draft.exits],
  ] as const) {
    if (JSON.stringify(sorted(was)) === JSON.stringify(sorted(is))) continue
    const isNew = was === undefined || (Array.isArray(was) && was.length === 0)
    marks.set(place, isNew ? { tone: 'good', word: say('change.added') } : { tone: 'accent', word: say('change.changed') })
  }
  return { marks, dimsOthers: marks.size > 0 }
}

/** One word for each step; of several changes the one that says most. */
export function marksOf(changes: readonly StepChange[], word: (kind: StepChange['kind']) => string): ReadonlyMap<string, CardMark> {
  const marks = new Map<string, CardMark>()
  for (const kind of ['moved', 'changed', 'added'] as const)
    for (const one of changes) {
      if (one.kind === kind && one.step !== null)
        marks.set(one.step, { tone: kind === 'added' ? 'good' : kind === 'changed' ? 'accent' : 'plain', word: word(kind) })
    }
  return marks
}

/** The way of one passage: in which order steps were reached, and when. */
export function walkOverlay(lines: readonly WayLine[], tree: JourneyTree, when: (at: number) => string): Overlay {
  const marks = new Map<string, CardMark>()
  const first = tree.steps[0]?.id
  const order: string[] = []
  const at = new Map<string, number>()
  const bad = new Set<string>()
  for (const line of lines) {
    const step = line.step ?? (line.kind === 'entered' ? first : undefined)
    if (step === undefined) continue
    if (!at.has(step)) {
      order.push(step)
      at.set(step, line.at)
    }
    if (line.kind === 'refused' || line.kind === 'skipped' || line.kind === 'exited') bad.add(step)
  }
  for (const [index, step] of order.entries())
    marks.set(step, { tone: bad.has(step) ? 'warn' : 'good', word: String(index + 1), line: when(at.get(step) as number) })
  return { marks, dimsOthers: true }
}

/** What is said of a step itself, without the steps in it. */
function ownText({ value, kind, branches }: StepNode): string {
  const ways = branches.map(({ value: { steps: _, else: isElse, ...rest } }) => [rest, isElse !== undefined])
  return JSON.stringify(branches.length === 0 ? sorted(value) : [sorted(withoutKey(value, kind as string)), ways.map(([one]) => sorted(one))])
}

function withoutKey(value: StepNode['value'], key: string): StepNode['value'] {
  const { [key]: _, ...rest } = value
  return rest
}

/** The same whatever the order of its fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
