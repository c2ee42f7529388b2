// Health, metrics, errors and the log.

import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createMetrics } from '../../src/api/metrics.ts'
import { basic, browserKey, createTestServer, emptyStore, serverKey, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

test('a server is alive at once, and ready only while everything it needs is well', async () => {
  let isWell = true
  server = createTestServer({ checks: { writer: () => isWell } })
  expect((await server.app.inject('/livez')).json()).toEqual({ status: 'alive' })
  expect((await server.app.inject('/readyz')).json()).toEqual({ status: 'ready', checks: { store: 'ok', writer: 'ok' } })
  isWell = false
  const answer = await server.app.inject('/readyz')
  expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'failing', checks: { store: 'ok', writer: 'failing' } }])
})

test('a store that cannot be read makes the server not ready', async () => {
  server = createTestServer({ store: { ...emptyStore, last: () => Promise.reject(new Error('disk')) } })
  expect((await server.app.inject('/readyz')).json().checks).toEqual({ store: 'failing' })
})

test('metrics show latencies per journey, events and attempts by outcome, and queues', async () => {
  const metrics = createMetrics()
  const due = { email: 4, sms: 1, webhook: 2, popup: 100 }
  server = createTestServer({ metrics, store: { ...emptyStore, countDue: async (_now, _limit, channel) => due[channel] } })
  metrics.decided('welcome', 3)
  metrics.handedOver('welcome', 12)
  metrics.received('accepted', 5)
  metrics.attempted('email', 'sent')
  metrics.late(40)
  metrics.committed(5, 2)
  await server.app.inject('/livez')
  const { body, headers } = await server.app.inject('/metrics')
  expect(headers['content-type']).toContain('text/plain; version=0.0.4')
  for (const line of [
    'oncue_decision_seconds_bucket{le="0.005",journey="welcome"} 1',
    'oncue_handover_seconds_sum{journey="welcome"} 0.012',
    'oncue_events_total{outcome="accepted"} 5',
    'oncue_events_total{outcome="duplicate"} 0',
    'oncue_attempts_total{channel="email",outcome="sent"} 1',
    'oncue_deadline_lateness_seconds_bucket{le="0.05"} 1',
    'oncue_queue_length{queue="outbox"} 7',
    'oncue_inputs_total 5',
    'oncue_http_request_seconds_count{method="GET",route="/livez",status="200"} 1',
  ]) {
    expect(body.split('\n')).toContain(line)
  }
})

test('two servers in one process count apart', async () => {
  server = createTestServer()
  const other = createTestServer()
  await other.app.close()
  expect((await server.app.inject('/metrics')).body).toContain('oncue_events_total{outcome="accepted"} 0')
})

test('errors are problem details without a stack, and the log tells them apart by request', async () => {
  server = createTestServer()
  server.inbox.submit = () => Promise.reject(new TypeError('secret of anna@example.com'))
  const answer = await server.app.inject({
    method: 'POST',
    url: '/v1/track',
    headers: basic(serverKey),
    payload: JSON.stringify({ userId: 'anna', event: 'E' }),
  })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, 'application/problem+json'])
  expect(answer.json()).toMatchObject({ type: 'urn:oncue:problem:internal', title: 'Something went wrong here', status: 500 })
  expect(answer.body).not.toMatch(/secret| at |\.ts/)
  expect(server.log()).toContain(answer.json().instance.split(':').at(-1))
  expect(server.log()).not.toContain('secret')
  for (const url of ['/nowhere', '/v1/track', '/%', '//']) {
    const missing = await server.app.inject(url)
    expect([url, missing.headers['content-type']]).toEqual([url, 'application/problem+json'])
  }
})

test('nothing about a person reaches the log', async () => {
  server = createTestServer()
  const body = JSON.stringify({ userId: 'anna-77', traits: { email: 'anna@example.com' }, messageId: 'm-secret' })
  const link = server.tokens.sign({ subscriber: 42, topic: 'offers', effect: 'e' })
  const at = { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'AnnaBrowser' }
  await server.app.inject({ method: 'POST', url: '/v1/identify', headers: { ...basic(serverKey), ...at }, payload: body })
  await server.app.inject({ method: 'POST', url: '/v1/identify?who=anna-77', headers: { ...basic(serverKey), ...at }, payload: `garbage ${body}` })
  await server.app.inject({ url: `/v1/pixel?writeKey=${browserKey}&userId=anna-77&event=E`, headers: at })
  await server.app.inject({ url: '/people/anna-77', headers: at })
  await server.app.inject({ url: '/%anna-77', headers: at })
  await server.app.inject({ method: 'POST', url: `/u/${link}`, headers: at })
  server.inbox.isFull = true
  await server.app.inject({ method: 'POST', url: `/u/${link}`, headers: at })
  await server.app.inject({ url: '/readyz', headers: at })
  const log = server.log()
  expect(log).toContain('"route":"/v1/identify"')
  for (const word of ['anna', 'Anna', '203.0.113.9', 'm-secret', link.slice(0, 12), serverKey, browserKey, '127.0.0.1']) expect(log).not.toContain(word)
})

test('every answer forbids sniffing, framing and referrers', async () => {
  server = createTestServer()
  for (const url of ['/livez', '/v1/pixel', '/u/x', '/nowhere']) {
    expect((await server.app.inject(url)).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
  }
})

test('a server that stops answers what is under way first, and keeps no connection open', async () => {
  server = createTestServer()
  const stopping = Promise.withResolvers<void>()
  server.app.addHook('preClose', async () => stopping.resolve())
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const disk = Promise.withResolvers<void>()
  server.inbox.disk = disk.promise
  const post = (): Promise<Response> =>
    fetch(`${address}/v1/track`, { method: 'POST', headers: basic(serverKey), body: JSON.stringify({ userId: 'anna', event: 'E' }) })
  const underWay = post()
  while (server.inbox.arrivals.length === 0) await new Promise(setImmediate)
  const closing = server.app.close()
  await stopping.promise
  disk.resolve()
  const answer = await underWay
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close'])
  await closing
  expect(server.inbox.arrivals).toHaveLength(1)
})

test('connections on which nothing is asked do not hold up a stop', async () => {
  server = createTestServer()
  // By themselves they would stay for ever.
  Object.assign(server.app.server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0, timeout: 0 })
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.app.server.address() as AddressInfo
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const half = connect(port, '127.0.0.1')
  half.write('GET /livez HTTP/1.1\r\nhost: here\r\n\r\nGET /li')
  await once(half, 'data')
  const gone = Promise.all([once(silent, 'close'), once(half, 'close')])
  await server.app.close()
  await gone
})

test('requests through a proxy that nobody named are warned of once, and not those of one that is named', async () => {
  server = createTestServer()
  const from = { remoteAddress: '10.0.0.9', headers: { 'x-forwarded-for': '203.0.113.7' }, url: '/livez' }
  for (let times = 0; times < 3; times += 1) await server.app.inject(from)
  expect(server.log().match(/trustedProxies does not name/g)).toHaveLength(1)
  const named = createTestServer({ trustedProxies: ['10.0.0.0/8'] })
  await named.app.inject(from)
  await named.app.close()
  expect(named.log()).not.toContain('trustedProxies')
})
