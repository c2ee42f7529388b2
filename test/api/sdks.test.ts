// The real SDKs over a real socket: what they send is what is stored, once, whatever happens on the way.

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { afterEach, describe, expect, test } from 'vitest'
import { basic, createTestServer, serverKey, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

async function listen(): Promise<string> {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
}

/** Statuses of the answers to /v1/batch, in order. */
function watchAnswers(): number[] {
  const statuses: number[] = []
  server.app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url === '/v1/batch') statuses.push(reply.statusCode)
  })
  return statuses
}

describe('@segment/analytics-node', () => {
  test('all of its calls arrive', async () => {
    server = createTestServer()
    const analytics = new Analytics({ writeKey: serverKey, host: await listen() })
    analytics.identify({ userId: 'anna', traits: { email: 'anna@example.com', plan: 'gold' } })
    analytics.track({ userId: 'anna', event: 'Product Viewed', properties: { product_id: 'p7' }, timestamp: '2026-11-20T10:00:00.000Z' })
    analytics.page({ anonymousId: 'a1', name: 'Home', properties: { url: 'https://shop.example' } })
    analytics.screen({ anonymousId: 'a1', name: 'Start' })
    analytics.group({ userId: 'anna', groupId: 'g1', traits: { size: 3 } })
    analytics.alias({ userId: 'anna', previousId: 'a1' })
    await analytics.closeAndFlush({ timeout: 120_000 })
    expect(server.inbox.letters).toEqual([])
    expect(server.inbox.arrivals.map(({ event }) => event.name).sort()).toEqual(
      ['Group Joined', 'Identified', 'Identified', 'Page Viewed', 'Product Viewed', 'Screen Viewed'].sort(),
    )
    const identified = server.inbox.arrivals.find(({ event }) => event.traits !== undefined)
    expect(identified).toMatchObject({ userId: 'anna', event: { traits: { email: 'anna@example.com', plan: 'gold' } } })
  })

  test('a first answer of 429 is waited out, and the event is stored exactly once', async () => {
    server = createTestServer({ limits: { eventsPerSecond: 1000, burstEvents: 1000 } })
    const statuses = watchAnswers()
    const address = await listen()
    const filler = Array.from({ length: 1000 }, (_, index) => ({ type: 'track', userId: 'u', event: 'E', messageId: `f${index}` }))
    await server.app.inject({ method: 'POST', url: '/v1/batch', headers: basic(serverKey), payload: JSON.stringify({ batch: filler }) })
    server.app.server.on('request', (_request, response) => {
      response.on('finish', () => {
        if (response.statusCode === 429) server.clock.instant += 1000
      })
    })
    const analytics = new Analytics({ writeKey: serverKey, host: address })
    analytics.track({ userId: 'anna', event: 'Order Completed', messageId: 'order-1' })
    await analytics.closeAndFlush({ timeout: 120_000 })
    await expect.poll(() => statuses).toEqual([200, 429, 200])
    expect(server.inbox.arrivals.filter((arrival) => arrival.event.messageId === 'order-1')).toHaveLength(1)
  })

  test('an answer that was lost after the commit is repeated by the client and recognized here', async () => {
    server = createTestServer()
    let requests = 0
    server.app.addHook('onSend', async (request, reply, payload) => {
      if (request.routeOptions.url === '/v1/batch' && ++requests === 1) reply.raw.destroy()
      return payload
    })
    const analytics = new Analytics({ writeKey: serverKey, host: await listen() })
    analytics.track({ userId: 'anna', event: 'Order Completed' })
    await analytics.closeAndFlush({ timeout: 120_000 })
    expect(requests).toBe(2)
    expect(server.inbox.arrivals).toHaveLength(1)
  })
})

describe('@rudderstack/rudder-sdk-node', () => {
  test('its compressed batches, labelled as forms, are taken in', async () => {
    server = createTestServer()
    const headers: Record<string, unknown>[] = []
    server.app.addHook('onRequest', async (request) => {
      headers.push(request.headers)
    })
    const client = new RudderAnalytics(serverKey, { dataPlaneUrl: await listen(), flushAt: 2, logLevel: 'silent' })
    const flushed = once(server.app.server, 'request')
    client.track({ userId: 'anna', event: 'Product Viewed', properties: { product_id: 'p7' } })
    client.identify({ userId: 'anna', traits: { plan: 'gold' } })
    await flushed
    await client.flush()
    expect(headers[0]).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' })
    expect(server.inbox.letters).toEqual([])
    expect(server.inbox.arrivals).toMatchObject([
      { userId: 'anna', event: { name: 'Product Viewed' } },
      { userId: 'anna', event: { name: 'Identified' } },
    ])
  })
})
