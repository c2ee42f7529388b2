// What is in force, as versions: a live version never changes, an edit makes the next one, and older ones stay as long as people are inside.

import { canonicalJson } from '../engine/canonical-json.ts'
import type { JourneyVersion, ProgramSource } from '../engine/program.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Journey } from '../model/journey.ts'
import type { JsonObject } from '../model/json.ts'
import type { Count, Store } from './store.ts'

const setting = 'published'

/** Keeps the source that is in force from now on. */
export async function keepPublished(store: Pick<Store, 'setSetting'>, source: ProgramSource): Promise<void> {
  await store.setSetting(setting, source as unknown as JsonObject)
}

/** The source that was in force when the store was last written; undefined for a new one. */
export async function readPublished(store: Pick<Store, 'setting'>): Promise<ProgramSource | undefined> {
  return (await store.setting(setting)) as unknown as ProgramSource | undefined
}

/** The source to put in force for these definitions. `counts` say which older versions still have somebody inside. */
export function nextSource(before: ProgramSource | undefined, definitions: Definitions, counts: readonly Count[]): ProgramSource {
  const { workspace, segments, templates } = definitions
  const known = before?.journeys ?? []
  const wanted = definitions.journeys.filter((journey) => journey.status === undefined || journey.status === 'active')
  const live = wanted.map((definition) => liveVersion(definition, known))
  const isLive = new Set(live.map(({ definition, version }) => `${definition.journey}\n${version}`))
  const inside = new Set(
    counts.filter((count) => count.measure === 'inside' && count.step === '' && count.count > 0).map(({ journey, version }) => `${journey}\n${version}`),
  )
  const kept = known.filter(({ definition, version }) => {
    const key = `${definition.journey}\n${version}`
    return !isLive.has(key) && (inside.has(key) || isNewest(known, definition.journey, version))
  })
  return { workspace, segments, templates, journeys: [...live, ...kept.map((version) => ({ ...version, live: false }))] }
}

/** The version that these definitions are: the known one when nothing changed, else the next. */
function liveVersion(definition: Journey, known: readonly JourneyVersion[]): JourneyVersion {
  const versions = known.filter((one) => one.definition.journey === definition.journey)
  const newest = versions.reduce<JourneyVersion | undefined>((best, one) => (best === undefined || one.version > best.version ? one : best), undefined)
  if (newest === undefined) return { definition, version: 1, live: true }
  if (canonicalJson(newest.definition) === canonicalJson(definition)) return { definition, version: newest.version, live: true }
  return { definition, version: newest.version + 1, live: true }
}

/** The newest version is kept even when nobody is inside, so that its number is never given twice. */
function isNewest(known: readonly JourneyVersion[], journey: string, version: number): boolean {
  return known.every((one) => one.definition.journey !== journey || one.version <= version)
}
