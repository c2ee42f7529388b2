// The lines of what changes in a journey, as the area of journeys says them: the one that says how is found in the registry, and fetched with its words.

import type { ComponentType } from 'react'
import { lazy } from '../../kit/lazy.ts'
import { areas } from '../areas.ts'
import type { JourneyChange } from './publish-props.ts'

export interface ChangeListProps {
  readonly changes: readonly JourneyChange[]
}

/** <ChangeList changes={changes} /> inside a <Suspense>. */
export const ChangeList = lazy(async (): Promise<{ readonly default: ComponentType<ChangeListProps> }> => {
  const shown = await areas.find(({ journeyChanges }) => journeyChanges !== undefined)?.journeyChanges?.()
  return { default: shown ?? (() => null) }
})
