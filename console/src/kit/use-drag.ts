// The pointers over a drawing: one drags it, two scale it, one with Shift draws a box around what is to be selected. A press that does not move is a click.

import { type PointerEvent, useRef } from 'react'
import { type Box, type View, zoomed } from './pan-zoom.ts'

interface Point {
  readonly x: number
  readonly y: number
}

interface DragProps {
  readonly view: { readonly current: View }
  /** What shows the box while it is drawn. */
  readonly band: { readonly current: HTMLElement | null }
  readonly move: (next: View) => void
  readonly onBackground: (() => void) | undefined
  readonly onBox: ((box: Box) => void) | undefined
}

/** Pixels up to which a press is a click. */
const click = 4

/** Gives the frame of a drawing its pointers. */
export function useDrag({ view, band, move, onBackground, onBox }: DragProps) {
  const pointers = useRef(new Map<number, Point>())
  const moved = useRef(0)
  /** Where a box begins that is being drawn, in the window. */
  const begin = useRef<Point | undefined>(undefined)
  const isOn = (event: PointerEvent<HTMLElement>, what: string): boolean => (event.target as HTMLElement).closest(what) !== null
  const endBox = (): void => {
    begin.current = undefined
    if (band.current !== null) band.current.hidden = true
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || isOn(event, 'button, input, a, [data-still]')) return
      if (pointers.current.size === 0) {
        moved.current = 0
        if (event.shiftKey && onBox !== undefined) begin.current = pointIn(event)
      } else endBox()
      pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const before = pointers.current.get(event.pointerId)
      if (before === undefined) return
      const now = { x: event.clientX, y: event.clientY }
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
      pointers.current.set(event.pointerId, now)
      moved.current += Math.hypot(now.x - before.x, now.y - before.y)
      // From here on it is no click on a card any more.
      if (moved.current >= click && !event.currentTarget.hasPointerCapture(event.pointerId)) event.currentTarget.setPointerCapture(event.pointerId)
      if (begin.current !== undefined) return show(band.current, boxOf(begin.current, pointIn(event)))
      if (other === undefined) return move({ ...view.current, x: view.current.x + now.x - before.x, y: view.current.y + now.y - before.y })
      const { left, top } = event.currentTarget.getBoundingClientRect()
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
      move(zoomed(view.current, factor, { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top }))
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (!pointers.current.delete(event.pointerId) || pointers.current.size > 0) return
      const from = begin.current
      endBox()
      if (from !== undefined && moved.current >= click) return onBox?.(inDrawing(boxOf(from, pointIn(event)), view.current))
      if (from === undefined && moved.current < click && !isOn(event, '[role="button"]')) onBackground?.()
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      pointers.current.delete(event.pointerId)
      endBox()
    },
  }
}

/** From the left upper corner of the frame. */
function pointIn({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): Point {
  const { left, top } = currentTarget.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}

function boxOf(one: Point, other: Point): Box {
  return { x: Math.min(one.x, other.x), y: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) }
}

function inDrawing({ x, y, width, height }: Box, view: View): Box {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale, width: width / view.scale, height: height / view.scale }
}

function show(band: HTMLElement | null, { x, y, width, height }: Box): void {
  if (band === null) return
  band.hidden = false
  Object.assign(band.style, { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` })
}
