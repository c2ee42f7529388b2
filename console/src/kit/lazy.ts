// Parts of a page that are fetched when they are first shown. One that cannot be fetched is waited for instead of taking the page and what is typed there along:
// while the server is away, until it answers again; where the server was updated meanwhile and the part is not there any more, until the reader loads the
// page anew. The frame says which it is.

import { type ComponentType, type LazyExoticComponent, lazy as reactLazy } from 'react'
import { knock, untilBack } from '../client/connection.ts'
import { isPartMissing, noteOutdated } from './outdated.ts'

/** As React's own; the part stands in a <Suspense>. */
// biome-ignore lint/suspicious/noExplicitAny: as React's own says it
export function lazy<Shown extends ComponentType<any>>(load: () => Promise<{ readonly default: Shown }>): LazyExoticComponent<Shown> {
  return reactLazy(() => fetchPart(load))
}

function fetchPart<Part>(load: () => Promise<Part>): Promise<Part> {
  return load().catch(async (error: unknown) => {
    if (!isPartMissing(error)) throw error
    if (await knock()) {
      noteOutdated()
      return new Promise<never>(() => undefined)
    }
    await untilBack()
    return fetchPart(load)
  })
}
