// What people are called, for lists of what happened: by their name, else by their address. Read from their states; it changes nothing.

import { theEngine } from '../runtime/engine.ts'
import { addressesOf } from '../runtime/people/addresses-of.ts'
import { unpackState } from '../runtime/states/state-codec.ts'
import type { Store, SubscriberNumber } from '../runtime/store.ts'
import { nameOf } from './name-of.ts'

/** Those of whom something is known. */
export async function calledBy(store: Pick<Store, 'load'>, numbers: readonly SubscriberNumber[]): Promise<ReadonlyMap<SubscriberNumber, string>> {
  const found = new Map<SubscriberNumber, string>()
  for (const stored of await store.load(numbers)) {
    if (stored === undefined) continue
    const state = unpackState(theEngine, stored.state)
    const name = nameOf(state) ?? addressesOf(state).email
    if (name !== undefined) found.set(stored.number, name)
  }
  return found
}
