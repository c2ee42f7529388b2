// The HTTP server: every door of Oncue in one Fastify instance. It joins routes with what they need and decides nothing itself.
// Its log names routes and statuses only: no addresses, ids, bodies or queries.

import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Clock } from '../runtime/clock.ts'
import type { Inbox } from '../runtime/inbox.ts'
import type { Store } from '../runtime/store.ts'
import { type AdminOptions, adminDoors } from './admin/admin-doors.ts'
import { type ConsentOptions, consentRoutes } from './consent/consent-routes.ts'
import { type BuiltConsole, consoleBuild, consoleRoutes } from './console/console-routes.ts'
import { type DemoOptions, demoRoutes } from './demo/demo-routes.ts'
import { findOwnPictures } from './demo/own-pictures.ts'
import { type HealthOptions, healthRoutes } from './health.ts'
import { type HookRouteOptions, hookRoutes } from './hooks/hook-routes.ts'
import type { Keys } from './keys.ts'
import { type ReactionOptions, reactionRoutes } from './links/reaction-routes.ts'
import { type LinkOptions, unsubscribeRoutes } from './links/unsubscribe-routes.ts'
import type { FirstStep } from './mailbox/first-steps.ts'
import { mailboxRoutes } from './mailbox/mailbox-routes.ts'
import type { MailboxView } from './mailbox/mailbox-view.ts'
import { type PageOptions, pageRoutes } from './messages/page-routes.ts'
import { openMessage, type ViewOptions, viewRoutes } from './messages/view-routes.ts'
import { type ViewClaim, viewPath } from './messages/view-token.ts'
import { noteMethods } from './methods.ts'
import type { PrometheusMetrics } from './metrics.ts'
import { type PopupRouteOptions, popupRoutes } from './popups/popup-routes.ts'
import { previewRoutes } from './previews/preview-routes.ts'
import { createPreviewShelf } from './previews/preview-shelf.ts'
import { handleError, sendProblem } from './problem.ts'
import { type ProviderRouteOptions, providerRoutes } from './providers/provider-routes.ts'
import { createRateLimiter, type RateLimits } from './rate-limit.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { type SiteScriptOptions, siteScriptRoutes } from './site-script/site-script-routes.ts'
import { type SmsRouteOptions, smsRoutes } from './sms/sms-routes.ts'
import type { RequestLog } from './tracking/request-log.ts'
import { SourceBook } from './tracking/source-book.ts'
import { trackingRoutes } from './tracking/tracking-routes.ts'
import { warnOfUnnamedProxy } from './unnamed-proxy.ts'

export interface ServerOptions {
  readonly inbox: Inbox
  readonly store: Pick<Store, 'last' | 'delivery' | 'identitiesOf' | 'countDue'>
  readonly keys: Keys
  readonly links: LinkOptions
  /** Keeps the last requests with events, for whoever connects a site. */
  readonly requestLog?: Pick<RequestLog, 'note'>
  /** The doors of sending services; without it there are none. */
  readonly hooks?: Omit<ProviderRouteOptions, 'inbox' | 'clock'>
  /** The doors of other systems, which the workspace names; without it there are none. */
  readonly inbound?: Pick<HookRouteOptions, 'workspace' | 'secrets' | 'secret' | 'store'>
  /** The doors of forms, confirmations and preferences; without it there are none. */
  readonly consent?: ConsentOptions
  /** The doors of links and pictures that are followed; without it there are none. */
  readonly reactions?: Omit<ReactionOptions, 'store' | 'workspace'>
  readonly metrics: PrometheusMetrics
  /** When each key last sent something; known since this start only, unless told. */
  readonly sources?: SourceBook
  /** How the ways out stand. */
  readonly ways?: () => Readonly<Record<string, string>>
  /** How the sending domains stand, for the metrics. */
  readonly domains?: HealthOptions['domains']
  /** The popups, and the keys with which a site's own server vouches for its visitors. */
  readonly popups?: Pick<PopupRouteOptions, 'popups' | 'serverKeys' | 'store'>
  /** Gives the browser script; without it there is none. */
  readonly siteScript?: SiteScriptOptions['siteScript']
  /** The console; without it there is none. */
  readonly console?: BuiltConsole
  /** The demo shop; without it there is none. */
  readonly demo?: Pick<DemoOptions, 'folder' | 'key' | 'site' | 'shelf' | 'watch'>
  /** What a provider of text messages says back; without a provider nobody does. */
  readonly sms?: Pick<SmsRouteOptions, 'secret' | 'publicUrl' | 'seals' | 'subscribersOf' | 'phoneOf'>
  /** The pages that show one kept message to whoever was given a link; without it there are none. */
  readonly messageViews?: Omit<ViewOptions, 'clock' | 'workspace' | 'ownPictures'> & Pick<PageOptions, 'pages'>
  /** The admin doors; without it there are none. */
  readonly admin?: Omit<AdminOptions, 'clock' | 'isDraining'>
  readonly clock: Clock
  readonly logger: FastifyBaseLogger
  readonly limits: RateLimits
  /** The built-in mailbox, when mails are kept instead of sent. */
  readonly mailbox?: MailboxView
  /** Shows the mailbox to other machines too. */
  readonly isMailboxOpen?: boolean
  /** Proxies whose X-Forwarded-For is believed; by default nobody's. */
  readonly trustedProxies?: readonly string[]
  /** The address under which people and browsers reach this server, such as https://mail.example.com. */
  readonly publicUrl?: string
  /** The write key that the mailbox's examples show. */
  readonly exampleKey?: string
  readonly firstSteps?: readonly FirstStep[]
  /** Further checks for /readyz; each throws or answers false when it is not well. */
  readonly checks?: Readonly<Record<string, () => boolean | Promise<boolean>>>
  /** True once the process is asked to stop: events are refused with 503, so that clients keep and repeat them. */
  readonly isDraining?: () => boolean
}

/** Longest time that a client may take to send a request. */
const requestTimeoutMs = 30_000
/** Bodies of everything but events: forms of a few fields. */
const formBytes = 64 * 1024
/** Tokens and effect keys stand in paths. */
const longestPathPart = 2048

/** Builds the server; it listens when told to. Closing it first answers what is under way. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { trustedProxies = [] } = options
  let isClosing = false
  const isDraining = (): boolean => isClosing || (options.isDraining?.() ?? false)
  const app: FastifyInstance = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: formBytes,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: longestPathPart },
    // Answered by the routes' own drain check, as a problem with Retry-After.
    return503OnClosing: false,
    clientErrorHandler(_error, socket) {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
    frameworkErrors: (error, request, reply) => void handleError(error, request, reply),
  })
  const answersLeft = countAnswers(app.server)
  app.addHook('preClose', () => {
    isClosing = true
    answersLeft.none(() => app.server.closeAllConnections())
  })
  // A connection that is kept alive would hold the server up after its last answer.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
  addSecurityHeaders(app)
  warnOfUnnamedProxy(app)
  logRequests(app, options.metrics)
  app.setErrorHandler(handleError)
  const methodsAt = noteMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(request.url)
    if (methods.length === 0) return sendProblem(reply, { code: 'not-found', detail: 'Check the address.' })
    reply.header('allow', methods.join(', '))
    return sendProblem(reply, { code: 'method-not-allowed', detail: `This address takes ${methods.join(', ')}.` })
  })

  const { inbox, store, keys, clock, metrics, mailbox, publicUrl } = options
  const address = publicUrl === undefined ? {} : { publicUrl }
  const sources = options.sources ?? new SourceBook(clock.now())
  app.register(healthRoutes, {
    store,
    clock,
    metrics,
    isDraining,
    ...(options.ways && { ways: options.ways }),
    ...(options.admin?.channels && { channels: options.admin.channels }),
    ...(options.domains && { domains: options.domains }),
    ...(options.checks && { checks: options.checks }),
  })
  app.register(async (tracking) => {
    tracking.addHook('onRequest', (_request, reply, done) => {
      if (!isDraining()) return done()
      sendProblem(reply, { code: 'draining', detail: 'Send the same again in a moment; repeated message ids are recognized.', retryAfterSeconds: 2 })
    })
    await trackingRoutes(tracking, {
      inbox,
      keys,
      clock,
      limiter: createRateLimiter(options.limits),
      makeMessageId: () => `oncue-${randomUUID()}`,
      sources,
      ...(options.requestLog && { log: options.requestLog }),
      ...address,
    })
  })
  app.register(unsubscribeRoutes, { ...options.links, inbox })
  if (options.consent !== undefined) app.register(consentRoutes, { ...options.consent, inbox, keys, clock })
  const { popups, sms, siteScript } = options
  const hasMailbox = mailbox !== undefined
  const ownPictures = options.demo && findOwnPictures({ site: options.demo.site, publicUrl: options.publicUrl })
  if (options.demo !== undefined)
    app.register(demoRoutes, { ...options.demo, ...address, hasMailbox, name: options.links.workspace, isWatchOpen: options.isMailboxOpen === true })
  if (siteScript !== undefined) app.register(siteScriptRoutes, { siteScript })
  if (options.console !== undefined) app.register(consoleRoutes, { console: options.console })
  if (popups !== undefined) {
    const limiter = createRateLimiter(options.limits)
    app.register(popupRoutes, { ...popups, keys, inbox, clock, limiter })
  }
  if (sms !== undefined) app.register(smsRoutes, { ...sms, inbox, store, clock })
  if (options.hooks !== undefined) app.register(providerRoutes, { ...options.hooks, inbox, clock })
  if (options.inbound !== undefined) {
    const log = options.requestLog && { log: options.requestLog }
    app.register(hookRoutes, { ...options.inbound, inbox, clock, isDraining, sources, ...log, limiter: createRateLimiter(options.limits) })
  }
  if (options.reactions !== undefined)
    app.register(reactionRoutes, {
      ...options.reactions,
      store,
      workspace: options.links.workspace,
      ...(options.links.pages && { pages: options.links.pages }),
    })
  const { messageViews } = options
  if (messageViews !== undefined) {
    const views = { ...messageViews, clock, ownPictures, workspace: options.links.workspace, ...(options.links.pages && { ownPages: options.links.pages }) }
    app.register(viewRoutes, views)
    app.register(pageRoutes, { ...views, ...(options.reactions?.leadsTo && { leadsTo: options.reactions.leadsTo }) })
  }
  const views = messageViews && {
    messageViews: {
      path: (claim: ViewClaim) => `${viewPath}${messageViews.tokens.sign(claim)}`,
      open: async (message: string) => (await openMessage(message, messageViews))?.mail,
    },
  }
  if (options.admin !== undefined) {
    const previews = createPreviewShelf()
    app.register(previewRoutes, { shelf: previews, clock, ownPictures })
    const { console } = options
    app.register(adminDoors, {
      ...options.admin,
      ...views,
      previews,
      sources,
      clock,
      isDraining,
      ...(console && { consoleBuild: () => consoleBuild(console) }),
    })
  }
  if (mailbox !== undefined) {
    const isMailboxOpen = options.isMailboxOpen === true
    const hasConsole = options.console !== undefined
    const examples = {
      hasConsole,
      ...(options.exampleKey && { exampleKey: options.exampleKey }),
      ...(options.firstSteps && { firstSteps: options.firstSteps }),
    }
    app.register(mailboxRoutes, { mailbox, store, clock, ownPictures, workspace: options.links.workspace, isMailboxOpen, ...address, ...examples })
  }
  const first = options.console === undefined ? mailbox && '/mailbox' : '/console/'
  if (first !== undefined) app.get('/', (_request, reply) => reply.redirect(first))
  return app
}

/**
 * Follows the answers that are still to be given. Once there are none, whoever closes the server may cut every connection: browsers open
 * some ahead and never use them, and those would hold a stop up for as long as a request may take.
 */
function countAnswers(server: Server): { none(callback: () => void): void } {
  let count = 0
  let callback = (): void => {}
  // After the turn in which a server stops to listen, so that nobody comes in between.
  const check = (): void => void setImmediate(() => count === 0 && callback())
  server.on('request', (_request, response) => {
    count += 1
    response.once('close', () => {
      count -= 1
      check()
    })
  })
  return {
    none(whenNone) {
      callback = whenNone
      check()
    },
  }
}

function logRequests(app: FastifyInstance, metrics: PrometheusMetrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const answered = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode, durationMs: reply.elapsedTime }
    metrics.requested(answered)
    if (reply.statusCode >= 500) request.log.warn(answered, 'answered')
    else request.log.debug(answered, 'answered')
    done()
  })
}
