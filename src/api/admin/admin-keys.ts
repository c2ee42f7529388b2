// Who asks at the admin doors: whoever holds a key, as `Authorization: Bearer KEY`, or has signed in, by the cookie of the session; and how much may
// be asked. Never a write key: those stand in pages and servers of others. A key itself is never kept or logged here, only its name.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../../model/admin-role.ts'
import { limits } from '../../model/limits.ts'
import type { Clock } from '../../runtime/clock.ts'
import { type Problem, sendProblem } from '../problem.ts'
import { newBucket, type TokenBucket, takeTokens } from '../token-bucket.ts'
import type { AdminAccounts } from './accounts.ts'
import { isFromOwnPage, sessionToken } from './session-cookie.ts'

/** Whoever asks. */
export interface Admin {
  readonly name: string
  readonly role: Role
  /** The token of the session; undefined for whoever holds a key. */
  readonly session: string | undefined
}

export interface AdminKey {
  readonly name: string
  readonly role: Role
}

/** A key as it may be shown. */
export interface ListedKey extends AdminKey {
  /** settings: from the environment or the settings file · this machine: made at the first start · kept: made by somebody, and can be revoked. */
  readonly from: 'settings' | 'this machine' | 'kept'
  /** UTC milliseconds; undefined when it is not known. */
  readonly createdAt: number | undefined
  /** UTC milliseconds; undefined for never. */
  readonly lastUsedAt: number | undefined
}

/** The keys there are. */
export interface AdminKeys {
  /** Whoever holds this key; undefined when it is unknown or revoked. Takes as long whatever is presented. */
  find(presented: string): AdminKey | undefined
  list(): readonly ListedKey[]
  /** The new key, which is shown once. Undefined when the name is taken. */
  create(key: AdminKey & { readonly now: number }): string | undefined
  /** False when there is none of that name that could be revoked. */
  revoke(name: string): boolean
  /** Keeps when keys were used, as far as that was not saved yet. */
  close?(): void
}

const perKey = { perSecond: limits.adminRequestsPerSecond, burst: limits.adminRequestsPerSecond * 2 }
const withoutKey = { perSecond: limits.adminRefusalsPerSecond, burst: limits.adminRefusalsPerSecond * 4 }

/** At the doors of signing in, where each request may cost the hash of a password: from all addresses together. */
const beforeSignIn = { perSecond: limits.adminRefusalsPerSecond * 4, burst: limits.adminRefusalsPerSecond * 16 }
/** Addresses of which it is remembered how much they asked; the oldest is forgotten. */
const rememberedAddresses = 1000

/** What somebody has who did not say who it is. */
export const nobody: Admin = { name: 'nobody', role: 'viewer', session: undefined }

interface Gate {
  readonly keys: Pick<AdminKeys, 'find'>
  readonly accounts?: Pick<AdminAccounts, 'find'>
  readonly clock: Pick<Clock, 'now'>
}

/** What a route may say of itself in its `config`: it is open to whoever comes, such as the one to sign in. */
export interface DoorConfig {
  readonly isOpen?: boolean
}

/** Answers everything below without a valid key or session, or too much of it with one, with a problem, before a body is read. Says who asks. */
export function askWho(app: FastifyInstance, { keys, accounts, clock }: Gate): (request: FastifyRequest) => Admin {
  const admins = new WeakMap<FastifyRequest, Admin>()
  const buckets = new Map<string, TokenBucket>()
  const refusals = newBucket(withoutKey, clock.now())
  const visitors = new Map<string, TokenBucket>()
  const allVisitors = newBucket(beforeSignIn, clock.now())
  /** Each address has its own, so that nobody keeps the team from signing in with a few requests of their own. */
  const waitOfVisitor = (address: string, now: number): number => {
    const bucket = visitors.get(address) ?? newBucket(withoutKey, now)
    visitors.delete(address)
    visitors.set(address, bucket)
    for (const oldest of visitors.keys()) {
      if (visitors.size <= rememberedAddresses) break
      visitors.delete(oldest)
    }
    return takeTokens(bucket, withoutKey, { tokens: 1, now }) || takeTokens(allVisitors, beforeSignIn, { tokens: 1, now })
  }
  const whoAsks = (request: FastifyRequest, now: number): Admin | undefined => {
    const presented = bearerKey(request.headers.authorization)
    if (presented !== undefined) {
      const key = keys.find(presented)
      return key && { name: key.name, role: key.role, session: undefined }
    }
    const token = sessionToken(request)
    const account = token === undefined || !isFromOwnPage(request) ? undefined : accounts?.find(token, now)
    return account && { ...account, session: token }
  }
  app.addHook('onRequest', (request, reply, done) => {
    const now = clock.now()
    const admin = whoAsks(request, now)
    if (admin === undefined) {
      const { isOpen } = request.routeOptions.config as DoorConfig
      if (isOpen !== true || !isFromOwnPage(request)) return void refuse(reply, takeTokens(refusals, withoutKey, { tokens: 1, now }))
      const wait = waitOfVisitor(request.ip, now)
      if (wait > 0) return void sendProblem(reply, tooMany('Too many requests came from people who have not signed in.', wait))
      return done()
    }
    // Names come from the settings, from keys that were made and from accounts: their number is bounded.
    const bucket = buckets.get(admin.name) ?? newBucket(perKey, now)
    buckets.set(admin.name, bucket)
    const retryAfterSeconds = takeTokens(bucket, perKey, { tokens: 1, now })
    reply.header('ratelimit-policy', `"requests";q=${perKey.burst};w=2`)
    reply.header('ratelimit', `"requests";r=${Math.floor(bucket.tokens)};t=${Math.ceil((perKey.burst - bucket.tokens) / perKey.perSecond)}`)
    if (retryAfterSeconds > 0)
      return void sendProblem(reply, tooMany(`More than ${perKey.perSecond} requests each second came from ${admin.name}.`, retryAfterSeconds))
    admins.set(request, admin)
    done()
  })
  return (request) => admins.get(request) ?? nobody
}

/** A right key is let in however many wrong ones come, so nobody can lock others out. */
function refuse(reply: FastifyReply, retryAfterSeconds: number): void {
  reply.header('www-authenticate', 'Bearer realm="oncue admin"')
  if (retryAfterSeconds > 0) return void sendProblem(reply, tooMany('Too many requests came without a valid admin key.', retryAfterSeconds))
  sendProblem(reply, { code: 'admin-unauthorized', detail: 'Sign in, or send an admin key: "Authorization: Bearer KEY". A write key does not open this door.' })
}

function tooMany(what: string, retryAfterSeconds: number): Problem {
  return { code: 'too-many-requests', detail: `${what} Ask again after the time that Retry-After says.`, retryAfterSeconds }
}

function bearerKey(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1]
}
