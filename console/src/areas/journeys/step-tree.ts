// The steps of a journey as the tree they are written as: each with its place, its kind, and what leads out of it.
// Pure data; nothing here draws.

export type Path = readonly (string | number)[]

export const stepKinds = [
  'send',
  'sms',
  'popup',
  'webhook',
  'wait',
  'on',
  'choose',
  'split',
  'update',
  'list',
  'topic',
  'start',
  'stop',
  'jump',
  'goto',
  'nothing',
  'end',
] as const
export type StepKind = (typeof stepKinds)[number]
export const triggerKinds = ['quiet', 'on', 'becomes', 'joins', 'leaves', 'at'] as const
export type TriggerKind = (typeof triggerKinds)[number]
export type Value = Readonly<Record<string, unknown>>

/** A step with the branches it opens. */
export interface StepNode {
  readonly path: Path
  /** Its place as a text: steps.1.on.0.steps.2 */
  readonly place: string
  /** What statistics and versions know it by. */
  readonly id: string
  readonly kind: StepKind | undefined
  readonly value: Value
  readonly branches: readonly Branch[]
  /** Nothing comes after it on its way: end, jump, go to. */
  readonly isEnd: boolean
}

/** One way out of a step. */
export interface Branch {
  /** Of the pair, the case or the variant. */
  readonly path: Path
  readonly place: string
  /** Of the list of its steps. */
  readonly list: Path
  readonly value: Value
  readonly steps: readonly StepNode[]
  /** The part of the people who go this way, from 0 to 1; undefined where it is not left to chance. */
  readonly share: number | undefined
}

export interface JourneyTree {
  readonly triggers: readonly { readonly path: Path; readonly place: string; readonly kind: TriggerKind | undefined; readonly value: Value }[]
  readonly steps: readonly StepNode[]
  /** What counts as success, and what ends it early, wherever somebody stands. */
  readonly goal: Value | undefined
  readonly exits: readonly Value[]
}

/** Places of what holds at every step. */
export const rulePlaces = ['goal', 'exit'] as const
export type RulePlace = (typeof rulePlaces)[number]

/** What has to hold besides, for a trigger to let somebody in or a step to be done. */
export function conditionOf(value: Value): unknown {
  return value['if'] ?? value['for']
}

/** The tree of a journey as plain data; what is no step is left out. */
export function journeyTree(journey: Value): JourneyTree {
  const triggers = listOf(journey['enter']).flatMap((value, index) =>
    isObject(value) ? [{ path: ['enter', index], place: `enter.${index}`, kind: triggerKinds.find((kind) => Object.hasOwn(value, kind)), value }] : [],
  )
  const { goal, exit } = journey
  return { triggers, steps: stepsOf(journey['steps'], ['steps']), goal: isObject(goal) ? goal : undefined, exits: listOf(exit).filter(isObject) }
}

function stepsOf(list: unknown, path: Path): readonly StepNode[] {
  return listOf(list).flatMap((value, index) => (isObject(value) ? [stepOf(value, [...path, index])] : []))
}

function stepOf(value: Value, path: Path): StepNode {
  const kind = stepKinds.find((one) => Object.hasOwn(value, one))
  const own = path.filter((part) => typeof part === 'number').join('.')
  const opens = kind === 'on' || kind === 'choose' || kind === 'split' ? listOf(value[kind]) : []
  const branches = opens.flatMap((one, index): Branch[] => {
    if (!isObject(one)) return []
    const at = [...path, kind as string, index]
    const list = [...at, Object.hasOwn(one, 'else') ? 'else' : 'steps']
    const share = kind === 'split' ? shareOf(one, opens, value['winner']) : undefined
    return [{ path: at, place: placeOf(at), list, value: one, steps: stepsOf(one[list.at(-1) as string], list), share }]
  })
  const id = typeof value['id'] === 'string' ? value['id'] : own
  return { path, place: placeOf(path), id, kind, value, branches, isEnd: kind === 'end' || kind === 'jump' || kind === 'goto' }
}

/** What a variant gets of those who come from now on. Undefined while the weights do not add up to anything. */
function shareOf(variant: Value, all: readonly unknown[], winner: unknown): number | undefined {
  if (typeof winner === 'string') return variant['variant'] === winner ? 1 : 0
  const weightOf = (one: unknown): number => Number((isObject(one) ? one['weight'] : undefined) ?? 1)
  const share = weightOf(variant) / all.reduce<number>((sum, one) => sum + weightOf(one), 0)
  return share >= 0 && share <= 1 ? share : undefined
}

/** Every step, outer before inner, with how deep it stands. */
export function* everyStep(steps: readonly StepNode[], depth = 0): Generator<readonly [StepNode, number]> {
  for (const step of steps) {
    yield [step, depth]
    for (const branch of step.branches) yield* everyStep(branch.steps, depth + 1)
  }
}

/** The step, case or trigger at a place; undefined when there is none. */
export function stepAt(tree: JourneyTree, place: string): StepNode | undefined {
  for (const [step] of everyStep(tree.steps)) if (step.place === place) return step
  return undefined
}

/** A path as a text, and back. */
export function placeOf(path: Path): string {
  return path.join('.')
}

/** The path of a place. */
export function pathOf(place: string): Path {
  return place === '' ? [] : place.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** The template of the last mail on the way to a place; undefined where none comes before it. */
export function mailBefore(tree: JourneyTree, list: Path, at: number): string | undefined {
  const before = Array.from(everyStep(tree.steps), ([step]) => step).filter(({ path }) => {
    const own = path.slice(0, -1)
    if (own.some((part, index) => part !== list[index])) return false
    return (path.at(-1) as number) < (own.length === list.length ? at : (list[own.length] as number))
  })
  const template = before.findLast(({ value }) => typeof value['send'] === 'string' && value['send'] !== '')?.value['send']
  return template as string | undefined
}

/** A name for a step that no other step has: send-2. */
export function freeId(tree: JourneyTree, wanted: string): string {
  const taken = new Set(Array.from(everyStep(tree.steps), ([step]) => step.id))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}-${number}`
    if (!taken.has(id)) return id
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
