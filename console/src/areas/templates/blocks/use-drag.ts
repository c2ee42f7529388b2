// Dragging a block by its handle, with mouse, pen or finger: where it would be dropped is found among the places that it can go to, by what is nearest below
// the pointer. The page scrolls along at its edges.

import { type PointerEvent as ReactPointerEvent, type RefObject, useRef, useState } from 'react'
import type { Place } from './edit-page.ts'
import { placesFor } from './moves.ts'
import type { Block, Slot } from './outline.ts'

/** The line that shows where it would stand, in the box of the list. */
export interface DropLine {
  readonly topPx: number
  readonly leftPx: number
  readonly widthPx: number
}

export interface Drag {
  readonly block: Block | undefined
  readonly line: DropLine | undefined
  start(event: ReactPointerEvent<HTMLElement>, block: Block): void
}

const beginsAfterPx = 5
const edgePx = 70
const scrollPx = 14

interface Candidate {
  readonly place: Place
  readonly line: DropLine
}

/** The drag over the list in this box. */
export function useDrag(box: RefObject<HTMLElement | null>, outline: Slot | undefined, onDrop: (block: Block, place: Place) => void): Drag {
  const [block, setBlock] = useState<Block | undefined>()
  const [line, setLine] = useState<DropLine | undefined>()
  const target = useRef<Candidate | undefined>(undefined)
  const start = (event: ReactPointerEvent<HTMLElement>, dragged: Block): void => {
    if (event.button !== 0 || outline === undefined) return
    const handle = event.currentTarget
    const from = { x: event.clientX, y: event.clientY }
    let isDragging = false
    handle.setPointerCapture(event.pointerId)
    const move = (at: PointerEvent): void => {
      if (!isDragging && Math.hypot(at.clientX - from.x, at.clientY - from.y) < beginsAfterPx) return
      if (!isDragging) setBlock(dragged)
      isDragging = true
      if (at.clientY < edgePx) window.scrollBy(0, -scrollPx)
      if (at.clientY > window.innerHeight - edgePx) window.scrollBy(0, scrollPx)
      target.current = box.current === null ? undefined : nearest(candidates(box.current, outline, dragged), box.current, at)
      setLine(target.current?.line)
    }
    const end = (dropped: boolean): void => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', up)
      handle.removeEventListener('pointercancel', cancel)
      window.removeEventListener('keydown', key)
      setBlock(undefined)
      setLine(undefined)
      if (dropped && isDragging && target.current !== undefined) onDrop(dragged, target.current.place)
      target.current = undefined
    }
    const up = (): void => end(true)
    const cancel = (): void => end(false)
    const key = ({ key: pressed }: KeyboardEvent): void => {
      if (pressed === 'Escape') cancel()
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', up)
    handle.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key)
  }
  return { block, line, start }
}

/** Each place with the line that shows it: above the block that would come behind it, or below the last one. */
function candidates(box: HTMLElement, outline: Slot, block: Block): readonly Candidate[] {
  const own = box.getBoundingClientRect()
  const rectOf = (selector: string): DOMRect | undefined => box.querySelector(selector)?.getBoundingClientRect()
  return placesFor(outline, block).flatMap((place): Candidate[] => {
    const { slot, index } = place
    const next = slot.blocks[index]
    const last = slot.blocks.at(-1)
    const rect =
      next !== undefined
        ? rectOf(`[data-block="${next.path}"]`)
        : last !== undefined
          ? rectOf(`[data-block="${last.path}"]`)
          : rectOf(`[data-slot="${slot.path}"]`)
    if (rect === undefined) return []
    const y = next !== undefined ? rect.top - 4 : last !== undefined ? rect.bottom + 4 : rect.top + 4
    return [{ place, line: { topPx: y - own.top, leftPx: rect.left - own.left, widthPx: rect.width } }]
  })
}

function nearest(all: readonly Candidate[], box: HTMLElement, at: { readonly clientX: number; readonly clientY: number }): Candidate | undefined {
  const own = box.getBoundingClientRect()
  const x = at.clientX - own.left
  const y = at.clientY - own.top
  const distance = ({ line }: Candidate): number => {
    const aside = Math.max(line.leftPx - x, 0, x - line.leftPx - line.widthPx)
    return Math.abs(line.topPx - y) + aside * 2
  }
  return all.reduce<Candidate | undefined>((best, one) => (best === undefined || distance(one) < distance(best) ? one : best), undefined)
}
