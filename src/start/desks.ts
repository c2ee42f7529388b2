// What works beside the writer: definitions and what is asked about them, the catalogue, imports, alerts, corrections, and the books of who may do what.

import { openAdminAccounts } from '../access/admin-accounts.ts'
import { adminKeysOf } from '../access/secrets.ts'
import { givenKeys, openWriteKeys } from '../access/write-keys.ts'
import { RequestLog } from '../api/tracking/request-log.ts'
import { lookingRenderer } from '../content/looking-renderer.ts'
import { publishFolder } from '../definitions-folder/definitions-folder.ts'
import { templateDoor } from '../definitions-folder/templates/template-door.ts'
import { openAlerts } from '../desks/alerts.ts'
import { type Arrivals, openArrivals } from '../desks/arrivals.ts'
import { backtestDoor } from '../desks/backtest-door.ts'
import { openCatalogueWork } from '../desks/catalogue-work.ts'
import { ConditionDesk } from '../desks/condition-desk.ts'
import { openFeeds } from '../desks/feeds-of-workspace.ts'
import { createForecaster } from '../desks/forecasts.ts'
import { ImportJobs } from '../desks/import-jobs.ts'
import { openSources } from '../desks/kept-sources.ts'
import { channelReports } from '../desks/ways-out.ts'
import { startReceiver } from '../desks/what-comes-back.ts'
import { createReportedMessages } from '../inbound/reported-messages.ts'
import { Corrections } from '../runtime/stopping/corrections.ts'
import { leadOf } from '../runtime/time/workspace-clock.ts'
import type { Closing } from './closing.ts'
import type { Ground } from './ground.ts'
import type { Out } from './out.ts'
import type { Signs } from './signs.ts'
import type { Writer } from './writer.ts'

export type Desks = Awaited<ReturnType<typeof openDesks>>

export interface BesideTheWriter {
  readonly ground: Ground
  readonly signs: Signs
  readonly out: Out
  readonly writer: Writer
}

/** Opens them, and goes on with what an earlier process left half done. */
export async function openDesks(parts: BesideTheWriter, opened: Closing) {
  const comesBack = await openWhatComesBack(parts, opened)
  const arrivals = await countArrivals(parts, opened)
  const aboutDefinitions = openAboutDefinitions(parts, arrivals, opened)
  const work = await goOnWithWork(parts, aboutDefinitions.folder, opened)
  return { ...comesBack, arrivals, ...aboutDefinitions, ...work, ...openBooks(parts, aboutDefinitions.folder, opened) }
}

/** Feeds that are fetched, and mails that are returned. */
async function openWhatComesBack({ ground, signs, writer }: BesideTheWriter, opened: Closing) {
  const { configuration, clock, logger } = ground
  const { runtime, views } = writer
  const feeds = opened.closing(openFeeds(configuration, { keeper: runtime, store: views, clock, logger }))
  const reported = createReportedMessages({ handles: signs.handles, store: views, inbox: runtime.inbox, now: () => clock.now() })
  const receiver = await startReceiver(configuration, { handles: signs.handles, reported, logger, clock })
  opened.whenClosed(() => receiver?.close())
  return { feeds, reported }
}

/** What kinds of events arrive, from the first one on. */
async function countArrivals({ ground, writer }: BesideTheWriter, opened: Closing): Promise<Arrivals> {
  const { clock, logger, files, thread } = ground
  const arrivals = opened.closing(await openArrivals({ file: files.arrivals, store: writer.views, thread, clock, logger }))
  opened.whenClosed(writer.runtime.onSubmit((submitted) => arrivals.note(submitted)))
  return arrivals
}

/** The definitions in force, and everything that is asked of them and of the log before they are. */
function openAboutDefinitions({ ground, out, writer }: BesideTheWriter, arrivals: Arrivals, opened: Closing) {
  const { configuration, clock, logger, files, loaded, source, thread, isDemo } = ground
  const { runtime, views, shelf } = writer
  const channelLimits = { email: configuration.mailPerSecond, sms: configuration.smsPerSecond }
  const ofFolder = { folder: configuration.definitions, store: views, thread, clock, logger }
  const forecasts = createForecaster({ ...ofFolder, channelLimits, renderer: lookingRenderer, expectVolume: runtime.expectVolume })
  const folder = opened.closing(publishFolder({ ...ofFolder, loaded, source, runtime, forecasts }))
  const catalogueWork = opened.closing(openCatalogueWork({ store: views, runtime, clock, logger, isDemo }))
  const templates = opened.closing(templateDoor({ folder: configuration.definitions, store: views, runtime, clock }))
  const backtests = opened.closing(backtestDoor({ shelf, folder: configuration.definitions, ground: { store: views, thread, channelLimits }, clock }))
  const desk = opened.closing(new ConditionDesk({ store: views, thread, clock }))
  const { mails, texts, calls } = out
  const channels = () => channelReports(runtime.loads(), [mails, texts, calls])
  const alerts = opened.closing(openAlerts({ file: files.alerts, configuration, store: views, folder, arrivals, channels, mails, calls, clock, logger }))
  return { forecasts, folder, catalogueWork, templates, backtests, desk, channels, alerts }
}

/** Work that outlives a process: corrections and imports. */
async function goOnWithWork({ ground, writer }: BesideTheWriter, folder: ReturnType<typeof publishFolder>, opened: Closing) {
  const { secrets, clock, logger, files } = ground
  const { runtime, views } = writer
  const corrections = new Corrections({
    store: views,
    command: (subscriber, command) => runtime.inbox.command({ subscriber }, command, 'admin'),
    record: (audit) => runtime.record({ audit }),
    clock,
    onError: (error, { id }) => logger.error({ correction: id, reason: String(error) }, 'a correction was interrupted; it is gone on with at the next start'),
  })
  opened.whenClosed(() => corrections.stop())
  await corrections.goOn()
  const people = { workspace: () => folder.workspace(), secret: secrets.link }
  const imports = new ImportJobs({
    ...people,
    folder: files.imports,
    inbox: runtime.inbox,
    store: views,
    views,
    clock,
    onError: (error, { id }) => logger.error({ import: id, reason: String(error) }, 'an import failed'),
  })
  opened.whenClosed(() => imports.stop())
  imports.goOn()
  return { corrections, people, imports }
}

/** Who may send, who may sign in, and who has sent. */
function openBooks({ ground }: BesideTheWriter, folder: ReturnType<typeof publishFolder>, opened: Closing) {
  const { configuration, secrets, clock } = ground
  const { data } = configuration
  const now = (): number => clock.now()
  const writeKeys = opened.closing(openWriteKeys({ data, given: givenKeys(configuration, secrets), now }))
  const adminKeys = opened.closing(adminKeysOf(configuration, secrets, now))
  const sources = opened.closing(openSources({ data, now }))
  const accounts = openAdminAccounts({ data, issuer: `Oncue ${folder.workspace().workspace}`, leadMs: () => leadOf(clock) })
  return { writeKeys, adminKeys, sources, requestLog: new RequestLog(), accounts }
}
