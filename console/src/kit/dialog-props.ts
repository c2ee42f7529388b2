// What a window over the page takes; the window itself is fetched when the first one is opened.

import type { ReactNode } from 'react'

export interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** One or two sentences on what it is about. */
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  readonly size?: 'small' | 'normal' | 'wide' | 'full'
}
