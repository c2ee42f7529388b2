// What reads and writes the text of a journey. The server has read what a page shows first, and with the library for YAML this is as large as a third of all scripts
// of that page: so it is fetched behind them, or at once where a text has to be read here. What is done before it is there is done when it has come.

import { useEffect, useState } from 'react'
import { fetchPart } from '../../kit/lazy.ts'

type Reader = typeof import('./journey-text.ts')

let there: Reader | undefined
let coming: Promise<Reader> | undefined

/** Begins to fetch it; where that cannot be, it comes once the server answers again. */
export function fetchReader(): Promise<Reader> {
  coming ??= fetchPart(async () => {
    there = await import('./journey-text.ts')
    return there
  })
  return coming
}

/** Undefined while it is on its way. */
export function readerNow(): Reader | undefined {
  return there
}

/** Does something with it: at once, or when it has come. */
export function withReader(deed: (reader: Reader) => void): void {
  if (there === undefined) void fetchReader().then(deed)
  else deed(there)
}

/** For a page that cannot be shown without it. */
export function useReader(isNeeded: boolean): Reader | undefined {
  const [, setReader] = useState(there)
  const isAwaited = isNeeded && there === undefined
  useEffect(() => {
    if (isAwaited) void fetchReader().then(setReader)
  }, [isAwaited])
  return there
}
