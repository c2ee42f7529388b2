// The doors over HTTP, each with the part that it stands before.

import { renewLinkSecret } from '../access/secrets.ts'
import { openFirstOwner } from '../api/admin/first-owner.ts'
import { evidenceOf } from '../api/consent/evidence.ts'
import { intoTheShop } from '../api/demo/into-the-shop.ts'
import { createServer, type ServerOptions } from '../api/server.ts'
import { createTextFetcher } from '../channels/webhook/guarded-text.ts'
import { openConsole } from '../console/built-console.ts'
import { apartFrom } from '../definitions-folder/definitions-in-use.ts'
import { definitionsDoor } from '../definitions-folder/drafts/definitions-door.ts'
import { dnsResolver } from '../deliverability/resolver.ts'
import { demoLife } from '../demo/demo-life.ts'
import { demoShop } from '../demo/demo-shop.ts'
import { openDomainDoor } from '../desks/domain-door.ts'
import { firstStepsBook } from '../desks/first-steps-book.ts'
import { pastDoors } from '../desks/past-doors.ts'
import { mailServerTest } from '../desks/test-mail-server.ts'
import { statesOf } from '../desks/ways-out.ts'
import { openHooks } from '../desks/what-comes-back.ts'
import { phoneOf } from '../engine/policies/suppression.ts'
import { demoWatch } from '../insight/demo-watch.ts'
import { LiveEvents } from '../insight/live-events.ts'
import { leadOf } from '../runtime/time/workspace-clock.ts'
import { reportDomains } from '../runtime/watching/domain-report.ts'
import type { ServerLife } from '../server-life.ts'
import { listSettings } from '../settings/configuration.ts'
import { readSiteScript } from '../site-script/site-script.ts'
import { stagingDoor } from '../staging/staging-door.ts'
import type { Closing } from './closing.ts'
import type { BesideTheWriter, Desks } from './desks.ts'

export interface Parts extends BesideTheWriter {
  readonly desks: Desks
  readonly life: ServerLife | undefined
  /** Where the server listens, once it does. */
  readonly address: () => string
}

/** Builds the server; it does not listen yet. */
export function openDoors(parts: Parts, opened: Closing) {
  const { ground, out, writer, desks } = parts
  const { configuration, secrets, logger, metrics, clock, folder } = { ...ground, folder: desks.folder }
  const [writeKey = ''] = secrets.writeKeys
  const { accounts } = desks
  const setup = openFirstOwner(accounts, clock.now(), { leadMs: () => leadOf(clock), ...(parts.life && { kept: parts.life.kept }) })
  const builtConsole = openConsole()
  const called = openHooks(configuration, () => folder.workspace(), logger)
  const server = createServer({
    inbox: writer.runtime.inbox,
    store: writer.views,
    keys: desks.writeKeys,
    sources: desks.sources.book,
    requestLog: desks.requestLog,
    ...linkDoors(parts),
    inbound: { workspace: () => folder.workspace(), secrets: called.secrets, secret: secrets.link, store: writer.views },
    hooks: {
      secrets: called.secrets,
      find: desks.reported.find,
      report: desks.reported.report,
      fetchText: opened.closing(createTextFetcher()).fetchText,
    },
    admin: { ...adminDoor(parts, opened), setup, hooks: called.list },
    ...demoDoor(parts),
    siteScript: () => readSiteScript(),
    console: { ...builtConsole, whenOpened: () => desks.desk.wake() },
    popups: {
      popups: { visit: (subscriber) => writer.runtime.visit(subscriber), open: out.board.open, expect: out.board.expect, note: out.board.note },
      serverKeys: secrets.writeKeys,
      store: writer.views,
    },
    ...smsDoor(parts),
    checks: { writer: () => writer.runtime.canWrite() },
    metrics,
    ways: () => statesOf([out.mails, out.texts]),
    domains: () => reportDomains(writer.views, folder.inForce(), clock.now()),
    clock,
    // What the server says of itself on every start is for debugging; the command greets.
    logger: configuration.logLevel === 'info' ? logger.child({}, { level: 'warn' }) : logger,
    limits: { eventsPerSecond: configuration.eventsPerSecond, burstEvents: configuration.eventsPerSecond * 2 },
    ...(out.mailbox === undefined ? {} : { mailbox: out.mailbox, isMailboxOpen: configuration.openMailbox }),
    ...(configuration.publicUrl === undefined ? {} : { publicUrl: configuration.publicUrl }),
    trustedProxies: configuration.trustedProxies,
    exampleKey: writeKey,
  })
  opened.whenClosed(() => server.close())
  return { server, setup, builtConsole, writeKey }
}

/** Where links in mails lead: out of them, to what was promised, to what was opened, to the mail as a page. */
function linkDoors({ ground, signs, writer, desks }: Parts) {
  const { secrets, isDemo } = ground
  const { runtime, views, visits } = writer
  const { folder } = desks
  const links: ServerOptions['links'] = {
    tokens: signs.unsubscribe,
    workspace: () => folder.workspace().sender?.name ?? folder.workspace().workspace,
    pages: () => folder.workspace().pages,
    topics: () => folder.workspace().topics,
    async readerOf(subscriber) {
      const state = (await runtime.describe({ subscriber }))?.state
      return state && { locale: state.attributes['locale'], topics: state.topics }
    },
    preferencesPath: (subscriber) => `/preferences/${signs.consent.preferences.sign(subscriber)}`,
    evidenceOf: (request) => evidenceOf(request, folder.workspace().policy?.evidence ?? 'shortened', secrets.link),
  }
  const describe = (subscriber: number) => runtime.describe({ subscriber })
  return {
    links,
    consent: { tokens: signs.consent, workspace: () => folder.workspace(), describe, secret: secrets.link },
    reactions: { tokens: signs.reactions, visits, ...(isDemo && { leadsTo: (link: URL) => intoTheShop(folder.workspace().brand?.site, link) }) },
    messageViews: { tokens: signs.views, pages: signs.pages, reactions: signs.reactions, store: views },
  }
}

type AdminDoor = NonNullable<ServerOptions['admin']>

/** Everything that the console does, and that anybody with an admin key may do. */
function adminDoor({ ground, out, writer, desks, life, address }: Parts, opened: Closing): Omit<AdminDoor, 'setup' | 'hooks'> {
  const { configuration, secrets, machine, clock, files, thread, storeOptions, inUse, isDemo } = ground
  const { runtime, views } = writer
  const { folder, forecasts } = desks
  const { restart } = life ?? {}
  const demo =
    restart &&
    demoLife({
      ...{ configuration, of: inUse.of, restart, now: machine.now, base: address, secret: secrets.link },
      renewSecret: () => renewLinkSecret(configuration),
    })
  opened.whenClosed(() => demo?.close())
  const definitions = definitionsDoor({
    folder: configuration.definitions,
    apart: apartFrom(inUse, configuration),
    store: views,
    record: (drafts) => runtime.record({ drafts }),
    now: () => clock.now(),
    published: folder,
    ahead: forecasts.ahead,
  })
  const { data } = configuration
  const staging = opened.closing(stagingDoor({ data, store: storeOptions.path, definitions: configuration.definitions, files: definitions, now: machine.now }))
  return {
    runtime,
    store: views,
    keys: desks.adminKeys,
    accounts: desks.accounts,
    imports: desks.imports,
    people: desks.people,
    writeKeys: desks.writeKeys,
    webhookSecrets: out.webhookSecrets,
    requestLog: desks.requestLog,
    settings: () => ({ list: listSettings(configuration), publicUrl: configuration.publicUrl ?? address() }),
    testMailServer: mailServerTest(configuration),
    domains: openDomainDoor({ folder: files.dkim, configuration, resolver: dnsResolver(), now: () => clock.now(), onChecked: out.held.look }),
    publishing: folder.door,
    ...(demo && { demo }),
    staging,
    firstSteps: firstStepsBook(configuration, secrets.writeKeys[0] ?? ''),
    definitions,
    backtests: desks.backtests,
    forecasts,
    ...opened.closing(pastDoors({ store: views, thread, clock })).doors,
    alerts: desks.alerts,
    desk: desks.desk,
    arrivals: desks.arrivals,
    templates: desks.templates,
    countRecommendations: (collection) => desks.catalogueWork.count(collection),
    offers: { mailbox: out.mailbox !== undefined, demo: isDemo },
    channels: desks.channels,
    corrections: desks.corrections,
    live: new LiveEvents({ store: views, clock, onCommit: (listener) => runtime.onCommit(listener) }),
    takeReturnedMail: (source) => desks.reported.takeMail(source),
    fetchFeed: (collection, how) => desks.feeds.poller.fetchNow(collection, how),
  }
}

/** The shop to try it on. */
function demoDoor({ ground, writer, desks }: Parts): Pick<ServerOptions, 'demo'> {
  const { isDemo, secrets, clock, mark } = ground
  const { runtime, views } = writer
  const { folder } = desks
  const { inForce } = folder
  if (!isDemo) return {}
  return {
    demo: {
      ...demoShop({ store: views, runtime, inForce, news: desks.catalogueWork, clock }),
      key: secrets.browserKeys[0] ?? '',
      site: () => folder.workspace().brand?.site,
      ...(mark?.of === 'demo' && { watch: demoWatch({ store: views, clock, inForce, wind: runtime.wind }) }),
    },
  }
}

/** What a provider of text messages says back. */
function smsDoor({ ground, signs, out, writer, address }: Parts): Pick<ServerOptions, 'sms'> {
  const { configuration } = ground
  const { sms, numbers } = out
  if (sms === undefined) return {}
  return {
    sms: {
      secret: sms.password,
      publicUrl: () => configuration.publicUrl ?? address(),
      seals: signs.smsStatus,
      subscribersOf: (phone) => numbers.subscribersOf(phone),
      phoneOf: (subscriber) => writer.runtime.describe({ subscriber }).then((known) => known && phoneOf(known.state)),
    },
  }
}
