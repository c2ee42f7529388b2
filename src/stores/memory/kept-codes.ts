// Discount codes as the store in memory keeps them.

import assert from 'node:assert/strict'
import type { PoolCounts, StoredCode } from '../../model/code-pool.ts'
import type { SubscriberNumber } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

type Kept = StoredCode & { readonly id: number }

export class KeptCodes {
  readonly #codes = new Map<string, Kept>()
  #lastId = 0

  add(pool: string, codes: readonly Pick<StoredCode, 'code' | 'expiresAt'>[]): number {
    const before = this.#codes.size
    for (const { code, expiresAt } of codes) {
      if (!this.#codes.has(nameOf(code))) this.#keep({ pool, code, subscriber: undefined, scope: '', delivery: undefined, givenAt: undefined, expiresAt })
    }
    return this.#codes.size - before
  }

  /** All that could fail, before anything is changed. */
  check(codes: readonly StoredCode[]): void {
    const here = new Set<string>()
    for (const { pool, code } of codes) {
      const known = this.#codes.get(nameOf(code))
      const isFree = !here.has(nameOf(code)) && (known === undefined || (known.givenAt === undefined && known.pool === pool))
      assert(isFree, `The code ${code} was given before.`)
      here.add(nameOf(code))
    }
  }

  give(code: StoredCode): void {
    this.#keep(code)
  }

  free(pool: string, now: number): Kept[] {
    const end = ({ expiresAt = Number.MAX_SAFE_INTEGER }: StoredCode): number => expiresAt
    return this.find((code) => code.pool === pool && code.givenAt === undefined && end(code) > now).sort(
      (one, other) => end(one) - end(other) || one.id - other.id,
    )
  }

  /** In the order in which they came. */
  find(fits: (code: Kept) => boolean): Kept[] {
    return [...this.#codes.values()].filter(fits).sort((one, other) => one.id - other.id)
  }

  of(subscriber: SubscriberNumber): Kept[] {
    return this.find((code) => code.subscriber === subscriber).sort(
      (one, other) => compareByCodePoint(one.pool, other.pool) || compareByCodePoint(one.scope, other.scope) || one.id - other.id,
    )
  }

  count(pool: string): PoolCounts {
    const all = this.find((code) => code.pool === pool)
    const given = all.filter(({ givenAt }) => givenAt !== undefined).length
    return { pool, given, free: all.length - given }
  }

  move(from: SubscriberNumber, into: SubscriberNumber): void {
    for (const [name, code] of this.#codes) if (code.subscriber === from) this.#codes.set(name, { ...code, subscriber: into })
  }

  /** Codes that were given with these messages are another subscriber's. */
  moveDeliveries(deliveries: ReadonlySet<string>, into: SubscriberNumber): void {
    for (const [name, code] of this.#codes)
      if (code.delivery !== undefined && deliveries.has(code.delivery)) this.#codes.set(name, { ...code, subscriber: into })
  }

  forgetOwner(subscriber: SubscriberNumber): void {
    for (const [name, code] of this.#codes) {
      if (code.subscriber === subscriber) this.#codes.set(name, { ...code, subscriber: undefined, scope: '', delivery: undefined })
    }
  }

  #keep(code: StoredCode): void {
    const known = this.#codes.get(nameOf(code.code))
    if (known === undefined) this.#lastId += 1
    this.#codes.set(nameOf(code.code), { ...code, code: known?.code ?? code.code, id: known?.id ?? this.#lastId })
  }
}

function nameOf(code: string): string {
  return code.toLowerCase()
}
