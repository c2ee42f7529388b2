// What of a drawing can be seen: how much can be read at its scale, and which part of it stands near the window. What stands elsewhere is drawn as from afar,
// so that a drawing of a thousand parts costs what its window holds. It holds no elements.

import type { Box, Size, View } from './pan-zoom.ts'

/** near: everything can be read. middle: no small labels. far: blocks. */
export type Detail = 'near' | 'middle' | 'far'

export interface Sight {
  /** The drawing stands so in a window of that size now. */
  look(view: View, window: Size): void
  detailOf(part: Box): Detail
  /** The same box until it changes; undefined while small labels cannot be read. */
  readonly readable: () => Box | undefined
  /** How large the drawing stands in the window. */
  readonly scale: () => number
  readonly whenChanged: (tell: () => void) => () => void
}

/** Until somebody looks everything is far away: what is large is drawn once, as it will be seen. */
export function makeSight(): Sight {
  const listeners = new Set<() => void>()
  let detail: Detail = 'far'
  let scale = 1
  let near: Box = { x: 0, y: 0, width: 0, height: 0 }
  return {
    look(view, window) {
      const before = detail
      scale = view.scale
      detail = detailOf(view.scale)
      if (detail === 'far' && before === 'far') return
      const seen = seenBox(view, window)
      const isInside = holds(near, seen)
      if (detail === before && isInside) return
      if (!isInside) near = around(seen)
      else near = { ...near }
      for (const tell of listeners) tell()
    },
    detailOf: (part) => (detail === 'far' || !touches(near, part) ? 'far' : detail),
    readable: () => (detail === 'near' ? near : undefined),
    scale: () => scale,
    whenChanged(tell) {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
}

/** How much can be read at a scale. */
export function detailOf(scale: number): Detail {
  return scale < 0.38 ? 'far' : scale < 0.5 ? 'middle' : 'near'
}

/** Whether boxes have a point in common. */
export function touches(one: Box, other: Box): boolean {
  return other.x <= one.x + one.width && other.x + other.width >= one.x && other.y <= one.y + one.height && other.y + other.height >= one.y
}

/** The window, in the measure of the drawing. */
function seenBox({ x, y, scale }: View, { width, height }: Size): Box {
  return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale }
}

/** With half a window on each side: moving a little tells nobody. */
function around({ x, y, width, height }: Box): Box {
  return { x: x - width / 2, y: y - height / 2, width: width * 2, height: height * 2 }
}

function holds(outer: Box, inner: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height
}
