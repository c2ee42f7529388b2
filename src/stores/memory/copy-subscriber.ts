// A row of its own for whoever asks, so that nobody can change what is kept.

import type { StoredSubscriber } from '../../runtime/store.ts'

export function copySubscriber(subscriber: StoredSubscriber): StoredSubscriber {
  return { ...subscriber, state: Uint8Array.from(subscriber.state), recent: Uint8Array.from(subscriber.recent) }
}
