// The versions of journeys: those in force from what is published, those of the past from the records of publications.

import type { ProgramSource } from '../engine/program.ts'
import type { Journey } from '../model/journey.ts'
import { type PublicationRecord, versionKey } from '../model/publication.ts'
import type { VersionView } from './views.ts'

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
export function versionViews({ published, publications, counts }: VersionParts): readonly VersionView[] {
  const known = new Map<string, Known>()
  for (const { definition, version } of published?.journeys ?? []) {
    known.set(versionKey(definition.journey, version), { journey: definition.journey, version, definition, record: undefined })
  }
  for (const record of publications) for (const one of record.journeys) known.set(versionKey(one.journey, one.version), { ...one, record })
  const inForce = new Map(published?.journeys.map((one) => [versionKey(one.definition.journey, one.version), one.live]))
  const counted = new Map(counts.filter(({ step }) => step === '').map((one) => [`${versionKey(one.journey, one.version)}\n${one.measure}`, one.count]))
  const views = [...known.values()].map(({ journey, version, definition, record }): VersionView => {
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
