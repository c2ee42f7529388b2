// A window over the page that has to be answered or closed first. Focus goes in, stays in, and returns to where it was. On a phone it comes from below.
// What makes windows is large and most pages are read without one, so it is fetched once the page is there.

import { Suspense, useEffect, useState } from 'react'
import { after } from './clock.ts'
import type { DialogProps } from './dialog-props.ts'
import { lazy, partAhead } from './lazy.ts'

export type { DialogProps }

const Opened = lazy(async () => ({ default: (await import('./open-dialog.tsx')).OpenDialog }))
/** By then what the page shows first is there, also on a slow line. */
const aheadMs = 3000

/** <Dialog open={isOpen} onOpenChange={setOpen} title="…" actions={<Button>…</Button>}>…</Dialog> */
export function Dialog(props: DialogProps) {
  const [isWanted, setWanted] = useState(props.open)
  if (props.open && !isWanted) setWanted(true)
  useEffect(() => after(aheadMs, () => void partAhead(Opened)), [])
  if (!isWanted) return null
  return (
    <Suspense>
      <Opened {...props} />
    </Suspense>
  )
}
