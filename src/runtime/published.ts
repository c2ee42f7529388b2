// What is in force, as versions: a live version never changes, an edit makes the next one, and older ones stay as long as people are inside.

import { canonicalJson } from '../engine/canonical-json.ts'
import type { JourneyVersion, ProgramSource } from '../engine/program.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Journey } from '../model/journey.ts'
import type { JsonObject } from '../model/json.ts'
import type { Count, Store } from './store.ts'

const setting = 'published'
/** What a queued message comes to in the end. */
const outcomes: ReadonlySet<string> = new Set(['sent', 'failed', 'unknown', 'refused'])

/** Keeps the source that is in force from now on. */
export async function keepPublished(store: Pick<Store, 'setSetting'>, source: ProgramSource): Promise<void> {
  await store.setSetting(setting, source as unknown as JsonObject)
}

/** The source that was in force when the store was last written; undefined for a new one. */
export async function readPublished(store: Pick<Store, 'setting'>): Promise<ProgramSource | undefined> {
  return (await store.setting(setting)) as unknown as ProgramSource | undefined
}

/** The source to put in force for these definitions. `counts` say which older versions still have somebody inside or a message under way. */
export function nextSource(before: ProgramSource | undefined, definitions: Definitions, counts: readonly Count[]): ProgramSource {
  const { workspace, segments, templates } = definitions
  const known = before?.journeys ?? []
  const wanted = definitions.journeys.filter((journey) => journey.status === undefined || journey.status === 'active')
  const live = wanted.map((definition) => liveVersion(definition, known))
  const isLive = new Set(live.map(({ definition, version }) => `${definition.journey}\n${version}`))
  const used = usedVersions(counts)
  const kept = known.filter(({ definition, version }) => {
    const key = `${definition.journey}\n${version}`
    return !isLive.has(key) && (used.has(key) || isNewest(known, definition.journey, version))
  })
  return { workspace, segments, templates, journeys: [...live, ...kept.map((version) => ({ ...version, live: false }))] }
}

/** Versions with somebody inside, and those with messages that wait: right before a message goes out its own step is asked, and a webhook is made from it. */
function usedVersions(counts: readonly Count[]): ReadonlySet<string> {
  const inside = new Map<string, number>()
  const underWay = new Map<string, number>()
  for (const { journey, version, measure, count } of counts) {
    const key = `${journey}\n${version}`
    if (measure === 'inside') inside.set(key, (inside.get(key) ?? 0) + count)
    if (measure === 'queued') underWay.set(key, (underWay.get(key) ?? 0) + count)
    if (outcomes.has(measure)) underWay.set(key, (underWay.get(key) ?? 0) - count)
  }
  return new Set([...inside, ...underWay].filter(([, count]) => count > 0).map(([key]) => key))
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
