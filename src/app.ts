// The only place where rooms are joined: definitions, store, writer, channels, doors. It decides nothing; it starts things in order and
// stops them in the reverse order.

import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { openAdminAccounts } from './access/admin-accounts.ts'
import { adminKeysOf, readSecrets, webhookSecretsOf } from './access/secrets.ts'
import { givenKeys, openWriteKeys } from './access/write-keys.ts'
import { openFirstOwner } from './api/admin/first-owner.ts'
import { consentLinksBelow, createConsentTokens } from './api/consent/consent-tokens.ts'
import { evidenceOf } from './api/consent/evidence.ts'
import { intoTheShop } from './api/demo/into-the-shop.ts'
import { createLinkTokens, unsubscribeLinksBelow } from './api/links/link-token.ts'
import { createReactionTokens } from './api/links/reaction-token.ts'
import { createSeals } from './api/links/seal.ts'
import { createVisits } from './api/links/visits.ts'
import { openMessage } from './api/messages/view-routes.ts'
import { createPageSeals, createViewTokens, pageLinksBelow } from './api/messages/view-token.ts'
import { createMetrics } from './api/metrics.ts'
import { createServer } from './api/server.ts'
import { smsStatusPurpose } from './api/sms/sms-routes.ts'
import { RequestLog } from './api/tracking/request-log.ts'
import { storePath } from './at-the-workspace.ts'
import { createMailbox, mailboxFile } from './channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from './channels/popup/popup-board.ts'
import { openNumberBook } from './channels/sms/number-book.ts'
import { createTextFetcher } from './channels/webhook/guarded-text.ts'
import { openConsole } from './console/built-console.ts'
import { lookingRenderer } from './content/looking-renderer.ts'
import { createRenderer } from './content/renderer.ts'
import { publishFolder } from './definitions-folder/definitions-folder.ts'
import { apartFrom, definitionsOfServer, exampleFolder, prepareDefinitions } from './definitions-folder/definitions-in-use.ts'
import { definitionsDoor } from './definitions-folder/drafts/definitions-door.ts'
import type { ExampleCopy } from './definitions-folder/example-copy.ts'
import { templateDoor } from './definitions-folder/templates/template-door.ts'
import { uncheckedDomains } from './deliverability/checked-domains.ts'
import { signingKeys } from './deliverability/domain-keys.ts'
import { dnsResolver } from './deliverability/resolver.ts'
import { demoLife } from './demo/demo-life.ts'
import { demoShop } from './demo/demo-shop.ts'
import { openShop } from './demo/open-shop.ts'
import { openAlerts } from './desks/alerts.ts'
import { backtestDoor } from './desks/backtest-door.ts'
import { openBacktestShelf } from './desks/backtest-shelf.ts'
import { openCatalogueWork } from './desks/catalogue-work.ts'
import { ConditionDesk } from './desks/condition-desk.ts'
import { openDomainDoor } from './desks/domain-door.ts'
import { openFeeds } from './desks/feeds-of-workspace.ts'
import { firstStepsBook } from './desks/first-steps-book.ts'
import { createForecaster } from './desks/forecasts.ts'
import { openHeldMails } from './desks/held-mails.ts'
import { ImportJobs } from './desks/import-jobs.ts'
import { openSources } from './desks/kept-sources.ts'
import { pastDoors } from './desks/past-doors.ts'
import { mailServerTest } from './desks/test-mail-server.ts'
import { channelReports, openWays, statesOf, usesMailbox } from './desks/ways-out.ts'
import { openHooks, startReceiver } from './desks/what-comes-back.ts'
import { phoneOf } from './engine/policies/suppression.ts'
import { firstLook } from './first-look.ts'
import { reportsOfImports } from './imports/job-folder.ts'
import { createMessageHandles } from './inbound/message-handle.ts'
import { createReportedMessages } from './inbound/reported-messages.ts'
import { returnPathOf } from './inbound/smtp-receiver.ts'
import { demoWatch } from './insight/demo-watch.ts'
import { LiveEvents } from './insight/live-events.ts'
import { listen, reachable, sayWhatIsOpen } from './listening.ts'
import type { Channel } from './runtime/channel.ts'
import { wallClock } from './runtime/clock.ts'
import { type Runtime, startRuntime } from './runtime/runtime.ts'
import { sendingDomains } from './runtime/sending/sending-domains.ts'
import { Corrections } from './runtime/stopping/corrections.ts'
import type { Store } from './runtime/store.ts'
import { leadOf } from './runtime/time/workspace-clock.ts'
import { reportDomains } from './runtime/watching/domain-report.ts'
import { reportArrival } from './runtime/writing/report-arrival.ts'
import type { ServerLife } from './server-life.ts'
import { type Configuration, listSettings, withSettings } from './settings/configuration.ts'
import { dataFolder } from './settings/data-folder.ts'
import { noteRunningServer } from './settings/running-server.ts'
import { readSiteScript } from './site-script/site-script.ts'
import { stagingDoor } from './staging/staging-door.ts'
import { openSqliteStore } from './stores/sqlite/sqlite-store.ts'

export * from './at-the-workspace.ts'
export { checkDefinitions, checkUntested } from './definitions-folder/definitions-folder.ts'
export { previewMail } from './definitions-folder/preview-mail.ts'
export { backtestEvents } from './desks/backtests.ts'
export { wallClock } from './runtime/clock.ts'

export interface App {
  /** Makes the first owner in a browser; undefined once there is one. */
  readonly setupLink: string | undefined
  /** Where the server listens, such as http://127.0.0.1:4400. */
  readonly address: string
  readonly writeKey: string
  readonly workspace: string
  readonly hasMailbox: boolean
  /** There is a shop to try it on, at /demo. */
  readonly isDemo: boolean
  /** The folder of the files that may be changed, and how it stands when it is the copy of the example. */
  readonly definitions: { readonly folder: string; readonly copy: ExampleCopy | undefined }
  readonly runtime: Runtime
  /** Begins to build the console when it is not up to date, so that it is there once somebody opens it. */
  prepareConsole(): void
  /** Answers what is under way, finishes what is being handed over, and closes everything. */
  stop(): Promise<void>
}

/** Starts everything. Throws an OncueError when the configuration, the definitions or the store do not allow it; nothing runs on then. */
export async function startApp(given: Configuration, life?: ServerLife): Promise<App> {
  const opened: (() => unknown)[] = []
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one()
  }
  try {
    return { ...(await startParts(given, { whenClosed: (closing) => void opened.push(closing), life })), stop: close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Around {
  readonly whenClosed: (close: () => unknown) => void
  readonly life: ServerLife | undefined
}

/** Starts one after another and tells `whenClosed` how each is stopped again. */
async function startParts(given: Configuration, { whenClosed, life }: Around): Promise<Omit<App, 'stop'>> {
  const closing = <Part extends { close(): unknown }>(part: Part): Part => {
    whenClosed(() => part.close())
    return part
  }
  const inUse = definitionsOfServer(given)
  const configuration = withSettings(given, { definitions: inUse.folder })
  mkdirSync(configuration.data, { recursive: true, mode: 0o700 })
  const secrets = readSecrets(configuration)
  const logger = pino({ level: configuration.logLevel, base: null })
  const machine = wallClock()
  const metrics = createMetrics()
  const [tokens, pages] = [createLinkTokens([secrets.link]), createPageSeals([secrets.link])]
  const smsSeals = createSeals([secrets.link], smsStatusPurpose)
  const consentTokens = createConsentTokens([secrets.link])
  const reactionTokens = createReactionTokens([secrets.link])
  const handles = createMessageHandles(secrets.link)
  const storeOptions = { path: storePath(configuration) }
  // Opened for writing first, so that a new file is made and an old one brought up to date before anybody reads it.
  const isDemo = configuration.demo ?? (inUse.of === 'example' || inUse.folder === exampleFolder)
  const mayBeDemo = isDemo && usesMailbox(configuration)
  const prepare = (): ExampleCopy | undefined => prepareDefinitions(inUse)
  const { prepared, loaded, source, isNew, mark, clock } = await firstLook({ ...storeOptions, folder: inUse.folder, prepare, machine, mayBeDemo, logger })
  // Mails that were left by an earlier process may be due before the server listens: they wait until it is known where links lead.
  const publicUrl = Promise.withResolvers<string>()
  // What is sent again is read from the archive, which is opened after the writer's own.
  const reader = Promise.withResolvers<Store>()
  if (configuration.publicUrl !== undefined) publicUrl.resolve(configuration.publicUrl)
  const files = dataFolder(configuration)
  // What a wound clock brings about must reach nobody.
  const keepsMails = mark !== undefined || usesMailbox(configuration)
  if (mark !== undefined && !usesMailbox(configuration)) {
    logger.warn({ workspace: mark.of }, 'the clock of this workspace can be wound, so its mails stay in the mailbox, whatever mail server is set')
  }
  const mailbox = keepsMails ? createMailbox({ file: files.mailbox }) : undefined
  whenClosed(() => mailbox?.close())
  const board = closing(createPopupBoard({ file: files.popups, ...(mailbox && { onPopup: (popup) => mailbox.keepPopup(popup) }) }))
  const numbers = closing(openNumberBook({ file: files.numbers, secret: secrets.link }))
  const webhookSecrets = webhookSecretsOf(configuration, secrets)
  const now = (): number => clock.now()
  const held = closing(openHeldMails({ folder: files.dkim, clock }))
  const signing = { keyOf: signingKeys(files.dkim), webhookSecrets: webhookSecrets.signing }
  const { mails, texts, calls, sms } = openWays(configuration, { mailbox, mark, metrics, logger, now, held, ...signing })
  const channels: Channel[] = [mails, numbers.noting(texts), board.channel, calls]
  const shelf = openBacktestShelf(files.backtests)
  const renderer = closing(createRenderer())
  const writerThread = { storeModule: import.meta.resolve('./stores/sqlite/sqlite-store.ts'), openStore: 'openSqliteStore', storeOptions }
  const runtime = await startRuntime({
    store: writerThread,
    clock,
    source,
    channels,
    ...{ renderer, metrics, logger, onHeld: held.onHeld },
    policy: { unknownMail: configuration.unknownDeliveries },
    tombstoneKey: secrets.tombstone,
    keepers: [mailbox ?? mailboxFile(files.mailbox), board, numbers, reportsOfImports(files.imports), shelf],
    concurrency: { email: configuration.mailAtOnce, sms: configuration.smsAtOnce, webhook: configuration.webhookAtOnce },
    // A provider out there cannot call this machine under its own name.
    ...(configuration.publicUrl === undefined ? {} : { smsStatusUrl: ({ effect }) => `${configuration.publicUrl}/v1/sms/status/${smsSeals.seal(effect)}` }),
    comesBackAs: (about) => {
      const handle = handles.handleOf(about)
      return configuration.bounceAddress === undefined ? { handle } : { handle, returnPath: returnPathOf(configuration.bounceAddress, handle) }
    },
    consentLinks: consentLinksBelow(publicUrl.promise, consentTokens),
    follow: async (message) => {
      const base = await publicUrl.promise
      return {
        base,
        click: (link) => `${base}/c/${reactionTokens.sign({ message, link })}`,
        open: () => `${base}/o/${reactionTokens.sign({ message, link: 'open' })}`,
      }
    },
    reopen: async (message) => {
      const opened = await openMessage(message, { reactions: reactionTokens, store: await reader.promise })
      if (opened === undefined) return undefined
      const { subject, html, text, headers } = opened.mail
      const replyTo = headers.find(({ name }) => name.toLowerCase() === 'reply-to')?.value
      return { subject, html, text, ...(replyTo === undefined ? {} : { replyTo }) }
    },
    unsubscribeUrl: unsubscribeLinksBelow(publicUrl.promise, tokens),
    viewUrl: pageLinksBelow(publicUrl.promise, pages),
  })
  const visits = createVisits({
    clock,
    report: (delivery, report) => runtime.inbox.submit([reportArrival(delivery, report, clock.now())]),
    onLost: (reason) => logger.error({ reason: String(reason) }, 'an opening or a click could not be recorded'),
  })
  whenClosed(() => {
    const stopped = runtime.stop()
    // A mail that still waits for it, because the start failed, is given back to the outbox by then.
    publicUrl.resolve('')
    return stopped
  })
  // What is held is judged after the doors are closed and before the writer stops.
  whenClosed(() => visits.flush())
  const views = closing(await openSqliteStore({ ...storeOptions, readOnly: true }))
  reader.resolve(views)
  const feeds = closing(openFeeds(configuration, { keeper: runtime, store: views, clock, logger }))
  const reported = createReportedMessages({ handles, store: views, inbox: runtime.inbox, now: () => clock.now() })
  const receiver = await startReceiver(configuration, { handles, reported, logger, clock })
  whenClosed(() => receiver?.close())
  const channelLimits = { email: configuration.mailPerSecond, sms: configuration.smsPerSecond }
  const ofFolder = { folder: configuration.definitions, store: views, thread: writerThread, clock, logger }
  const forecasts = createForecaster({ ...ofFolder, channelLimits, renderer: lookingRenderer, expectVolume: runtime.expectVolume })
  const folder = publishFolder({ ...ofFolder, loaded, source, runtime, forecasts })
  whenClosed(() => folder.close())
  const catalogueWork = closing(openCatalogueWork({ store: views, runtime, clock, logger, isDemo }))
  const templates = closing(templateDoor({ folder: configuration.definitions, store: views, runtime, clock }))
  const backtests = closing(backtestDoor({ shelf, folder: configuration.definitions, ground: { store: views, thread: writerThread, channelLimits }, clock }))
  const desk = closing(new ConditionDesk({ store: views, thread: writerThread, clock }))
  const channelsNow = () => channelReports(runtime.loads(), [mails, texts, calls])
  const alerts = closing(openAlerts({ file: files.alerts, configuration, store: views, folder, desk, channels: channelsNow, mails, calls, clock, logger }))
  const [writeKey = ''] = secrets.writeKeys
  const corrections = new Corrections({
    store: views,
    command: (subscriber, command) => runtime.inbox.command({ subscriber }, command, 'admin'),
    record: (audit) => runtime.record({ audit }),
    clock,
    onError: (error, { id }) => logger.error({ correction: id, reason: String(error) }, 'a correction was interrupted; it is gone on with at the next start'),
  })
  whenClosed(() => corrections.stop())
  await corrections.goOn()
  const writeKeys = closing(openWriteKeys({ data: configuration.data, given: givenKeys(configuration, secrets), now: () => clock.now() }))
  const adminKeys = closing(adminKeysOf(configuration, secrets, () => clock.now()))
  const sources = closing(openSources({ data: configuration.data, now: () => clock.now() }))
  const requestLog = new RequestLog()
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
  whenClosed(() => imports.stop())
  imports.goOn()
  const accounts = openAdminAccounts({ data: configuration.data, issuer: `Oncue ${folder.workspace().workspace}`, leadMs: () => leadOf(clock) })
  const setup = openFirstOwner(accounts, clock.now(), () => leadOf(clock))
  const builtConsole = openConsole()
  const demo = life && demoLife({ configuration, of: inUse.of, restart: life.restart, now: machine.now, base: () => address, secret: secrets.link })
  whenClosed(() => demo?.close())
  const staging = stagingDoor({ data: configuration.data, store: storeOptions.path, definitions: configuration.definitions, now: machine.now })
  whenClosed(() => staging.close())
  const called = openHooks(configuration, () => folder.workspace(), logger)
  const server = createServer({
    inbox: runtime.inbox,
    store: views,
    keys: writeKeys,
    sources: sources.book,
    requestLog,
    links: {
      tokens,
      workspace: () => folder.workspace().sender?.name ?? folder.workspace().workspace,
      topics: () => folder.workspace().topics,
      async readerOf(subscriber) {
        const state = (await runtime.describe({ subscriber }))?.state
        return state && { locale: state.attributes['locale'], topics: state.topics }
      },
      evidenceOf: (request) => evidenceOf(request, folder.workspace().policy?.evidence ?? 'shortened', secrets.link),
    },
    consent: { tokens: consentTokens, workspace: () => folder.workspace(), describe: (subscriber) => runtime.describe({ subscriber }), secret: secrets.link },
    reactions: { tokens: reactionTokens, visits, ...(isDemo && { leadsTo: (link: URL) => intoTheShop(folder.workspace().brand?.site, link) }) },
    messageViews: { tokens: createViewTokens([secrets.link]), pages, reactions: reactionTokens, store: views },
    inbound: { workspace: () => folder.workspace(), secrets: called.secrets, secret: secrets.link, store: views },
    hooks: { secrets: called.secrets, find: reported.find, report: reported.report, fetchText: closing(createTextFetcher()).fetchText },
    admin: {
      runtime,
      store: views,
      keys: adminKeys,
      accounts,
      setup,
      imports,
      people,
      writeKeys,
      webhookSecrets,
      hooks: called.list,
      requestLog,
      settings: () => ({ list: listSettings(configuration), publicUrl: configuration.publicUrl ?? address }),
      testMailServer: mailServerTest(configuration),
      domains: openDomainDoor({ folder: files.dkim, configuration, resolver: dnsResolver(), now: () => clock.now(), onChecked: held.look }),
      publishing: folder.door,
      ...(demo && { demo }),
      staging,
      firstSteps: firstStepsBook(configuration, writeKey),
      definitions: definitionsDoor({
        folder: configuration.definitions,
        apart: apartFrom(inUse, configuration),
        store: views,
        record: (drafts) => runtime.record({ drafts }),
        now: () => clock.now(),
        published: folder,
        ahead: forecasts.ahead,
      }),
      backtests,
      forecasts,
      ...closing(pastDoors({ store: views, thread: writerThread, clock })).doors,
      alerts,
      desk,
      templates,
      countRecommendations: (collection) => catalogueWork.count(collection),
      offers: { mailbox: mailbox !== undefined, demo: isDemo },
      channels: channelsNow,
      corrections,
      live: new LiveEvents({ store: views, clock, onCommit: (listener) => runtime.onCommit(listener) }),
      takeReturnedMail: (source) => reported.takeMail(source),
      fetchFeed: (collection, how) => feeds.poller.fetchNow(collection, how),
    },
    ...(isDemo && {
      demo: {
        ...demoShop({ store: views, runtime, inForce: folder.inForce, news: catalogueWork, clock }),
        key: secrets.browserKeys[0] ?? '',
        site: () => folder.workspace().brand?.site,
        ...(mark?.of === 'demo' && { watch: demoWatch({ store: views, clock, inForce: folder.inForce, wind: runtime.wind }) }),
      },
    }),
    siteScript: () => readSiteScript(),
    console: { ...builtConsole, whenOpened: () => desk.wake() },
    popups: {
      popups: { visit: (subscriber) => runtime.visit(subscriber), open: board.open, expect: board.expect, note: board.note },
      serverKeys: secrets.writeKeys,
      store: views,
    },
    ...(sms && {
      sms: {
        secret: sms.password,
        publicUrl: () => configuration.publicUrl ?? address,
        seals: smsSeals,
        subscribersOf: (phone) => numbers.subscribersOf(phone),
        phoneOf: (subscriber) => runtime.describe({ subscriber }).then((known) => known && phoneOf(known.state)),
      },
    }),
    checks: { writer: () => runtime.canWrite() },
    metrics,
    ways: () => statesOf([mails, texts]),
    domains: () => reportDomains(views, folder.inForce(), clock.now()),
    clock,
    // What the server says of itself on every start is for debugging; the command greets.
    logger: configuration.logLevel === 'info' ? logger.child({}, { level: 'warn' }) : logger,
    limits: { eventsPerSecond: configuration.eventsPerSecond, burstEvents: configuration.eventsPerSecond * 2 },
    ...(mailbox === undefined ? {} : { mailbox, isMailboxOpen: configuration.openMailbox }),
    ...(configuration.publicUrl === undefined ? {} : { publicUrl: configuration.publicUrl }),
    trustedProxies: configuration.trustedProxies,
    exampleKey: writeKey,
  })
  whenClosed(() => server.close())
  await listen(server, configuration)
  sayWhatIsOpen(configuration, logger)
  const { port } = server.server.address() as AddressInfo
  const address = `http://${configuration.host}:${port}`
  publicUrl.resolve(address)
  whenClosed(noteRunningServer(configuration, reachable(address)))
  if (mailbox === undefined) for (const { what, ...about } of uncheckedDomains(files.dkim, sendingDomains(source))) logger.warn(about, what)
  await held.start(runtime)
  folder.watch()
  feeds.poller.start()
  catalogueWork.start()
  if (isNew && isDemo) await openShop({ runtime, collections: source.collections ?? [], base: address, at: clock.now() })
  return {
    address,
    setupLink: setup.token === undefined ? undefined : `${configuration.publicUrl ?? reachable(address)}/console/welcome#${setup.token}`,
    writeKey,
    workspace: source.workspace.workspace,
    hasMailbox: mailbox !== undefined,
    isDemo,
    definitions: { folder: inUse.folder, copy: prepared },
    runtime,
    prepareConsole: () => void builtConsole.prepare(),
  }
}
