// What can be done to a journey by form, whichever view it is done in: select, insert, move, copy, paste, take away. Every deed is a change of the draft's
// text, so that it can be undone and is seen in all views at once.

import { useMemo } from 'react'
import { useUrlState } from '../../shell/url-state.ts'
import { stepBegins, triggerBegins } from './begins.ts'
import type { Edit, Path } from './journey-text.ts'
import {
  copyOf,
  everyStep,
  freeId,
  type JourneyTree,
  pathOf,
  placeOf,
  type StepKind,
  type StepNode,
  shift,
  stepAt,
  type TriggerKind,
  type Value,
} from './step-tree.ts'
import type { Draft, FileProblem } from './use-draft.ts'

export interface Editing {
  readonly draft: Draft
  readonly tree: JourneyTree
  /** The place of what is selected; "" is the journey as a whole. */
  readonly selected: string
  readonly select: (place: string) => void
  readonly isLocked: boolean
  readonly stepIds: readonly string[]
  /** Events that let people in. */
  readonly triggers: readonly string[]
  readonly edit: (edits: readonly Edit[]) => void
  step(place: string): StepNode | undefined
  placeOfStep(id: string): string | undefined
  /** Those of a part itself, and not of what stands in it. */
  problemsAt(place: string): readonly FileProblem[]
  /** How many are in each part. */
  readonly problemCounts: ReadonlyMap<string, readonly FileProblem[]>
  insert(list: Path, at: number, kind: StepKind): void
  addTrigger(kind: TriggerKind): void
  remove(place: string): void
  shift(place: string, by: -1 | 1): void
  duplicate(place: string): void
  copy(place: string): void
  /** After a step; at the end of the journey when nothing is selected. */
  paste(place: string): void
  readonly canPaste: () => boolean
}

const keptAs = 'oncue.copied-step'
const noProblems: readonly FileProblem[] = []

/** Ties a draft to what is selected in the address. */
export function useEditing(draft: Draft): Editing {
  const [selected, select] = useUrlState('step')
  const { tree } = draft
  const problemCounts = useMemo(() => problemsByPlace(draft), [draft.problems, draft.read, draft])
  const stepIds = useMemo(() => Array.from(everyStep(tree.steps), ([step]) => step.id), [tree])
  const edit = (edits: readonly Edit[]): void => {
    if (draft.locked === null && draft.read.value !== undefined) draft.edit(edits)
  }
  const place = (list: Path, at: number, value: Value): void => {
    edit([{ do: 'insert', list, at, value }])
    select(placeOf([...list, at]))
  }
  const behind = (of: string): { readonly list: Path; readonly at: number } => {
    const step = stepAt(tree, of)
    return step === undefined ? { list: ['steps'], at: tree.steps.length } : { list: step.path.slice(0, -1), at: (step.path.at(-1) as number) + 1 }
  }
  return {
    draft,
    tree,
    selected,
    select,
    isLocked: draft.locked !== null || draft.read.value === undefined,
    stepIds,
    triggers: tree.triggers.flatMap(({ value }) => [value['on']].flat().filter((one) => typeof one === 'string')),
    edit,
    step: (of) => stepAt(tree, of),
    placeOfStep: (id) => Array.from(everyStep(tree.steps), ([step]) => step).find((step) => step.id === id)?.place,
    problemsAt: (of) => problemCounts.get(of) ?? noProblems,
    problemCounts,
    insert: (list, at, kind) => place(list, at, { id: freeId(tree, kind), ...stepBegins[kind] }),
    addTrigger: (kind) => place(['enter'], tree.triggers.length, triggerBegins[kind]),
    remove(of) {
      edit([{ do: 'remove', path: pathOf(of) }])
      select('')
    },
    shift(of, by) {
      const step = stepAt(tree, of)
      if (step === undefined) return
      const list = step.path.slice(0, -1)
      const count = siblingsOf(tree, list).length
      const change = shift(step, by, count)
      if (change === undefined) return
      edit([change])
      select(placeOf([...list, (step.path.at(-1) as number) + by]))
    },
    duplicate(of) {
      const step = stepAt(tree, of)
      if (step === undefined) return
      const { list, at } = behind(of)
      place(list, at, copyOf(tree, step.value))
    },
    copy(of) {
      const step = stepAt(tree, of)
      if (step !== undefined) sessionStorage.setItem(keptAs, JSON.stringify(step.value))
    },
    paste(of) {
      const kept = sessionStorage.getItem(keptAs)
      if (kept === null) return
      const value = JSON.parse(kept) as Value
      const { list, at } = behind(of)
      const isTaken = stepIds.includes(String(value['id']))
      place(list, at, isTaken ? copyOf(tree, value) : value)
    },
    canPaste: () => sessionStorage.getItem(keptAs) !== null,
  }
}

function siblingsOf(tree: JourneyTree, list: Path): readonly StepNode[] {
  const at = placeOf(list)
  if (at === 'steps') return tree.steps
  for (const [step] of everyStep(tree.steps)) for (const branch of step.branches) if (placeOf(branch.list) === at) return branch.steps
  return []
}

/** Each problem at the innermost step or trigger whose lines it stands in; "" for the rest. */
function problemsByPlace({ problems, read, tree }: Pick<Draft, 'problems' | 'read' | 'tree'>): ReadonlyMap<string, readonly FileProblem[]> {
  if (problems.length === 0) return new Map()
  const parts = [...tree.triggers, ...Array.from(everyStep(tree.steps), ([step]) => step)].flatMap(({ place, path }) => {
    const lines = read.linesOf(path)
    return lines === undefined ? [] : [{ place, from: lines[0], to: lines[1] }]
  })
  const found = new Map<string, FileProblem[]>()
  for (const problem of problems) {
    const inside = parts.filter(({ from, to }) => problem.line >= from && problem.line <= to)
    const place = inside.sort((one, other) => one.to - one.from - (other.to - other.from))[0]?.place ?? ''
    found.set(place, [...(found.get(place) ?? []), problem])
  }
  return found
}
