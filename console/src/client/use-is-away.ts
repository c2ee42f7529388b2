// Whether the server answers, for what shows it.

import { useSyncExternalStore } from 'react'
import { isServerAway, whenAwayOrBack } from './connection.ts'

/** Whether the server was away when it was last asked something. */
export function useIsAway(): boolean {
  return useSyncExternalStore(whenAwayOrBack, isServerAway)
}
