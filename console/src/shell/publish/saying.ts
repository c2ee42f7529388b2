// A sentence of the engine in the language of the reader, as the area of decisions says it: the one that says how is found in the registry, and fetched with
// its words.

import type { ComponentType } from 'react'
import { lazy } from '../../kit/lazy.ts'
import type { Said } from '../area.ts'
import { areas } from '../areas.ts'

/** <Saying said={failed.said} /> inside a <Suspense>. */
export const Saying = lazy(async (): Promise<{ readonly default: ComponentType<{ readonly said: Said }> }> => {
  const shown = await areas.find(({ sayings }) => sayings !== undefined)?.sayings?.()
  return { default: shown ?? (() => null) }
})
