// The versions of journeys: those in force from what is published, those of the past from the records of publications.

import { diffJourneys } from '../engine/diff-journeys.ts'
import type { ProgramSource } from '../engine/program.ts'
import type { Journey } from '../model/journey.ts'
import { type JourneyChange, type PublicationRecord, versionKey } from '../model/publication.ts'

export interface JourneyVersionView {
  readonly journey: string
  readonly version: number
  /** live: lets people in · finishing: people are still inside · open goal: nobody is inside, but the goal may still be reached · past. */
  readonly status: 'live' | 'finishing' | 'open goal' | 'past'
  /** Null where it was published before publications were kept. */
  readonly publishedAt: number | null
  readonly by: string | null
  readonly publication: number | null
  readonly entered: number
  readonly inside: number
  readonly definition: Journey
}

interface VersionParts {
  readonly published: ProgramSource | undefined
  readonly publications: readonly PublicationRecord[]
  readonly counts: readonly { readonly journey: string; readonly version: number; readonly step: string; readonly measure: string; readonly count: number }[]
}

interface Known {
  readonly journey: string
  readonly version: number
  readonly definition: Journey
  readonly record: PublicationRecord | undefined
}

/** Every version that is known, by journey and newest first. */
export function journeyVersions({ published, publications, counts }: VersionParts): readonly JourneyVersionView[] {
  const known = new Map<string, Known>()
  for (const record of publications) for (const one of record.journeys) known.set(versionKey(one.journey, one.version), { ...one, record })
  // What is said of it may have changed since the version came into being.
  for (const { definition, version } of published?.journeys ?? []) {
    const key = versionKey(definition.journey, version)
    known.set(key, { journey: definition.journey, version, definition, record: known.get(key)?.record })
  }
  const inForce = new Map(published?.journeys.map((one) => [versionKey(one.definition.journey, one.version), one.live]))
  const counted = new Map(counts.filter(({ step }) => step === '').map((one) => [`${versionKey(one.journey, one.version)}\n${one.measure}`, one.count]))
  const views = [...known.values()].map(({ journey, version, definition, record }): JourneyVersionView => {
    const key = versionKey(journey, version)
    const inside = counted.get(`${key}\ninside`) ?? 0
    return {
      journey,
      version,
      status: inForce.get(key) === true ? 'live' : inside > 0 ? 'finishing' : inForce.has(key) && definition.goal !== undefined ? 'open goal' : 'past',
      publishedAt: record?.at ?? null,
      by: record?.by ?? null,
      publication: record?.number ?? null,
      entered: counted.get(`${key}\nentered`) ?? 0,
      inside,
      definition,
    }
  })
  return views.sort((one, other) => (one.journey === other.journey ? other.version - one.version : one.journey < other.journey ? -1 : 1))
}

/** What each version of a journey changed of the one before it; `versions` newest first. */
export function changesOfVersions(versions: readonly JourneyVersionView[]): readonly (readonly JourneyChange[])[] {
  return versions.map(({ definition }, index) => {
    const before = versions[index + 1]
    return before === undefined ? [] : diffJourneys(before.definition, definition)
  })
}
