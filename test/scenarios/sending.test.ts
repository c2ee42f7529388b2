// What others got wrong about sending, each first reproduced through the product: the provider rejects, fails or is away, and what becomes of the
// mails and of the people is looked at.

import { describe, expect, test } from 'vitest'
import type { AttemptOutcome, Channel, EmailMessage } from '../../src/runtime/channel.ts'
import { oncue } from '../cli/command-line.ts'
import { startProduct } from '../product/product.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'

const workspace = 'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\n'
const templates = `
template: hello
subject: Hello
html: <p>Hello</p>
---
template: later
subject: Later
html: <p>Later</p>
`

interface Provider {
  readonly channel: Channel
  readonly attempts: EmailMessage[]
  readonly taken: EmailMessage[]
}

/** A provider that answers as it is told; `taken` is what it said yes to. */
function provider(answer: (message: EmailMessage) => AttemptOutcome): Provider {
  const attempts: EmailMessage[] = []
  const taken: EmailMessage[] = []
  const deliver: Channel['deliver'] = async (message) => {
    if (message.kind !== 'email') return { kind: 'rejected', reason: 'no mail' }
    attempts.push(message)
    const outcome = answer(message)
    if (outcome.kind === 'sent') taken.push(message)
    return outcome
  }
  return { channel: { name: 'email', deliver, close: async () => {} }, attempts, taken }
}

async function shop(journey: string, { channel }: Provider, more = ''): Promise<VirtualProduct> {
  return startVirtualProduct({ 'workspace.yaml': workspace + more, 'templates.yaml': templates, 'journey.yaml': journey }, () => [channel])
}

const recipients = (mails: readonly EmailMessage[]): string[] => mails.map(({ to }) => to).sort()

describe('S2: one rejected recipient among others', () => {
  const journey = 'journey: hello\nenter: [{ on: Go }]\nagain: never\nsteps: [{ id: hello, send: hello }]\n'

  test('S2: each mail has its own outcome, and nobody is sent to again, also after a restart', async () => {
    const mail = provider(({ to }) => (to.startsWith('bad') ? { kind: 'rejected', reason: '550 no such user', addressIsBad: true } : { kind: 'sent' }))
    const product = await shop(journey, mail)
    const people = ['ann', 'bad', 'cleo', 'dora']
    for (const person of people) await product.identify(person)
    await Promise.all(people.map((person) => product.track(person, 'Go')))
    await product.runtime.settle()
    // The situation: one of four was rejected.
    expect(recipients(mail.attempts)).toHaveLength(4)
    expect(mail.taken).toHaveLength(3)
    await product.restartAt(product.clock.now() + hour)
    await product.advanceTo(start + 10 * day, day)
    expect(mail.attempts).toHaveLength(4)
    const outcomes = (await product.store.messages({ limit: 10 })).map(({ status }) => status).sort()
    expect(outcomes).toEqual(['failed', 'sent', 'sent', 'sent'])
  })
})

describe('S5: a failed send does not end or freeze the passage', () => {
  const journey = `
journey: hello
enter: [{ on: Go }]
steps:
  - { id: hello, send: hello }
  - { id: day, wait: 1d }
  - { id: later, send: later }
`

  test('S5: a mail that is rejected for good is a record, and the passage goes on', async () => {
    const mail = provider(({ subject }) => (subject === 'Hello' ? { kind: 'rejected', reason: '554 not wanted' } : { kind: 'sent' }))
    const product = await shop(journey, mail)
    await product.identify('ann')
    await product.track('ann', 'Go')
    await product.advanceTo(start + 2 * day, hour)
    expect(mail.taken.map(({ subject }) => subject)).toEqual(['Later'])
    const [number = 0] = await product.store.resolve(['u:ann'])
    const decisions = await product.store.decisions(number, 100)
    expect(decisions.find((one) => one.kind === 'handed over')).toMatchObject({ outcome: 'failed', because: '554 not wanted', step: 'hello' })
    expect(decisions.at(-1)).toMatchObject({ kind: 'handed over', outcome: 'sent', step: 'later' })
  })

  test('S5: a mail that fails for now is tried again, and the passage does not wait for it', async () => {
    let isBroken = true
    const mail = provider(() => (isBroken ? { kind: 'retry', reason: '451 try again' } : { kind: 'sent' }))
    const product = await shop(journey, mail)
    await product.identify('ann')
    await product.track('ann', 'Go')
    await product.advanceTo(start + 10 * minute, minute)
    expect(mail.attempts.length).toBeGreaterThan(1)
    isBroken = false
    await product.advanceTo(start + 2 * day, hour)
    expect(mail.taken.map(({ subject }) => subject)).toEqual(['Hello', 'Later'])
    // Its wait began when the mail was decided, not when it got through.
    expect((await product.store.messages({ limit: 10 })).find(({ step }) => step === 'later')?.decidedAt).toBe(start + day)
  })
})

describe('S19: test mails count nowhere', () => {
  test('S19: a test arrives marked, and no statistics, delivery, log or journey knows of it', async () => {
    const files = {
      'workspace.yaml': workspace,
      'templates.yaml': templates.replace(
        '<p>Hello</p>',
        '<p>Hello {{ subscriber.first_name }}, cart {{ trigger.cart_id }} <a href="{{ unsubscribe_url }}">Enough</a></p>',
      ),
      'journey.yaml': 'journey: hello\nenter: [{ on: Go }]\nagain: always\ngoal: { event: Bought, within: 7d }\nsteps: [{ id: hello, send: hello }]\n',
    }
    const product = await startProduct({ files, adminKeys: ['ak_test'] })
    await product.identify('ann', { email: 'ann@example.com', first_name: 'Ann' })
    await product.track('ann', 'Go')
    await product.settle()
    const numbers = async (): Promise<readonly unknown[]> => [
      (await oncue(['journey', 'show', 'hello', '--json', '--data', product.data])).out,
      await (await product.get('/admin/v1/templates/statistics', { authorization: 'Bearer ak_test' })).json(),
      await product.deliveries(),
      await product.decisions('ann'),
      await product.trace('ann', 'u'),
    ]
    const before = await numbers()
    const words = ['send-test', 'hello', '--to', 'boss@example.com', '--as', 'ann', '--trigger', '{"cart_id":"c7"}']
    const { code, err } = await oncue([...words, '--server', product.app.address, '--key', 'ak_test', '--data', product.data])
    expect([code, err]).toEqual([0, ''])
    const test = (await product.mails()).find(({ to }) => to === 'boss@example.com')
    expect(test?.subject).toBe('[Test] Hello')
    // Whoever reads it must not be able to say no for anybody.
    const html = await (await product.get(`${test?.url}/html`)).text()
    expect(html).toContain('Hello Ann, cart c7 <a href="https://test.invalid/unsubscribe"')
    expect(await (await product.get(`${test?.url}/message.eml`)).text()).toMatch(/^X-Oncue-Test: yes\r$/m)
    expect(await numbers()).toEqual(before)
  })
})

describe('S20: whoever is capped or in quiet hours is not moved on as if mailed', () => {
  const journey = `
journey: hello
enter: [{ on: Go }]
again: always
steps:
  - { id: hello, send: hello }
`

  test('S20: with defer the mail waits for the instant at which there is room', async () => {
    const mail = provider(() => ({ kind: 'sent' }))
    const product = await shop(journey, mail, 'policy: { caps: [{ max: 1, within: 1d, then: defer }] }\n')
    await product.identify('ann')
    await product.track('ann', 'Go')
    await product.runtime.settle()
    await product.advanceTo(start + minute, minute)
    await product.track('ann', 'Go')
    await product.runtime.settle()
    // The situation: the second is one too many.
    expect(mail.taken).toHaveLength(1)
    await product.advanceTo(start + day - 1, hour)
    expect(mail.taken).toHaveLength(1)
    await product.advanceTo(start + day)
    expect(mail.taken.map(({ date }) => date - start)).toEqual([0, day])
  })

  test('S20: with skip it is not sent, with the reason, and counted as refused and not as sent', async () => {
    const mail = provider(() => ({ kind: 'sent' }))
    const product = await shop(journey, mail, 'policy: { caps: [{ max: 1, within: 1d, then: skip }] }\n')
    await product.identify('ann')
    await product.track('ann', 'Go')
    await product.advanceTo(start + minute, minute)
    await product.track('ann', 'Go')
    await product.advanceTo(start + 2 * day, hour)
    expect(mail.taken).toHaveLength(1)
    const counts = await product.store.counts('hello')
    const of = (measure: string): number => counts.find((one) => one.step === 'hello' && one.measure === measure)?.count ?? 0
    expect([of('sent'), of('refused'), of('refused: capped')]).toEqual([1, 1, 1])
  })

  test('S20: a mail at night waits for the morning where the reader lives', async () => {
    const mail = provider(() => ({ kind: 'sent' }))
    const product = await shop(journey, mail, "zone: Asia/Tokyo\npolicy: { quietHours: { from: '21:00', to: '08:00' } }\n")
    await product.identify('ann')
    // Noon in UTC is nine in the evening there.
    await product.track('ann', 'Go')
    await product.runtime.settle()
    expect(mail.taken).toEqual([])
    await product.advanceTo(start + day, hour)
    expect(mail.taken.map(({ date }) => new Date(date).toISOString())).toEqual(['2026-01-05T23:00:00.000Z'])
  })
})

describe('S22: the provider is away for hours', () => {
  const journey = `
journey: hello
enter: [{ on: Go }]
again: always
steps:
  - { id: hello, send: hello }
  - { id: offer, send: later, expires: 2h }
`

  test('S22: nothing is lost, what went stale expires with a record, and the backlog drains within the caps', async () => {
    let isAway = true
    const mail = provider(() => (isAway ? { kind: 'retry', reason: 'not reached' } : { kind: 'sent' }))
    const product = await shop(journey, mail, 'policy: { caps: [{ max: 2, within: 1d, then: defer }] }\n')
    const people = ['ann', 'bea', 'cleo']
    for (const person of people) {
      await product.identify(person)
      await product.track(person, 'Go')
      await product.track(person, 'Go')
      await product.track(person, 'Go')
    }
    // The situation: three mails and three offers for each, and hours without a provider; the server is started anew meanwhile.
    await product.advanceTo(start + 3 * hour, 10 * minute)
    await product.restartAt(product.clock.now() + hour)
    await product.advanceTo(start + 8 * hour, hour)
    expect(mail.taken).toEqual([])
    isAway = false
    await product.advanceTo(start + 4 * day, hour)
    const ofAnn = mail.taken.filter(({ to }) => to.startsWith('ann'))
    expect(ofAnn.map(({ subject }) => subject)).toEqual(['Hello', 'Hello', 'Hello'])
    for (const [index, { date }] of ofAnn.entries()) {
      expect(ofAnn.filter((other) => other.date <= date && other.date > date - day).length, `mail ${index}`).toBeLessThanOrEqual(2)
    }
    const all = await product.store.messages({ limit: 100 })
    expect(all.filter(({ step }) => step === 'offer').map(({ status, reason }) => `${status} ${reason?.split(':')[0]}`)).toEqual(
      people.flatMap(() => ['refused expired', 'refused expired', 'refused expired']),
    )
    expect(all.filter(({ step }) => step === 'hello').map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'sent'))
  })
})
