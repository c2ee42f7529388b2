// How many events a key may send: a bucket per key that holds `burstEvents` and is refilled evenly. Asked only after the key
// was recognized, so that a stranger cannot empty somebody's bucket. It reads no clock: the instant is an argument.

import type { FastifyReply } from 'fastify'
import type { WriteKey } from './keys.ts'
import { newBucket, type TokenBucket, takeTokens } from './token-bucket.ts'

export interface RateLimits {
  readonly eventsPerSecond: number
  /** Events that may come at once; at least one full batch. */
  readonly burstEvents: number
}

export const defaultRateLimits: RateLimits = { eventsPerSecond: 50_000, burstEvents: 100_000 }

export interface Allowance {
  readonly isAllowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Until the bucket is full again. */
  readonly resetSeconds: number
  /** Until there is room for what was asked. */
  readonly retryAfterSeconds: number
  readonly windowSeconds: number
}

export interface RateLimiter {
  /** Takes so many events out of the key's bucket, or none when there are too few. Asking for 0 only looks. */
  take(key: WriteKey, events: number, now: number): Allowance
}

/** One bucket per key name; keys come from the configuration, so their number is bounded. */
export function createRateLimiter(defaults: RateLimits): RateLimiter {
  const buckets = new Map<string, TokenBucket>()
  return {
    take(key, events, now) {
      const rate = key.eventsPerSecond ?? defaults.eventsPerSecond
      const limit = Math.max(key.eventsPerSecond === undefined ? defaults.burstEvents : rate * 2, 1000)
      const size = { perSecond: rate, burst: limit }
      const bucket = buckets.get(key.name) ?? newBucket(size, now)
      const retryAfterSeconds = takeTokens(bucket, size, { tokens: events, now })
      buckets.set(key.name, bucket)
      return {
        isAllowed: retryAfterSeconds === 0,
        limit,
        remaining: Math.floor(bucket.tokens),
        resetSeconds: Math.ceil((limit - bucket.tokens) / rate),
        retryAfterSeconds,
        windowSeconds: Math.max(1, Math.ceil(limit / rate)),
      }
    },
  }
}

/** The RateLimit fields (draft 11), and the one that Segment's SDKs know. */
export function writeRateHeaders(reply: FastifyReply, allowance: Allowance, now: number): void {
  reply.header('ratelimit-policy', `"events";q=${allowance.limit};w=${allowance.windowSeconds}`)
  reply.header('ratelimit', `"events";r=${allowance.remaining};t=${allowance.resetSeconds}`)
  if (!allowance.isAllowed) reply.header('x-ratelimit-reset', String(Math.ceil(now / 1000) + allowance.retryAfterSeconds))
}
