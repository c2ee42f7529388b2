// One checked event as it crosses from the door to the writer, and as it rests in the log.

import type { SubscriberEvent } from './event.ts'

/** An event with the identities it came under, at least one of them; or with the message that it reports about. */
export interface Arrival {
  readonly userId?: string
  readonly anonymousId?: string
  /** `alias`: the identity that `userId` was known by before; an anonymousId, or a userId. */
  readonly previousId?: string
  /** It came with a key that everybody can read, so it may not say where a known user's mail goes. */
  readonly fromBrowser?: true
  /** The message that it reports about (the key of its effect) and whose it was; then there are no identities. */
  readonly report?: { readonly message: string; readonly subscriber: number }
  readonly event: SubscriberEvent
}

/** What became of an arrival. `accepted` and `duplicate` are both durable answers. */
export type Receipt = 'accepted' | 'duplicate'
