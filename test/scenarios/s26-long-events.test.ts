// Long events, and very many. Elsewhere they filled the memory of the process until it died.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { startProduct } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test('S26: an event that is too long, too deep or too wide is refused with its reason, and the next one is taken', async () => {
  const product = await startProduct()
  let deep: object = {}
  for (let level = 0; level <= limits.eventDepth; level += 1) deep = { deep }
  const wide = Object.fromEntries(Array.from({ length: limits.eventKeys + 1 }, (_, index) => [`k${index}`, index]))
  for (const properties of [{ filler: 'x'.repeat(limits.eventBytes) }, deep, wide]) {
    const response = await product.post('/v1/track', { userId: 'ann', event: 'Came By', properties: properties as never })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(((await response.json()) as { detail?: string }).detail).toBeTruthy()
  }
  await product.track('ann', 'Came By', { filler: 'x'.repeat(limits.eventBytes - 1000) })
  // Other lines may stand there by now: what was decided about her is asked about in its own time.
  expect((await product.trace('ann', 'u')).filter((name) => name === 'Came By')).toEqual(['Came By'])
})

test('S26: a process with a heap of 64 MB takes in 150 MB of events and reads them back, and what it keeps of a person stays small', () => {
  const script = fileURLToPath(new URL('feed-long-events.ts', import.meta.url))
  const path = join(temporaryFolder(), 'workspace.db')
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--max-old-space-size=64', '--max-semi-space-size=16', script, path, '5000', '30000'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  const { stored, largest } = JSON.parse(stdout) as { stored: number; largest: number }
  expect(stored).toBeGreaterThan(150_000_000)
  expect(largest).toBeLessThan(100_000)
})
