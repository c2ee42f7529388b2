// What one stranger with a browser key, or one subscriber, may cost the others: bodies, batches, chains of identities, events without end.

import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Arrival } from '../../src/model/arrival.ts'
import { limits } from '../../src/model/limits.ts'
import { basic, browserKey, createTestServer, serverKey } from '../api/test-server.ts'
import { startProduct } from '../product/product.ts'
import { greeting, happened, reminder, sourceWith, workshop } from '../runtime/workshop.ts'

test('a gzip bomb is refused without being unpacked beyond the limit', async () => {
  const { app, inbox } = createTestServer()
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20))
  const before = process.memoryUsage().arrayBuffers
  const answer = await app.inject({ method: 'POST', url: '/v1/batch', headers: { ...basic(browserKey), 'content-encoding': 'gzip' }, payload: bomb })
  expect(answer.statusCode).toBe(413)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024)
  expect(inbox.arrivals).toEqual([])
})

test('JSON nested as deeply as a body can hold is refused, and the server goes on', async () => {
  const { app } = createTestServer()
  const deep = Math.floor(limits.batchBytes / 2) - 200
  for (const payload of [
    `{"userId":"a","event":"E","properties":{"x":${'['.repeat(deep)}${']'.repeat(deep)}}}`,
    `{"userId":"a","event":"E","properties":${'{"a":'.repeat(80_000)}1${'}'.repeat(80_000)}}`,
    `{"batch":[${'['.repeat(deep)}${']'.repeat(deep)}]}`,
    `{"batch":[],"context":${'['.repeat(deep)}${']'.repeat(deep)}}`,
  ]) {
    const url = payload.startsWith('{"batch"') ? '/v1/batch' : '/v1/track'
    const answer = await app.inject({ method: 'POST', url, headers: basic(browserKey), payload })
    const isRefused = answer.statusCode === 400 || (answer.statusCode === 200 && answer.json().refused.length === 1)
    expect([payload.slice(0, 40), answer.statusCode, isRefused]).toEqual([payload.slice(0, 40), answer.statusCode, true])
  }
  expect((await app.inject('/livez')).statusCode).toBe(200)
})

test('keys that could reach a prototype are refused wherever they stand', async () => {
  const { app, inbox } = createTestServer()
  const poisons = ['{"__proto__":{"polluted":1}}', '{"a":{"__proto__":{"polluted":1}}}', '{"constructor":{"prototype":{"polluted":1}}}', '[{"__proto__":1}]']
  for (const poison of poisons) {
    for (const [url, body] of [
      ['/v1/track', `{"userId":"a","event":"E","properties":{"x":${poison}}}`],
      ['/v1/identify', `{"userId":"a","traits":{"x":${poison}}}`],
      ['/v1/group', `{"userId":"a","groupId":"g","traits":{"x":${poison}}}`],
    ] as const) {
      expect([body, (await app.inject({ method: 'POST', url, headers: basic(serverKey), payload: body })).statusCode]).toEqual([body, 400])
    }
  }
  expect(inbox.arrivals).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('a stranger without a key leaves nothing on the disk, whatever they send', async () => {
  const { app, inbox } = createTestServer()
  for (const payload of ['', 'x', '{', '[]', '{"batch":[{}]}', JSON.stringify({ writeKey: 'guess', userId: 'a', event: 'E' }), 'x'.repeat(600_000)]) {
    const answer = await app.inject({ method: 'POST', url: '/v1/batch', payload })
    expect([payload.slice(0, 20), answer.statusCode]).toEqual([payload.slice(0, 20), 401])
  }
  expect([inbox.arrivals, inbox.letters]).toEqual([[], []])
})

// One a second: a faster rate would have filled again before a busy machine has taken in the first batch.
test('a browser key is held to its own rate, which does not use up that of a server key', async () => {
  const product = await startProduct({ browserKeys: ['web_public'], browserEventsPerSecond: 1 })
  const batch = Array.from({ length: 1000 }, (_, index) => ({ type: 'track', anonymousId: `a${index % 5}`, event: 'Seen' }))
  const fromBrowser = { authorization: `Basic ${btoa('web_public:')}` }
  expect((await product.post('/v1/batch', { batch }, fromBrowser)).status).toBe(200)
  const second = await product.post('/v1/batch', { batch }, { ...fromBrowser, 'x-forwarded-for': '203.0.113.77' })
  expect(second.status).toBe(429)
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await product.post('/v1/batch', { batch })).status).toBe(200)
})

test('thousands of anonymous ids that become one user, one after another, cost about the same each', async () => {
  const { submit, store, runtime } = await workshop(sourceWith(greeting, reminder))
  const round = async (from: number, count: number): Promise<number> => {
    const arrivals: Arrival[] = []
    for (let index = from; index < from + count; index += 1) {
      arrivals.push({ ...happened('Viewed', { anonymousId: `a${index}` }), fromBrowser: true })
      arrivals.push({ ...happened('Viewed', { anonymousId: `a${index}`, userId: 'ann' }), fromBrowser: true })
    }
    const before = process.cpuUsage().user
    await submit(...arrivals)
    return process.cpuUsage().user - before
  }
  // The least of some rounds: garbage is collected in some of them, and caches are cold in the first.
  const leastOf = async (...froms: readonly number[]): Promise<number> => {
    let least = Number.POSITIVE_INFINITY
    for (const from of froms) least = Math.min(least, await round(from, 1000))
    return least
  }
  const early = await leastOf(0, 1000, 2000)
  await round(3000, 1000)
  await round(4000, 1000)
  const late = await leastOf(5000, 6000, 7000)
  expect(await store.follow([8000])).toEqual([1])
  expect(late / early).toBeLessThan(4)
  await runtime.stop()
})

test('one subscriber with very many different values keeps a state of bounded size', async () => {
  const { submit, store, runtime } = await workshop(sourceWith(greeting, reminder))
  const filler = 'x'.repeat(2000)
  for (let round = 0; round < 20; round += 1) {
    await submit(
      ...Array.from({ length: 400 }, (_, index) =>
        happened('Product Added', {
          userId: 'ann',
          properties: { cart_id: `c${round}-${index}`, product_id: `p${round}-${index}`, name: filler, price: 1 },
          traits: { [`t${round}-${index}`]: filler },
        }),
      ),
    )
  }
  const [row] = await store.load([1])
  expect(row?.state.byteLength).toBeLessThan(1024 * 1024)
  await runtime.stop()
})

test('a request that is sent drop by drop is ended', async () => {
  const { app } = createTestServer()
  await app.listen({ host: '127.0.0.1', port: 0 })
  expect(app.server.requestTimeout).toBeLessThanOrEqual(30_000)
  expect(app.server.headersTimeout).toBeLessThanOrEqual(60_000)
  const { port } = app.server.address() as { port: number }
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(70_000)}\r\n`))
    socket.on('error', () => resolve('reset'))
    socket.once('data', (data) => resolve(String(data)))
  })
  expect(answer === 'reset' || answer.startsWith('HTTP/1.1 4')).toBe(true)
  await app.close()
})

test('an address of this server that makes no sense is a problem of the request, not of the server', async () => {
  const { app } = createTestServer()
  for (const host of ['a b', '[', 'x:99999', '%', '']) {
    const answer = await app.inject({ url: '/v1/projects/k/settings', headers: { host } })
    expect([host, answer.statusCode < 500]).toEqual([host, true])
  }
})
