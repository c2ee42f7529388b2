// The lines of the drawing, and on each the way that it is and a + that puts a step there. With Tab one comes from a card to each + on its own lines: all of
// them one after another would be a long way through a long journey.

import { Plus } from 'lucide-react'
import { memo, useMemo } from 'react'
import { KeepsSize, useReadable } from '../../kit/drawing.tsx'
import { touches } from '../../kit/sight.ts'
import { type Say, useWords } from '../../words/words.ts'
import { AddStepMenu } from './add-step-menu.tsx'
import type { Placed } from './graph-layout.ts'
import { type Ends, type Sign, signsOf } from './line-ends.ts'
import { branchWords } from './step-look.ts'
import type { StepKind } from './step-tree.ts'
import type { Spot } from './use-editing.ts'

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

interface LabelsProps {
  readonly ends: readonly Ends[]
  readonly sayCondition: Say | undefined
  /** The card that is reached with Tab. */
  readonly entrance: string | undefined
  /** Undefined where nothing may be changed. */
  readonly onAdd: ((place: Sign['place'], kind: StepKind) => void) | undefined
  readonly onPaste: (spot: Spot) => void
}

/** What stands on the lines near the window; nothing from afar. */
export const LineLabels = memo(function LineLabels({ ends, entrance, ...rest }: LabelsProps) {
  const readable = useReadable()
  const signs = useMemo(() => signsOf(ends), [ends])
  if (readable === undefined) return null
  const near = signs.filter(({ at }) => touches(readable, { ...at, width: 0, height: 0 }))
  return near.map((sign) => <Label key={sign.id} sign={sign} isBehindEntrance={sign.from === entrance} {...rest} />)
})

interface LabelProps extends Pick<LabelsProps, 'sayCondition' | 'onAdd' | 'onPaste'> {
  readonly sign: Sign
  readonly isBehindEntrance: boolean
}

const roundButton =
  'grid size-6 place-items-center rounded-full border border-line-strong bg-card text-soft hover:border-accent hover:text-accent [&_svg]:size-3.5'

interface FarProps {
  /** The card that is reached with Tab. */
  readonly card: Placed | undefined
  readonly onAdd: (place: Sign['place'], kind: StepKind) => void
  readonly onPaste: (spot: Spot) => void
}

/** From afar the lines have no +; the card that is selected has one below it, as large as ever. */
export function FarAdd({ card, onAdd, onPaste }: FarProps) {
  const say = useWords('journeys')
  const isNear = useReadable() !== undefined
  const path = card?.step?.path
  if (isNear || card === undefined || card.step?.isEnd === true) return null
  const place = path === undefined ? { list: ['steps'], at: 0 } : { list: path.slice(0, -1), at: (path.at(-1) as number) + 1 }
  return (
    <KeepsSize key={card.id} x={card.x + card.width / 2} y={card.y + card.height}>
      <AddStepMenu
        trigger={
          <button type="button" data-behind={card.id} aria-label={say('add-here')} className={`${roundButton} relative top-3`}>
            <Plus aria-hidden />
          </button>
        }
        onChoose={(kind) => onAdd(place, kind)}
        onPaste={() => onPaste(place)}
      />
    </KeepsSize>
  )
}

const Label = memo(function Label({ sign, isBehindEntrance, sayCondition, onAdd, onPaste }: LabelProps) {
  const say = useWords('journeys')
  const { at, branch, from, place } = sign
  const words = branch === undefined ? undefined : branchWords(branch.value, say, sayCondition, branch.share)
  return (
    <div className="absolute top-0 left-0 flex items-center gap-1" style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}>
      {words !== undefined && (
        <span className="max-w-44 truncate rounded-sm border border-line bg-card px-1.5 text-xs text-ink" title={words}>
          {words}
        </span>
      )}
      {onAdd !== undefined && (
        <AddStepMenu
          trigger={
            <button
              type="button"
              tabIndex={isBehindEntrance ? 0 : -1}
              data-behind={from}
              aria-label={words === undefined ? say('add-here') : say('add-on-way', { words })}
              className={roundButton}
            >
              <Plus aria-hidden />
            </button>
          }
          onChoose={(kind) => onAdd(place, kind)}
          onPaste={() => onPaste({ list: place.list, at: place.at })}
        />
      )}
    </div>
  )
})
