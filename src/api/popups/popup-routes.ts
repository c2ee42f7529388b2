// The doors for popups: a page asks what its visitor is to see, and says what became of it. Asking is the moment at which it is decided
// whether a popup may be shown. What comes back are events like any other: shown is Message Opened, clicked Message Clicked, closed
// Message Closed.

import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { Store } from '../../runtime/store.ts'
import { reportArrival } from '../../runtime/writing/report-arrival.ts'
import { basicKey, type Keys, type WriteKey } from '../keys.ts'
import { foreignPage, mayUse } from '../page-origin.ts'
import { sendProblem } from '../problem.ts'
import { type RateLimiter, writeRateHeaders } from '../rate-limit.ts'
import { type PopupReaction, type PopupView, popupReactions, type ShownPopup } from './popup-view.ts'
import { type Visitor, type VisitorRule, visitorOf } from './visitor.ts'

export interface PopupRouteOptions extends VisitorRule {
  readonly popups: PopupView
  readonly store: Pick<Store, 'resolve' | 'identitiesOf' | 'messages' | 'delivery'>
  readonly keys: Keys
  readonly limiter: RateLimiter
  readonly inbox: Inbox
  readonly clock: Pick<Clock, 'now'>
}

/** Newest messages of a visitor that are looked through for popups. */
const newestMessages = 200
const bodyBytes = 16 * 1024

export async function popupRoutes(app: FastifyInstance, options: PopupRouteOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: bodyBytes }, (_request, body, done) => done(null, body))
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.origin !== undefined) reply.header('access-control-allow-origin', '*')
    reply.header('cross-origin-resource-policy', 'cross-origin').header('cache-control', 'no-store')
    done()
  })

  // A question, and all the same a POST: who asks, and the proof of it, stand in no address.
  app.post('/v1/popups', async (request, reply) => {
    const body = objectOf(request.body)
    const key = keyOf(request, reply, body, options)
    if (key === undefined) return reply
    const subscriber = await visitorOf(visitorIn(body), key, options)
    if (subscriber === undefined) return reply.send({ popups: [] })
    // Most visitors have nothing waiting: for them the writer, whom everybody shares, is not asked.
    const waiting = await options.store.messages({ subscriber, status: 'waiting', limit: newestMessages })
    if (waiting.some(({ channel }) => channel === 'popup')) await options.popups.visit(subscriber)
    const open = options.popups.open(await popupKeys(subscriber, options), options.clock.now())
    return reply.send({ popups: open.map(listed) })
  })

  app.post<{ Params: { id: string; what: string } }>('/v1/popups/:id/:what', async (request, reply) => {
    const { id, what } = request.params
    const body = objectOf(request.body)
    const key = keyOf(request, reply, body, options)
    if (key === undefined) return reply
    if (!(popupReactions as readonly string[]).includes(what)) return sendProblem(reply, { code: 'not-found', detail: 'A popup is shown, clicked or closed.' })
    const subscriber = await visitorOf(visitorIn(body), key, options)
    const popup = subscriber === undefined ? undefined : (await popupKeys(subscriber, options)).find((one) => idOf(one) === id)
    // Nothing is said of whether somebody else has such a popup.
    if (subscriber === undefined || popup === undefined) return reply.code(202).send({ success: true })
    await react({ popup, what: what as PopupReaction }, options)
    return reply.code(202).send({ success: true })
  })
}

async function react({ popup, what }: { readonly popup: string; readonly what: PopupReaction }, options: PopupRouteOptions): Promise<void> {
  const now = options.clock.now()
  const expected = options.popups.expect(popup, what, now)
  const delivery = await options.store.delivery(popup)
  if (expected === undefined || delivery === undefined) return
  const base = { id: `popup-${idOf(popup)}-${what}${what === 'shown' ? `-${expected.times}` : ''}`, at: now }
  // Noted only once it is in the log: a page that was not answered well says it again, and a repetition is known by its id.
  await options.inbox.submit([reportArrival(delivery, { ...base, ...reportOf(what, expected.message) }, now)])
  options.popups.note(popup, what, now)
}

const byPage = { by: 'human', rule: 'told by the page' } as const

function reportOf(what: PopupReaction, popup: ShownPopup) {
  switch (what) {
    case 'shown':
      return { kind: 'opened', ...byPage } as const
    case 'clicked':
      return { kind: 'clicked', ...byPage, link: popup.button?.url ?? '' } as const
    case 'closed':
      return { kind: 'closed' } as const
  }
}

async function popupKeys(subscriber: number, { store }: PopupRouteOptions): Promise<readonly string[]> {
  const messages = await store.messages({ subscriber, status: 'sent', limit: newestMessages })
  return messages.filter(({ channel }) => channel === 'popup').map(({ key }) => key)
}

/** What a page calls a popup. Knowing it gives nothing away: every answer asks for the visitor again. */
function idOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

function listed({ key, title, text, image, button, placement, hasCloseButton, expiresAt }: ShownPopup): object {
  return {
    id: idOf(key),
    title,
    text,
    ...(image === undefined ? {} : { image }),
    ...(button === undefined ? {} : { button }),
    placement,
    close: hasCloseButton,
    expiresAt: new Date(Math.min(expiresAt, 8.64e15)).toISOString(),
  }
}

/** The key that was presented; undefined when the request was answered. */
function keyOf(
  request: FastifyRequest,
  reply: FastifyReply,
  said: Readonly<Record<string, Json | undefined>>,
  options: PopupRouteOptions,
): WriteKey | undefined {
  const presented = basicKey(request.headers.authorization) ?? said['writeKey']
  const key = typeof presented === 'string' ? options.keys.find(presented) : undefined
  if (key === undefined) {
    sendProblem(reply, { code: 'unauthorized', detail: 'Send the write key as user name of Basic authentication, or as writeKey.' })
    return undefined
  }
  if (!mayUse(key, request.headers.origin)) {
    sendProblem(reply, foreignPage)
    return undefined
  }
  const now = options.clock.now()
  const allowance = options.limiter.take(key, 1, now)
  writeRateHeaders(reply, allowance, now)
  if (allowance.isAllowed) return key
  const { retryAfterSeconds } = allowance
  sendProblem(reply, { code: 'rate-limited', detail: `This key asks more than it may. Try again in ${retryAfterSeconds} s.`, retryAfterSeconds })
  return undefined
}

function visitorIn(said: Readonly<Record<string, Json | undefined>>): Visitor {
  const text = (name: string): string | undefined => {
    const value = said[name]
    return typeof value === 'string' && value !== '' && value.length <= 256 ? value : undefined
  }
  return { userId: text('userId'), anonymousId: text('anonymousId'), userHash: text('userHash') }
}

function objectOf(body: unknown): JsonObject {
  try {
    const parsed: unknown = JSON.parse(String(body))
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as JsonObject) : {}
  } catch {
    return {}
  }
}
