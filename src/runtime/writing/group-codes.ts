// The discount codes of one group: those that it gives, and the free ones that it has looked up. What is taken here is free in the store until the
// group is committed, so it is passed over there.

import type { StoredCode } from '../../model/code-pool.ts'
import type { Store, SubscriberNumber } from '../store.ts'

/** Free codes that are looked up at a time. */
const pageCodes = 50

export class GroupCodes {
  /** To be committed. */
  readonly given: StoredCode[] = []
  readonly #store: Pick<Store, 'catalogue'>
  readonly #free = new Map<string, { readonly codes: StoredCode[]; fetched: number }>()

  constructor(store: Pick<Store, 'catalogue'>) {
    this.#store = store
  }

  /** A free code that this group has not given; the same again until it is given. */
  async next(pool: string, now: number): Promise<StoredCode | undefined> {
    const free = this.#free.get(pool) ?? { codes: [], fetched: 0 }
    this.#free.set(pool, free)
    if (free.codes.length === 0) {
      free.codes.push(...(await this.#store.catalogue.freeCodes(pool, now, { skip: free.fetched, limit: pageCodes })))
      free.fetched += free.codes.length
    }
    return free.codes[0]
  }

  give(code: StoredCode): void {
    this.given.push(code)
    const free = this.#free.get(code.pool)
    if (free?.codes[0]?.code === code.code) free.codes.shift()
  }

  /** The code that this group gives to one of these subscribers for a scope. */
  givenHere(pool: string, scope: string, isRecipient: (subscriber: SubscriberNumber) => boolean): StoredCode | undefined {
    return this.given.find((code) => code.pool === pool && code.scope === scope && code.subscriber !== undefined && isRecipient(code.subscriber))
  }

  has(code: string): boolean {
    return this.given.some((one) => one.code.toLowerCase() === code.toLowerCase())
  }
}
