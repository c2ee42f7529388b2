// The tracking doors over HTTP: what is answered, what is submitted, what is kept as a dead letter.

import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { basic, browserKey, createTestServer, serverKey, start, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

const track = { userId: 'anna', event: 'Product Viewed', properties: { product_id: 'p7' }, messageId: 'm-1' }

function post(url: string, payload: unknown, headers: Record<string, string> = basic(serverKey)) {
  const body = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload)
  return server.app.inject({ method: 'POST', url, payload: body, headers: { 'content-type': 'application/json', ...headers } })
}

describe('calls', () => {
  test('each call of the tracking API becomes its event, by its long and its short address', async () => {
    server = createTestServer()
    const cases = [
      ['track', { event: 'Product Viewed' }, 'Product Viewed'],
      ['identify', { traits: { plan: 'gold' } }, 'Identified'],
      ['page', { name: 'Home' }, 'Page Viewed'],
      ['screen', { name: 'Start' }, 'Screen Viewed'],
      ['group', { groupId: 'g1' }, 'Group Joined'],
      ['alias', { previousId: 'anon-1' }, 'Identified'],
    ] as const
    for (const [call, body, name] of cases) {
      for (const url of [`/v1/${call}`, `/v1/${call.charAt(0)}`]) {
        const answer = await post(url, { userId: 'anna', ...body })
        expect([url, answer.statusCode, answer.json().accepted]).toEqual([url, 200, 1])
        expect(server.inbox.arrivals.at(-1)?.event.name).toBe(name)
      }
    }
    expect(server.inbox.arrivals).toHaveLength(12)
  })

  test('a body is JSON whatever the client calls it: text, form, nothing, and with a byte order mark', async () => {
    server = createTestServer()
    for (const type of ['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8', 'strange/type']) {
      const answer = await post('/v1/track', `\uFEFF${JSON.stringify({ ...track, messageId: type })}`, { ...basic(serverKey), 'content-type': type })
      expect([type, answer.statusCode]).toEqual([type, 200])
    }
    const untyped = await server.app.inject({ method: 'POST', url: '/v1/track', payload: Buffer.from(JSON.stringify(track)), headers: basic(serverKey) })
    expect(untyped.statusCode).toBe(200)
    expect(server.inbox.arrivals).toHaveLength(5)
  })

  test('a compressed body is taken in even when it is labelled as a form', async () => {
    server = createTestServer()
    const body = gzipSync(JSON.stringify({ batch: [{ type: 'track', ...track }] }))
    const answer = await post('/v1/batch', body, { ...basic(serverKey), 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' })
    expect(answer.json()).toEqual({ success: true, accepted: 1, duplicates: 0, refused: [] })
  })

  test('the key may stand in the body', async () => {
    server = createTestServer()
    expect((await post('/v1/track', { ...track, writeKey: browserKey }, {})).statusCode).toBe(200)
  })

  test('an unknown or missing key is refused, and nothing of the request is kept', async () => {
    server = createTestServer()
    expect((await post('/v1/track', track, basic('wrong'))).statusCode).toBe(401)
    expect((await post('/v1/track', track, {})).statusCode).toBe(401)
    expect((await post('/v1/track', 'garbage', {})).statusCode).toBe(401)
    expect(server.inbox.arrivals).toEqual([])
    expect(server.inbox.letters).toEqual([])
  })

  test('a repeated messageId is answered as a duplicate', async () => {
    server = createTestServer()
    expect((await post('/v1/track', track)).json()).toMatchObject({ accepted: 1, duplicates: 0 })
    expect((await post('/v1/track', track)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
    expect(server.inbox.arrivals).toHaveLength(1)
  })

  test('an event without a messageId gets one of its own', async () => {
    server = createTestServer()
    const { messageId: _, ...bare } = track
    await post('/v1/track', bare)
    await post('/v1/track', bare)
    expect(new Set(server.inbox.arrivals.map((arrival) => arrival.event.messageId)).size).toBe(2)
  })

  test('the answer waits until the event is durable', async () => {
    server = createTestServer()
    const disk = Promise.withResolvers<void>()
    server.inbox.disk = disk.promise
    let isAnswered = false
    const answer = post('/v1/track', track).then((response) => {
      isAnswered = true
      return response
    })
    while (server.inbox.arrivals.length === 0) await new Promise(setImmediate)
    expect(isAnswered).toBe(false)
    disk.resolve()
    expect((await answer).statusCode).toBe(200)
  })
})

describe('batches', () => {
  test('a bad event in a batch becomes a dead letter with its reason, and its neighbours are taken in', async () => {
    server = createTestServer()
    const batch = [
      { type: 'track', ...track },
      { type: 'track', messageId: 'm-2', userId: 'anna' },
      { type: 'identify', messageId: 'm-3', anonymousId: 'a1' },
    ]
    const answer = await post('/v1/batch', { batch })
    expect(answer.statusCode).toBe(200)
    const reason = 'event is missing: track needs the name of what happened'
    expect(answer.json()).toEqual({ success: true, accepted: 2, duplicates: 0, refused: [{ index: 1, messageId: 'm-2', reason }] })
    expect(server.inbox.letters).toEqual([{ receivedAt: start, source: 'batch backend', reason, body: JSON.stringify(batch[1]) }])
  })

  test('who sends a price as a text is told, for the event that it is about', async () => {
    server = createTestServer()
    const batch = [
      { type: 'track', ...track },
      { type: 'track', ...track, messageId: 'm-2', properties: { price: '24.50' } },
    ]
    const note = 'properties.price is the text "24.50" and was read as 24.5; send a number'
    expect((await post('/v1/batch', { batch })).json()).toEqual({
      success: true,
      accepted: 2,
      duplicates: 0,
      refused: [],
      notes: [{ index: 1, messageId: 'm-2', note }],
    })
  })

  test("the batch's sentAt and context hold for events that have none of their own", async () => {
    server = createTestServer()
    const context = { page: { url: 'https://shop.example/a', search: '?x' }, campaign: { name: 'spring' }, userAgent: 'x' }
    const batch = [
      { type: 'track', ...track, timestamp: '2026-11-21T09:00:00.000Z' },
      { type: 'track', ...track, messageId: 'm-2', timestamp: '2026-11-21T09:00:00.000Z', context: { page: { url: 'https://shop.example/b' } } },
    ]
    // The client's clock is one hour behind.
    await post('/v1/batch', { batch, context, sentAt: '2026-11-21T09:00:10.000Z' })
    expect(server.inbox.arrivals.map((arrival) => [arrival.event.occurredAt, arrival.event.properties.context])).toEqual([
      [start - 10_000, { url: 'https://shop.example/a', campaign: { name: 'spring' } }],
      [start - 10_000, { url: 'https://shop.example/b', campaign: { name: 'spring' } }],
    ])
  })

  test('a batch that is no batch is refused whole and kept', async () => {
    server = createTestServer()
    for (const body of [
      '{"batch":',
      '[]',
      '"x"',
      'null',
      '{"batch":{}}',
      '{}',
      JSON.stringify({ batch: [], context: JSON.parse('{"__proto__":1}') }),
      '\xff',
    ]) {
      const answer = await post('/v1/batch', body)
      expect([body, answer.statusCode, answer.headers['content-type']]).toEqual([body, 400, 'application/problem+json'])
    }
    expect(server.inbox.letters.map((letter) => letter.body).slice(0, 3)).toEqual(['{"batch":', '[]', '"x"'])
    expect(server.inbox.letters).toHaveLength(8)
    expect(server.inbox.arrivals).toEqual([])
  })

  test('bytes that are not UTF-8 are refused', async () => {
    server = createTestServer()
    const answer = await post('/v1/track', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]))
    expect([answer.statusCode, answer.json().detail]).toEqual([400, 'The body is not UTF-8.'])
  })
})

describe('limits', () => {
  const withText = (length: number) => ({ ...track, properties: { text: 'x'.repeat(length) } })
  const roomFor = limits.eventBytes - JSON.stringify({ type: 'track', ...withText(0) }).length

  test('an event of 32 KB is taken in, one byte more is refused with the reason', async () => {
    server = createTestServer()
    expect((await post('/v1/track', { type: 'track', ...withText(roomFor) })).statusCode).toBe(200)
    const answer = await post('/v1/track', { type: 'track', ...withText(roomFor + 1), messageId: 'm-2' })
    expect([answer.statusCode, answer.json().detail]).toEqual([400, 'the message is larger than 32768 bytes'])
    expect(server.inbox.letters).toHaveLength(1)
  })

  test('a batch of 1,000 is taken in, one more event is refused', async () => {
    server = createTestServer()
    const batchOf = (count: number) => ({
      batch: Array.from({ length: count }, (_, index) => ({ type: 'track', event: 'E', userId: 'u', messageId: `${count}-${index}` })),
    })
    expect((await post('/v1/batch', batchOf(1000))).json().accepted).toBe(1000)
    const answer = await post('/v1/batch', batchOf(1001))
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:oncue:problem:too-many-events'])
  })

  test('a body over 500 KB is refused with 413 and leaves a dead letter', async () => {
    server = createTestServer()
    const answer = await post('/v1/batch', { batch: [], filler: 'x'.repeat(limits.batchBytes) })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([413, 'application/problem+json'])
    expect(server.inbox.letters).toMatchObject([{ source: 'request backend', reason: expect.stringContaining('larger than 512000 bytes') }])
    expect((await post('/v1/batch', 'x'.repeat(limits.batchBytes + 1), {})).statusCode).toBe(401)
  })

  test('a decompression bomb is refused before it has grown', async () => {
    server = createTestServer()
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    expect(bomb.length).toBeLessThan(limits.batchBytes)
    const answer = await post('/v1/batch', bomb, { ...basic(serverKey), 'content-encoding': 'gzip' })
    expect(answer.statusCode).toBe(413)
  })

  test('broken gzip and unknown encodings are refused with the reason', async () => {
    server = createTestServer()
    const broken = await post('/v1/track', 'not gzip', { ...basic(serverKey), 'content-encoding': 'gzip' })
    expect([broken.statusCode, broken.json().detail]).toEqual([400, 'The body is said to be gzip, but cannot be decompressed.'])
    expect((await post('/v1/track', 'x', { ...basic(serverKey), 'content-encoding': 'br' })).statusCode).toBe(415)
  })

  test('a hundred thousand levels of nesting are refused', async () => {
    server = createTestServer()
    const answer = await post('/v1/track', `{"userId":"u","event":"E","properties":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`)
    expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringContaining('is nested deeper than 16 levels')])
  })
})

describe('pressure', () => {
  test('a key over its limit is told when to come back, and other keys are not affected', async () => {
    server = createTestServer({ limits: { eventsPerSecond: 100, burstEvents: 1000 } })
    const batch = Array.from({ length: 990 }, (_, index) => ({ type: 'track', event: 'E', userId: 'u', messageId: `m${index}` }))
    const first = await post('/v1/batch', { batch })
    expect(first.headers).toMatchObject({ 'ratelimit-policy': '"events";q=1000;w=10', ratelimit: '"events";r=10;t=10' })
    const second = await post('/v1/batch', { batch })
    expect(second.statusCode).toBe(429)
    expect(second.headers).toMatchObject({ 'retry-after': '10', 'content-type': 'application/problem+json' })
    expect((await post('/v1/track', track, basic(browserKey))).statusCode).toBe(200)
    server.clock.instant += 10_000
    expect((await post('/v1/batch', { batch })).json()).toMatchObject({ duplicates: 990 })
  })

  test('unknown keys cannot use up the allowance of a known one', async () => {
    server = createTestServer({ limits: { eventsPerSecond: 1, burstEvents: 1000 } })
    for (let index = 0; index < 1500; index++) await post('/v1/track', track, basic('wrong'))
    expect((await post('/v1/track', track)).statusCode).toBe(200)
  })

  test('a full queue is answered with 503 and Retry-After, and nothing is kept', async () => {
    server = createTestServer()
    server.inbox.isFull = true
    const answer = await post('/v1/batch', { batch: [{ type: 'track', ...track }, 7] })
    expect([answer.statusCode, answer.headers['retry-after'], answer.json().type]).toEqual([503, '1', 'urn:oncue:problem:overloaded'])
    expect(server.inbox.letters).toEqual([])
  })

  test('a server that is stopping refuses events with 503 and Retry-After', async () => {
    server = createTestServer({ isDraining: () => true })
    const answer = await post('/v1/track', track)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
    expect((await server.app.inject('/readyz')).statusCode).toBe(503)
    expect((await server.app.inject('/livez')).statusCode).toBe(200)
  })
})

describe('browsers', () => {
  test('a page of another site may call after a preflight', async () => {
    server = createTestServer()
    const preflight = await server.app.inject({
      method: 'OPTIONS',
      url: '/v1/t',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
    })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': expect.stringContaining('authorization') })
    const refused = await post('/v1/t', track, { ...basic('wrong'), origin: 'https://shop.example' })
    expect(refused.headers['access-control-allow-origin']).toBe('*')
  })

  test('a browser key may not set traits of consent nor import history, a server key may', async () => {
    server = createTestServer()
    for (const trait of ['unsubscribed', 'opt_in', 'emailConsent', 'Suppressed']) {
      const body = { userId: 'anna', traits: { plan: 'gold', [trait]: true } }
      const answer = await post('/v1/identify', body, basic(browserKey))
      expect([answer.statusCode, answer.json().detail]).toEqual([400, `traits.${trait} speaks of consent and needs a server key`])
      expect((await post('/v1/identify', body)).statusCode).toBe(200)
    }
    expect((await post('/v1/track', { ...track, silent: true }, basic(browserKey))).json().detail).toBe('silent needs a server key')
    expect((await post('/v1/track', { ...track, silent: true })).statusCode).toBe(200)
    expect(server.inbox.arrivals.at(-1)?.event.silent).toBe(true)
  })

  test("the settings that Segment's browser SDK asks for point back here", async () => {
    server = createTestServer({ publicUrl: 'https://events.shop.example' })
    const settings = (await server.app.inject('/v1/projects/web_81d2b7/settings')).json()
    expect(settings.integrations['Segment.io']).toMatchObject({ apiKey: 'web_81d2b7', apiHost: 'events.shop.example/v1', protocol: 'https' })
  })
})

describe('the pixel', () => {
  const pixel = (query: string, headers: Record<string, string> = {}) => server.app.inject({ url: `/v1/pixel?${query}`, headers })

  test('an image request is an event, with its properties as text and numbers, and is never cached', async () => {
    server = createTestServer()
    const answer = await pixel(`writeKey=${browserKey}&user_id=anna&event=Page%20Seen&p.page=home&n.price=12.5&p.product.id=p7&utm_source=x`)
    expect([answer.statusCode, answer.headers['content-type'], answer.rawPayload.subarray(0, 6).toString()]).toEqual([200, 'image/gif', 'GIF89a'])
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store, max-age=0', 'cross-origin-resource-policy': 'cross-origin' })
    expect(server.inbox.arrivals).toMatchObject([
      { userId: 'anna', event: { name: 'Page Seen', properties: { page: 'home', price: 12.5, product: { id: 'p7' } }, occurredAt: start } },
    ])
    await server.app.inject(`/track?key=${browserKey}&anonymousId=a1&event=Seen`)
    expect(server.inbox.arrivals.at(-1)).toMatchObject({ anonymousId: 'a1', event: { name: 'Seen', properties: {} } })
  })

  test('a refused pixel is still a picture, with the reason in a header and a dead letter without the key', async () => {
    server = createTestServer()
    for (const query of [
      'user_id=anna',
      'user_id=anna&event=E&n.price=cheap',
      'event=E',
      'user_id=a&event=E&p.__proto__.x=1',
      'user_id=a&event=E&p.a=1&p.a.b=2',
    ]) {
      const answer = await pixel(`${query}&writeKey=${browserKey}`)
      expect([query, answer.statusCode, answer.headers['content-type'], typeof answer.headers['oncue-refused']]).toEqual([query, 400, 'image/gif', 'string'])
    }
    expect(server.inbox.letters).toHaveLength(5)
    expect(JSON.stringify(server.inbox.letters)).not.toContain(browserKey)
    expect((await pixel('event=E&user_id=a')).statusCode).toBe(401)
    expect(server.inbox.arrivals).toEqual([])
  })

  test('fetching ahead and HEAD are no visits', async () => {
    server = createTestServer()
    const query = `writeKey=${browserKey}&user_id=anna&event=E`
    await pixel(query, { 'sec-purpose': 'prefetch' })
    await server.app.inject({ method: 'HEAD', url: `/v1/pixel?${query}` })
    expect(server.inbox.arrivals).toEqual([])
  })
})
