// What is in force, with an older version of one journey in its place: what a backtest may be held against. It reads what was published, no files.

import type { Refused } from '../api/admin/definitions-door.ts'
import { contentOf } from '../engine/compile.ts'
import type { Definitions } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'
import { readPublications, readPublished } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'

/** A version of a journey, by its number. */
export interface VersionOfJourney {
  readonly journey: string
  readonly version: number
}

/** The definitions with their name; refused where there is no such version. */
export async function olderVersion(
  store: Pick<Store, 'setting'>,
  { journey, version }: VersionOfJourney,
): Promise<{ readonly name: string; readonly definitions: Definitions } | Refused> {
  const published = await readPublished(store)
  const versions = [
    ...(published?.journeys ?? []).map((one) => ({ journey: one.definition.journey, version: one.version, definition: one.definition })),
    ...(await readPublications(store)).flatMap((publication) => publication.journeys),
  ]
  const found = versions.find((one) => one.journey === journey && one.version === version)
  if (published === undefined || found === undefined)
    return { refused: 'not allowed', because: mistake('no-version-of-journey', { name: journey, number: version }) }
  const { workspace, segments, templates, collections, pools } = published
  const others = published.journeys.filter((one) => one.live && one.definition.journey !== journey).map(({ definition }) => definition)
  const catalogue = { ...(collections && { collections }), ...(pools && { pools }) }
  return {
    name: `${journey} version ${version}`,
    definitions: { workspace, segments, templates, ...catalogue, journeys: [...others, contentOf(found.definition)] },
  }
}
