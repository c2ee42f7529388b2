// What each publication put in force, kept so that every program that ever decided can be made again: with the log, the pauses and these, a state
// is a fold. Of each publication only what changed is kept; templates are large and rarely change together.

import { canonicalJson } from '../../engine/canonical-json.ts'
import type { JourneyVersion, ProgramSource } from '../../engine/program.ts'
import type { JsonObject } from '../../model/json.ts'
import { versionKey } from '../../model/publication.ts'
import type { Position, Store } from '../store.ts'

/** A source with what was decided by it. */
export interface SourceInForce {
  readonly number: number
  readonly at: number
  /** The last place of the log that was decided before it. */
  readonly position: Position
  /** Deadlines from this instant on were not decided before it, although they were due: the server slept, or was behind. Absent where none were. */
  readonly dueFrom?: number
  /** How many pauses, ends of pauses and choices there were before it: those of the same instant and place came after. Absent where it was not noted. */
  readonly pauses?: number
  readonly source: ProgramSource
}

/** What is kept of one publication: what its source has that the one before had not. */
interface SourceRecord extends Omit<SourceInForce, 'source'> {
  /** Whether there is nothing before that it builds on. */
  readonly isWhole: boolean
  readonly workspace?: ProgramSource['workspace']
  readonly segments?: ProgramSource['segments']
  readonly collections?: ProgramSource['collections']
  readonly pools?: ProgramSource['pools']
  readonly templates: ProgramSource['templates']
  /** The names of all templates, in their order. */
  readonly templateNames: readonly string[]
  readonly definitions: readonly JourneyVersion[]
  /** All versions, in their order. */
  readonly versions: readonly Omit<JourneyVersion, 'definition'>[]
  readonly journeys: readonly string[]
  readonly plans?: ProgramSource['plans']
  readonly rollbacks?: ProgramSource['rollbacks']
}

/** Keeps what a publication put in force. `before`: the source in force until then. */
export async function keepSource(
  store: Pick<Store, 'setting' | 'setSetting'>,
  { before, ...next }: SourceInForce & { readonly before: ProgramSource | undefined },
): Promise<void> {
  // A store from before sources were kept has nothing to build on.
  const isWhole = before === undefined || (await store.setting(recordName(next.number - 1))) === undefined
  await store.setSetting(recordName(next.number), recordOf(next, isWhole ? undefined : before) as unknown as JsonObject)
}

/** What was in force, oldest first; in a store from before sources were kept, from the first one on that was. */
export async function readSources(store: Pick<Store, 'setting'>, last: number): Promise<readonly SourceInForce[]> {
  const sources: SourceInForce[] = []
  for (let number = 1; number <= last; number += 1) {
    const record = (await store.setting(recordName(number))) as unknown as SourceRecord | undefined
    if (record !== undefined) sources.push(inForce(record, sources.at(-1)?.source))
  }
  return sources
}

/** What one publication says of templates. */
export type TemplateSource = Pick<SourceRecord, 'number' | 'at' | 'templates' | 'templateNames'>

/** The templates that one publication changed; undefined where it was not kept. */
export async function readTemplateSource(store: Pick<Store, 'setting'>, number: number): Promise<TemplateSource | undefined> {
  return (await store.setting(recordName(number))) as unknown as TemplateSource | undefined
}

function recordOf({ number, at, position, dueFrom, pauses, source }: SourceInForce, before: ProgramSource | undefined): SourceRecord {
  const known = new Map(before?.journeys.map((one) => [keyOf(one), canonicalJson(one.definition)]))
  const templates = new Map(before?.templates.map((one) => [one.template, canonicalJson(one)]))
  const hasChanged = (part: 'workspace' | 'segments'): boolean => before === undefined || canonicalJson(before[part]) !== canonicalJson(source[part])
  return {
    number,
    at,
    position,
    ...(dueFrom === undefined ? {} : { dueFrom }),
    ...(pauses === undefined ? {} : { pauses }),
    isWhole: before === undefined,
    ...(hasChanged('workspace') && { workspace: source.workspace }),
    ...(hasChanged('segments') && { segments: source.segments }),
    ...(source.collections && { collections: source.collections }),
    ...(source.pools && { pools: source.pools }),
    templates: source.templates.filter((one) => templates.get(one.template) !== canonicalJson(one)),
    templateNames: source.templates.map(({ template }) => template),
    definitions: source.journeys.filter((one) => known.get(keyOf(one)) !== canonicalJson(one.definition)),
    versions: source.journeys.map(({ definition: _, ...one }) => one),
    journeys: source.journeys.map(({ definition }) => definition.journey),
    ...(source.plans && { plans: source.plans }),
    ...(source.rollbacks && { rollbacks: source.rollbacks }),
  }
}

function inForce(record: SourceRecord, last: ProgramSource | undefined): SourceInForce {
  const { number, at, position, dueFrom, pauses } = record
  const before = record.isWhole ? undefined : last
  const definitions = new Map([...(before?.journeys ?? []), ...record.definitions].map((one) => [keyOf(one), one.definition]))
  const templates = new Map([...(before?.templates ?? []), ...record.templates].map((one) => [one.template, one]))
  const source: ProgramSource = {
    workspace: kept(record.workspace ?? before?.workspace),
    segments: kept(record.segments ?? before?.segments),
    templates: record.templateNames.map((name) => kept(templates.get(name))),
    journeys: record.versions.map((one, index) => {
      const definition = kept(definitions.get(versionKey(record.journeys[index] ?? '', one.version)))
      return { definition, ...one }
    }),
    ...(record.collections && { collections: record.collections }),
    ...(record.pools && { pools: record.pools }),
    ...(record.plans && { plans: record.plans }),
    ...(record.rollbacks && { rollbacks: record.rollbacks }),
  }
  return { number, at, position, ...(dueFrom === undefined ? {} : { dueFrom }), ...(pauses === undefined ? {} : { pauses }), source }
}

function keyOf({ definition, version }: JourneyVersion): string {
  return versionKey(definition.journey, version)
}

function kept<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('a publication builds on one that was not kept')
  return part
}

function recordName(number: number): string {
  return `source ${number}`
}
