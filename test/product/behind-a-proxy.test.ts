// The product behind the proxy that the guide describes: what comes from outside gets through, what is the operator's does not, and a page of the team is at home there.

import { readdirSync, readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { oncue } from '../cli/command-line.ts'
import { type Product, startProduct } from './product.ts'

const guide = readFileSync('docs/guides/going-live.md', 'utf8')
const ownWays = ['/livez', '/readyz', '/metrics', '/mailbox', '/demo']

/** Lets through what the guide's line for nginx lets through, with the headers that it sets, as one that ends TLS. */
async function proxyOf(product: Product): Promise<string> {
  const pattern = new RegExp(/^location ~ (\S+) \{$/m.exec(guide)?.[1] ?? 'missing')
  const { port } = new URL(product.app.address)
  const proxy = createServer((asked, answer) => {
    if (!pattern.test(asked.url?.split('?')[0] ?? '')) return answer.writeHead(404).end('the proxy has nothing here')
    const headers = { ...asked.headers, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }
    const passed = request({ port, path: asked.url, method: asked.method, headers }, (given) =>
      given.pipe(answer.writeHead(given.statusCode ?? 502, given.headers)),
    )
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

/** The first part of every address at which a door is registered. */
function doorsInTheCode(): readonly string[] {
  const files = readdirSync('src/api', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = files.map((name) => readFileSync(`src/api/${name}`, 'utf8'))
  const registered = texts.flatMap((text) => [...text.matchAll(/\.(?:get|post)(?:<[^(]*>)?\(\s*['`](\/[a-z0-9]+\b[./]?)/g)].map(([, way]) => way ?? ''))
  const named = texts.flatMap((text) => [...text.matchAll(/(?:Path = |prefix: )'(\/[a-z]+)\b/g)].map(([, way]) => way ?? ''))
  return [...new Set([...registered, ...named])]
}

test('every door is either let through by the proxies of the guide or named as one that is not', () => {
  const doors = doorsInTheCode().filter((way) => !ownWays.includes(way.replace(/[./]$/, '')))
  expect(doors.length).toBeGreaterThan(9)
  const nginx = new RegExp(/^location ~ (\S+) \{$/m.exec(guide)?.[1] ?? 'missing')
  const caddy = (/@oncue path (.+)$/m.exec(guide)?.[1] ?? '').split(' ').map((way) => way.replace(/\*$/, ''))
  for (const door of doors) {
    expect(`${door}${/[./]$/.test(door) ? '' : '/'}`, 'nginx').toMatch(nginx)
    expect(
      caddy.some((way) => `${door}/`.startsWith(way) || way.startsWith(door)),
      `Caddy, ${door}`,
    ).toBe(true)
  }
  for (const way of ownWays) expect(guide.slice(guide.indexOf('Not from outside'))).toContain(`\`${way}\``)
})

test('pages, senders, readers and the team get through; metrics and the mailbox do not', async () => {
  const product = await startProduct({ trustedProxies: ['127.0.0.1'], browserKeys: ['web_key'] })
  const outside = await proxyOf(product)
  expect((await fetch(`${outside}/oncue.js`)).headers.get('content-type')).toContain('javascript')
  const sent = await fetch(`${outside}/v1/identify`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('product-write-key:').toString('base64')}` },
    body: JSON.stringify({ userId: 'ada', traits: { email: 'ada@example.com' } }),
  })
  expect(sent.status).toBe(200)
  expect((await fetch(`${outside}/track?writeKey=web_key&event=Seen&user_id=ada`)).headers.get('content-type')).toBe('image/gif')
  for (const way of ownWays) expect(await (await fetch(`${outside}${way}`)).text()).toBe('the proxy has nothing here')

  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions }
  const { password } = JSON.parse((await oncue(['admin', 'create', 'kim', '--role', 'owner', '--json'], { environment })).out) as { password: string }
  const session = await fetch(`${outside}/admin/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-oncue-page': '1', origin: outside },
    body: JSON.stringify({ name: 'kim', password }),
  })
  expect(session.status).toBe(200)
  expect(session.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Secure/)
})
