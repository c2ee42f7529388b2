// Where a drawing stands in its window: moved and scaled. Pure arithmetic.

export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Box extends Size {
  readonly x: number
  readonly y: number
}

export const leastScale = 0.02
export const mostScale = 1.5

/** All of a drawing in the middle of its window, never larger than it is. */
export function viewOfAll(drawing: Size, window: Size): View {
  const margin = 0.9
  const fits = Math.min((window.width * margin) / Math.max(1, drawing.width), (window.height * margin) / Math.max(1, drawing.height))
  const scale = Math.max(leastScale, Math.min(1, fits))
  return { scale, x: (window.width - drawing.width * scale) / 2, y: (window.height - drawing.height * scale) / 2 }
}

/** A part of it in the middle, large enough to be read. */
export function viewOfPart(view: View, part: Box, window: Size): View {
  const scale = view.scale < 0.6 ? 1 : view.scale
  return { scale, x: window.width / 2 - (part.x + part.width / 2) * scale, y: window.height / 2 - (part.y + part.height / 2) * scale }
}

/** Whether a part lies inside the window as a whole. */
export function isInView({ x, y, scale }: View, part: Box, window: Size): boolean {
  const left = part.x * scale + x
  const top = part.y * scale + y
  return left >= 0 && top >= 0 && left + part.width * scale <= window.width && top + part.height * scale <= window.height
}

/** Larger or smaller by a factor, while the point of the window stays where it is. */
export function zoomed(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = Math.max(leastScale, Math.min(mostScale, view.scale * factor))
  const by = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

/** Where the dotted ground below a drawing stands: how far apart its dots are, and how far it is moved, never more than that. */
export function groundOf({ x, y, scale }: View): { readonly gap: number; readonly x: number; readonly y: number } {
  const gap = dotsApart * Math.max(scale, 0.4)
  return { gap, x: rest(x, gap), y: rest(y, gap) }
}

/** How far apart dots are at full size. The ground reaches so much beyond its window that moving it shows no edge. */
const dotsApart = 20
export const groundBeyond = dotsApart * mostScale

function rest(value: number, gap: number): number {
  return (((value + groundBeyond) % gap) + gap) % gap
}
