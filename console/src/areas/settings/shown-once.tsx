// A secret that is shown this once: to copy, and not to be found again.

import { useEffect, useRef } from 'react'
import { classes } from '../../kit/classes.ts'
import { CopyButton } from '../../kit/copy-button.tsx'

/** <ShownOnce text={key} says="…" /> */
export function ShownOnce({ text, says, className }: { readonly text: string; readonly says: string; readonly className?: string }) {
  const place = useRef<HTMLDivElement>(null)
  // The button that made it may be the one that closes it by now: to press Enter twice must not lose it.
  useEffect(() => place.current?.querySelector('button')?.focus(), [])
  return (
    <div ref={place} role="status" className={classes('rounded-md bg-warn-tint p-3 text-base', className)}>
      <p>{says}</p>
      <div className="mt-1.5 flex items-center gap-1 rounded-sm bg-card px-2 py-1">
        <code className="min-w-0 flex-1 break-all">{text}</code>
        <CopyButton text={text} />
      </div>
    </div>
  )
}
