// Looks ahead: what definitions would do and where that meets a limit, by a backtest over the last weeks, and what templates print that real people do not
// have. It reads; what it finds are warnings, with their places in the definitions.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { fieldGaps, type NeededField, printedFields } from '../definitions-folder/templates/field-gaps.ts'
import { sends } from '../definitions-folder/templates/preview-template.ts'
import type { SampledStore } from '../definitions-folder/templates/profile-sample.ts'
import { spellingProblems, unseenProblems } from '../engine/event-spellings.ts'
import { asIfToday } from '../insight/as-if-today.ts'
import type { ChannelLimits } from '../insight/backtest/channel-volume.ts'
import {
  type DefinitionsForecast,
  type ForecastGround,
  fewestHistoryDays,
  forecastDays,
  forecastOf,
  type MissingFromPeople,
  unknownForecast,
  type VolumeWarning,
  withMissing,
} from '../insight/forecast.ts'
import { tallyLog } from '../insight/schema/arrival-tally.ts'
import type { Definitions, Problem } from '../model/definitions.ts'
import type { Renderer } from '../model/facts.ts'
import { limits } from '../model/limits.ts'
import { occurredAtIn } from '../runtime/log-entry.ts'
import { nextSource, readPublished } from '../runtime/publishing/published.ts'
import type { LogRange } from '../runtime/store.ts'
import { allowancesAt } from '../runtime/watching/allowances.ts'
import { reportDomains } from '../runtime/watching/domain-report.ts'
import { expectedOf, type JourneyWatcher, openJourneyWatcher } from '../runtime/watching/journey-watcher.ts'
import { type BacktestGround, backtest } from './backtests.ts'
import { unseenTriggerFields } from './trigger-fields.ts'

export interface LookAheadGround extends Pick<BacktestGround, 'thread' | 'threads' | 'isAlone' | 'isBackground' | 'onProgress' | 'signal'> {
  readonly store: BacktestGround['store'] & SampledStore
  readonly channelLimits: ChannelLimits
  readonly renderer: Pick<Renderer, 'email'>
  readonly now: number
}

export interface LookedAhead {
  readonly forecast: DefinitionsForecast
  /** The warnings once more, with their places; that nothing is known of a journey is none. */
  readonly problems: readonly Problem[]
}

const dayMs = 86_400_000
/** Lines of the log in which the earliest instant is looked for. */
const firstLines = 500

/** Lines of the log in which it is looked which events arrive. */
const latestLines = 20_000

/** Why nothing is read. */
export const tooLong = `the log has more than ${limits.forecastLines.toLocaleString('en')} lines, too many to read`

/** Whether a log is longer than what is read beside a server without being asked to. */
export function isTooLong(lines: number): boolean {
  return lines > limits.forecastLines
}

/** What there is to know of these definitions before they are in force. Rejects with the signal's reason. */
export async function lookAhead(definitions: Definitions, ground: LookAheadGround): Promise<LookedAhead> {
  ground.signal?.throwIfAborted()
  const needed = new Map<string, readonly NeededField[]>()
  const ofTrigger = new Map<string, readonly NeededField[]>()
  for (const template of definitions.templates) {
    const { subscriber, trigger } = await printedFields(template, { renderer: ground.renderer, definitions })
    if (subscriber.length > 0) needed.set(template.template, subscriber)
    if (trigger.length > 0) ofTrigger.set(template.template, trigger)
  }
  const forecast = await predict(definitions, { ...ground, needed })
  const { position: upTo } = await ground.store.last()
  const range = { after: Math.max(0, upTo - latestLines), upTo }
  const spellings = await strangeNames(definitions, ground.store, range)
  const unseen = await unseenTriggerFields(definitions, ofTrigger, { store: ground.store, range, pause: nextTurn })
  return { forecast, problems: [...spellings, ...unseen, ...forecast.warnings.flatMap((warning) => problemOf(warning, { definitions, needed }))] }
}

/** Names of events that are almost those that arrived; what is strange by the definitions alone was said already. */
async function strangeNames(definitions: Definitions, store: Pick<LookAheadGround['store'], 'readLog'>, range: LogRange): Promise<readonly Problem[]> {
  // All at once would keep everybody else waiting who asks this thread something.
  const counted = await tallyLog(store, range, nextTurn)
  const arrived = new Set(counted.map(({ name }) => name))
  const placeOf = ({ definition, path }: Problem): string => JSON.stringify([definition, path])
  const told = new Set(spellingProblems(definitions).map(placeOf))
  return [...spellingProblems(definitions, arrived), ...unseenProblems(definitions, arrived)].filter((problem) => !told.has(placeOf(problem)))
}

type Needed = ReadonlyMap<string, readonly NeededField[]>

async function predict(definitions: Definitions, { needed, ...ground }: LookAheadGround & { readonly needed: Needed }): Promise<DefinitionsForecast> {
  const { store, now: at, renderer, ...how } = ground
  const published = await readPublished(store)
  const versions = new Map(
    nextSource(published, definitions, [], { isTakenOver: true })
      .journeys.filter((one) => one.live)
      .map(({ definition, version }) => [definition.journey, version]),
  )
  const basis = {
    at,
    definitions,
    versionOf: (journey: string) => versions.get(journey) ?? 1,
    guardOf: guardOf(await openJourneyWatcher(store), at),
    domains: published === undefined ? [] : await reportDomains(store, { ...published, workspace: definitions.workspace }, at),
  }
  const { lines, days } = await historyOf(store, at)
  if (days < fewestHistoryDays || isTooLong(lines)) {
    const unknown = unknownForecast(basis, isTooLong(lines) ? { days: 0, why: tooLong } : { days })
    return withMissing(unknown, await missingInSample(definitions, { store, renderer }))
  }
  const fields = Object.fromEntries([...needed].map(([template, all]) => [template, all.map(({ field }) => field)]))
  const request = { definitions: asIfToday(definitions, at), against: 'nothing', from: at - forecastDays * dayMs, to: at, examples: 1, needed: fields } as const
  const { report, lacks } = await backtest(request, { store, ...how })
  const missing = lacks.map(({ lack, people, ...place }) => ({ ...place, people: lack, of: people, among: 'recipients' as const }))
  return withMissing(forecastOf({ ...report, days: Math.min(report.days, days) }, basis), missing)
}

/** What the guard of a journey goes by besides a forecast, as it is kept. */
function guardOf(watcher: JourneyWatcher, now: number): ForecastGround['guardOf'] {
  const allowances = allowancesAt(watcher.allowances, now)
  return (journey) => {
    const { forecast: _, ...known } = expectedOf(watcher, journey, now)
    return { ...known, allowance: allowances.find((one) => one.journey === journey) ?? null }
  }
}

/** Where history is too short to know whom a journey would write to: among people as they are. */
async function missingInSample(
  definitions: Definitions,
  ground: Pick<LookAheadGround, 'store' | 'renderer'>,
): Promise<readonly (MissingFromPeople & { readonly journey: string })[]> {
  const live = definitions.journeys.filter(({ status }) => status !== 'draft' && status !== 'archived')
  const gaps = await fieldGaps(ground, { ...definitions, journeys: live })
  return gaps.map(({ template, field, journey, looked, lack }) => {
    const sender = journey ?? live.find((one) => sends(one, template))?.journey ?? template
    return { journey: sender, template, field: field.replace(/^subscriber\./, ''), people: lack, of: looked, among: 'sample' }
  })
}

/** How long the log is, and how many days it goes back; imported history counts from when it happened. */
async function historyOf(store: LookAheadGround['store'], now: number): Promise<{ readonly lines: number; readonly days: number }> {
  const { position } = await store.last()
  let firstAt = now
  for (const { receivedAt, body } of await store.readLog(0, firstLines)) firstAt = Math.min(firstAt, receivedAt, occurredAtIn(body) ?? receivedAt)
  return { lines: position, days: Math.floor((now - firstAt) / dayMs) }
}

/** A warning as the check of definitions says it, with its place and a way out. */
function problemOf(
  { kind, about, words, missing }: VolumeWarning,
  { definitions: { workspace }, needed }: { readonly definitions: Definitions; readonly needed: Needed },
): readonly Problem[] {
  const warning = { severity: 'warning', code: `ahead/${kind}`, message: words } as const
  const ofWorkspace = { ...warning, definition: { kind: 'workspace', name: workspace.workspace }, path: [] } as const
  const ofJourney = { ...warning, definition: { kind: 'journey', name: about }, path: [] } as const
  switch (kind) {
    case 'unknown':
      return []
    case 'rate':
      return [{ ...ofWorkspace, fix: 'let fewer in at once, spread them with a wait, or allow more each second in the settings of the server' }]
    case 'warm-up':
      return [{ ...ofWorkspace, fix: 'what is too much waits for the next days; begin with fewer people, or wait until the warm-up is over' }]
    case 'held-up':
      return [{ ...ofJourney, fix: 'look at quiet hours and caps, or give what it sends `expires`, so that nothing arrives too late' }]
    case 'many-mails':
      return [{ ...ofWorkspace, fix: 'set a cap under policy, caps, or let journeys that write to the same people exclude each other' }]
    case 'missing-field': {
      const place = needed.get(missing?.template ?? '')?.find(({ field }) => field === missing?.field)
      const fix = `${place?.fix ?? 'give a default'}, or let in only who has it: { attribute: ${missing?.field}, exists: true }`
      return [{ ...warning, definition: { kind: 'template', name: missing?.template ?? about }, path: place?.path ?? [], fix }]
    }
  }
}
