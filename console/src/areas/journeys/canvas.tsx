// A journey as a drawing: triggers on top, steps below, ways side by side. Everything is laid out by itself; + on a line puts a step there. Arrow keys
// move between cards, Enter opens one, Delete takes it away. It is fetched when it is first shown.

import { type Edge, type Node, Panel, ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../kit/button.tsx'
import { FlowCanvas } from '../../kit/flow-canvas.tsx'
import { Input } from '../../kit/input.tsx'
import { useWords } from '../../words/words.ts'
import { CardNode, ExitNode, PassNode } from './canvas-card.tsx'
import { CanvasContext, type CanvasParts } from './canvas-context.ts'
import { WayEdge } from './canvas-edge.tsx'
import { type Layout, layoutJourney } from './graph-layout.ts'
import type { Overlay } from './overlay.ts'
import { stepWords } from './step-look.ts'
import { everyStep } from './step-tree.ts'
import type { Editing } from './use-editing.ts'
import type { JourneyNumbers } from './use-numbers.ts'

const nodeTypes = { card: CardNode, exit: ExitNode, pass: PassNode }
const edgeTypes = { way: WayEdge }

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
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  )
}

function Drawing({ editing, numbers, overlay, onOpen, label }: CanvasProps) {
  const say = useWords('journeys')
  const { tree, selected } = editing
  const layout = useMemo(() => layoutJourney(tree), [tree])
  const nodes = useMemo(() => nodesOf(layout), [layout])
  const edges = useMemo(() => edgesOf(layout), [layout])
  const parts: CanvasParts = { editing, numbers, overlay }
  const place = useRef<HTMLDivElement>(null)
  const flow = useReactFlow()
  // A step that is chosen elsewhere, such as by its problem, comes into sight.
  useEffect(() => {
    if (selected === '' || !layout.cards.some(({ id }) => id === selected)) return
    if (place.current?.contains(document.activeElement) === true) return
    void flow.fitView({ nodes: [{ id: selected }], maxZoom: 1, minZoom: 0.6, duration: 0 })
  }, [selected, layout, flow])
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => moveOn(event, { layout, editing, onOpen })
  return (
    <CanvasContext value={parts}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards take the focus; this moves between them */}
      <div ref={place} onKeyDown={onKeyDown} className="h-full overflow-hidden rounded-lg border border-line">
        <FlowCanvas
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          disableKeyboardA11y
          elementsSelectable={false}
          onNodeClick={(_, node) => editing.select(node.type === 'card' ? node.id : '')}
          onPaneClick={() => editing.select('')}
          aria-label={label ?? say('canvas-label')}
          proOptions={{ hideAttribution: true }}
        >
          <Panel position="top-right">
            <Find editing={editing} />
          </Panel>
        </FlowCanvas>
      </div>
    </CanvasContext>
  )
}

/** Goes to the next step whose name or words hold a text. */
function Find({ editing }: { readonly editing: Editing }) {
  const say = useWords('journeys')
  const [text, setText] = useState('')
  const flow = useReactFlow()
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
    void flow.fitView({ nodes: [{ id: next.place }], maxZoom: 1, minZoom: 0.6, duration: 0 })
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

function nodesOf({ cards }: Layout): Node[] {
  return cards.map((card) => ({
    id: card.id,
    type: card.type === 'exit' || card.type === 'pass' ? card.type : 'card',
    position: { x: card.x, y: card.y },
    width: card.width,
    height: card.height,
    data: { card },
    draggable: false,
    focusable: card.type === 'step' || card.type === 'trigger',
  }))
}

function edgesOf({ lines }: Layout): Edge[] {
  return lines.map((line) => ({ id: line.id, source: line.from, target: line.to, type: 'way', data: { line }, focusable: false }))
}

interface Walk {
  readonly layout: Layout
  readonly editing: Editing
  readonly onOpen: () => void
}

/** The keys of the drawing. */
function moveOn(event: KeyboardEvent<HTMLElement>, { layout, editing, onOpen }: Walk): void {
  const own = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node')
  const at = layout.cards.find(({ id }) => id === own?.dataset['id'])
  if (own === null || at === undefined) return
  const isCommand = event.ctrlKey || event.metaKey
  const towards = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key]
  if (towards !== undefined) {
    const next = nearest(layout, at.id, towards as [number, number])
    event.currentTarget.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(next ?? at.id)}"]`)?.focus()
    if (next !== undefined) editing.select(next)
  } else if (event.key === 'Enter' || event.key === ' ') {
    editing.select(at.id)
    onOpen()
  } else if (event.key === 'Delete' && at.step !== undefined) editing.remove(at.id)
  else if (isCommand && event.key === 'c') editing.copy(at.id)
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
