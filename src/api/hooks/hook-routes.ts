// The doors for calls of other systems: POST /v1/hooks/NAME, one for each hook of the workspace that has a secret. What does not prove where it is from is
// refused before it is read. The answer is given once everything is durable; what is refused is a dead letter, and the sender is not told to try again.

import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mapHook } from '../../imports/map-hook.ts'
import type { Receipt } from '../../model/arrival.ts'
import type { Workspace } from '../../model/definitions.ts'
import type { InboundHook } from '../../model/inbound-hook.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Inbox } from '../../runtime/inbox.ts'
import type { Store } from '../../runtime/store.ts'
import { leadOf } from '../../runtime/time/workspace-clock.ts'
import { addressOwner } from '../consent/address-owner.ts'
import type { WriteKey } from '../keys.ts'
import { sendProblem } from '../problem.ts'
import { type RateLimiter, writeRateHeaders } from '../rate-limit.ts'
import { deadLetter } from '../tracking/dead-letter.ts'
import type { RequestLog } from '../tracking/request-log.ts'
import { type SortedMessages, sortMessages } from '../tracking/sort-messages.ts'
import type { SourceBook } from '../tracking/source-book.ts'
import { proveHook } from './hook-proof.ts'
import { readCall } from './read-call.ts'

export interface HookRouteOptions {
  readonly inbox: Inbox
  readonly clock: Clock
  readonly workspace: () => Pick<Workspace, 'hooks'>
  /** Secrets by the name of the hook. */
  readonly secrets: ReadonlyMap<string, string>
  /** Under which people are known of whom only the address is. */
  readonly secret: string
  readonly store: Pick<Store, 'reachedAt' | 'identitiesOf'>
  readonly limiter: RateLimiter
  readonly isDraining: () => boolean
  readonly sources?: Pick<SourceBook, 'note'>
  readonly log?: Pick<RequestLog, 'note'>
}

/** Registers /v1/hooks/NAME. */
export async function hookRoutes(app: FastifyInstance, options: HookRouteOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  // A signature is over the bytes, whatever they are called.
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limits.hookBytes }, (_request, body, done) => done(null, body))
  app.decorateRequest('seen')
  const { log } = options
  if (log !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      noteCall(request, reply, log, options.clock.now())
      done()
    })
  }
  app.post<{ Params: { hook: string } }>('/v1/hooks/:hook', (request, reply) => receive(request, reply, options))
}

/** What became of a call, as far as it is about a hook that there is. */
function noteCall(request: FastifyRequest, reply: FastifyReply, log: Pick<RequestLog, 'note'>, at: number): void {
  const seen: FastifyRequest['seen'] | undefined = request.seen
  if (seen === undefined) return
  const { key = null, events = [], accepted = 0, refused = 0, reason = null } = seen
  const door = callDoor((request.params as { readonly hook: string }).hook)
  log.note({
    at,
    door,
    key,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    events,
    accepted,
    refused,
    reason,
    robot: null,
    library: null,
  })
}

/** What the log of requests calls the door of a hook. */
export function callDoor(hook: string): string {
  return `POST /v1/hooks/${hook}`
}

async function receive(request: FastifyRequest<{ Params: { hook: string } }>, reply: FastifyReply, options: HookRouteOptions): Promise<FastifyReply> {
  if (options.isDraining()) return sendProblem(reply, { code: 'draining', detail: 'Send the same again in a moment.', retryAfterSeconds: 2 })
  const { hook: name } = request.params
  const hook = options.workspace().hooks?.find((one) => one.hook === name)
  const secret = options.secrets.get(name)
  if (hook !== undefined) request.seen = { key: null }
  if (hook === undefined || secret === undefined) {
    return sendProblem(reply, { code: 'not-found', detail: 'There is no hook of this name, or the setting `hooks` (ONCUE_HOOKS) has no secret for it.' })
  }
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const now = options.clock.now()
  if (isPing(hook, body)) return reply.send({ success: true, accepted: 0, duplicates: 0, refused: [], ignored: 1 })
  // Signatures are about the world's clock, also where the workspace's was wound.
  const proof = proveHook(hook.signature, { headers: request.headers, body, now: now - leadOf(options.clock) }, secret)
  if (!proof.isProven) {
    request.seen = { key: null, reason: proof.because }
    return sendProblem(reply, { code: 'hook-unauthorized', detail: `Not taken in: ${proof.because}.` })
  }
  const key: WriteKey = { name: `hook ${name}`, key: secret, kind: 'server' }
  request.seen = { key: key.name }
  const allowance = options.limiter.take(key, 1, now)
  writeRateHeaders(reply, allowance, now)
  if (!allowance.isAllowed) {
    const { retryAfterSeconds } = allowance
    return sendProblem(reply, { code: 'rate-limited', detail: `This hook is called more than it may. Try again in ${retryAfterSeconds} s.`, retryAfterSeconds })
  }
  const said = readCall(body.toString('utf8'), request.headers['content-type'])
  if (said === undefined) return refuse({ reason: sentence('hook-body'), body, key, now }, request, reply, options)
  const id = proof.id ?? createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return takeIn({ request, hook, said, id, key, now }, reply, options)
}

/** WooCommerce asks once, without a signature, whether somebody is there, and sends nothing before somebody is. */
function isPing({ signature }: InboundHook, body: Buffer): boolean {
  return signature === 'woocommerce' && body.length < 40 && /^webhook_id=\d+$/.test(body.toString('latin1'))
}

interface Heard {
  readonly request: FastifyRequest
  readonly hook: InboundHook
  readonly said: JsonObject
  readonly id: string
  readonly key: WriteKey
  readonly now: number
}

async function takeIn({ request, hook, said, id, key, now }: Heard, reply: FastifyReply, options: HookRouteOptions): Promise<FastifyReply> {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const mapped = mapHook(hook, { body: said, headers, id })
  if (mapped.rule === undefined) return reply.send({ success: true, accepted: 0, duplicates: 0, refused: [], ignored: 1 })
  const who = mapped.email === undefined ? {} : await whoHas(mapped.email, options)
  const messages = mapped.messages.map((message) => ({ ...message, ...who }))
  const all = sortMessages(messages, { receivedAt: now, leadMs: leadOf(options.clock), trust: 'server', makeMessageId: () => `hook:${hook.hook}:${id}` })
  const sorted = mapped.email === undefined ? all : allOrNone(all, messages)
  const receipts = sorted.arrivals.length === 0 ? [] : await options.inbox.submit(sorted.arrivals)
  const letters = sorted.refusals.map(({ reason, message }) =>
    deadLetter({ door: 'hook', key: sourceOf(key), receivedAt: now, reason, body: JSON.stringify(message) }),
  )
  if (letters.length > 0) await options.inbox.refuse(letters)
  const counted = { accepted: sorted.arrivals.length, refused: sorted.refusals.length }
  options.sources?.note(key, { ...counted, at: now })
  const events = [...new Set(sorted.arrivals.map(({ event }) => event.name))]
  request.seen = { key: key.name, events, ...counted, reason: sorted.refusals[0]?.reason ?? null }
  const duplicates = receipts.filter((receipt: Receipt) => receipt === 'duplicate').length
  const refused = sorted.refusals.map(({ index, messageId, reason }) => ({ index, ...(messageId !== undefined && { messageId }), reason }))
  return reply.send({ success: true, accepted: receipts.length - duplicates, duplicates, refused, ...(sorted.notes.length > 0 && { notes: sorted.notes }) })
}

/** Where only the address says whom it is about and is none, the event is nobody's either; else an event is one, whatever its person's attributes are. */
function allOrNone(sorted: SortedMessages, messages: readonly JsonObject[]): SortedMessages {
  const [refusal] = sorted.refusals
  if (refusal === undefined) return sorted
  return {
    arrivals: [],
    refusals: messages.map((message, index) => ({ index, messageId: String(message['messageId']), reason: refusal.reason, message })),
    notes: [],
  }
}

/** The letters are "hook NAME". */
function sourceOf(key: WriteKey): WriteKey {
  return { ...key, name: key.name.replace(/^hook /, '') }
}

/** Whoever alone has the address; else somebody who is known by it alone. */
async function whoHas(email: string, { store, secret }: HookRouteOptions): Promise<JsonObject> {
  const address = email.trim().toLowerCase()
  const [found, another] = await store.reachedAt(address, 2)
  const identity = found === undefined || another !== undefined ? undefined : await identityOf(found.subscriber, store)
  return identity ?? { anonymousId: addressOwner(address, secret) }
}

async function identityOf(subscriber: number, store: HookRouteOptions['store']): Promise<JsonObject | undefined> {
  const identities = await store.identitiesOf(subscriber)
  const known = identities.find((one) => one.startsWith('u:')) ?? identities[0]
  if (known === undefined) return undefined
  return known.startsWith('u:') ? { userId: known.slice(2) } : { anonymousId: known.slice(2) }
}

interface Refused {
  readonly reason: string
  readonly body: Buffer
  readonly key: WriteKey
  readonly now: number
}

/** It would be the same the next time, so the sender is told that it came; it waits among the dead letters. */
async function refuse({ reason, body, key, now }: Refused, request: FastifyRequest, reply: FastifyReply, options: HookRouteOptions): Promise<FastifyReply> {
  await options.inbox.refuse([deadLetter({ door: 'hook', key: sourceOf(key), receivedAt: now, reason, body: body.toString('utf8') })])
  options.sources?.note(key, { accepted: 0, refused: 1, at: now })
  request.seen = { key: key.name, refused: 1, reason }
  return reply.send({ success: true, accepted: 0, duplicates: 0, refused: [{ index: 0, reason }] })
}
