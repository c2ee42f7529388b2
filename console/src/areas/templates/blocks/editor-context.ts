// What every block of the list needs: the page, what is selected, and what can be done.

import { createContext, type PointerEvent, useContext } from 'react'
import type { NewPiece, NewRow } from './new-blocks.ts'
import type { Block, Slot } from './outline.ts'

export interface BlocksEditing {
  readonly source: string
  readonly outline: Slot
  /** Where the selected block begins. */
  readonly selected: number | undefined
  readonly isLocked: boolean
  /** Partials that can be put in. */
  readonly shared: readonly string[]
  readonly hasCode: boolean
  select(block: Block | undefined): void
  edit(source: string): void
  add(slot: Slot, index: number, what: { readonly piece: NewPiece } | { readonly row: NewRow } | { readonly shared: string }): void
  move(block: Block, way: 'up' | 'down'): void
  double(block: Block): void
  remove(block: Block): void
  showIf(block: Block): void
  showAlways(block: Block): void
  openShared(name: string): void
  startDrag(event: PointerEvent<HTMLElement>, block: Block): void
}

export const BlocksContext = createContext<BlocksEditing | undefined>(undefined)

/** Of the editor around it. */
export function useBlocks(): BlocksEditing {
  const editing = useContext(BlocksContext)
  if (editing === undefined) throw new Error('A block stands in an editor.')
  return editing
}
