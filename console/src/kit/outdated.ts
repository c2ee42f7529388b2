// Whether this tab is older than what the server has: its answers name another console, or the parts of a page have new names, and what was not fetched yet is not
// there any more.
// It only notes that; nothing is loaded anew by itself, because something may be typed.

import { useSyncExternalStore } from 'react'

/** How the browsers say that a part could not be fetched. */
const cannotFetch = /dynamically imported module|Importing a module script failed|Unable to preload CSS/i

let isNoted = false
const listeners = new Set<() => void>()

/** Whether the error says that a part of the console could not be fetched. */
export function isPartMissing(error: unknown): boolean {
  return error instanceof Error && cannotFetch.test(error.message)
}

/** From now on the frame says so. */
export function noteOutdated(): void {
  if (isNoted) return
  isNoted = true
  for (const tell of listeners) tell()
}

/** Whether that was noted since the page was loaded. */
export function useIsOutdated(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => isNoted,
  )
}
