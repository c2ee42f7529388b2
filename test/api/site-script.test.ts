// The doors around the browser script: the script itself, pages that may not use a key, and visitors that are no people.

import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { createKeys } from '../../src/api/keys.ts'
import { RequestLog } from '../../src/api/tracking/request-log.ts'
import { robotRuleOf, robotRules } from '../../src/api/tracking/robots.ts'
import { basic, browserKey, createTestServer, serverKey, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

const siteScript = async () => ({ script: 'oncue()', module: 'export {}', types: 'export {}' })
const site = 'https://shop.example'

test('a script is asked about again after minutes, under its hash never, and in the form that the browser likes best', async () => {
  server = createTestServer({ siteScript })
  const plain = await server.app.inject('/oncue.js')
  expect(plain).toMatchObject({ statusCode: 200, body: 'oncue()' })
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'accept-encoding',
    'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
  })
  const etag = String(plain.headers.etag)
  expect((await server.app.inject({ url: '/oncue.js', headers: { 'if-none-match': etag } })).statusCode).toBe(304)
  const zipped = await server.app.inject({ url: '/oncue.js', headers: { 'accept-encoding': 'gzip, deflate, br', 'if-none-match': etag } })
  expect([zipped.statusCode, zipped.headers['content-encoding']]).toEqual([200, 'br'])
  expect((await server.app.inject({ url: '/oncue.js', headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding']).toBe('gzip')
  const hash = etag.slice(1, 17)
  expect((await server.app.inject(`/oncue.${hash}.js`)).headers['cache-control']).toContain('immutable')
  // A page that names an older version gets the newest one, and keeps it under the old name for a moment only.
  expect((await server.app.inject('/oncue.0123456789abcdef.js')).headers['cache-control']).not.toContain('immutable')
  expect((await server.app.inject('/oncue.mjs')).body).toBe('export {}')
  expect((await server.app.inject('/oncue.d.ts')).headers['content-type']).toContain('text/plain')
  expect((await server.app.inject('/oncue.json')).statusCode).toBe(404)
})

test('a script that could not be made is made anew for the next one who asks', async () => {
  let tries = 0
  server = createTestServer({
    siteScript: async () => {
      tries += 1
      if (tries === 1) throw new Error('no space left')
      return siteScript()
    },
  })
  expect((await server.app.inject('/oncue.js')).statusCode).toBe(500)
  expect((await server.app.inject('/oncue.js')).statusCode).toBe(200)
})

test('a key for pages is used by the pages it is for, whatever the door; a server key and a request without a page are not asked', async () => {
  const origins = [site, 'https://*.shop.example', 'http://localhost:3000']
  const keys = createKeys([
    { name: 'backend', key: serverKey, kind: 'server' },
    { name: 'site', key: browserKey, kind: 'browser', origins },
  ])
  server = createTestServer({ keys })
  const track = async (origin: string | undefined, key = browserKey): Promise<number> => {
    const headers = { ...basic(key), ...(origin === undefined ? {} : { origin }) }
    return (await server.app.inject({ method: 'POST', url: '/v1/track', headers, payload: { anonymousId: 'a', event: 'Seen' } })).statusCode
  }
  for (const origin of [site, 'https://www.shop.example', 'https://a.b.shop.example', 'http://localhost:3000', undefined]) expect(await track(origin)).toBe(200)
  for (const origin of ['https://evil.example', 'http://shop.example', 'https://shop.example.evil.example', 'https://evilshop.example', 'null']) {
    expect([origin, await track(origin)]).toEqual([origin, 403])
  }
  expect(await track('https://evil.example', serverKey)).toBe(200)
  const refused = await server.app.inject({
    method: 'POST',
    url: '/v1/batch',
    headers: { origin: 'https://evil.example' },
    payload: JSON.stringify({ writeKey: browserKey, batch: [] }),
  })
  expect(refused.json()).toMatchObject({ type: 'urn:oncue:problem:origin-refused', status: 403 })
  expect(refused.headers['access-control-allow-origin']).toBe('*')
  expect(server.inbox.letters).toEqual([])
})

test('who renders a page without a person is told so and counts for nothing; a program that sends on purpose counts', async () => {
  const requestLog = new RequestLog()
  server = createTestServer({ requestLog })
  const send = async (agent: string, key = browserKey): Promise<object> => {
    const payload = { batch: [{ type: 'page', anonymousId: 'a' }] }
    return (await server.app.inject({ method: 'POST', url: '/v1/batch', headers: { ...basic(key), 'user-agent': agent }, payload })).json()
  }
  const googlebot =
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/141.0.0.0 Safari/537.36'
  expect(await send(googlebot)).toEqual({ success: true, accepted: 0, duplicates: 0, refused: [], ignored: 1, robot: 'crawler' })
  expect(server.inbox.arrivals).toEqual([])
  // Whoever wonders why nothing arrives reads it in the log of requests.
  expect(requestLog.list()[0]).toMatchObject({ key: 'site', status: 200, accepted: 0, robot: 'crawler' })
  expect(await send(googlebot, serverKey)).toMatchObject({ accepted: 1 })
  expect(requestLog.list()[0]).toMatchObject({ accepted: 1, robot: null })
  for (const agent of ['curl/8.5.0', 'okhttp/4.12.0', 'python-requests/2.32', '']) expect(await send(agent)).toMatchObject({ accepted: 1 })
})

test('the page of the script states the rules as they are', () => {
  server = createTestServer()
  const stated = robotRules.map(({ rule, because, agent }) => `| \`${rule}\` | ${because} | \`${agent.source.replaceAll('|', '\\|')}\` |`)
  expect(readFileSync('docs/reference/browser-script.md', 'utf8')).toContain(`\n${stated.join('\n')}\n`)
})

test.each([
  ['crawler', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  ['crawler', 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot'],
  ['crawler', 'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)'],
  ['preview', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  ['measurement', 'Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse'],
  ['headless', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/149.0.0.0 Safari/537.36'],
  [undefined, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1'],
  [undefined, 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  [undefined, 'Mozilla/5.0 (Linux; Android 16; CUBOT X90) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36'],
] as const)('%s: %s', (rule, agent) => {
  server = createTestServer()
  expect(robotRuleOf(agent)).toBe(rule)
  expect(new Set(robotRules.map((one) => one.rule)).size).toBe(robotRules.length)
})
