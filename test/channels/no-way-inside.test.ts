// Every request whose address an author, a template or an event decides, against every way into the private network; and that no other code asks for pages.

import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../../src/channels/webhook/address-guard.ts'
import { createTextFetcher } from '../../src/channels/webhook/guarded-text.ts'
import { createWebhookChannel } from '../../src/channels/webhook/webhook-channel.ts'
import { alertCall } from '../../src/desks/alerts.ts'
import { fetchFeed } from '../../src/feeds/fetch-feed.ts'
import type { WebhookMessage } from '../../src/runtime/channel.ts'
import { codeOf, importedPackage, importsOf, productFiles } from '../house/sources.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type HttpReceiver, startHttpReceiver } from './http-receiver.ts'
import { inside } from './ways-inside.ts'

type Asks = (
  url: string,
  options?: { readonly allow?: readonly string[]; readonly leadsTo?: readonly string[] },
) => Promise<{ readonly kind: string; readonly reason?: string }>

/** Each answer of the resolver in turn; the last one stays. */
const resolver = (leadsTo: readonly string[] | undefined) => {
  if (leadsTo === undefined) return {}
  const answers = [...leadsTo]
  return { resolve: async () => [{ address: (answers.length > 1 ? answers.shift() : answers[0]) ?? '', family: 4 }] }
}

const call = async (message: WebhookMessage, { allow = [], leadsTo }: Parameters<Asks>[1] = {}) => {
  const channel = createWebhookChannel({ secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`, allow, ...resolver(leadsTo) })
  try {
    return await channel.deliver(message)
  } finally {
    await channel.close()
  }
}

const now = 1_800_000_000_000
const step: Asks = (url, options) =>
  call({ kind: 'webhook', key: 'k', url, method: 'POST', headers: {}, body: '{}', webhookId: 'msg_1', attemptedAt: now }, options)

const alert = { id: 'a', kind: 'source-silent', about: null, count: null, because: null, state: 'new', since: now, seenAt: now, overAt: null } as const
const alerting: Asks = (to, options) =>
  call(alertCall({ id: 'alert_1', to, what: 'opened', alert: { ...alert, acknowledged: null, toldAt: null } }, 'shop', now), options)

const certificate: Asks = async (url, { allow = [], leadsTo } = {}) => {
  const texts = createTextFetcher({ allow, ...resolver(leadsTo) })
  try {
    return { kind: 'fetched', reason: await texts.fetchText(url) }
  } catch (error) {
    return { kind: 'failed', reason: String(error) }
  } finally {
    await texts.close()
  }
}

const feed: Asks = async (url, { allow = [], leadsTo } = {}) => {
  const guard = createAddressGuard({ allow, ...resolver(leadsTo) })
  const dispatcher = guard.dispatcher()
  try {
    const parts = { version: {}, file: join(temporaryFolder(), 'feed'), signal: new AbortController().signal }
    return await fetchFeed({ url, guard: { problem: guard.problem, dispatcher }, ...parts })
  } finally {
    await (await dispatcher.made)?.close()
  }
}

let secret: HttpReceiver
let leading: HttpReceiver
beforeAll(async () => {
  secret = await startHttpReceiver((response) => response.end('secret'))
  leading = await startHttpReceiver((response) => response.writeHead(302, { location: `http://127.0.0.1:${secret.port}/` }).end())
})
afterAll(async () => {
  await leading.close()
  await secret.close()
})

describe.each<[string, Asks]>([
  ['the call of a webhook step', step],
  ['a feed of the catalogue', feed],
  ['the call that tells an alert', alerting],
  ['the certificate of a service that reports', certificate],
])('%s', (_, asks) => {
  test.each(inside)('does not go to %s', async (url) => {
    expect(await asks(url)).toMatchObject({ reason: expect.stringMatching(/is not a public address|is a name of this machine/) })
  })

  test('does not go where a name leads inside', async () => {
    expect(await asks('http://shop.example/', { leadsTo: ['169.254.169.254'] })).toMatchObject({ reason: expect.stringContaining('leads to') })
  })

  test('goes to the answer that was judged, not to what the name leads to a moment later', async () => {
    // 127.0.0.2, where nobody listens, stands for a public address.
    const answer = await asks(`http://shop.example:${secret.port}/`, { allow: ['127.0.0.2/32'], leadsTo: ['127.0.0.2', '127.0.0.1'] })
    expect(['retry', 'failed']).toContain(answer.kind)
    expect(secret.calls).toEqual([])
  })

  test('is not led inside by a redirect', async () => {
    const answer = await asks(`http://127.0.0.1:${leading.port}/`, { allow: [`127.0.0.1:${leading.port}`] })
    expect(['rejected', 'failed']).toContain(answer.kind)
    expect(leading.calls.length).toBeGreaterThan(0)
    expect(secret.calls).toEqual([])
  })
})

/** Files of the server that ask others for something: sending services and providers of text messages at the address of the settings, everything else by the guard. Whoever adds one where an author, a template or an event can decide the address adds a row above. */
const asking = [
  'src/channels/email/service-channel.ts',
  'src/channels/sms/sms-channel.ts',
  'src/channels/webhook/address-guard.ts',
  'src/channels/webhook/guarded-text.ts',
  'src/channels/webhook/webhook-channel.ts',
  'src/feeds/fetch-feed.ts',
]

test('nothing else of the server asks anybody for a page', () => {
  const server = productFiles().filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/cli/'))
  const found = server.filter((file) => importsOf(file).some((name) => importedPackage(name) === 'undici') || /(?<![\w#.])fetch\(/.test(codeOf(file.text)))
  expect(found.map(({ path }) => path).toSorted()).toEqual(asking)
})
