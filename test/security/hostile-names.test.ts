// Names and patterns that are made to mean something to a database or to a regular expression.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compilePattern } from '../../src/model/pattern.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { startProduct } from '../product/product.ts'

const names = ["' OR 1=1 --", '"; DROP TABLE subscriber; --', "x' UNION SELECT 1,2,3 --", '%', '_', '\\', '?', ':a', '$1', '*']

test('an id that is SQL is an id like any other, for whoever writes and whoever asks', async () => {
  const product = await startProduct()
  for (const name of names) await product.track(name, name, { [name]: name }, { messageId: name })
  const store = await openSqliteStore({ path: join(product.data, 'workspace.db'), readOnly: true })
  expect(await store.countSubscribers()).toBe(names.length)
  for (const [index, name] of names.entries()) {
    expect(await store.resolve([`u:${name}`])).toEqual([index + 1])
    expect(await store.identitiesOf(index + 1)).toEqual([`u:${name}`])
    expect(await store.delivery(name)).toBeUndefined()
    expect(await store.messages({ limit: 10, journey: name })).toEqual([])
    expect(await store.counts(name)).toEqual([])
  }
  await store.close()
})

test('a pattern that would never end elsewhere ends at once', () => {
  const before = process.cpuUsage().user
  expect(compilePattern('^(a+)+$')(`${'a'.repeat(30_000)}!`)).toBe(false)
  // Elsewhere it would take longer than anybody lives.
  expect(process.cpuUsage().user - before).toBeLessThan(60_000_000)
})
