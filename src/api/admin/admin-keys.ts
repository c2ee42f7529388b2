// The keys that open the admin doors, as `Authorization: Bearer KEY`, and how much may be asked with one. Never a write key: those stand in
// pages and servers of others. A key itself is never kept or logged here, only its name.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../../runtime/clock.ts'
import { type Problem, sendProblem } from '../problem.ts'
import { newBucket, type TokenBucket, takeTokens } from '../token-bucket.ts'

/** Whoever holds a key. */
export interface Admin {
  readonly name: string
  /** read: may look, and change nothing. */
  readonly may: 'read' | 'change'
}

/** A key as it may be shown. */
export interface ListedKey extends Admin {
  /** settings: from the environment or the settings file · this machine: made at the first start · kept: made by somebody, and can be revoked. */
  readonly from: 'settings' | 'this machine' | 'kept'
  /** UTC milliseconds; undefined when it is not known. */
  readonly createdAt: number | undefined
}

/** The keys there are. */
export interface AdminKeys {
  /** Whoever holds this key; undefined when it is unknown or revoked. Takes as long whatever is presented. */
  find(presented: string): Admin | undefined
  list(): readonly ListedKey[]
  /** The new key, which is shown once. Undefined when the name is taken. */
  create(key: Admin & { readonly now: number }): string | undefined
  /** False when there is none of that name that could be revoked. */
  revoke(name: string): boolean
}

export interface Asking {
  readonly admin: Admin
}

const perKey = { perSecond: limits.adminRequestsPerSecond, burst: limits.adminRequestsPerSecond * 2 }
const withoutKey = { perSecond: limits.adminRefusalsPerSecond, burst: limits.adminRefusalsPerSecond * 4 }

/** Answers everything below without a valid key, or too much of it with one, with a problem, before a body is read. Says who asks. */
export function askAdminKey(app: FastifyInstance, keys: Pick<AdminKeys, 'find'>, clock: Pick<Clock, 'now'>): (request: FastifyRequest) => Admin {
  const admins = new WeakMap<FastifyRequest, Admin>()
  const buckets = new Map<string, TokenBucket>()
  const refusals = newBucket(withoutKey, clock.now())
  app.addHook('onRequest', (request, reply, done) => {
    const now = clock.now()
    const admin = keys.find(bearerKey(request.headers.authorization) ?? '')
    if (admin === undefined) return void refuse(reply, takeTokens(refusals, withoutKey, { tokens: 1, now }))
    // Names come from the settings and from keys that were made: their number is bounded.
    const bucket = buckets.get(admin.name) ?? newBucket(perKey, now)
    buckets.set(admin.name, bucket)
    const retryAfterSeconds = takeTokens(bucket, perKey, { tokens: 1, now })
    reply.header('ratelimit-policy', `"requests";q=${perKey.burst};w=2`)
    reply.header('ratelimit', `"requests";r=${Math.floor(bucket.tokens)};t=${Math.ceil((perKey.burst - bucket.tokens) / perKey.perSecond)}`)
    if (retryAfterSeconds > 0)
      return void sendProblem(reply, tooMany(`More than ${perKey.perSecond} requests each second came with this key.`, retryAfterSeconds))
    admins.set(request, admin)
    done()
  })
  return (request) => {
    const admin = admins.get(request)
    if (admin === undefined) throw new Error('a request came past the question for its key')
    return admin
  }
}

/** A right key is let in however many wrong ones come, so nobody can lock others out. */
function refuse(reply: FastifyReply, retryAfterSeconds: number): void {
  reply.header('www-authenticate', 'Bearer realm="oncue admin"')
  if (retryAfterSeconds > 0) return void sendProblem(reply, tooMany('Too many requests came without a valid admin key.', retryAfterSeconds))
  sendProblem(reply, { code: 'admin-unauthorized', detail: 'Send an admin key: "Authorization: Bearer KEY". A write key does not open this door.' })
}

function tooMany(what: string, retryAfterSeconds: number): Problem {
  return { code: 'too-many-requests', detail: `${what} Ask again after the time that Retry-After says.`, retryAfterSeconds }
}

function bearerKey(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
}
