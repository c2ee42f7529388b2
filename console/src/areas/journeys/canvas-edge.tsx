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
      {!isFar && <Label line={line} x={targetX} y={targetY - 15} sourceY={sourceY} />}
    </>
  )
}

function Label({ line, x, y, sourceY }: { readonly line: Line; readonly x: number; readonly y: number; readonly sourceY: number }) {
  const say = useWords('journeys')
  const { editing } = useCanvas()
  // Several lines may come together at one card: only one of them has the +, beside the card that it leads to.
  const isMain = line.branch === undefined || line.at === 0
  return (
    <EdgeLabelRenderer>
      <div
        className="nodrag nopan absolute flex items-center gap-1"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${Math.max(y, sourceY + 10)}px)`, pointerEvents: 'all' }}
      >
        {line.branch !== undefined && line.to !== 'exit' && (
          <span className="max-w-44 truncate rounded-sm border border-line bg-card px-1.5 text-xs text-ink">{branchWords(line.branch.value, say)}</span>
        )}
        {isMain && !editing.isLocked && (
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
            onChoose={(kind) => editing.insert(line.list, line.at, kind)}
            onPaste={undefined}
          />
        )}
      </div>
    </EdgeLabelRenderer>
  )
}
