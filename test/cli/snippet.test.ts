// oncue snippet: the line for a page, with the key that was made at the first start.

import { expect, test } from 'vitest'
import { knownBrowserKey, readSecrets } from '../../src/access/secrets.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { noteRunningServer } from '../../src/settings/running-server.ts'
import { integrityOf, readSiteScript } from '../../src/site-script/site-script.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { oncue } from './command-line.ts'

test('prints the line with the address, that of the running server where no setting says another, and the key for pages; pinned, with what the browser checks', async () => {
  const data = temporaryFolder()
  const without = await oncue(['snippet', '--data', data])
  expect([without.code, without.err]).toEqual([1, expect.stringContaining('start the server once')])
  const { browserKeys, writeKeys } = readSecrets(readConfiguration({}, { data }))
  const [key = ''] = browserKeys
  expect(key).toMatch(/^web_/)
  expect(knownBrowserKey({ data, browserKeys: ['own'] })).toBe('own')

  const whileItRuns = noteRunningServer({ data }, 'http://127.0.0.1:4471')
  expect((await oncue(['snippet', '--data', data])).out).toContain('src="http://127.0.0.1:4471/oncue.js"')
  whileItRuns()
  expect((await oncue(['snippet', '--data', data], { environment: { PORT: '4499' } })).out).toContain('src="http://127.0.0.1:4499/oncue.js"')

  const environment = { ONCUE_PUBLIC_URL: 'https://events.shop.example/' }
  const plain = await oncue(['snippet', '--data', data], { environment })
  expect(plain.out).toBe(`<script async src="https://events.shop.example/oncue.js" data-key="${key}" data-consent="ask"></script>\n`)
  const pinned = await oncue(['snippet', '--data', data, '--pinned', '--consent', 'given'], { environment })
  expect(pinned.out).toMatch(/src="https:\/\/events\.shop\.example\/oncue\.[0-9a-f]{16}\.js"/)
  expect(pinned.out).toContain(`integrity="${integrityOf((await readSiteScript()).script)}" crossorigin data-key="${key}" data-consent="given"`)
  const json = await oncue(['snippet', '--data', data, '--json'], { environment })
  expect(JSON.parse(json.out)).toMatchObject({ key, policy: { 'connect-src': 'https://events.shop.example' } })
  expect(json.out).not.toContain(String(writeKeys[0]))
})
