// What the cards and lines of the drawing know besides their own data, so that the drawing need not be made anew when a number changes.

import { createContext, useContext } from 'react'
import type { Overlay } from './overlay.ts'
import type { Editing } from './use-editing.ts'
import type { JourneyNumbers } from './use-numbers.ts'

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
