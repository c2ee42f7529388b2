// The place of a mistake wherever a problem names one: it leads to the page where that is edited. What finds the page comes with the first of them.

import { Suspense } from 'react'
import { lazy } from '../kit/lazy.ts'
import type { PlaceProps } from '../kit/place-context.ts'

const PlaceLink = lazy(async () => ({ default: (await import('./publish/place-link.tsx')).PlaceLink }))

/** <PlaceContext value={FilePlace}> around every page. */
export function FilePlace({ place }: PlaceProps) {
  const [, file = place, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? []
  if (line === undefined) return <span className="font-medium">{place}</span>
  return (
    <Suspense fallback={<span className="font-medium">{place}</span>}>
      <PlaceLink file={file} line={Number(line)} onLeave={() => {}} />
    </Suspense>
  )
}
