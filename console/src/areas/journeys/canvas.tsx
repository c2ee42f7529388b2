// A journey as a drawing: triggers on top, steps below, ways side by side. Everything is laid out by itself; + on a line puts a step there. Arrow keys
// move between cards, Enter opens one, Delete takes it away. It is fetched when it is first shown.

import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { Drawing, type DrawingHandle } from '../../kit/drawing.tsx'
import { Input } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import { CardNode, ExitNode, PassNode } from './canvas-card.tsx'
import { CanvasContext, type CanvasParts } from './canvas-context.ts'
import { LineLabels, Lines } from './canvas-edge.tsx'
import { type Layout, layoutJourney } from './graph-layout.ts'
import { endsOf } from './line-ends.ts'
import type { Overlay } from './overlay.ts'
import { stepWords } from './step-look.ts'
import { everyStep } from './step-tree.ts'
import type { Editing } from './use-editing.ts'
import type { JourneyNumbers } from './use-numbers.ts'

interface CanvasProps {
  readonly editing: Editing
  readonly numbers: JourneyNumbers | undefined
  /** What is laid over the cards in place of their numbers. */
  readonly overlay: Overlay | undefined
  /** Enter on a card: to what is said of it. */
  readonly onOpen: () => void
  readonly label?: string
}

/** The drawing. */
export function Canvas({ editing, numbers, overlay, onOpen, label }: CanvasProps) {
  const say = useWords('journeys')
  const { tree, selected } = editing
  const layout = useMemo(() => layoutJourney(tree), [tree])
  const ends = useMemo(() => endsOf(layout), [layout])
  const size = useMemo(() => sizeOf(layout), [layout])
  const parts: CanvasParts = { editing, numbers, overlay }
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
  const entrance = layout.cards.some(({ id }) => id === selected) ? selected : layout.cards[0]?.id
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => moveOn(event, { layout, editing, onOpen })
  return (
    <CanvasContext value={parts}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards take the focus; this moves between them */}
      <div
        ref={place}
        onKeyDown={onKeyDown}
        onFocus={(event) => show(cardOf(event.target) ?? '', 'if hidden')}
        onClick={(event) => {
          const id = cardOf(event.target)
          if (id !== undefined) editing.select(id)
        }}
        className="h-full overflow-hidden rounded-lg border border-line"
      >
        <Drawing
          ref={drawing}
          size={size}
          label={label ?? say('canvas-label')}
          onBackground={() => editing.select('')}
          corner={<Find editing={editing} onFound={(id) => show(id, 'always')} />}
        >
          <Lines ends={ends} width={size.width} height={size.height} />
          {layout.cards.map((card) =>
            card.type === 'exit' ? (
              <ExitNode key={card.id} card={card} />
            ) : card.type === 'pass' ? (
              <PassNode key={card.id} card={card} />
            ) : (
              <CardNode key={card.id} card={card} isEntrance={card.id === entrance} />
            ),
          )}
          <LineLabels ends={ends} />
        </Drawing>
      </div>
    </CanvasContext>
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

/** The keys of the drawing. */
function moveOn(event: KeyboardEvent<HTMLElement>, { layout, editing, onOpen }: Walk): void {
  const own = cardOf(event.target)
  const at = layout.cards.find(({ id }) => id === own)
  if (at === undefined) return
  const isCommand = event.ctrlKey || event.metaKey
  const towards = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key]
  if (towards !== undefined) {
    const next = nearest(layout, at.id, towards as [number, number])
    focusCard(event.currentTarget, next ?? at.id)
    if (next !== undefined) editing.select(next)
  } else if (event.key === 'Enter' || event.key === ' ') {
    editing.select(at.id)
    onOpen()
  } else if (event.key === 'Delete' && at.step !== undefined) {
    // What stands above keeps its place, and whoever goes on by keyboard goes on from there.
    const above = nearest(layout, at.id, [0, -1])
    editing.remove(at.id)
    if (above !== undefined) {
      focusCard(event.currentTarget, above)
      editing.select(above)
    }
  } else if (isCommand && event.key === 'c') editing.copy(at.id)
  else if (isCommand && event.key === 'v') editing.paste(at.id)
  else return
  event.preventDefault()
}

/** The card that is nearest in a direction; sideways counts more than far. */
function nearest({ cards }: Layout, from: string, [x, y]: readonly [number, number]): string | undefined {
  const own = cards.find(({ id }) => id === from)
  if (own === undefined) return undefined
  const middle = (card: (typeof cards)[number]): readonly [number, number] => [card.x + card.width / 2, card.y + card.height / 2]
  const [ownX, ownY] = middle(own)
  let best: { readonly id: string; readonly far: number } | undefined
  for (const card of cards) {
    if (card.id === from || card.type === 'exit' || card.type === 'pass') continue
    const [cardX, cardY] = middle(card)
    const along = (cardX - ownX) * x + (cardY - ownY) * y
    const aside = Math.abs((cardX - ownX) * y) + Math.abs((cardY - ownY) * x)
    if (along <= 10) continue
    const far = along + aside * 2
    if (best === undefined || far < best.far) best = { id: card.id, far }
  }
  return best?.id
}
