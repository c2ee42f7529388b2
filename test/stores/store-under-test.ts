// How the contract opens the store that it is run over.

import type { Store } from '../../src/runtime/store.ts'

export interface StoreUnderTest {
  /** A store with nothing in it. */
  open(): Promise<Store>
  /** Closes a store and opens it again as a new process would; undefined when a store does not outlive its process. */
  reopen: ((store: Store) => Promise<Store>) | undefined
}
