// The doors for events: Segment's tracking API and the pixel. A 2xx is given only after everything that was accepted is
// durable. Nothing that came with a valid key is lost: what cannot be taken in is kept as a dead letter with the reason.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { DeadLetter } from '../../runtime/store.ts'
import { leadOf } from '../../runtime/time/workspace-clock.ts'
import { basicKey, type Keys, type WriteKey } from '../keys.ts'
import { foreignPage, mayUse } from '../page-origin.ts'
import { type Problem, problemOf, sendProblem } from '../problem.ts'
import { type RateLimiter, writeRateHeaders } from '../rate-limit.ts'
import { type ReadBody, readBody, tooLarge } from './body.ts'
import { allowBrowsers } from './browsers.ts'
import { deadLetter, writeOut } from './dead-letter.ts'
import { jsonFault } from './json-fault.ts'
import { pixelGif, pixelKey, pixelMessage, type Query } from './pixel.ts'
import type { LoggedRequest, RequestLog } from './request-log.ts'
import { robotRuleOf } from './robots.ts'
import { type Note, type Refusal, sortMessages } from './sort-messages.ts'
import type { SourceBook } from './source-book.ts'
import { type Call, calls } from './wire-message.ts'

export interface TrackingOptions {
  readonly inbox: Inbox
  readonly keys: Keys
  readonly limiter: RateLimiter
  readonly clock: Clock
  readonly makeMessageId: () => string
  /** Told what each key sent. */
  readonly sources?: Pick<SourceBook, 'note'>
  /** For whoever connects a site. */
  readonly log?: Pick<RequestLog, 'note'>
  /** The address under which browsers reach this server; by default the one they used. */
  readonly publicUrl?: string
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the Authorization header named. */
    writeKey: WriteKey | undefined
    /** What the log of requests says of it, as far as it is known by now. */
    seen: Partial<Pick<LoggedRequest, 'key' | 'events' | 'accepted' | 'refused' | 'reason' | 'robot' | 'library'>>
  }
}

/** Registers /v1/{track,identify,page,screen,group,alias,batch}, their first letters (as browsers send them), /v1/pixel and /track. */
export async function trackingRoutes(app: FastifyInstance, options: TrackingOptions): Promise<void> {
  app.decorateRequest('writeKey', undefined)
  app.decorateRequest('seen')
  const { log } = options
  if (log !== undefined) noteRequests(app, log, options.clock)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.batchBytes }, (_request, body, done) => done(null, body))
  allowBrowsers(app, options.publicUrl)
  app.setErrorHandler((error, request, reply) => refuseUnread(error, request, reply, options))

  const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (recognize(request, reply, options)) done()
  }
  for (const call of [...calls, 'batch'] as const) {
    const receive = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => receiveCall(call, request, reply, options)
    app.post(`/v1/${call}`, { onRequest }, receive)
    app.post(`/v1/${call.charAt(0)}`, { onRequest }, receive)
  }
  for (const url of ['/v1/pixel', '/track']) {
    app.get(url, { exposeHeadRoute: false }, (request, reply) => receivePixel(request as FastifyRequest<{ Querystring: Query }>, reply, options))
    app.head(url, (_request, reply) => sendPixel(reply, 200))
  }
}

/** Checks a key in the Authorization header before the body is read; false when the request was answered. */
function recognize(request: FastifyRequest, reply: FastifyReply, options: TrackingOptions): boolean {
  const presented = basicKey(request.headers.authorization)
  if (presented === undefined) return true
  const key = options.keys.find(presented)
  if (key === undefined) {
    sendUnauthorized(reply)
    return false
  }
  request.writeKey = key
  const now = options.clock.now()
  return options.limiter.take(key, 0, now).isAllowed || takeAllowance(key, 0, now, reply, options)
}

/** While the writer works, nothing of the request is kept but what its answer needs: what waits for long is expensive to collect. */
async function receiveCall(call: Call | 'batch', request: FastifyRequest, reply: FastifyReply, options: TrackingOptions): Promise<FastifyReply> {
  const taken = await readBody(request.body as Buffer | undefined, request.headers['content-encoding'], limits.batchBytes).then((read) => {
    request.body = undefined
    return takeIn(call, read, request, reply, options)
  })
  if ('answered' in taken) return taken.answered
  const duplicates = await taken.duplicates
  const { accepted, refused, notes } = taken
  const [refusal] = refused
  if (call !== 'batch' && refusal !== undefined) return sendProblem(reply, { code: 'event-refused', detail: refusal.reason })
  return reply.send({ success: true, accepted: accepted - duplicates, duplicates, refused, ...(notes.length > 0 && { notes }) })
}

type Taken =
  | { readonly answered: FastifyReply | Promise<FastifyReply> }
  | {
      /** How many of those taken in were repetitions; known once all of it is durable. */
      readonly duplicates: Promise<number>
      readonly accepted: number
      readonly refused: readonly Omit<Refusal, 'message'>[]
      readonly notes: readonly Note[]
    }

/** Hands what was read to the writer, or answers why it cannot. Nothing is awaited: receivedAt grows in the order in which events are submitted. */
function takeIn(call: Call | 'batch', read: ReadBody, request: FastifyRequest, reply: FastifyReply, options: TrackingOptions): Taken {
  if (!read.ok) return { answered: refuseWhole({ key: request.writeKey, problem: read.problem, body: read.text }, reply, options) }
  const key = request.writeKey ?? keyInBody(read.json, options.keys)
  if (key === undefined) return { answered: sendUnauthorized(reply) }
  if (!mayUse(key, request.headers.origin)) return { answered: sendProblem(reply, foreignPage) }
  const messages = messagesOf(call, read.json)
  if (!Array.isArray(messages)) return { answered: refuseWhole({ key, problem: messages as Problem, body: read.text }, reply, options) }
  const receivedAt = options.clock.now()
  if (!takeAllowance(key, messages.length, receivedAt, reply, options)) return { answered: reply }
  const robot = key.kind === 'browser' ? robotRuleOf(request.headers['user-agent']) : undefined
  if (robot !== undefined) {
    request.seen = { key: key.name, robot, library: libraryOf(read.json) }
    return { answered: reply.send({ success: true, accepted: 0, duplicates: 0, refused: [], ignored: messages.length, robot }) }
  }
  const batch = call === 'batch' ? { batch: read.json as JsonObject } : undefined
  const sorted = sortMessages(messages, { receivedAt, leadMs: leadOf(options.clock), trust: key.kind, makeMessageId: options.makeMessageId, ...batch })
  request.seen = { ...seenIn(sorted), key: key.name, library: libraryOf(read.json) }
  options.sources?.note(key, { accepted: sorted.arrivals.length, refused: sorted.refusals.length, at: receivedAt })
  const write = call === 'batch' ? writeOut : () => read.text
  const letters = sorted.refusals.map(({ reason, message }) => deadLetter({ door: call, key, receivedAt, reason, body: write(message) }))
  return {
    duplicates: hand(sorted.arrivals, letters, options.inbox),
    accepted: sorted.arrivals.length,
    refused: sorted.refusals.map(({ index, messageId, reason }) => ({ index, ...(messageId !== undefined && { messageId }), reason })),
    notes: sorted.notes,
  }
}

/** Gives the writer what was sorted; resolves with the number of duplicates once all of it is durable. */
function hand(arrivals: readonly Arrival[], letters: readonly DeadLetter[], inbox: Inbox): Promise<number> {
  const receipts = arrivals.length === 0 ? Promise.resolve([]) : inbox.submit(arrivals)
  if (letters.length === 0) return receipts.then(countDuplicates)
  // Letters second: when the writer is full the client sends everything again, and the letters must not be kept twice.
  return receipts.then(async (known) => {
    await inbox.refuse(letters)
    return countDuplicates(known)
  })
}

function countDuplicates(receipts: readonly Receipt[]): number {
  let duplicates = 0
  for (const receipt of receipts) if (receipt === 'duplicate') duplicates++
  return duplicates
}

/** Charges the key for so many events; false when there are too many and the request was answered. */
function takeAllowance(key: WriteKey, events: number, now: number, reply: FastifyReply, options: TrackingOptions): boolean {
  const allowance = options.limiter.take(key, events, now)
  writeRateHeaders(reply, allowance, now)
  if (!allowance.isAllowed) sendProblem(reply, rateProblem(allowance.retryAfterSeconds))
  return allowance.isAllowed
}

/** Keeps what became of each request. */
function noteRequests(app: FastifyInstance, log: Pick<RequestLog, 'note'>, clock: Pick<Clock, 'now'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (request.method !== 'OPTIONS') {
      const { key = request.writeKey?.name ?? null, events = [], accepted = 0, refused = 0, reason = null, robot = null, library = null } = request.seen ?? {}
      const door = `${request.method} ${request.routeOptions.url ?? ''}`
      log.note({
        at: clock.now(),
        door,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        key,
        events,
        accepted,
        refused,
        reason,
        robot,
        library,
      })
    }
    done()
  })
}

const namesLogged = 5
const arrivalsLookedAt = 50

/** Names of events, which authors give; nothing of what they carry. */
function seenIn({ arrivals, refusals }: ReturnType<typeof sortMessages>): Pick<LoggedRequest, 'events' | 'accepted' | 'refused' | 'reason'> {
  const events: string[] = []
  for (let index = 0; index < Math.min(arrivals.length, arrivalsLookedAt) && events.length < namesLogged; index += 1) {
    const name = (arrivals[index] as Arrival).event.name.slice(0, 80)
    if (!events.includes(name)) events.push(name)
  }
  return { events, accepted: arrivals.length, refused: refusals.length, reason: refusals[0]?.reason ?? null }
}

function libraryOf(body: Json): string | null {
  const holder = body as { context?: { library?: { name?: unknown } }; batch?: readonly { context?: { library?: { name?: unknown } } }[] } | null
  const name = holder?.context?.library?.name ?? (Array.isArray(holder?.batch) ? holder?.batch[0]?.context?.library?.name : undefined)
  return typeof name === 'string' ? name.slice(0, 60) : null
}

/** The messages of a request with their `type`, or what is wrong with the request as a whole. */
function messagesOf(call: Call | 'batch', body: Json): readonly Json[] | Problem {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { code: 'bad-request', detail: sentence('body-no-object') }
  const object = body as JsonObject
  if (call !== 'batch') {
    if (object.type === call) return [object]
    if (object.type !== undefined) return { code: 'event-refused', detail: sentence('other-type', { types: call }) }
    return [{ ...object, type: call }]
  }
  const { batch } = object
  if (!Array.isArray(batch)) return { code: 'bad-request', detail: sentence('body-no-batch') }
  if (batch.length > limits.batchEvents)
    return { code: 'too-many-events', detail: sentence('too-many-events', { count: limits.batchEvents, max: batch.length }) }
  const fault = jsonFault(object.context ?? null, { depth: limits.eventDepth, keys: limits.eventKeys, bytes: limits.eventBytes })
  return fault === undefined ? batch : { code: 'bad-request', detail: sentence('context', { refusal: fault }) }
}

function keyInBody(body: Json, keys: Keys): WriteKey | undefined {
  const presented = (body as { writeKey?: unknown } | null)?.writeKey
  return typeof presented === 'string' ? keys.find(presented) : undefined
}

interface WholeRefusal {
  readonly key: WriteKey | undefined
  readonly problem: Problem
  readonly body: string
}

/** Answers a request of which nothing can be taken in. It is kept only when its key is known: strangers may not fill the disk. */
async function refuseWhole(refusal: WholeRefusal, reply: FastifyReply, options: TrackingOptions): Promise<FastifyReply> {
  const { key, problem, body } = refusal
  if (key === undefined) return sendUnauthorized(reply)
  const receivedAt = options.clock.now()
  if (!takeAllowance(key, 1, receivedAt, reply, options)) return reply
  await options.inbox.refuse([deadLetter({ door: 'request', key, receivedAt, reason: problem.detail, body })])
  return sendProblem(reply, problem)
}

/** Errors that Fastify raised before the handler could look: a body beyond the limit, a broken connection. */
async function refuseUnread(error: unknown, request: FastifyRequest, reply: FastifyReply, options: TrackingOptions): Promise<FastifyReply> {
  const problem = problemOf(error)
  if (problem.code !== 'too-large') throw error
  return refuseWhole({ key: request.writeKey, problem: tooLarge(limits.batchBytes).problem, body: '' }, reply, options)
}

async function receivePixel(request: FastifyRequest<{ Querystring: Query }>, reply: FastifyReply, options: TrackingOptions): Promise<FastifyReply> {
  // A browser that fetches ahead has not shown the page to anybody.
  if (/prefetch|prerender/i.test(String(request.headers['sec-purpose'] ?? request.headers.purpose ?? ''))) return sendPixel(reply, 200)
  const presented = pixelKey(request.query)
  const key = presented === undefined ? undefined : options.keys.find(presented)
  if (key === undefined) return sendPixel(reply, 401, 'writeKey is missing or unknown')
  if (!mayUse(key, request.headers.origin)) return sendPixel(reply, 403, foreignPage.detail)
  const receivedAt = options.clock.now()
  const allowance = options.limiter.take(key, 1, receivedAt)
  writeRateHeaders(reply, allowance, receivedAt)
  if (!allowance.isAllowed) return sendPixel(reply.header('retry-after', String(allowance.retryAfterSeconds)), 429, 'too many events')
  const message = pixelMessage(request.query)
  const sorted =
    typeof message === 'string'
      ? { arrivals: [], refusals: [{ reason: message }], notes: [] }
      : sortMessages([message], { receivedAt, leadMs: leadOf(options.clock), trust: key.kind, makeMessageId: options.makeMessageId })
  options.sources?.note(key, { accepted: sorted.arrivals.length, refused: sorted.refusals.length, at: receivedAt })
  const [refusal] = sorted.refusals
  const letters = refusal === undefined ? [] : [deadLetter({ door: 'pixel', key, receivedAt, reason: refusal.reason, body: JSON.stringify(request.query) })]
  await hand(sorted.arrivals, letters, options.inbox)
  return refusal === undefined ? sendPixel(reply, 200) : sendPixel(reply, 400, refusal.reason)
}

/** The picture, with the reason of a refusal in a header where a developer finds it. */
function sendPixel(reply: FastifyReply, status: number, reason?: string): FastifyReply {
  if (reason !== undefined) reply.header('oncue-refused', reason.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 500))
  return reply.code(status).header('content-type', 'image/gif').header('cache-control', 'no-store, max-age=0').send(pixelGif)
}

function sendUnauthorized(reply: FastifyReply): FastifyReply {
  // Not "Basic": browsers would ask the visitor for a password.
  reply.header('www-authenticate', 'WriteKey')
  return sendProblem(reply, {
    code: 'unauthorized',
    detail: 'Send the write key as user name of Basic authentication, as `writeKey` in the body, or in the pixel’s query.',
  })
}

function rateProblem(retryAfterSeconds: number): Problem {
  return { code: 'rate-limited', detail: `This key sends more than it may. Try again in ${retryAfterSeconds} s.`, retryAfterSeconds }
}
