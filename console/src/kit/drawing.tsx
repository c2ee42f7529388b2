// A large drawing in a window: moved by dragging, wheel and trackpad, scaled with Ctrl and the wheel, two fingers or the buttons. Moving it changes one style
// and draws nothing anew; only where the scale passes a border of detail are the parts told. What the parts are is the caller's business.

import { Maximize, Minus, Plus } from 'lucide-react'
import {
  createContext,
  type PointerEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useContext,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { type Box, groundBeyond, groundOf, isInView, type Size, type View, viewOfAll, viewOfPart, zoomed } from './pan-zoom.ts'

/** near: everything can be read. middle: no small labels. far: blocks. */
export type Detail = 'near' | 'middle' | 'far'

export interface DrawingHandle {
  /** Brings a part into the middle: unless it is in sight, unless it can be read there, or in any case. */
  show(part: Box, when: 'if hidden' | 'to be read' | 'always'): void
}

export interface DrawingProps {
  readonly size: Size
  readonly label: string
  readonly children: ReactNode
  /** Stands still above the drawing, at its right upper corner; what is brought into sight stands below it. */
  readonly corner?: ReactNode
  /** Somebody clicked beside all parts. */
  readonly onBackground?: () => void
  readonly ref?: Ref<DrawingHandle>
}

const DetailContext = createContext<Detail>('near')

/** How much of the parts can be read now. */
export function useDetail(): Detail {
  return useContext(DetailContext)
}

function detailOf(scale: number): Detail {
  return scale < 0.38 ? 'far' : scale < 0.5 ? 'middle' : 'near'
}

const step = 1.25
/** Pixels that what stands in the corner takes from the top, with air below. */
const cornerHeight = 56
/** Pixels up to which a press is a click. */
const click = 4

/** <Drawing ref={handle} size={layout} label="…">{cards}</Drawing> */
export function Drawing({ size, label, children, corner, onBackground, ref }: DrawingProps) {
  const say = useWords('kit')
  const frame = useRef<HTMLDivElement>(null)
  const ground = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const view = useRef<View>({ x: 0, y: 0, scale: 1 })
  const [detail, setDetail] = useState<Detail>('near')
  const move = useCallback((next: View): void => {
    view.current = next
    const { x, y, scale } = next
    if (sheet.current !== null) sheet.current.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
    if (ground.current !== null) {
      const { style } = ground.current
      const dots = groundOf(next)
      // Only where it is scaled the ground is painted anew: moving it moves a picture.
      const apart = `${dots.gap}px ${dots.gap}px`
      if (style.backgroundSize !== apart) style.backgroundSize = apart
      style.transform = `translate(${dots.x}px, ${dots.y}px)`
    }
    setDetail(detailOf(scale))
  }, [])
  const { width, height } = size
  const top = corner === undefined ? 0 : cornerHeight
  const fitAll = useCallback((): void => move(movedDown(viewOfAll({ width, height }, windowOf(frame.current, top)), top)), [move, width, height, top])
  // Once, when it is there; what is changed later moves nothing under somebody's hands.
  const isFitted = useRef(false)
  useLayoutEffect(() => {
    if (isFitted.current) return
    isFitted.current = true
    fitAll()
  }, [fitAll])
  useImperativeHandle(ref, () => ({
    show(part, when) {
      const window = windowOf(frame.current, top)
      const isSmall = when === 'to be read' && detailOf(view.current.scale) === 'far'
      if (when === 'always' || isSmall || !isInView(movedDown(view.current, -top), part, window)) move(movedDown(viewOfPart(view.current, part, window), top))
    },
  }))
  useWheel(frame, view, move)
  const drag = useDrag(view, move, onBackground)
  const zoom = (factor: number): void => {
    const window = windowOf(frame.current, 0)
    move(zoomed(view.current, factor, { x: window.width / 2, y: window.height / 2 }))
  }
  return (
    <section
      aria-label={label}
      ref={frame}
      {...drag}
      // Whatever gets the focus outside of the window would be scrolled to; it is moved to instead.
      onScroll={({ currentTarget }) => currentTarget.scrollTo(0, 0)}
      className="relative size-full touch-none overflow-hidden bg-paper select-none"
    >
      <div
        ref={ground}
        aria-hidden
        style={{ inset: -groundBeyond }}
        className="pointer-events-none absolute bg-[radial-gradient(var(--line)_1px,transparent_1px)] will-change-transform"
      />
      <div ref={sheet} className="absolute top-0 left-0 origin-top-left will-change-transform" style={{ width, height }}>
        <DetailContext value={detail}>{children}</DetailContext>
      </div>
      <div data-still className="absolute bottom-3 left-3 flex flex-col rounded-md border border-line bg-card">
        <IconButton label={say('zoom-in')} size="small" onClick={() => zoom(step)}>
          <Plus aria-hidden />
        </IconButton>
        <IconButton label={say('zoom-out')} size="small" onClick={() => zoom(1 / step)}>
          <Minus aria-hidden />
        </IconButton>
        <IconButton label={say('zoom-fit')} size="small" onClick={fitAll}>
          <Maximize aria-hidden />
        </IconButton>
      </div>
      {corner !== undefined && (
        <div data-still className="absolute top-3 right-3">
          {corner}
        </div>
      )}
    </section>
  )
}

/** What of the window is free, below whatever stands at its top. */
function windowOf(frame: HTMLElement | null, top: number): Size {
  return { width: frame?.clientWidth ?? 0, height: Math.max(0, (frame?.clientHeight ?? 0) - top) }
}

function movedDown(view: View, by: number): View {
  return { ...view, y: view.y + by }
}

type Place = { readonly current: View }

/** The wheel moves; with Ctrl, or by a pinch on a trackpad, it scales where the pointer is. */
function useWheel(frame: { readonly current: HTMLDivElement | null }, view: Place, move: (next: View) => void): void {
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      if (event.ctrlKey || event.metaKey) move(zoomed(view.current, 2 ** (-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top }))
      else move({ ...view.current, x: view.current.x - event.deltaX, y: view.current.y - event.deltaY })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame, view, move])
}

/** One pointer drags, two scale. A press that does not move is a click beside everything. */
function useDrag(view: Place, move: (next: View) => void, onBackground: (() => void) | undefined) {
  const pointers = useRef(new Map<number, { readonly x: number; readonly y: number }>())
  const moved = useRef(0)
  const isOn = (event: PointerEvent<HTMLElement>, what: string): boolean => (event.target as HTMLElement).closest(what) !== null
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || isOn(event, 'button, input, a, [data-still]')) return
      if (pointers.current.size === 0) moved.current = 0
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
      if (other === undefined) return move({ ...view.current, x: view.current.x + now.x - before.x, y: view.current.y + now.y - before.y })
      const { left, top } = event.currentTarget.getBoundingClientRect()
      const factor = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
      move(zoomed(view.current, factor, { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top }))
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (!pointers.current.delete(event.pointerId) || pointers.current.size > 0) return
      if (moved.current < click && !isOn(event, '[role="button"]')) onBackground?.()
    },
    onPointerCancel(event: PointerEvent<HTMLElement>) {
      pointers.current.delete(event.pointerId)
    },
  }
}
