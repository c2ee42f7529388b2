// Whether the window is as narrow as a phone, where the look alone cannot answer it.

import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(width < 48rem)')

/** True below 768 px. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}
