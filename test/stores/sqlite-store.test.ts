// The store in a SQLite file keeps the contract of every store.

import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { describeStore } from './store-contract.ts'
import { temporaryFolder } from './temporary-folder.ts'

const paths = new WeakMap<Store, string>()

async function openAt(path: string): Promise<Store> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  paths.set(store, path)
  onTestFinished(() => store.close())
  return store
}

describeStore('the store in a SQLite file', {
  open: () => openAt(join(temporaryFolder(), 'workspace.db')),
  reopen: async (store) => {
    await store.close()
    return openAt(paths.get(store) ?? '')
  },
})
