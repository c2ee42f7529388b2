// The lines of the drawing, and on each the way that it is and a + that puts a step there. The + is for the mouse: by keyboard the same is done from a card.

import { Plus } from 'lucide-react'
import { memo, useMemo } from 'react'
import { useDetail } from '../../kit/drawing.tsx'
import { useWords } from '../../words/words.ts'
import { useConditionWords } from '../conditions/use-condition-words.ts'
import { AddStepMenu } from './add-step-menu.tsx'
import { useCanvas } from './canvas-context.ts'
import { type Ends, type Sign, signsOf } from './line-ends.ts'
import { branchWords } from './step-look.ts'

/** All of them, in one picture. */
export const Lines = memo(function Lines({ ends, width, height }: { readonly ends: readonly Ends[]; readonly width: number; readonly height: number }) {
  return (
    <svg
      aria-hidden
      width={width}
      height={height}
      className="pointer-events-none absolute top-0 left-0 overflow-visible fill-none stroke-line-strong stroke-[1.5]"
    >
      <path d={ends.map(pathOf).join(' ')} />
    </svg>
  )
})

/** Down, over above the card that it leads to, and down again, with round corners. */
function pathOf({ source, target }: Ends): string {
  const turn = Math.max(source.y, target.y - 32)
  const way = target.x - source.x
  const radius = Math.min(10, Math.abs(way) / 2, turn - source.y, Math.max(0, target.y - turn))
  if (Math.abs(way) < 1 || radius <= 0) return `M${source.x},${source.y} V${turn} H${target.x} V${target.y}`
  const side = Math.sign(way) * radius
  return `M${source.x},${source.y} V${turn - radius} Q${source.x},${turn} ${source.x + side},${turn} H${target.x - side} Q${target.x},${turn} ${target.x},${turn + radius} V${target.y}`
}

/** What stands on the lines; nothing from afar. */
export function LineLabels({ ends }: { readonly ends: readonly Ends[] }) {
  const detail = useDetail()
  const signs = useMemo(() => signsOf(ends), [ends])
  if (detail !== 'near') return null
  return signs.map((sign) => <Label key={sign.id} {...sign} />)
}

function Label({ at, branch, place }: Sign) {
  const say = useWords('journeys')
  const sayCondition = useConditionWords()
  const words = branch === undefined ? undefined : branchWords(branch.value, say, sayCondition)
  const { editing } = useCanvas()
  return (
    <div className="absolute top-0 left-0 flex items-center gap-1" style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}>
      {words !== undefined && (
        <span className="max-w-44 truncate rounded-sm border border-line bg-card px-1.5 text-xs text-ink" title={words}>
          {words}
        </span>
      )}
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
  )
}
