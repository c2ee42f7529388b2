// A shop's site for tests of the browser script: on an origin of its own, under the strictest policy that the documentation promises to work with.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'

/** A browser as people use it; the one of the tests says that nobody sits in front of it, and is left out as a robot. */
export const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36'
export const nonce = 'r4nd0m'

export interface ShopSite {
  readonly address: string
  /** What the pages hold, by path; '/' for all others. */
  readonly pages: Record<string, string>
  /** What stands after `<!--later-->` comes once this is fulfilled. */
  later: Promise<void>
  close(): void
}

/** Nothing but what the page of the script says it needs. */
export function strictPolicy(oncue: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${oncue}`,
    `connect-src ${oncue}`,
    'img-src https:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

export async function openShopSite(oncue: string): Promise<ShopSite> {
  const pages: Record<string, string> = {}
  const site = { pages, later: Promise.resolve() }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop')
    if (pathname === '/favicon.ico') return void response.writeHead(204).end()
    const body = pages[pathname] ?? pages['/'] ?? ''
    response.setHeader('content-type', 'text/html; charset=utf-8').setHeader('content-security-policy', strictPolicy(oncue))
    const [first = '', rest = ''] = body.split('<!--later-->')
    response.write(`<!doctype html><html lang="en"><title>Shoes</title><meta name="viewport" content="width=device-width">${first}`)
    void site.later.then(() => response.end(rest))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(site, {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close() {
      server.close()
      server.closeAllConnections()
    },
  })
}

/** Waits for what must come in its own time; vitest.config.ts says how long. */
export function eventually<T>(read: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read)
}
