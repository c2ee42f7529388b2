// What stays of somebody who was erased: hashes of addresses, phone numbers and userIds under a key that is kept apart from the store, so
// that the store alone tells nobody who they were. Device ids have none: whoever uses the device next is somebody else.

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Tombstone } from '../store.ts'

export class Tombstones {
  readonly #key: KeyObject

  constructor(key: string) {
    // From a text, Node would make one for each hash, at several times the cost of the hash.
    this.#key = createSecretKey(key, 'utf8')
  }

  ofAddress(address: string): string {
    return this.#hash(`address:${address.trim().toLowerCase()}`)
  }

  ofUserId(userId: string): string {
    return this.#hash(`user:${userId}`)
  }

  /** Of everything that is given. */
  of({ userIds, addresses }: { readonly userIds: readonly string[]; readonly addresses: readonly string[] }, at: number): Tombstone[] {
    const hashes = [...userIds.map((userId) => this.ofUserId(userId)), ...addresses.map((address) => this.ofAddress(address))]
    return hashes.map((hash) => ({ hash, at }))
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
}
