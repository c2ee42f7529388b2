// Where a subscriber's number leads after all merges.

import type { SubscriberNumber } from '../../runtime/store.ts'

/** The number itself when it was never merged away. */
export function followIn(merged: ReadonlyMap<SubscriberNumber, SubscriberNumber>, subscriber: SubscriberNumber): SubscriberNumber {
  let here = subscriber
  for (let next = merged.get(here); next !== undefined; next = merged.get(here)) here = next
  return here
}
