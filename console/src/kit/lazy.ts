// Parts of a page that are fetched when they are first shown. One that is not there any more, because the server was updated meanwhile, is waited for instead of
// taking the page and what is typed there along: the frame says what happened, and the reader loads anew when they are ready.

import { type ComponentType, type LazyExoticComponent, lazy as reactLazy } from 'react'
import { isPartMissing, noteOutdated } from './outdated.ts'

/** As React's own; the part stands in a <Suspense>. */
// biome-ignore lint/suspicious/noExplicitAny: as React's own says it
export function lazy<Shown extends ComponentType<any>>(load: () => Promise<{ readonly default: Shown }>): LazyExoticComponent<Shown> {
  return reactLazy(() =>
    load().catch((error: unknown) => {
      if (!isPartMissing(error)) throw error
      noteOutdated()
      return new Promise<never>(() => undefined)
    }),
  )
}
