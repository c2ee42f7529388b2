// What the cards and lines of the drawing know besides their own data, so that the drawing need not be made anew when a number changes.

import { createContext, useContext } from 'react'
import type { Editing } from './use-editing.ts'
import type { JourneyNumbers } from './use-numbers.ts'

/** What is laid over one card: a word at its corner, and a line at its foot in place of its numbers. */
export interface CardMark {
  readonly tone: 'good' | 'warn' | 'bad' | 'accent' | 'plain'
  readonly word?: string
  readonly line?: string
}

/** What is laid over the whole drawing. */
export interface Overlay {
  /** By step id, and by place for triggers. */
  readonly marks: ReadonlyMap<string, CardMark>
  /** Cards without a mark step back. */
  readonly dimsOthers: boolean
}

export interface CanvasParts {
  readonly editing: Editing
  readonly numbers: JourneyNumbers | undefined
  readonly overlay: Overlay | undefined
}

export const CanvasContext = createContext<CanvasParts | undefined>(undefined)

/** Of the drawing around. */
export function useCanvas(): CanvasParts {
  const parts = useContext(CanvasContext)
  if (parts === undefined) throw new Error('cards stand in a drawing')
  return parts
}
