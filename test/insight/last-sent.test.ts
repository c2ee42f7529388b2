// When a journey sent something last, also while most of what it sends still waits.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lastSentOf } from '../../src/insight/journey-list.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { commitOf, delivery } from '../stores/builders.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test('a mail to many that is under way was sent last when it was decided, however many of it wait', async () => {
  const store = await openSqliteStore({ path: join(temporaryFolder(), 'workspace.db'), synchronous: 'NORMAL' })
  const key = (index: number): string => `mail-${String(index).padStart(5, '0')}`
  const waiting = Array.from({ length: 5100 }, (_, index) => delivery(key(index + 1), { journey: 'newsletter', decidedAt: 7000 }))
  await store.commit(commitOf({ deliveries: [delivery(key(0), { journey: 'newsletter', decidedAt: 7000, status: 'sent' }), ...waiting] }))
  await store.commit(
    commitOf({ deliveries: [delivery('other', { journey: 'receipt', decidedAt: 6000, status: 'sent' }), delivery('held', { journey: 'new' })] }),
  )
  expect(await lastSentOf(store, 'newsletter', 'sent lately')).toBe(7000)
  expect(await lastSentOf(store, 'receipt', 'sent lately')).toBe(6000)
  expect(await lastSentOf(store, 'new', 'silent')).toBeNull()
  await store.close()
})
