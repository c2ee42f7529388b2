// Parts of a page that are fetched when they are first shown. One that cannot be fetched is waited for instead of taking the page and what is typed there along:
// while the server is away, until it answers again; where the server was updated meanwhile and the part is not there any more, until the reader loads the
// page anew. The frame says which it is.

import { type ComponentType, type LazyExoticComponent, lazy as reactLazy } from 'react'
import { knock, untilBack } from '../client/connection.ts'
import { isPartMissing, noteOutdated } from './outdated.ts'

const fetching = new WeakMap<object, () => Promise<unknown>>()

/** As React's own; the part stands in a <Suspense>. */
// biome-ignore lint/suspicious/noExplicitAny: as React's own says it
export function lazy<Shown extends ComponentType<any>>(load: () => Promise<{ readonly default: Shown }>): LazyExoticComponent<Shown> {
  let part: { readonly default: Shown } | undefined
  const fetch = async (): Promise<{ readonly default: Shown }> => {
    part ??= await fetchPart(load)
    return part
  }
  const Part = reactLazy(() => (part === undefined ? fetch() : atOnce(part)))
  fetching.set(Part, fetch)
  return Part
}

/**
 * Begins to fetch a part before it is shown; resolves when that is over. What is there by then is shown at once; for what is not, React shows the place
 * holder for 0.3 s, even where it comes after a few milliseconds. Whether it can be fetched shows where it is shown.
 */
export async function partAhead(part: object): Promise<void> {
  await fetching
    .get(part)?.()
    .catch(() => undefined)
}

/** A promise of what is there already calls back only later; this one before it returns, which React takes as it takes a promise. */
function atOnce<Part>(part: Part): Promise<Part> {
  return { then: (tell: (part: Part) => void) => tell(part) } as Promise<Part>
}

/** Fetches code; while it cannot be fetched it is waited for. */
export function fetchPart<Part>(load: () => Promise<Part>): Promise<Part> {
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
