// What a backtest needs from the rest of the house: the definitions to try, what is in force, what the past knows, and threads that open the store.
// It reads; nothing that it is given or finds is changed.

import { availableParallelism } from 'node:os'
import { compile, contentOf, sourceOf } from '../engine/compile.ts'
import type { ProgramSource } from '../engine/program.ts'
import { type BacktestReport, backtestReport } from '../insight/backtest/backtest-report.ts'
import type { Arm, BacktestSpec, NeededFields, Responses } from '../insight/backtest/backtest-spec.ts'
import type { ChannelLimits } from '../insight/backtest/channel-volume.ts'
import { type FieldLack, fieldLacks } from '../insight/backtest/field-lacks.ts'
import { pastResponsesOf } from '../insight/backtest/past-responses.ts'
import { ShareReplay } from '../insight/backtest/replay-share.ts'
import { type BacktestProgress, runBacktest } from '../insight/backtest/run-backtest.ts'
import { type PersonTrace, tracePerson } from '../insight/backtest/trace-person.ts'
import { type MadeUp, type Walk, walkMadeUp, walkPerson } from '../insight/backtest/walk-person.ts'
import { type WhatIf, withValue } from '../insight/backtest/what-if.ts'
import type { Definitions } from '../model/definitions.ts'
import type { SubscriberEvent } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import type { Json } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { versionKey } from '../model/publication.ts'
import { nextSource, readPublished } from '../runtime/publishing/published.ts'
import { readSources } from '../runtime/publishing/source-records.ts'
import { readPauses } from '../runtime/stopping/pauses.ts'
import { readStopChanges } from '../runtime/stopping/stop-switches.ts'
import type { Delivery, Store } from '../runtime/store.ts'
import type { WriterThread } from '../runtime/writing/thread-messages.ts'
import { type Ends, endOf, ends, endsBefore, invalid } from './backtest-end.ts'

export interface BacktestRequest {
  /** All definitions; those in force when they are left out. */
  readonly definitions?: Definitions | undefined
  /** One journey that takes the place of the one of its name, or comes beside the others. */
  readonly journey?: Journey | undefined
  /** What the draft is held against: what is in force, other definitions, or nothing. */
  readonly against?: 'in force' | 'nothing' | { readonly name: string; readonly definitions: Definitions }
  /** The journey in which something is tried, and what. */
  readonly whatIf?: { readonly journey: string; readonly tried: WhatIf } | undefined
  readonly from?: number | undefined
  /** Now, when it is left out; the last event of a history that is a file of long ago. */
  readonly to?: number | undefined
  readonly responses?: 'recorded' | 'none' | 'past'
  readonly seed?: string
  readonly imports?: BacktestSpec['imports']
  readonly examples?: number
  /** Whether it is measured how far people were from each condition of a way in. */
  readonly thresholds?: boolean
  readonly needed?: NeededFields
}

export interface BacktestGround {
  readonly store: ReadableStore
  /** What time it is in the workspace; needed where the request does not say up to when. */
  readonly now?: number
  readonly thread: WriterThread | undefined
  readonly threads?: number | undefined
  /** Whether nobody else waits for this thread. */
  readonly isAlone?: boolean
  /** Whether a server goes on beside it and nobody waits for it. */
  readonly isBackground?: boolean
  readonly channelLimits?: ChannelLimits
  readonly onProgress?: (progress: BacktestProgress) => void
  readonly signal?: AbortSignal
}

type ReadableStore = Omit<Store, 'commit' | 'commitAhead' | 'setSetting' | 'close'>

export interface BacktestOutcome {
  readonly report: BacktestReport
  readonly cpuMs: number | undefined
  readonly peakBytes: number | undefined
  /** What people lacked that mails of the first arm needed; nothing where it was not asked. */
  readonly lacks: readonly FieldLack[]
}

/** Runs it. Throws `backtest-invalid` for a request that makes no sense, and the signal's reason when it is cancelled. */
export async function backtest(request: BacktestRequest, ground: BacktestGround): Promise<BacktestOutcome> {
  const { store, now, thread, threads = availableParallelism(), isAlone, isBackground, channelLimits = {}, onProgress, signal } = ground
  const spec = await specOf(request, store, { now })
  const { result, cpuMs, peakBytes } = await runBacktest({
    spec,
    store,
    thread,
    threads: Math.min(threads, limits.backtestThreads),
    isAlone,
    isBackground,
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  })
  return { report: backtestReport(spec, result, channelLimits), cpuMs, peakBytes, lacks: fieldLacks(result.arms[0]) }
}

/** What the arms of a request would have decided about one person. Undefined when there is nobody of this number. */
export async function backtestPerson(
  request: BacktestRequest,
  { store, now }: Pick<BacktestGround, 'store' | 'now'>,
  number: number,
): Promise<PersonTrace | undefined> {
  return tracePerson(await specOf(request, store, { now }), store, number)
}

/**
 * One person's way through a journey as the definitions of a request would lead it, up to `to`. Undefined when there is nobody of this number. What was
 * imported counts when it happened.
 */
export async function walkThrough(
  request: BacktestRequest & { readonly to: number },
  store: ReadableStore,
  { journey, who }: { readonly journey: string; readonly who: number | MadeUp },
): Promise<Walk | undefined> {
  const known = { lastAt: request.to, imported: Number.POSITIVE_INFINITY, isLive: true }
  const spec = await specOf({ ...request, against: 'nothing', responses: typeof who === 'number' ? 'recorded' : 'none' }, store, { known })
  return typeof who === 'number' ? walkPerson(spec, store, { number: who, journey }) : walkMadeUp(spec, who, journey)
}

/** Somebody's events from a file, in order of when they came in. */
export type PeopleWithEvents = ReadonlyMap<string, readonly { readonly receivedAt: number; readonly event: SubscriberEvent }[]>

/** The same over the events of a file, in this thread; nothing is known but what the file says. `yieldTurn` lets others have their turn. */
export async function backtestEvents(
  request: BacktestRequest,
  people: PeopleWithEvents,
  ground: Pick<BacktestGround, 'channelLimits' | 'onProgress' | 'signal'> & { readonly yieldTurn: () => Promise<void> },
): Promise<BacktestOutcome> {
  const { from = Number.NEGATIVE_INFINITY, responses = 'none', examples = 10 } = request
  if (responses === 'past') throw invalid(mistake('file-without-rates'))
  let latest = Number.NEGATIVE_INFINITY
  let of = 0
  for (const events of people.values()) {
    of += events.length
    for (const { receivedAt } of events) if (receivedAt > latest) latest = receivedAt
  }
  if (of === 0) throw invalid(mistake('file-without-events'))
  const to = request.to ?? latest
  if (from > to) throw endsBefore({ from, to, is: request.to === undefined ? 'the end of the history' : 'asked for' })
  const next = (definitions: Definitions): ProgramSource => sourceOf(definitions)
  const arms = armsOf(request, undefined, next)
  const spec: BacktestSpec = {
    arms,
    before: [],
    pauses: [],
    from,
    to,
    ...(request.to === undefined && { end: 'the last event' as const }),
    responses: { kind: 'none' },
    imports: 'as received',
    thresholds: request.thresholds === true,
    examples,
  }
  const replay = new ShareReplay(spec)
  let number = 0
  let done = 0
  for (const events of people.values()) {
    number += 1
    const ordered = events.toSorted((one, other) => one.receivedAt - other.receivedAt)
    for (const [index, { event }] of ordered.entries()) replay.takeEvent(number, event, done + index + 1)
    replay.endPeople([number])
    done += events.length
    if (number % peopleInARow !== 0) continue
    ground.signal?.throwIfAborted()
    ground.onProgress?.({ done, of, events: done })
    await ground.yieldTurn()
  }
  return { report: backtestReport(spec, replay.result(), ground.channelLimits), cpuMs: undefined, peakBytes: undefined, lacks: [] }
}

const peopleInARow = 500

/** `known` spares looking through the log for its ends. */
async function specOf(
  request: BacktestRequest,
  store: ReadableStore,
  { now, known }: { readonly now?: number | undefined; readonly known?: Ends },
): Promise<BacktestSpec> {
  const { examples = 10 } = request
  const its = known ?? (await ends(store, request.imports ?? 'as it happened'))
  const imports = its.imported > 0 ? 'as it happened' : 'as received'
  const published = await readPublished(store)
  const number = published?.publication?.number ?? 0
  const [sources, pauses, stopChanges, counts] = await Promise.all([readSources(store, number), readPauses(store), readStopChanges(store), store.counts()])
  const from = request.from ?? Number.NEGATIVE_INFINITY
  const end = endOf(request, its, now)
  const { to } = end
  if (from > to) throw endsBefore({ from, ...end })
  const next = (definitions: Definitions): ProgramSource => nextSource(published, definitions, counts, { isTakenOver: true })
  return {
    arms: armsOf(request, published, next),
    before: sources,
    pauses,
    stopChanges,
    from,
    to,
    ...(end.is === 'the end of the history' && { end: 'the last event' as const }),
    responses: await responsesOf(request, store),
    imports,
    importedLines: its.imported,
    thresholds: request.thresholds === true,
    ...(request.needed && { needed: request.needed }),
    examples,
  }
}

function armsOf(request: BacktestRequest, published: ProgramSource | undefined, next: (definitions: Definitions) => ProgramSource): readonly Arm[] {
  const { against = 'in force', whatIf } = request
  const ran = published?.journeys.map(({ definition, version }) => versionKey(definition.journey, version)) ?? []
  const arm = (name: string, definitions: Definitions): Arm => ({ name, source: checked(next(definitions)), ran })
  const draft = draftOf(request, published)
  if (whatIf !== undefined) return variantsOf(draft, whatIf, arm)
  if (against === 'nothing' || (against === 'in force' && published === undefined)) return [arm('draft', draft)]
  if (against !== 'in force') return [arm(against.name, against.definitions), arm('draft', draft)]
  return [{ name: 'in force', source: { ...(published as ProgramSource), stops: [], plans: [] }, ran }, arm('draft', draft)]
}

function draftOf({ definitions, journey }: BacktestRequest, published: ProgramSource | undefined): Definitions {
  const base = definitions ?? (published === undefined ? undefined : definitionsOf(published))
  if (base === undefined) throw invalid(mistake('nothing-to-try-beside'))
  // What is still a draft is what a backtest is for.
  const tried = { ...base, journeys: base.journeys.map((one) => (one.status === 'draft' ? contentOf(one) : one)) }
  return journey === undefined ? tried : withJourney(tried, journey)
}

function definitionsOf({ workspace, segments, templates, journeys }: ProgramSource): Definitions {
  return { workspace, segments, templates, journeys: journeys.filter(({ live }) => live).map(({ definition }) => definition) }
}

function withJourney(definitions: Definitions, journey: Journey): Definitions {
  return { ...definitions, journeys: [...definitions.journeys.filter((one) => one.journey !== journey.journey), contentOf(journey)] }
}

function variantsOf(
  draft: Definitions,
  { journey: name, tried }: NonNullable<BacktestRequest['whatIf']>,
  arm: (name: string, definitions: Definitions) => Arm,
): readonly Arm[] {
  const journey = draft.journeys.find((one) => one.journey === name)
  if (journey === undefined) throw invalid(mistake('no-journey-to-try', { name }))
  if (tried.values.length >= limits.backtestArms) throw invalid(mistake('many-values-tried', { count: limits.backtestArms - 1 }))
  const variant = (value: Json): Arm => {
    const other = withValue(journey, tried.path, value)
    if (typeof other === 'string') throw invalid(other)
    return arm(`${tried.path.at(-1)} ${typeof value === 'string' ? value : JSON.stringify(value)}`, withJourney(draft, other))
  }
  return [arm('as it is', draft), ...tried.values.map(variant)]
}

/** Nobody moves in a backtest: whoever was inside an older version goes on in it. */
function checked(source: ProgramSource): ProgramSource {
  const whole = { ...source, plans: [], stops: [] }
  const error = compile(whole).problems.find(({ severity }) => severity === 'error')
  if (error === undefined) return whole
  const { definition, path, message } = error
  // It ends like a sentence in places, which the one around it does itself.
  const own = { ...definition, mistake: message.replace(/\.$/, '') }
  throw invalid(path.length === 0 ? mistake('definition-has-mistake', own) : mistake('definition-has-mistake-at', { ...own, path: path.join('.') }))
}

async function responsesOf({ responses = 'recorded', seed = '1' }: BacktestRequest, store: ReadableStore): Promise<Responses> {
  if (responses !== 'past') return { kind: responses }
  const messages: Delivery[] = []
  let before: { decidedAt: number; key: string } | undefined
  while (messages.length < limits.backtestResponses) {
    const page = await store.messages({ status: 'sent', limit: 1000, ...(before === undefined ? {} : { before }) })
    messages.push(...page.filter(({ channel }) => channel === 'email'))
    const last = page.at(-1)
    if (last === undefined || page.length < 1000) break
    before = { decidedAt: last.decidedAt, key: last.key }
  }
  if (messages.length === 0) throw invalid(mistake('no-past-rates'))
  return { kind: 'past', seed, past: pastResponsesOf(messages) }
}
