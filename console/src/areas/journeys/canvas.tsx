// A journey as a drawing: triggers on top, steps below, ways side by side. Everything is laid out by itself; + on a line puts a step there. Arrow keys
// move between cards, with Shift they select several, as a box does; Enter opens one, Delete takes away what is selected. It is fetched when it is first shown.

import { Search } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Drawing, type DrawingHandle } from '../../kit/drawing.tsx'
import { Input } from '../../kit/input.tsx'
import { touches } from '../../kit/sight.ts'
import { useWords } from '../../words/words.ts'
import { useConditionWords } from '../conditions/use-condition-words.ts'
import { CardNode, EndNode, PassNode, SaidContext } from './canvas-card.tsx'
import { FarAdd, LineLabels, Lines } from './canvas-edge.tsx'
import { goneSteps } from './gone.ts'
import { GoneSteps, sizeOfGone } from './gone-steps.tsx'
import { type Layout, layoutJourney, type Placed } from './graph-layout.ts'
import { endsOf, type Sign } from './line-ends.ts'
import type { Overlay } from './overlay.ts'
import { stepWords } from './step-look.ts'
import { everyStep, type StepKind } from './step-tree.ts'
import type { Editing, Spot } from './use-editing.ts'
import type { JourneyNumbers } from './use-numbers.ts'

interface CanvasProps {
  readonly editing: Editing
  readonly numbers: JourneyNumbers | undefined
  /** What is laid over the cards in place of their numbers. */
  readonly overlay: Overlay | undefined
  /** Enter on a card: to what is said of it. */
  readonly onOpen: () => void
  readonly label?: string
  /** Puts what was copied behind a step. */
  readonly onPaste?: (spot: Spot) => void
  /** Its name, where the people at a step may be looked at from here. */
  readonly journey?: string
}

/** Pixels between the drawing and what stands beside it. */
const besideGap = 36

/** The drawing. */
export function Canvas({ editing, numbers, overlay, onOpen, onPaste, label, journey }: CanvasProps) {
  const say = useWords('journeys')
  const { tree, selected, chosen } = editing
  const layout = useMemo(() => layoutJourney(tree), [tree])
  const ends = useMemo(() => endsOf(layout), [layout])
  const gone = useMemo(() => goneSteps(tree, numbers?.steps), [tree, numbers])
  const drawn = useMemo(() => sizeOf(layout), [layout])
  const beside = sizeOfGone(gone.length)
  const size = { width: drawn.width + (gone.length === 0 ? 0 : besideGap + beside.width), height: Math.max(drawn.height, beside.height) }
  const sayCondition = useConditionWords()
  const said = useMemo(() => ({ numbers, sayCondition }), [numbers, sayCondition])
  const latest = useRef(editing)
  const pasting = useRef(onPaste)
  useEffect(() => {
    latest.current = editing
    pasting.current = onPaste
  })
  const paste = useCallback((spot: Spot) => pasting.current?.(spot), [])
  const add = useCallback(({ list, at }: Sign['place'], kind: StepKind) => latest.current.insert(list, at, kind), [])
  const place = useRef<HTMLDivElement>(null)
  const drawing = useRef<DrawingHandle>(null)
  const show = (id: string, when: Parameters<DrawingHandle['show']>[1]): void => {
    const card = layout.cards.find((one) => one.id === id)
    if (card !== undefined) drawing.current?.show(card, when)
  }
  // A step that is chosen elsewhere, such as by its problem, comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice
  useEffect(() => {
    const focused = document.activeElement
    if (selected === '' || focused === null) return
    if (place.current?.contains(focused) !== true) show(selected, 'to be read')
    // What was pasted behind a card has the focus next.
    else if (cardOf(focused) !== undefined && cardOf(focused) !== selected) focusCard(place.current, selected)
  }, [selected, layout])
  const isChosen = useMemo(() => new Set([...chosen, selected]), [chosen, selected])
  const entrance = layout.cards.some(({ id }) => id === selected) ? selected : layout.cards[0]?.id
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => moveOn(event, { layout, editing, onOpen })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards take the focus; this moves between them
    <div
      ref={place}
      onKeyDown={onKeyDown}
      onFocus={(event) => show(cardOf(event.target) ?? '', 'if hidden')}
      onClick={(event) => {
        const id = cardOf(event.target)
        if (id !== undefined) editing.press(id, event.shiftKey || event.ctrlKey || event.metaKey ? 'beside' : 'alone')
      }}
      className="h-full overflow-hidden rounded-lg border border-line"
    >
      <Drawing
        ref={drawing}
        size={size}
        label={label ?? say('canvas-label')}
        onBackground={() => editing.select('')}
        onBox={(box) => editing.choose(layout.cards.filter((card) => card.type === 'step' && touches(box, card)).map(({ id }) => id))}
        corner={<Find editing={editing} onFound={(id) => show(id, 'always')} />}
      >
        <SaidContext value={said}>
          <Lines ends={ends} width={drawn.width} height={drawn.height} />
          {layout.cards.map((card) =>
            card.type === 'end' ? (
              <EndNode key={card.id} card={card} />
            ) : card.type === 'pass' ? (
              <PassNode key={card.id} card={card} />
            ) : (
              <CardNode
                key={card.id}
                card={card}
                isEntrance={card.id === entrance}
                isSelected={isChosen.has(card.id)}
                problems={editing.problemsAt(card.id)}
                overlay={overlay}
              />
            ),
          )}
          {journey !== undefined && <GoneSteps steps={gone} left={drawn.width + besideGap} journey={journey} />}
          <LineLabels ends={ends} entrance={entrance} sayCondition={sayCondition} onAdd={editing.isLocked ? undefined : add} onPaste={paste} />
          {!editing.isLocked && <FarAdd card={layout.cards.find(({ id }) => id === entrance)} onAdd={add} onPaste={paste} />}
        </SaidContext>
      </Drawing>
    </div>
  )
}

function focusCard(place: HTMLElement, id: string): void {
  place.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
}

function cardOf(target: EventTarget): string | undefined {
  return (target as HTMLElement).closest<HTMLElement>('[data-card]')?.dataset['card']
}

function sizeOf({ cards }: Layout): { readonly width: number; readonly height: number } {
  return {
    width: cards.reduce((most, { x, width }) => Math.max(most, x + width), 0),
    height: cards.reduce((most, { y, height }) => Math.max(most, y + height), 0),
  }
}

/** Goes to the next step whose name or words hold a text. */
function Find({ editing, onFound }: { readonly editing: Editing; readonly onFound: (id: string) => void }) {
  const say = useWords('journeys')
  const [text, setText] = useState('')
  const find = (): void => {
    const wanted = text.trim().toLocaleLowerCase()
    if (wanted === '') return
    const all = Array.from(everyStep(editing.tree.steps), ([step]) => step)
    const fits = all.filter((step) =>
      `${step.id} ${stepWords(step.kind, step.value, say)} ${String(step.value['note'] ?? '')}`.toLocaleLowerCase().includes(wanted),
    )
    const next = fits[(fits.findIndex((step) => step.place === editing.selected) + 1) % Math.max(1, fits.length)]
    if (next === undefined) return
    editing.select(next.place)
    onFound(next.place)
  }
  return (
    <form
      className="flex gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        find()
      }}
    >
      <Input aria-label={say('find-step')} placeholder={say('find-step')} value={text} onChange={(event) => setText(event.target.value)} className="w-40" />
      <Button type="submit" icon={<Search aria-hidden />} aria-label={say('find')} />
    </form>
  )
}

interface Walk {
  readonly layout: Layout
  readonly editing: Editing
  readonly onOpen: () => void
}

/** The keys of the drawing: arrows also from a + on a line. */
function moveOn(event: KeyboardEvent<HTMLElement>, walk: Walk): void {
  const { layout, editing } = walk
  const own = cardOf(event.target) ?? (event.target as HTMLElement).dataset['behind']
  const at = layout.cards.find(({ id }) => id === own)
  if (at === undefined) return
  const towards = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key]
  if (event.altKey && at.step !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    editing.shift(chosenWith(editing, at.id), event.key === 'ArrowUp' ? -1 : 1)
  } else if (towards !== undefined) {
    const next = nearest(layout, at.id, towards as [number, number])
    focusCard(event.currentTarget, next ?? at.id)
    if (next === undefined) return event.preventDefault()
    const isStep = at.step !== undefined && layout.cards.some(({ id, step }) => id === next && step !== undefined)
    if (event.shiftKey && isStep) editing.extend(at.id, next)
    else editing.select(next)
  } else if (cardOf(event.target) === undefined || !change(event, at, walk)) return
  event.preventDefault()
}

/** What a key does to the card that it is pressed on. */
function change(event: KeyboardEvent<HTMLElement>, at: Placed, { layout, editing, onOpen }: Walk): boolean {
  const isCommand = event.ctrlKey || event.metaKey
  if (event.key === 'Enter' || event.key === ' ') {
    editing.select(at.id)
    onOpen()
  } else if (event.key === 'Delete' && at.rule !== undefined) {
    const first = layout.cards[0]?.id ?? ''
    editing.remove([at.id])
    focusCard(event.currentTarget, first)
    editing.select(first)
  } else if (event.key === 'Delete' && at.step !== undefined) {
    const those = chosenWith(editing, at.id)
    // What stands above keeps its place, and whoever goes on by keyboard goes on from there.
    const above = nearest(layout, those[0] ?? at.id, [0, -1])
    editing.remove(those)
    if (above !== undefined) {
      focusCard(event.currentTarget, above)
      editing.select(above)
    }
  } else if (isCommand && event.key === 'a')
    editing.choose([...Array.from(everyStep(editing.tree.steps), ([{ place }]) => place).filter((one) => one !== at.id), at.id])
  else if (event.key === 'Escape' && editing.selected !== '') editing.select(editing.chosen.length > 1 ? at.id : '')
  else return false
  return true
}

/** All that is selected, when the step belongs to it. */
function chosenWith({ chosen }: Editing, place: string): readonly string[] {
  return chosen.includes(place) ? chosen : [place]
}

/** The card that is nearest in a direction; sideways counts more than far. */
function nearest({ cards }: Layout, from: string, [x, y]: readonly [number, number]): string | undefined {
  const own = cards.find(({ id }) => id === from)
  if (own === undefined) return undefined
  const middle = (card: (typeof cards)[number]): readonly [number, number] => [card.x + card.width / 2, card.y + card.height / 2]
  const [ownX, ownY] = middle(own)
  let best: { readonly id: string; readonly far: number } | undefined
  for (const card of cards) {
    if (card.id === from || card.type === 'end' || card.type === 'pass') continue
    const [cardX, cardY] = middle(card)
    const along = (cardX - ownX) * x + (cardY - ownY) * y
    const aside = Math.abs((cardX - ownX) * y) + Math.abs((cardY - ownY) * x)
    if (along <= 10) continue
    const far = along + aside * 2
    if (best === undefined || far < best.far) best = { id: card.id, far }
  }
  return best?.id
}
