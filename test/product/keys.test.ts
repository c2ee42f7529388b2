// The two kinds of keys of a running server: a page's key is public, so it can do less than a server's.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

let app: App
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-keys-'))
  const environment = { ONCUE_DATA: folder, ONCUE_DEFINITIONS: 'examples/shop', ONCUE_BROWSER_KEYS: 'web_1, web_2', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  app = await startApp(readConfiguration(environment))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

const post = async (key: string, call: string, body: object): Promise<number> =>
  (await fetch(`${app.address}/v1/${call}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${key}:`)}` }, body: JSON.stringify(body) })).status

test('a page’s key sends events, but neither speaks of consent nor imports history; a server’s key does both', async () => {
  const visit = { userId: 'ann', event: 'Product Viewed' }
  expect([await post('web_1', 'track', visit), await post('web_2', 'track', visit), await post('web_3', 'track', visit)]).toEqual([200, 200, 401])
  const history = { ...visit, silent: true }
  expect([await post('web_1', 'track', history), await post(app.writeKey, 'track', history)]).toEqual([400, 200])
  const consent = { userId: 'ann', traits: { opt_in: true } }
  expect([await post('web_1', 'identify', consent), await post(app.writeKey, 'identify', consent)]).toEqual([400, 200])
})
