// A few words beside something while it is pointed at or focused. Never the only place of anything needed. Our own, because every page has some and the
// one of the library brings a positioning engine along; Escape closes it, and the pointer may move onto it.

import { cloneElement, type FocusEvent, type PointerEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { after } from './clock.ts'

interface Place {
  readonly centerPx: number
  readonly topPx: number
  readonly isBelow: boolean
}

interface Handlers {
  readonly onPointerEnter?: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave?: (event: PointerEvent<HTMLElement>) => void
  readonly onFocus?: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur?: (event: FocusEvent<HTMLElement>) => void
  readonly onClick?: (event: never) => void
  readonly 'aria-describedby'?: string
}

const delayMs = 400
const leaveMs = 120
const roomPx = 60

/** Wraps one element. <Tip says="…"><button/></Tip> */
export function Tip({ says, children }: { readonly says: string; readonly children: ReactElement<Handlers> }) {
  const id = useId()
  const [place, setPlace] = useState<Place | undefined>(undefined)
  const waiting = useRef<() => void>(() => undefined)
  const { props } = children
  const plan = (waitMs: number, element: Element | undefined): void => {
    waiting.current()
    // What was opened meanwhile, such as a menu, is not covered.
    waiting.current = after(waitMs, () => setPlace(element === undefined || element.getAttribute('aria-expanded') === 'true' ? undefined : placeOf(element)))
  }
  const hide = (): void => plan(leaveMs, undefined)
  useEffect(() => () => waiting.current(), [])
  useEffect(() => {
    if (place === undefined) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setPlace(undefined)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [place])
  const handlers: Handlers = {
    onPointerEnter(event) {
      props.onPointerEnter?.(event)
      if (event.pointerType !== 'touch') plan(delayMs, event.currentTarget)
    },
    onPointerLeave(event) {
      props.onPointerLeave?.(event)
      hide()
    },
    onFocus(event) {
      props.onFocus?.(event)
      if (event.currentTarget.matches(':focus-visible')) plan(0, event.currentTarget)
    },
    onBlur(event) {
      props.onBlur?.(event)
      hide()
    },
    onClick(event) {
      props.onClick?.(event)
      plan(0, undefined)
    },
    ...(place === undefined ? {} : { 'aria-describedby': [props['aria-describedby'], id].filter((one) => one !== undefined).join(' ') }),
  }
  return (
    <>
      {cloneElement(children, handlers)}
      {place !== undefined &&
        createPortal(
          <div
            id={id}
            role="tooltip"
            onPointerEnter={() => waiting.current()}
            onPointerLeave={hide}
            style={{ left: place.centerPx, top: place.topPx }}
            className={`fixed z-60 w-max max-w-72 -translate-x-1/2 rounded-md bg-ink px-2 py-1 text-sm text-paper shadow-raised animate-[fade_120ms] ${place.isBelow ? '' : '-translate-y-full'}`}
          >
            {says}
          </div>,
          document.body,
        )}
    </>
  )
}

/** Below the element, or above where there is no room; never out of the window. */
function placeOf(element: Element): Place {
  const box = element.getBoundingClientRect()
  const isBelow = box.bottom + roomPx < window.innerHeight
  const half = Math.min(150, window.innerWidth / 2)
  const centerPx = Math.min(Math.max(box.left + box.width / 2, half), window.innerWidth - half)
  return { centerPx, topPx: isBelow ? box.bottom + 6 : box.top - 6, isBelow }
}
