// Segment's browser SDK, unchanged, in a real browser, on a page of another site: it asks this server for its settings and sends
// everything here.

import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { agent } from '../snippet/shop-site.ts'
import { browserKey, createTestServer, type TestServer } from './test-server.ts'

const scripts = join(dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')), 'dist/umd')

let server: TestServer
let shop: Server
afterEach(async () => {
  shop.close()
  await server.app.close()
})

const addressOf = (listening: { address(): AddressInfo | string | null }): string => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`

/** A page of a shop that loads the SDK as its documentation says, with this server in place of Segment's. */
async function openShop(oncue: string): Promise<string> {
  const page = `<title>Shoes</title><script src="/index.js"></script>
<script>window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${browserKey}', cdnURL: '${oncue}' })</script>`
  shop = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop')
    if (pathname.endsWith('.js')) response.end(readFileSync(join(scripts, pathname)))
    else response.setHeader('content-type', 'text/html').end(page)
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  return addressOf(shop)
}

test('visits, events and identities from the browser arrive, the visitor and the person tied together', async () => {
  server = createTestServer()
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const address = await openShop(addressOf(server.app.server))
  const browser = await launchBrowser()
  const page = await browser.newPage({ userAgent: agent })
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1')) strangers.push(request.url())
  })
  await page.goto(`${address}/p/shoes?utm_source=mail&utm_campaign=spring`)
  await page.evaluate(`(async () => {
    await analytics.page()
    await analytics.track('Product Viewed', { product_id: 'p7' })
    await analytics.identify('anna', { email: 'anna@example.com' })
  })()`)
  await expect.poll(() => server.inbox.arrivals.length).toBe(3)
  await browser.close()

  expect(server.inbox.letters).toEqual([])
  expect(strangers).toEqual([])
  const [visit, view, identified] = server.inbox.arrivals
  expect(visit).toMatchObject({
    event: { name: 'Page Viewed', properties: { path: '/p/shoes', title: 'Shoes', context: { campaign: { source: 'mail', name: 'spring' } } } },
  })
  expect(view).toMatchObject({ event: { name: 'Product Viewed', properties: { product_id: 'p7', context: { path: '/p/shoes' } } } })
  expect(identified).toMatchObject({ userId: 'anna', anonymousId: visit?.anonymousId, event: { traits: { email: 'anna@example.com' } } })
})
