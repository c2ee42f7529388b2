// What comes back by itself keeps no server from starting: a file of it that cannot be read, or that a newer version wrote.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAdminKeys } from '../../src/access/admin-keys.ts'
import { openAlerts } from '../../src/desks/alerts.ts'
import { openSources } from '../../src/desks/kept-sources.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

test.each(['{"since": 1, "sour', '{"since": 1, "sources": [], "more": true}', ''])('when sources were last heard begins anew: %#', (text) => {
  const data = temporaryFolder()
  writeFileSync(join(data, 'sources.json'), text)
  const sources = openSources({ data, now: () => 5 })
  expect(sources.book.since).toBe(5)
  sources.book.note({ name: 'shop', kind: 'server' }, { accepted: 1, refused: 0, at: 6 })
  sources.close()
  expect(JSON.parse(readFileSync(join(data, 'sources.json'), 'utf8')).sources).toMatchObject([{ name: 'shop', accepted: 1 }])
})

test('so do alerts of a kind that only a newer version knows', async () => {
  const file = join(temporaryFolder(), 'alerts.json')
  writeFileSync(file, JSON.stringify({ alerts: [{ id: 'x', kind: 'of tomorrow' }] }))
  const configuration = { alertWebhook: undefined, alertMail: [] }
  const folder = { workspace: () => ({ workspace: 'shop' }) }
  const alerts = openAlerts({ file, configuration, folder, clock: new VirtualClock(0) } as unknown as Parameters<typeof openAlerts>[0])
  expect(alerts.ways()).toEqual({ webhook: false, mail: 0 })
  await alerts.close()
})

test('so does when an admin key was last used', () => {
  const data = temporaryFolder()
  writeFileSync(join(data, 'admin-keys-used.json'), '{"used": {"ke')
  const keys = openAdminKeys({ data, given: ['ak_given_by_the_settings_and_long_enough'], from: 'settings', now: () => 5 })
  expect(keys.list()).toMatchObject([{ lastUsedAt: undefined }])
})
