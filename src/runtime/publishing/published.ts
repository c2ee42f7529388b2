// What is in force, as versions: a live version never changes, an edit makes the next one, and older ones stay as long as somebody is inside, a
// message of theirs is under way, their goal may still be reached, or it holds what a trial came to. Every publication is kept with its instant, its place in the log and what
// it meant for people, so that what the log's inputs were decided by can be made again.

import { canonicalJson } from '../../engine/canonical-json.ts'
import type { JourneyVersion, PeoplePlan, Program, ProgramSource } from '../../engine/program.ts'
import { trialsIn, versionTried } from '../../engine/trial.ts'
import type { Definitions } from '../../model/definitions.ts'
import { durationMs } from '../../model/duration.ts'
import type { Journey } from '../../model/journey.ts'
import type { JsonObject } from '../../model/json.ts'
import { type Publication, type PublicationRecord, versionKey } from '../../model/publication.ts'
import type { Count, Position, Store } from '../store.ts'
import { isSameVersion } from './same-version.ts'
import { keepSource } from './source-records.ts'

const setting = 'published'
/** What a queued message comes to in the end. */
export const outcomes: ReadonlySet<string> = new Set(['sent', 'failed', 'unknown', 'refused'])
const defaultMaxAge = '1h'

/** A source that is in force, with the publication that put it there; none in a store of before publications were kept. */
export interface Published extends ProgramSource {
  readonly publication?: Publication
}

/** The source that was in force when the store was last written; undefined for a new one. */
export async function readPublished(store: Pick<Store, 'setting'>): Promise<Published | undefined> {
  return (await store.setting(setting)) as unknown as Published | undefined
}

/** Keeps the source that is in force from now on. */
export async function keepPublished(store: Pick<Store, 'setSetting'>, source: Published): Promise<void> {
  await store.setSetting(setting, source as unknown as JsonObject)
}

export interface Publishing {
  readonly source: ProgramSource
  readonly program: Program
  readonly at: number
  /** The last place of the log that was decided before. */
  readonly position: Position
  readonly by: string
  /** The earliest deadline that was due by then and not decided yet; absent when there was none. */
  readonly dueFrom?: number
  /** How many pauses, ends of pauses and choices there were before it. */
  readonly pauses: number
  /** Whether everybody has been brought up to what was in force before. */
  readonly isTakenOver: boolean
}

/** Keeps a publication, first as a record of its own and then as what is in force. The same source again is no new publication. */
export async function recordPublication(store: Pick<Store, 'setting' | 'setSetting'>, publishing: Publishing): Promise<Publication> {
  const { source, program, at, position, by, dueFrom, pauses } = publishing
  const before = await readPublished(store)
  if (before?.publication?.program === program.id && isSameSource(before, source)) return before.publication
  const number = (before?.publication?.number ?? 0) + 1
  const base = baseOf(before, publishing)
  const publication: Publication = { number, at, position, by, program: program.id, memories: [...program.memories.keys()], ...(base && { base }) }
  await keepSource(store, { number, at, position, pauses, source, before, ...(dueFrom === undefined ? {} : { dueFrom }) })
  await store.setSetting(recordName(number), recordOf({ before, source, publication }) as unknown as JsonObject)
  await keepPublished(store, { ...source, publication })
  return publication
}

/** The memories that states of before the publication do not have; undefined when it is not known which they have. */
export function missingOf(program: Program, { base }: Pick<Publication, 'base'>): readonly number[] | undefined {
  const known = base && new Set(base)
  return known && [...program.memories.keys()].filter((id) => !known.has(id))
}

/** The publications, oldest first. */
export async function readPublications(store: Pick<Store, 'setting'>): Promise<readonly PublicationRecord[]> {
  const last = (await readPublished(store))?.publication?.number ?? 0
  const records: PublicationRecord[] = []
  for (let number = 1; number <= last; number += 1) {
    const record = await store.setting(recordName(number))
    if (record !== undefined) records.push(record as unknown as PublicationRecord)
  }
  return records
}

/** What the next source is made with besides definitions. */
export interface NextSource {
  /** When it is made; without it no version is dropped whose goals may be open. */
  readonly at?: number
  /** What becomes of people, journey by journey; where nothing is said they stay. */
  readonly plans?: readonly Omit<PeoplePlan, 'to' | 'doneIn'>[]
  /** Whether everybody has been brought up to what is in force. */
  readonly isTakenOver?: boolean
  /** A journey that goes back to an older definition, whatever its file says, until the file changes. */
  readonly rollback?: Journey
}

/** The source to put in force for these definitions. `counts` say which older versions still have somebody inside or a message under way. */
export function nextSource(before: Published | undefined, definitions: Definitions, counts: readonly Count[], how: NextSource = {}): ProgramSource {
  const { workspace, segments, templates, collections, pools } = definitions
  const known = before?.journeys ?? []
  const rollbacks = nextRollbacks(before, definitions, how.rollback)
  const wanted = definitions.journeys
    .filter((journey) => journey.status !== 'draft' && journey.status !== 'archived')
    .map((journey) => rollbacks.find((one) => one.definition.journey === journey.journey)?.definition ?? journey)
  const live = wanted.map((definition) => liveVersion(definition, known))
  const plans = nextPlans(before, live, how)
  const isLive = new Set(live.map(({ definition, version }) => versionKey(definition.journey, version)))
  const used = new Set([...usedVersions(counts), ...triedVersions(live, known, counts), ...plans.map(({ journey, to }) => versionKey(journey, to))])
  const kept = known
    .map((version) => (version.live && how.at !== undefined ? { ...version, retiredAt: how.at } : version))
    .filter((version) => {
      const key = versionKey(version.definition.journey, version.version)
      if (isLive.has(key)) return false
      return used.has(key) || isNewest(known, version) || hasOpenGoals(version, definitions, how.at)
    })
  const journeys = [...live, ...kept.map((version) => ({ ...version, live: false }))]
  const catalogue = { ...(collections && { collections }), ...(pools && { pools }) }
  const rest = { workspace, segments, templates, ...catalogue, journeys, ...(rollbacks.length > 0 && { rollbacks }) }
  // Where nothing changes nobody has to take anything over: whoever has been through a plan stays as he is.
  const unchanged = { ...rest, ...(before?.plans !== undefined && { plans: before.plans }) }
  if (before !== undefined && (how.plans ?? []).length === 0 && isSameSource(before, unchanged)) return unchanged
  return { ...rest, ...(plans.length > 0 && { plans }) }
}

/** What everybody goes through: what is still under way of the last publication, and what is new. */
function nextPlans(before: Published | undefined, live: readonly JourneyVersion[], { plans = [], isTakenOver = false }: NextSource): readonly PeoplePlan[] {
  const program = before?.publication?.program
  const standing = isTakenOver || program === undefined ? [] : (before?.plans ?? [])
  const next = plans.flatMap((plan): PeoplePlan[] => {
    const version = live.find(({ definition }) => definition.journey === plan.journey)
    return version === undefined || (plan.people === 'stay' && !plan.existing) ? [] : [{ ...plan, to: version.version, doneIn: [] }]
  })
  return [...standing.map((plan) => ({ ...plan, doneIn: [...new Set([...plan.doneIn, program as number])] })), ...next]
}

/** Journeys that went back stay there as long as their file says what it said then. */
function nextRollbacks(before: Published | undefined, definitions: Definitions, rollback: Journey | undefined): NonNullable<ProgramSource['rollbacks']> {
  const written = new Map(definitions.journeys.map((journey) => [journey.journey, canonicalJson(journey)]))
  const standing = (before?.rollbacks ?? []).filter(
    (one) => one.definition.journey !== rollback?.journey && written.get(one.definition.journey) === one.instead,
  )
  const instead = rollback === undefined ? undefined : written.get(rollback.journey)
  if (rollback === undefined || instead === undefined || instead === canonicalJson(rollback)) return standing
  return [...standing, { definition: rollback, instead }]
}

/** Versions with somebody inside, and those with messages that wait: right before a message goes out its own step is asked, and a webhook is made from it. */
function usedVersions(counts: readonly Count[]): ReadonlySet<string> {
  const inside = new Map<string, number>()
  const underWay = new Map<string, number>()
  for (const { journey, version, measure, count } of counts) {
    const key = versionKey(journey, version)
    if (measure === 'inside') inside.set(key, (inside.get(key) ?? 0) + count)
    if (measure === 'queued') underWay.set(key, (underWay.get(key) ?? 0) + count)
    if (outcomes.has(measure)) underWay.set(key, (underWay.get(key) ?? 0) - count)
  }
  return new Set([...inside, ...underWay].filter(([, count]) => count > 0).map(([key]) => key))
}

/** Of each journey in force the version that people entered a trial in last: what was tried and chosen there is told until another trial has somebody. */
function triedVersions(live: readonly JourneyVersion[], known: readonly JourneyVersion[], counts: readonly Count[]): readonly string[] {
  return live.flatMap(({ definition: { journey } }) => {
    const places = trialsIn(
      known.filter((one) => one.definition.journey === journey),
      'UTC',
    )
    const own = counts.filter((one) => one.journey === journey)
    const tried = versionTried(places, own)
    return tried === undefined ? [] : versionKey(journey, tried.version)
  })
}

/** Who went through it may still reach its goal: for the goal's time after the last could enter, and for events that come late. */
function hasOpenGoals({ definition, retiredAt }: JourneyVersion, { workspace }: Definitions, at: number | undefined): boolean {
  if (definition.goal === undefined) return false
  if (at === undefined || retiredAt === undefined) return true
  return at < retiredAt + durationMs(definition.goal.within) + durationMs(definition.maxAge ?? workspace.maxAge ?? defaultMaxAge)
}

/** The version that this definition is: the known one when it does the same, else the next. */
function liveVersion(definition: Journey, known: readonly JourneyVersion[]): JourneyVersion {
  const versions = known.filter((one) => one.definition.journey === definition.journey)
  const newest = versions.reduce<JourneyVersion | undefined>((best, one) => (best === undefined || one.version > best.version ? one : best), undefined)
  if (newest === undefined) return { definition, version: 1, live: true }
  if (isSameVersion(newest.definition, definition)) return { definition, version: newest.version, live: true }
  return { definition, version: newest.version + 1, live: true }
}

/** The newest version is kept even when nobody is inside, so that its number is never given twice. */
function isNewest(known: readonly JourneyVersion[], { definition, version }: JourneyVersion): boolean {
  return known.every((one) => one.definition.journey !== definition.journey || one.version <= version)
}

/** What a publication of this program would know of stored states. */
export function publicationAfter(before: Published | undefined, next: Pick<Publishing, 'program' | 'isTakenOver'>): Pick<Publication, 'base'> {
  const base = baseOf(before, next)
  return base === undefined ? {} : { base }
}

/** The memories that every state has, whether it was brought up to the last program or not; undefined where that is not known. */
function baseOf(before: Published | undefined, { program, isTakenOver }: Pick<Publishing, 'program' | 'isTakenOver'>): readonly number[] | undefined {
  if (before === undefined) return [...program.memories.keys()]
  const last = before.publication
  if (last === undefined || isTakenOver) return last?.memories
  return last.base?.filter((id) => last.memories.includes(id))
}

function recordOf({ before, source, publication }: { before: Published | undefined; source: ProgramSource; publication: Publication }): PublicationRecord {
  const { number, at, position, by } = publication
  const known = new Set(before?.journeys.map(({ definition, version }) => versionKey(definition.journey, version)))
  const isLive = new Set(source.journeys.flatMap(({ definition, live }) => (live ? definition.journey : [])))
  const journeys = source.journeys
    .filter((one) => one.live && !known.has(versionKey(one.definition.journey, one.version)))
    .map(({ definition, version }) => ({ journey: definition.journey, version, definition }))
  const retired = before?.journeys.flatMap(({ definition, live }) => (live && !isLive.has(definition.journey) ? definition.journey : [])) ?? []
  const people = (source.plans ?? []).filter(({ doneIn }) => doneIn.length === 0).map(({ doneIn: _, ...plan }) => plan)
  return { number, at, position, by, journeys, retired, people }
}

function recordName(number: number): string {
  return `publication ${number}`
}

function isSameSource(one: ProgramSource, other: ProgramSource): boolean {
  const parts = ({ workspace, segments, templates, collections = [], pools = [], journeys, plans = [], rollbacks = [] }: ProgramSource): string =>
    canonicalJson(JSON.parse(JSON.stringify({ workspace, segments, templates, collections, pools, journeys, plans, rollbacks })))
  return parts(one) === parts(other)
}
