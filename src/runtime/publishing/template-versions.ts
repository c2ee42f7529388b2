// The versions of a template, from the records of publications: each publication that changed what its author wrote made the next one. Nothing is
// written beside those records; what is remembered here is only which of them changed what, because a record never changes.

import { createHash } from 'node:crypto'
import { writtenText } from '../../engine/written-text.ts'
import type { Template } from '../../model/definitions.ts'
import type { PublicationRecord } from '../../model/publication.ts'
import type { Store } from '../store.ts'
import { readPublications, readPublished } from './published.ts'
import { readTemplateSource } from './source-records.ts'

export interface TemplateVersion {
  /** 1, 2, 3, ... of this template. */
  readonly version: number
  readonly publication: number
  readonly at: number
  /** Null where it was published before publications were kept. */
  readonly by: string | null
  /** When the next one took its place, or it was taken away; null while it is in force. */
  readonly endedAt: number | null
  /** The first older version that said the same: this one was brought back. */
  readonly sameAs: number | null
}

/** What is remembered of one publication. */
interface Noted {
  readonly number: number
  readonly at: number
  /** Names of changed templates with a hash of what was written. */
  readonly changed: ReadonlyMap<string, string>
  readonly names: ReadonlySet<string>
}

type Reading = Pick<Store, 'setting'>

const known = new WeakMap<object, Noted[]>()

/** All versions of a template, oldest first; none where it was never in force. */
export async function templateVersions(store: Reading, template: string): Promise<readonly TemplateVersion[]> {
  const noted = await notedOf(store)
  const named = new Map((await readPublications(store)).map((record) => [record.number, record]))
  const versions: TemplateVersion[] = []
  const hashes: string[] = []
  let isThere = false
  for (const one of noted) {
    const hash = one.changed.get(template)
    const last = versions.at(-1)
    const goes = isThere && !one.names.has(template)
    const comes = hash !== undefined && (!isThere || hash !== hashes.at(-1))
    if (last !== undefined && last.endedAt === null && (goes || comes)) versions[versions.length - 1] = { ...last, endedAt: one.at }
    isThere = one.names.has(template)
    if (!comes) continue
    const same = hashes.indexOf(hash)
    hashes.push(hash)
    versions.push({ ...numbered(versions.length + 1, one, named), endedAt: null, sameAs: same < 0 ? null : same + 1 })
  }
  return versions
}

/** The version of a template that was in force at an instant. */
export function versionAt(versions: readonly TemplateVersion[], at: number): TemplateVersion | undefined {
  return versions.findLast((one) => one.at <= at)
}

/** What a version says, as it was published. */
export async function templateOf(store: Reading, template: string, { publication }: Pick<TemplateVersion, 'publication'>): Promise<Template | undefined> {
  return (await readTemplateSource(store, publication))?.templates.find((one) => one.template === template)
}

function numbered(version: number, { number, at }: Noted, records: ReadonlyMap<number, PublicationRecord>) {
  return { version, publication: number, at, by: records.get(number)?.by ?? null }
}

async function notedOf(store: Reading): Promise<readonly Noted[]> {
  const noted = known.get(store) ?? []
  known.set(store, noted)
  const last = (await readPublished(store))?.publication?.number ?? 0
  for (let number = (noted.at(-1)?.number ?? 0) + 1; number <= last; number += 1) {
    const record = await readTemplateSource(store, number)
    // Somebody who asked at the same time may have noted it meanwhile.
    if (record === undefined || (noted.at(-1)?.number ?? 0) >= number) continue
    const before = noted.at(-1)?.names
    const names = record.templateNames
    const isSame = before !== undefined && before.size === names.length && names.every((name) => before.has(name))
    const changed = new Map(record.templates.map((one) => [one.template, createHash('sha256').update(writtenText(one)).digest('base64url')]))
    noted.push({ number, at: record.at, changed, names: isSame ? before : new Set(names) })
  }
  return noted
}
