// A line below the head of every page about the tab itself, not about what is on the page.

import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'

interface FrameNoteProps {
  readonly title: string
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** <FrameNote title="…" action={<Button …/>}>…</FrameNote> */
export function FrameNote({ title, action, children }: FrameNoteProps) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-tint px-4 py-2 text-base">
      <RefreshCw aria-hidden className="size-4.5 shrink-0 text-warn" />
      <p className="min-w-0 flex-1 break-words phone:basis-[calc(100%-2.5rem)]">
        <strong className="font-semibold">{title}</strong> {children}
      </p>
      {action}
    </div>
  )
}
