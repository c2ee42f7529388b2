// What can be done to a journey by form, whichever view it is done in: select one step or several, insert, move, copy, paste, take away. Every deed is one
// change of the draft's text, so that it can be undone and is seen in all views at once.

import { useMemo, useState } from 'react'
import { useUrlState } from '../../shell/url-state.ts'
import { stepBegins, triggerBegins } from './begins.ts'
import { fetchReader, readerNow, withReader } from './journey-reader.ts'
import type { Edit } from './journey-text.ts'
import { freshNames, outermost, removals, type Shift, shifted, stepsBetween } from './many-steps.ts'
import { wholeJourney } from './rules.ts'
import type { Clip } from './step-clip.ts'
import {
  everyStep,
  freeId,
  type JourneyTree,
  mailBefore,
  type Path,
  pathOf,
  placeOf,
  rulePlaces,
  type StepKind,
  type StepNode,
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
  /** The places of all selected steps, in the order of the journey; of one, when one is selected. */
  readonly chosen: readonly string[]
  /** Several are selected, the last of them is where things go on from. */
  readonly choose: (places: readonly string[]) => void
  /** A press on a step: it alone, it beside the others, or all from the selected one to it. */
  readonly press: (place: string, how: Press) => void
  /** By keyboard from one step to the next: both are selected; on the way back the one that is left is not. */
  readonly extend: (from: string, to: string) => void
  /** Each press selects a step beside the others, for those who have no key to hold. */
  readonly isPicking: boolean
  readonly setPicking: (isPicking: boolean) => void
  readonly isLocked: boolean
  readonly stepIds: readonly string[]
  /** Events that let people in. */
  readonly triggers: readonly string[]
  readonly edit: (edits: readonly Edit[]) => void
  step(place: string): StepNode | undefined
  placeOfStep(id: string): string | undefined
  /** The innermost step, trigger, goal or reasons to leave in whose lines of the file a line stands; "" for the rest. Once what reads the text is there. */
  placeAt(line: number): string
  /** Those of a part itself, and not of what stands in it. */
  problemsAt(place: string): readonly FileProblem[]
  /** How many are in each part. */
  readonly problemCounts: ReadonlyMap<string, readonly FileProblem[]>
  insert(list: Path, at: number, kind: StepKind): void
  addTrigger(kind: TriggerKind): void
  /** Triggers or steps. */
  remove(places: readonly string[]): void
  /** What moves steps up or down among their neighbors; undefined where that cannot be. */
  shiftOf(places: readonly string[], by: -1 | 1): Shift | undefined
  shift(places: readonly string[], by: -1 | 1): void
  duplicate(places: readonly string[]): void
  /** Steps as YAML; "" when there are none, and while nothing is there yet to write them with. */
  clip(places: readonly string[]): string
  /** Says what is wrong with the text when it holds no steps. */
  paste(text: string, spot: Spot): Promise<Clip>
}

/** Behind the step of a place, or where something would stand in a list; "" is the end of the journey. */
export type Spot = string | { readonly list: Path; readonly at: number }

/** alone, beside the others, or with all between. */
export type Press = 'alone' | 'beside' | 'range'

const noProblems: readonly FileProblem[] = []

/** Ties the draft of a journey to what is selected in the address. */
export function useEditing(draft: Draft): Editing {
  const [selected, setSelected] = useUrlState('step')
  // Not in the address: hundreds of them would be more than a server takes.
  const [many, setMany] = useState<readonly string[]>([])
  const [isPicking, setPicking] = useState(false)
  const choose = (places: readonly string[]): void => {
    setMany(places)
    setSelected(places.at(-1) ?? '')
  }
  const select = (of: string): void => choose(of === '' ? [] : [of])
  const { tree } = draft
  const { problems, read } = draft
  const problemCounts = useMemo(() => problemsByPlace({ problems, read, tree }), [problems, read, tree])
  const stepIds = useMemo(() => Array.from(everyStep(tree.steps), ([step]) => step.id), [tree])
  const isLocked = draft.locked !== null || draft.mayNot !== undefined || draft.read.value === undefined
  const edit = (edits: readonly Edit[]): void => {
    if (!isLocked) draft.edit(edits)
  }
  const place = (list: Path, at: number, value: Value): void => {
    edit([{ do: 'insert', list, at, value }])
    select(placeOf([...list, at]))
  }
  const behind = (of: Spot): Exclude<Spot, string> => {
    if (typeof of !== 'string') return of
    const step = stepAt(tree, of)
    return step === undefined ? { list: ['steps'], at: tree.steps.length } : { list: step.path.slice(0, -1), at: (step.path.at(-1) as number) + 1 }
  }
  const chosen = useMemo(() => {
    // What was opened by another way, such as the address, is selected alone.
    const wanted = new Set(many.includes(selected) ? many : [selected])
    return Array.from(everyStep(tree.steps), ([step]) => step.place).filter((one) => wanted.has(one))
  }, [tree, many, selected])
  const paste = async (text: string, of: Spot): Promise<Clip> => {
    const { readClip } = await fetchReader()
    const clip = readClip(text)
    if ('wrong' in clip) return clip
    const { list, at } = behind(of)
    if (isLocked) return clip
    edit([{ do: 'paste', list, at, text, names: freshNames(tree, clip.steps) }])
    choose(clip.steps.map((_, index) => placeOf([...list, at + index])))
    return clip
  }
  const clipped = (places: readonly string[]): string => {
    const steps = outermost(tree, places)
    const reader = readerNow()
    return steps.length === 0 || draft.mayNot !== undefined || draft.read.value === undefined || reader === undefined
      ? ''
      : reader.clipOf(
          draft.text,
          draft.journey,
          steps.map(({ path }) => path),
        )
  }
  return {
    draft,
    tree,
    selected,
    select,
    chosen,
    choose,
    press(of, how) {
      const isStep = stepAt(tree, of) !== undefined
      if (!isStep || chosen.length === 0 || (how === 'alone' && !isPicking)) return select(of)
      if (how === 'range') return choose([...stepsBetween(tree, selected, of).filter((one) => one !== of), of])
      // A second press takes it out again.
      choose(chosen.includes(of) ? chosen.filter((one) => one !== of) : [...chosen, of])
    },
    extend(from, to) {
      // Two of them may come before the page is drawn anew.
      setMany((before) => {
        const those = before.includes(from) ? before : [from]
        return those.includes(to) ? those.filter((one) => one !== from) : [...those, to]
      })
      setSelected(to)
    },
    isPicking,
    setPicking,
    isLocked,
    stepIds,
    triggers: tree.triggers.flatMap(({ value }) => [value['on']].flat().filter((one) => typeof one === 'string')),
    edit,
    step: (of) => stepAt(tree, of),
    placeOfStep: (id) => Array.from(everyStep(tree.steps), ([step]) => step).find((step) => step.id === id)?.place,
    placeAt: (line) => placeIn(linesOfParts(draft), line),
    problemsAt: (of) => problemCounts.get(of === wholeJourney ? '' : of) ?? noProblems,
    problemCounts,
    insert(list, at, kind) {
      const mail = kind === 'choose' ? mailBefore(tree, list, at) : undefined
      place(list, at, { id: freeId(tree, kind), ...(mail === undefined ? stepBegins[kind] : openedOrNot(mail)) })
    },
    addTrigger: (kind) => place(['enter'], tree.triggers.length, triggerBegins[kind]),
    remove(places) {
      const steps = outermost(tree, places)
      edit(steps.length > 0 ? removals(steps) : places.map((of) => ({ do: 'remove', path: pathOf(of) })))
      select('')
    },
    shiftOf: (places, by) => shifted(tree, outermost(tree, places), by),
    shift(places, by) {
      const moved = shifted(tree, outermost(tree, places), by)
      if (moved === undefined) return
      edit(moved.edits)
      choose(moved.places)
    },
    duplicate: (places) => withReader(() => void paste(clipped(places), outermost(tree, places).at(-1)?.place ?? '')),
    clip: clipped,
    paste,
  }
}

/** What is asked most after a mail. */
function openedOrNot(template: string): Value {
  return { choose: [{ if: { message: template, did: 'opened', since: 'enrollment' }, steps: [] }, { else: [] }] }
}

/** Each problem at the innermost step, trigger, goal or reasons to leave whose lines it stands in; "" for the rest. */
function problemsByPlace({ problems, read, tree }: Pick<Draft, 'problems' | 'read' | 'tree'>): ReadonlyMap<string, readonly FileProblem[]> {
  if (problems.length === 0) return new Map()
  const parts = linesOfParts({ read, tree })
  const found = new Map<string, FileProblem[]>()
  for (const problem of problems) {
    const place = placeIn(parts, problem.line)
    found.set(place, [...(found.get(place) ?? []), problem])
  }
  return found
}

interface Lines {
  readonly place: string
  readonly from: number
  readonly to: number
}

function linesOfParts({ read, tree }: Pick<Draft, 'read' | 'tree'>): readonly Lines[] {
  const rules = rulePlaces.map((place) => ({ place, path: [place] }))
  return [...tree.triggers, ...rules, ...Array.from(everyStep(tree.steps), ([step]) => step)].flatMap(({ place, path }) => {
    const lines = read.linesOf(path)
    return lines === undefined ? [] : [{ place, from: lines[0], to: lines[1] }]
  })
}

function placeIn(parts: readonly Lines[], line: number): string {
  const inside = parts.filter(({ from, to }) => line >= from && line <= to)
  return inside.sort((one, other) => one.to - one.from - (other.to - other.from))[0]?.place ?? ''
}
