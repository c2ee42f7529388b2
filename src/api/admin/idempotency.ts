// Requests that may be repeated. A client that did not hear the answer sends the same again with the same Idempotency-Key, and is answered
// as the first time, also after a restart. Answers are kept for a day; a request that ends in a failure of the server's own is not kept,
// so that its repetition is tried anew.

import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { limits } from '../../model/limits.ts'
import type { AdminAnswer } from '../../runtime/store.ts'
import { AdminProblem } from './admin-route.ts'

/** A request that says which one it is. */
export interface NamedRequest {
  readonly admin: string
  readonly key: string
  readonly fingerprint: string
}

/** Which request it is; undefined when it does not say. */
export function namedRequest(request: FastifyRequest, admin: string): NamedRequest | undefined {
  const given = request.headers['idempotency-key']
  if (request.method !== 'POST' || given === undefined) return undefined
  const key = String(given).replace(/^"(.*)"$/, '$1')
  if (key.length === 0 || key.length > limits.idempotencyKeyCharacters || !/^[\x21-\x7e]+$/.test(key)) {
    throw new AdminProblem(
      'bad-request',
      `An Idempotency-Key has 1 to ${limits.idempotencyKeyCharacters} visible ASCII characters; a random UUID is a good one.`,
    )
  }
  const text = typeof request.body === 'string' ? request.body : ''
  return { admin, key, fingerprint: createHash('sha256').update(`${request.method} ${request.url}\n${text}`).digest('base64url') }
}

/** Sees that a request is answered once, whoever repeats it at the same time. */
export class Repetitions {
  readonly #underWay = new Set<string>()

  /** The answer of the first time; undefined when this is the first. Throws a problem for another request under the same key. */
  check(named: NamedRequest, kept: AdminAnswer | undefined, now: number): AdminAnswer | undefined {
    if (kept === undefined || kept.at < now - limits.idempotencyKeyMs) return undefined
    if (kept.fingerprint === named.fingerprint) return kept
    throw new AdminProblem('key-used-otherwise', 'This Idempotency-Key came with another request before. Make a new key for every new request.')
  }

  async once<Result>({ admin, key }: NamedRequest, work: () => Promise<Result>): Promise<Result> {
    const name = JSON.stringify([admin, key])
    if (this.#underWay.has(name)) {
      throw new AdminProblem('request-under-way', 'The first request with this Idempotency-Key is still being answered. Ask again in a moment.', {
        retryAfterSeconds: 1,
      })
    }
    this.#underWay.add(name)
    try {
      return await work()
    } finally {
      this.#underWay.delete(name)
    }
  }
}
