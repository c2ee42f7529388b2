// A line of the drawing, with the way that it is and a + that puts a step there. The + is for the mouse: by keyboard the same is done from a card.

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, useStore } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { useWords } from '../../words/words.ts'
import { AddStepMenu } from './add-step-menu.tsx'
import { useCanvas } from './canvas-context.ts'
import type { Line } from './graph-layout.ts'
import { branchWords } from './step-look.ts'

const farZoom = 0.5

/** The line. */
export function WayEdge({ id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data }: EdgeProps) {
  const { line } = data as unknown as { readonly line: Line }
  const isFar = useStore(({ transform }) => transform[2] < farZoom)
  const centerY = targetY - 32
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, centerY, borderRadius: 10 })
  return (
    <>
      <BaseEdge id={id} path={path} />
      {!isFar && <Labels line={line} source={{ x: sourceX, y: sourceY + 14 }} target={{ x: targetX, y: Math.max(targetY - 15, sourceY + 10) }} />}
    </>
  )
}

interface Point {
  readonly x: number
  readonly y: number
}

function Labels({ line, source, target }: { readonly line: Line; readonly source: Point; readonly target: Point }) {
  const say = useWords('journeys')
  const { joins } = line
  const words = line.branch === undefined ? undefined : branchWords(line.branch.value, say)
  if (joins === undefined) return <Label at={target} words={words} place={line} />
  // Lines come together: below each its own +, and one for all of them where they meet.
  return (
    <>
      {!line.from.endsWith('.pass') && <Label at={source} words={words} place={line} />}
      {joins !== 'as another' && <Label at={target} words={undefined} place={joins} />}
    </>
  )
}

function Label({ at, words, place }: { readonly at: Point; readonly words: string | undefined; readonly place: Pick<Line, 'list' | 'at'> }) {
  const say = useWords('journeys')
  const { editing } = useCanvas()
  return (
    <EdgeLabelRenderer>
      <div
        className="nodrag nopan absolute flex items-center gap-1"
        style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)`, pointerEvents: 'all' }}
      >
        {words !== undefined && <span className="max-w-44 truncate rounded-sm border border-line bg-card px-1.5 text-xs text-ink">{words}</span>}
        {!editing.isLocked && (
          <AddStepMenu
            trigger={
              <button
                type="button"
                tabIndex={-1}
                aria-label={say('add-here')}
                className="grid size-6 place-items-center rounded-full border border-line-strong bg-card text-soft hover:border-accent hover:text-accent [&_svg]:size-3.5"
              >
                <Plus aria-hidden />
              </button>
            }
            onChoose={(kind) => editing.insert(place.list, place.at, kind)}
          />
        )}
      </div>
    </EdgeLabelRenderer>
  )
}
