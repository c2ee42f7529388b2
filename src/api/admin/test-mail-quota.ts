// How many mails one admin, or one key, may have sent to addresses that a request names: tests, and copies of kept mails. They are asked about by nobody's
// consent and by no cap, so without an end to them whoever may send a test could write to strangers in the workspace's name. Counted in memory, for a server's life.

import { limits } from '../../model/limits.ts'
import { mistake } from '../../model/mistake.ts'
import { type BucketSize, newBucket, type TokenBucket, takeTokens } from '../token-bucket.ts'
import { AdminProblem } from './admin-route.ts'

const size: BucketSize = { perSecond: limits.testMailsHourly / 3600, burst: limits.testMailsHourly }

export class TestMailQuota {
  /** By name: people of the team and keys, whose number is bounded. */
  readonly #buckets = new Map<string, TokenBucket>()

  /** Counts one. Throws a problem when there were too many. */
  take(admin: string, now: number): void {
    const bucket = this.#buckets.get(admin) ?? newBucket(size, now)
    this.#buckets.set(admin, bucket)
    const retryAfterSeconds = takeTokens(bucket, size, { tokens: 1, now })
    if (retryAfterSeconds === 0) return
    throw new AdminProblem('too-many-requests', mistake('too-many-tests', { count: limits.testMailsHourly }), { retryAfterSeconds })
  }
}
