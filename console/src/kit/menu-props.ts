// What a menu is told.

import type { ReactElement, ReactNode } from 'react'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly onSelect: () => void
  readonly isDanger?: boolean
  /** A line above it. */
  readonly isApart?: boolean
  /** Why it cannot be chosen. */
  readonly why?: string | undefined
  /** It is the one chosen of several. */
  readonly isChosen?: boolean
}

export interface MenuProps {
  /** The button it stands behind. */
  readonly trigger: ReactElement
  readonly items: readonly MenuItem[]
  readonly title?: ReactNode
}
