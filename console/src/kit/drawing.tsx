// A large drawing in a window: moved by dragging, wheel and trackpad, scaled with Ctrl and the wheel, two fingers or the buttons. Moving it changes one style
// and draws nothing anew; only where the scale passes a border of detail, or a part comes near the window, is that part told. What the parts are is the
// caller's business.

import { Maximize, Minus, Plus } from 'lucide-react'
import {
  createContext,
  type ReactNode,
  type Ref,
  useCallback,
  useContext,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useWords } from '../words/words.ts'
import { IconButton } from './button.tsx'
import { type Box, groundBeyond, groundOf, isInView, type Size, type View, viewOfAll, viewOfPart, zoomed } from './pan-zoom.ts'
import { type Detail, detailOf, makeSight, type Sight } from './sight.ts'
import { useDrag } from './use-drag.ts'

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
  /** Somebody drew a box with Shift: what it holds, in the measure of the drawing. */
  readonly onBox?: ((box: Box) => void) | undefined
  readonly ref?: Ref<DrawingHandle>
}

const SightContext = createContext<Sight>(makeSight())

/** How much of a part can be read now: far for what is out of sight. */
export function useDetail(part: Box): Detail {
  const sight = useContext(SightContext)
  return useSyncExternalStore(sight.whenChanged, () => sight.detailOf(part))
}

/** What can be read now and a way around it; undefined while all is small. */
export function useReadable(): Box | undefined {
  const sight = useContext(SightContext)
  return useSyncExternalStore(sight.whenChanged, sight.readable)
}

/** A small part of the drawing that is as large as elsewhere on the page, however small the drawing is; its middle stands at a point of it. */
export function KeepsSize({ x, y, children }: { readonly x: number; readonly y: number; readonly children: ReactNode }) {
  const sight = useContext(SightContext)
  const part = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (part.current !== null) part.current.style.scale = String(1 / sight.scale())
  }, [sight])
  return (
    <div className="absolute top-0 left-0" style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}>
      <div ref={part} data-keeps-size>
        {children}
      </div>
    </div>
  )
}

const step = 1.25
/** Pixels that what stands in the corner takes from the top, with air below. */
const cornerHeight = 56

/** <Drawing ref={handle} size={layout} label="…">{cards}</Drawing> */
export function Drawing({ size, label, children, corner, onBackground, onBox, ref }: DrawingProps) {
  const say = useWords('kit')
  const frame = useRef<HTMLDivElement>(null)
  const ground = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const view = useRef<View>({ x: 0, y: 0, scale: 1 })
  // Measured when it changes: asked for at each step of a movement, all parts would be laid out anew each time.
  const room = useRef<Size>({ width: 0, height: 0 })
  const [sight] = useState(makeSight)
  const move = useCallback(
    (next: View): void => {
      const isScaled = next.scale !== view.current.scale
      view.current = next
      const { x, y, scale } = next
      if (sheet.current !== null) {
        sheet.current.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
        if (isScaled) for (const part of sheet.current.querySelectorAll<HTMLElement>('[data-keeps-size]')) part.style.scale = String(1 / scale)
      }
      if (ground.current !== null) {
        const { style } = ground.current
        const dots = groundOf(next)
        // Only where it is scaled the ground is painted anew: moving it moves a picture.
        const apart = `${dots.gap}px ${dots.gap}px`
        if (style.backgroundSize !== apart) style.backgroundSize = apart
        style.transform = `translate(${dots.x}px, ${dots.y}px)`
      }
      sight.look(next, room.current)
    },
    [sight],
  )
  const { width, height } = size
  const top = corner === undefined ? 0 : cornerHeight
  const fitAll = useCallback((): void => move(movedDown(viewOfAll({ width, height }, below(room.current, top)), top)), [move, width, height, top])
  // Until somebody moved it or pressed anything in it; what is changed later moves nothing under somebody's hands.
  const isTouched = useRef(false)
  useLayoutEffect(() => {
    if (isTouched.current) return
    room.current = { width: frame.current?.clientWidth ?? 0, height: frame.current?.clientHeight ?? 0 }
    fitAll()
  }, [fitAll])
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      const { width, height } = entry.contentRect
      room.current = { width, height }
      sight.look(view.current, room.current)
    })
    if (frame.current !== null) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [sight])
  useImperativeHandle(ref, () => ({
    show(part, when) {
      isTouched.current = true
      const window = below(room.current, top)
      const isSmall = when === 'to be read' && detailOf(view.current.scale) === 'far'
      if (when === 'always' || isSmall || !isInView(movedDown(view.current, -top), part, window)) move(movedDown(viewOfPart(view.current, part, window), top))
    },
  }))
  useWheel(frame, view, move)
  const band = useRef<HTMLDivElement>(null)
  const drag = useDrag({ view, band, move, onBackground, onBox })
  const touch = (): void => {
    isTouched.current = true
  }
  const zoom = (factor: number): void => {
    const { width: across, height: down } = room.current
    move(zoomed(view.current, factor, { x: across / 2, y: down / 2 }))
  }
  return (
    <section
      aria-label={label}
      ref={frame}
      onPointerDownCapture={touch}
      onWheelCapture={touch}
      onFocusCapture={touch}
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
        <SightContext value={sight}>{children}</SightContext>
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
      <div ref={band} aria-hidden hidden className="pointer-events-none absolute top-0 left-0 rounded-sm border border-accent bg-tint opacity-45" />
      {corner !== undefined && (
        <div data-still className="absolute top-3 right-3">
          {corner}
        </div>
      )}
    </section>
  )
}

/** What of the window is free, below whatever stands at its top. */
function below({ width, height }: Size, top: number): Size {
  return { width, height: Math.max(0, height - top) }
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
