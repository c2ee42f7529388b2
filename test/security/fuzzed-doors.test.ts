// Whatever comes in at a public door, in whatever form: it is answered with a status of its own, never with a failure of ours, and a parser never
// throws. The values are made by chance, between what a door expects and nothing at all.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { readForm } from '../../src/api/consent/subscribe-form.ts'
import { headerOf, mailParts } from '../../src/inbound/mail-parts.ts'
import { handlesIn } from '../../src/inbound/message-handle.ts'
import { readReturnedMail } from '../../src/inbound/returned-mail.ts'
import { type Product, shop, startProduct, writeKey } from '../product/product.ts'

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('__proto__', '\u0000', '\ud800', '%', '=?utf-8?q?=', 'constructor', '../..', 'ada@mail.example'),
)
const json = fc.jsonValue({ maxDepth: 4 })

test('a form is read without a throw, whatever its fields are, and sets nothing that it may not', () => {
  const names = fc.constantFrom(
    'email',
    'topics',
    'topic',
    'attributes',
    'attributes.email',
    'attributes.__proto__',
    'key',
    'userId',
    'anonymousId',
    'locale',
    'website',
    'page',
  )
  const form = fc.oneof(json, fc.dictionary(fc.oneof(names, odd), fc.oneof(json, odd, fc.constant('address-'.padEnd(48, 'a')))))
  fc.assert(
    fc.property(form, (body) => {
      const read = readForm(body, { workspace: 'shop', topics: [{ topic: 'news' }] })
      for (const name of Object.keys(read.set)) expect(['email', '__proto__', 'consent', 'suppressed']).not.toContain(name)
      expect(read.anonymousId ?? '').not.toMatch(/^address-|\p{Cc}/u)
      if (read.problem === undefined) expect(read.email).toMatch(/^[^\s@]+@[^\s@]+$/)
    }),
  )
})

test('a mail that comes back is read without a throw, and an automatic answer is never taken for a hard bounce', () => {
  const line = fc.oneof(
    odd,
    fc.constantFrom(
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '--b',
      '--b--',
      'Content-Type: message/delivery-status',
      'Status: 5.1.1',
      'Action: failed',
      '',
    ),
    fc.constantFrom(
      'Final-Recipient: rfc822; a@b',
      'Diagnostic-Code: smtp; 550 5.1.1',
      'Content-Transfer-Encoding: base64',
      'Content-Type: message/feedback-report',
      'Feedback-Type: abuse',
      ' folded',
    ),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), fc.boolean(), (lines, isAnswer) => {
      const source = [...(isAnswer ? ['Auto-Submitted: auto-replied', 'Subject: Out of office'] : []), ...lines].join('\r\n')
      const read = readReturnedMail(source)
      expect(typeof read.kind).toBe('string')
      handlesIn(source)
      headerOf(mailParts(source)[0]?.headers ?? new Map(), 'date')
      // An automatic answer brings no delivery status; what brings one is a report, whatever else its headers say (RFC 3834 has reports say it too).
      const isReport = lines.some((one) => /^Content-Type: (?:multipart\/report|message\/delivery-status)/.test(one))
      if (isAnswer && !isReport) expect(read.kind === 'bounce' && read.recipients.some(({ hard }) => hard)).toBe(false)
    }),
  )
})

const adminKeys = Array.from({ length: 8 }, (_, index) => `robot ${index}:an-admin-key-for-tests-0123456789-${index}`)

interface Door {
  readonly method: string
  readonly url: string
}

/** The product with every door that it registers, so that a new one is tried without being named here. */
async function productWithDoors(): Promise<{ readonly product: Product; readonly doors: readonly Door[] }> {
  const doors: Door[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }) => void doors.push(...[method].flat().map((one) => ({ method: one, url }))))
  }
  subscribe('fastify.initialization', listen)
  const product = await startProduct({
    browserKeys: ['page'],
    hooks: ['mailgun=a-signing-key', 'postmark=user:pass', 'brevo=a-token', 'tool=token-0123456789'],
    adminKeys,
    files: {
      ...shop,
      'workspace.yaml': `${shop['workspace.yaml']}hooks: [{ hook: tool, signature: { token: X-Token }, take: [{ userId: id, event: Called }] }]\n`,
    },
  })
  unsubscribe('fastify.initialization', listen)
  return { product, doors }
}

const nested = (levels: number): string => `${'{"all":['.repeat(levels)}1${']}'.repeat(levels)}`
/** Whatever a body should not be. */
const bodies: Readonly<Record<string, { readonly body: string | Buffer; readonly type?: string; readonly encoding?: string }>> = {
  'nothing at all': { body: '' },
  'bytes that are no UTF-8': { body: Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]) },
  'UTF-16': { body: Buffer.from('\ufeff{"userId":"ada"}', 'utf16le'), type: 'application/json; charset=utf-16' },
  'ten thousand levels': { body: nested(10_000) },
  'names of prototypes': { body: '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}},"userId":"__proto__","event":"toString"}' },
  'numbers beyond all bounds': { body: '{"userId":"n","event":"N","timestamp":1e400,"limit":-0,"at":9007199254740993,"properties":{"a":1e400}}' },
  'halves of letters': { body: '{"userId":"\\ud800","event":"\\u0000","name":"\\udfff","id":"\\ud800"}' },
  'a form with fields that no form has': { body: 'email=%ff%00&topics=__proto__&attributes.__proto__.x=1&%=%', type: 'application/x-www-form-urlencoded' },
  'parts without an end': { body: '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nx', type: 'multipart/form-data; boundary=b' },
  'half of a packed body': { body: gzipSync('{"userId":"ada","event":"Came By"}').subarray(0, 14), encoding: 'gzip' },
  'a packed body of fifty megabytes': { body: gzipSync(Buffer.alloc(50_000_000)), encoding: 'gzip' },
}
const parts = ['%00', '%ED%A0%80', '%FF', '..%2f..%2fpackage.json', '__proto__', '%231e400', 'x'.repeat(3000)]
const query = '?limit=1e400&limit=-1&cursor=%00&locale=__proto__&from=-271821-04-20T00:00:00Z&a=%ff'

test('every door answers whatever comes with a status of its own, nothing of this machine and, at the admin doors, a problem', async () => {
  const { product, doors } = await productWithDoors()
  await product.identify('ada', { email: 'ada@mail.example' })
  const wrong: unknown[] = []
  let asked = 0
  const ask = async ({ method, url }: Door, what: string, sent: RequestInit & { readonly headers?: Record<string, string> }): Promise<void> => {
    asked += 1
    const isAdmin = url.startsWith('/admin/')
    const headers = { ...(isAdmin ? authorized(asked) : { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'x-token': 'token-0123456789' }), ...sent.headers }
    const answer = await fetch(`${product.app.address}${url}`, { method, redirect: 'manual', ...sent, headers })
    const type = answer.headers.get('content-type') ?? ''
    const text = type.includes('event-stream') ? '' : await answer.text()
    if (type.includes('event-stream')) await answer.body?.cancel()
    const isProblem = answer.status < 400 || type === 'application/problem+json'
    // While the console is built, its page says so.
    const isBuilding = answer.status === 503 && url.startsWith('/console')
    if ((answer.status >= 500 && !isBuilding) || answer.status === 429 || (isAdmin && !isProblem) || /node_modules|\n\s+at \w/.test(text))
      wrong.push([method, url, what, answer.status, text.slice(0, 200)])
  }
  for (const [index, door] of doors.entries()) {
    const [isAdmin, takesBody] = [door.url.startsWith('/admin/'), ['POST', 'PUT', 'PATCH'].includes(door.method)]
    if (door.method === 'HEAD') continue
    const filled = (part: string): Door => ({ method: door.method, url: door.url.replaceAll(/:\w+|\*/g, part) })
    // All admin doors read their bodies and paths in one place: each meets some of them, and together they meet all.
    const some = <One>(all: readonly One[]): readonly One[] => (isAdmin ? [0, 1].map((step) => all[(index * 2 + step) % all.length] as One) : all)
    if (takesBody)
      for (const [what, { body, type = 'application/json', encoding }] of some(Object.entries(bodies)))
        await ask(filled('tool'), what, { body, headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) } })
    for (const part of door.url.includes(':') ? some(parts) : [])
      await ask(filled(part), part, takesBody ? { body: '{}', headers: { 'content-type': 'application/json' } } : {})
    await ask({ ...door, url: `${filled('x').url}${query}` }, 'a query', {})
  }
  expect(wrong).toEqual([])
  expect(doors.length).toBeGreaterThan(200)
  // The door of the first event may make somebody up; nobody else came of all that.
  const found = await fetch(`${product.app.address}/admin/v1/subscribers/search`, {
    method: 'POST',
    body: '{}',
    headers: { ...authorized(0), 'content-type': 'application/json' },
  })
  const { subscribers } = (await found.json()) as { readonly subscribers: readonly { readonly userId: string | null }[] }
  expect(subscribers.map(({ userId }) => userId).filter((userId) => userId !== 'me')).toEqual(['ada'])
  await tryByChance(product)
  expect((await product.get('/readyz')).status).toBe(200)
  await product.track('ada', 'Came By')
})

function authorized(count: number): { readonly authorization: string } {
  return { authorization: `Bearer ${adminKeys[count % adminKeys.length]?.split(':')[1]}` }
}

async function tryByChance(product: Product): Promise<void> {
  const paths = [
    '/v1/subscribe',
    '/v1/consents',
    '/v1/track',
    '/v1/batch',
    '/v1/identify',
    '/v1/alias',
    '/v1/popups',
    '/v1/popups/x/shown',
    '/hooks/mailgun',
    '/hooks/postmark',
    '/hooks/brevo',
    '/u/x',
    '/u/x/undo',
    '/confirm/x',
    '/preferences/x',
    '/admin/v1/suppressions/find',
    '/admin/v1/subscribers/find',
    '/admin/v1/suppressions/lift',
    '/admin/v1/publish',
    '/admin/v1/stops',
  ]
  const types = [
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=b',
    'application/json; charset=utf-16',
    '',
  ]
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    odd,
    fc.dictionary(odd, odd).map((fields) => new URLSearchParams(fields).toString()),
    fc.constant(`{"batch":[${'['.repeat(500)}`),
  )
  const keys = [`Basic ${btoa(`${writeKey}:`)}`, `Basic ${btoa('page:')}`, authorized(0).authorization, 'Basic %%%', '']
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...types), fc.constantFrom(...keys), body, async (path, type, authorization, payload) => {
      const headers = { ...(type && { 'content-type': type }), ...(authorization && { authorization }) }
      const { status } = await fetch(`${product.app.address}${path}`, { method: 'POST', headers, body: payload })
      expect([path, status < 500]).toEqual([path, true])
    }),
    { numRuns: 150 },
  )
}
