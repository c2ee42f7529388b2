// A passing note that something was done. Never for problems: those stay where they belong until they are solved. What shows notes is fetched with the
// first one.

import { Suspense, useSyncExternalStore } from 'react'
import { lazy } from './lazy.ts'

export interface ToastMore {
  readonly description?: string
  readonly action?: { readonly label: string; readonly onClick: () => void }
}

const Notes = lazy(async () => ({ default: (await import('./notes.tsx')).Notes }))
const isThere = Promise.withResolvers<void>()
const listeners = new Set<() => void>()
let isWanted = false

/** Says that something was done: toast('Published'). */
export async function toast(text: string, more: ToastMore = {}): Promise<void> {
  isWanted = true
  for (const listener of listeners) listener()
  const { showNote } = await import('./notes.tsx')
  await isThere.promise
  showNote(text, more)
}

/** Where the notes appear; once, in the frame. */
export function Toaster() {
  const wanted = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isWanted,
  )
  if (!wanted) return null
  return (
    <Suspense>
      <Notes onThere={isThere.resolve} />
    </Suspense>
  )
}
