// What commands do at the workspace itself, beside a running server or without one: read it, try definitions over its log, mend it.

import { existsSync } from 'node:fs'
import { createRenderer } from './content/renderer.ts'
import { definitionsInUse } from './definitions-folder/definitions-in-use.ts'
import { type BacktestGround, type BacktestOutcome, type BacktestRequest, backtest } from './desks/backtests.ts'
import { previewOver } from './desks/import-preview.ts'
import { type LookedAhead, lookAhead } from './desks/look-ahead.ts'
import { olderVersion, type VersionOfJourney } from './desks/older-version.ts'
import { reviewWithNearMisses } from './desks/reviews.ts'
import type { SubscriberState } from './engine/state.ts'
import type { JourneyReview } from './insight/review.ts'
import type { Definitions } from './model/definitions.ts'
import type { ImportPreview } from './model/import-preview.ts'
import type { JsonObject } from './model/json.ts'
import { type Offline, openOffline as openOfflineAt } from './offline.ts'
import { type Clock, wallClock } from './runtime/clock.ts'
import { theEngine } from './runtime/engine.ts'
import { readPublished } from './runtime/publishing/published.ts'
import { unpackState } from './runtime/states/state-codec.ts'
import type { Store } from './runtime/store.ts'
import { readClockMark, workspaceClock } from './runtime/time/workspace-clock.ts'
import { type DomainReport, reportDomains } from './runtime/watching/domain-report.ts'
import type { WriterThread } from './runtime/writing/thread-messages.ts'
import { startWriter } from './runtime/writing/writer.ts'
import type { Configuration } from './settings/configuration.ts'
import { dataFolder, requireStore } from './settings/data-folder.ts'
import { createStaging, type StagingHow, type StagingMade, type StagingPlan } from './staging/create-staging.ts'
import { openSqliteStore } from './stores/sqlite/sqlite-store.ts'

export { why } from './insight/why/why.ts'
export { inputOf } from './runtime/log-entry.ts'
export { findSubscribers } from './runtime/people/find-subscriber.ts'
export { readPublications, readPublished } from './runtime/publishing/published.ts'
export { readInForce } from './runtime/stopping/pauses.ts'
export { readStops } from './runtime/stopping/stop-switches.ts'
export { workspaceClock } from './runtime/time/workspace-clock.ts'
export { backUpWhole } from './whole-backup.ts'

/** The workspace's file inside the data folder. */
export function storePath(configuration: Pick<Configuration, 'data'>): string {
  return dataFolder(configuration).store
}

/** Opens the workspace for reading only, beside a running server or without one. */
export async function openViews(configuration: Pick<Configuration, 'data'>): Promise<Store> {
  requireStore(configuration)
  return openSqliteStore({ path: storePath(configuration), readOnly: true })
}

/** Opens the doors on the workspace itself, as its only writer. Rejects with `store-locked` while a server runs. */
export function openOffline(configuration: Configuration): Promise<Offline> {
  return openOfflineAt(configuration)
}

/** Asks again everything that waits at these subscribers, with the definitions that were last in force. Hands nothing over. Rejects while a server runs. */
export async function lookAgain(configuration: Pick<Configuration, 'data'>, subscribers: readonly number[]): Promise<void> {
  const store = await openSqliteStore({ path: storePath(configuration) })
  try {
    const source = await readPublished(store)
    if (source === undefined) return
    const ignore = (): void => {}
    const writer = await startWriter({
      store,
      clock: await workspaceClock(store),
      engine: theEngine,
      source,
      pace: 'live',
      onCommit: ignore,
      onHanded: ignore,
      onError: ignore,
    })
    try {
      for (const subscriber of subscribers) await writer.command({ subscriber }, { do: 'look again' }, 'admin')
    } finally {
      await writer.stop()
    }
  } finally {
    await store.close()
  }
}

/** Backtests over the workspace's log, beside a running server or without one. */
export async function backtestWorkspace(
  configuration: Pick<Configuration, 'data' | 'mailPerSecond' | 'smsPerSecond'>,
  request: BacktestRequest,
  { clock, ...how }: Pick<BacktestGround, 'threads' | 'onProgress' | 'signal'> & { readonly clock?: Clock },
): Promise<BacktestOutcome> {
  const store = await openViews(configuration)
  try {
    const now = (await workspaceClock(store, clock)).now()
    const channelLimits = { email: configuration.mailPerSecond, sms: configuration.smsPerSecond }
    return await backtest(request, { store, now, thread: readingThread(configuration), isAlone: true, channelLimits, ...how })
  } finally {
    await store.close()
  }
}

/** What the workspace's people and history have against definitions, as warnings with their places. Undefined where there is no workspace yet. */
export async function lookAheadOfWorkspace(
  configuration: Pick<Configuration, 'data' | 'mailPerSecond' | 'smsPerSecond'>,
  definitions: Definitions,
  how: Pick<BacktestGround, 'onProgress' | 'signal'>,
): Promise<LookedAhead | undefined> {
  if (!existsSync(storePath(configuration))) return undefined
  const store = await openViews(configuration)
  const renderer = createRenderer()
  try {
    const channelLimits = { email: configuration.mailPerSecond, sms: configuration.smsPerSecond }
    const now = (await workspaceClock(store)).now()
    return await lookAhead(definitions, { store, thread: readingThread(configuration), isAlone: true, channelLimits, renderer, now, ...how })
  } finally {
    await renderer.close()
    await store.close()
  }
}

/** What is in force, with an older version of one journey in its place; or what is wrong with the question. */
export async function versionInWorkspace(configuration: Pick<Configuration, 'data'>, which: VersionOfJourney): ReturnType<typeof olderVersion> {
  const store = await openViews(configuration)
  try {
    return await olderVersion(store, which)
  } finally {
    await store.close()
  }
}

/** Reviews a journey, beside a running server or without one. Undefined where it is not in force. */
export async function reviewInWorkspace(
  configuration: Pick<Configuration, 'data'>,
  wish: Pick<JourneyReview, 'journey' | 'over'>,
  how: Required<Pick<BacktestGround, 'onProgress' | 'signal'>>,
): Promise<JourneyReview | undefined> {
  const store = await openViews(configuration)
  try {
    const now = (await workspaceClock(store)).now()
    const onProgress = ({ done, of }: { readonly done: number; readonly of: number }): void => how.onProgress({ done, of, events: done })
    return await reviewWithNearMisses({ store, thread: readingThread(configuration), isAlone: true }, { ...wish, now }, { signal: how.signal, onProgress })
  } finally {
    await store.close()
  }
}

/** Makes a copy of the workspace with people who are nobody, beside a running server or without one. */
export function stageWorkspace(
  configuration: Pick<Configuration, 'data' | 'definitions'>,
  wish: Pick<StagingPlan, 'folder' | 'people' | 'keep'>,
  how: StagingHow,
): Promise<StagingMade> {
  const { folder: definitions } = definitionsInUse(configuration as Configuration)
  return createStaging({ ...wish, store: storePath(configuration), definitions, now: wallClock().now() }, how)
}

/** Whether the workspace is a copy that is there to be tried. */
export async function isStaging(configuration: Pick<Configuration, 'data'>): Promise<boolean> {
  if (!existsSync(storePath(configuration))) return false
  const store = await openViews(configuration)
  try {
    return (await readClockMark(store))?.of === 'staging'
  } finally {
    await store.close()
  }
}

/** How a thread opens the workspace. */
function readingThread(configuration: Pick<Configuration, 'data'>): WriterThread {
  return { storeModule: import.meta.resolve('./stores/sqlite/sqlite-store.ts'), openStore: 'openSqliteStore', storeOptions: { path: storePath(configuration) } }
}

/** What messages of the tracking API would set off if they came now, decided over copies. Undefined when nothing was published yet. */
export async function previewImport(configuration: Pick<Configuration, 'data'>, messages: AsyncIterable<JsonObject>): Promise<ImportPreview | undefined> {
  return previewOver(await openViews(configuration), messages)
}

/** How the domains stand that mails come from. */
export async function readDomains(store: Store): Promise<readonly DomainReport[]> {
  const source = await readPublished(store)
  return source === undefined ? [] : reportDomains(store, source, (await workspaceClock(store)).now())
}

/** A stored state, for what only reads. */
export function readState(packed: Uint8Array): SubscriberState {
  return unpackState(theEngine, packed)
}
