// Calls of a URL with a subscriber's data filled in: every value stays data where it lands, and a JSON value keeps its type.

import { expect, onTestFinished, test } from 'vitest'
import { createRenderer } from '../../src/content/renderer.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { WebhookStep } from '../../src/model/journey.ts'
import type { WebhookMessage } from '../../src/runtime/channel.ts'
import type { Work } from '../../src/runtime/requests.ts'
import { composeWebhook } from '../../src/runtime/sending/compose-webhook.ts'

const facts: Facts = {
  subscriber: { email: 'zoë+1@example.com', name: 'Zoë & "Co"\r\nX-Evil: 1', seats: 12, vip: true, tags: ['a', 'b'] },
  trigger: { company: '../admin?x=1#', cart_id: 'c1' },
  cart: { value: 89.5, items: [{ product: 'p1' }] },
  journey: 'sales',
  step: 'call',
  workspace: { name: 'Shop' },
}

async function calledWith(webhook: WebhookStep['webhook']): Promise<WebhookMessage> {
  const renderer = createRenderer()
  onTestFinished(() => renderer.close())
  const source = {
    workspace: { workspace: 'Shop' },
    journeys: [{ definition: { journey: 'sales', enter: [{ on: 'Go' }], steps: [{ id: 'call', webhook }] }, version: 1, live: true }],
    segments: [],
    templates: [],
  }
  const effect = {
    key: 's/sales/1/1/call/1',
    decidedAt: 0,
    journey: 'sales',
    journeyVersion: 1,
    enrollment: 1,
    step: 'call',
    kind: 'webhook',
    channel: 'webhook',
  }
  const work = { effect, delivery: { subscriber: 1 }, transmission: { authorizedAt: 0, attributes: facts.subscriber }, trigger: undefined } as unknown as Work
  const composed = await composeWebhook({ source, renderer }, work, facts)
  if (!composed.ok) throw new Error(composed.reason)
  return composed.message
}

test('a value in the URL is percent-encoded and stays in its part', async () => {
  const { url } = await calledWith({ url: 'https://crm.example/leads/{{ trigger.company }}?email={{ subscriber.email }}' })
  expect(url).toBe('https://crm.example/leads/..%2Fadmin%3Fx%3D1%23?email=zo%C3%AB%2B1%40example.com')
})

test('a value in a header adds no header, and what headers cannot carry is percent-encoded', async () => {
  const { headers } = await calledWith({ url: 'https://crm.example/', headers: { 'X-Name': 'n={{ subscriber.name }}' } })
  expect(headers['x-name']).toBe('n=Zo%C3%AB & "Co"%0D%0AX-Evil: 1')
})

test('a value in a JSON text cannot break out of its quotes', async () => {
  const { body } = await calledWith({ url: 'https://crm.example/', body: '{"name":"{{ subscriber.name }}"}' })
  expect(JSON.parse(body)).toEqual({ name: 'Zoë & "Co"\r\nX-Evil: 1' })
})

test('a JSON value that is one placeholder keeps its type; any other text is a text', async () => {
  const body = {
    email: '{{ subscriber.email }}',
    seats: '{{ subscriber.seats }}',
    vip: '{{subscriber.vip}}',
    tags: '{{ subscriber.tags }}',
    items: '{{ cart.items }}',
    note: '{{ subscriber.seats }} seats',
    filtered: '{{ subscriber.seats | plus: 1 }}',
    missing: '{{ subscriber.nothing }}',
  }
  expect(JSON.parse((await calledWith({ url: 'https://crm.example/', body })).body)).toEqual({
    email: 'zoë+1@example.com',
    seats: 12,
    vip: true,
    tags: ['a', 'b'],
    items: [{ product: 'p1' }],
    note: '12 seats',
    filtered: '13',
    missing: '',
  })
})

test('a form body is percent-encoded, an XML body escaped as XML', async () => {
  const form = await calledWith({
    url: 'https://crm.example/',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'name={{ subscriber.name }}&seats={{ subscriber.seats }}',
  })
  expect(new URLSearchParams(form.body).get('name')).toBe('Zoë & "Co"\r\nX-Evil: 1')
  const xml = await calledWith({ url: 'https://crm.example/', headers: { 'content-type': 'text/xml' }, body: '<name a="{{ subscriber.name }}"/>' })
  expect(xml.body).toContain('Zoë &amp; &#34;Co&#34;')
})

test('the author says how long an answer may take', async () => {
  expect((await calledWith({ url: 'https://crm.example/', timeout: '5s' })).timeoutMs).toBe(5000)
})
