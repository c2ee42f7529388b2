// The store in memory keeps the contract of every store.

import { expect, test } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { describeStore } from './store-contract.ts'

describeStore('the store in memory', { open: async () => createMemoryStore(), reopen: undefined })

test('a store without files refuses to be backed up', async () => {
  await expect(createMemoryStore().backup('anywhere')).rejects.toMatchObject({ code: 'backup-impossible' })
})
