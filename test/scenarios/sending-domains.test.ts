// What others got wrong about the reputation of a sender: a bad list that is mailed to its end, a new domain that begins with everybody at once, and
// receipts that are held back with the newsletters. Each through the writer, over thousands of people.

import { expect, test } from 'vitest'
import { foldLog } from '../../scripts/crash/fold-log.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { SendingDomain } from '../../src/model/sending-domain.ts'
import type { AttemptOutcome, EmailMessage } from '../../src/runtime/channel.ts'
import { reportDomains } from '../../src/runtime/watching/domain-report.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, Notebook, signedUp, start, type Workshop, workshop } from '../runtime/workshop.ts'

const news: Journey = { journey: 'news', enter: [{ on: 'Signed Up' }], again: 'always', steps: [{ id: 'mail', send: 'news', topic: 'news' }] }
const receipt: Journey = {
  journey: 'receipt',
  enter: [{ on: 'Order Completed' }],
  again: 'always',
  steps: [{ id: 'mail', send: 'receipt', topic: 'receipts' }],
}

function shopWith(...domains: readonly SendingDomain[]): ProgramSource {
  return {
    workspace: {
      workspace: 'shop',
      sender: { address: 'hello@new.example' },
      policy: { consent: 'opt-out', tracking: 'opt-out' },
      topics: [{ topic: 'news' }, { topic: 'receipts', transactional: true }],
      domains: [...domains],
    },
    journeys: [news, receipt].map((definition) => ({ definition, version: 1, live: true })),
    segments: [],
    templates: ['news', 'receipt'].map((template) => ({ template, subject: template, html: '<p>Hello</p>' })),
  }
}

/** Every third address of the list does not exist; the mail server says so at once. */
const isDead = (to: string): boolean => Number(/\d+/.exec(to)?.[0] ?? 1) % 3 === 0
function listServer(): Notebook {
  const mail = new Notebook()
  mail.answer = (message): AttemptOutcome =>
    isDead((message as EmailMessage).to) ? { kind: 'rejected', reason: '550 5.1.1 no such user', addressIsBad: true } : { kind: 'sent' }
  return mail
}

const crowd = (count: number, from = 1) => Array.from({ length: count }, (_, index) => signedUp(`p${from + index}`, { at: start }))
const mailed = ({ mail }: Pick<Workshop, 'mail'>, subject: string): number =>
  mail.messages.filter((message) => 'subject' in message && message.subject === subject).length
const domainOf = async (shop: Workshop, source: ProgramSource, domain = 'new.example') =>
  (await reportDomains(shop.store, source, shop.clock.now())).find((one) => one.domain === domain)

test('a bad list is stopped after a hundred mails and what is under way, and receipts go on', async () => {
  const source = shopWith()
  const shop = await workshop(source, { mail: listServer() })
  await shop.submit(...crowd(300))
  await shop.runtime.settle()
  const sent = mailed(shop, 'news')
  expect(sent).toBeGreaterThanOrEqual(100)
  expect(sent).toBeLessThanOrEqual(140)
  expect(await domainOf(shop, source)).toMatchObject({ advertising: 'stopped', window: { sent } })
  const [entry] = await shop.store.audit({ limit: 1 })
  expect(entry).toMatchObject({ admin: 'oncue', through: 'watch', did: 'stop advertising' })
  expect(entry?.details).toMatch(/hard bounces \d\d % \(\d+ of 1\d\d within 1d, surely \d\d %\), stopped from 5 % on/)
  expect((await shop.store.messages({ status: 'waiting', limit: 1 }))[0]?.reason).toMatch(
    /^held back: advertising from new.example stopped since .*: hard bounces/,
  )

  await shop.submit(happened('Order Completed', { userId: 'p1', at: start }))
  await shop.runtime.settle()
  expect([mailed(shop, 'receipt'), mailed(shop, 'news')]).toEqual([1, sent])
  await shop.runtime.stop()
})

test('a stop of the watch outlives a restart, ends by hand, and begins a new window', async () => {
  const source = shopWith()
  const store = createMemoryStore()
  const clock = new VirtualClock(start)
  const before = await workshop(source, { store, clock, mail: listServer() })
  await before.submit(...crowd(300))
  await before.runtime.settle()
  const sent = mailed(before, 'news')
  await before.runtime.stop()

  const after = await workshop(source, { store, clock, mail: new Notebook() })
  await after.runtime.settle()
  expect(mailed(after, 'news')).toBe(0)
  await after.runtime.changeStops({ resume: { domain: 'new.example', purpose: 'advertising' } })
  await after.runtime.settle()
  expect(mailed(after, 'news')).toBe(300 - sent)
  expect(await domainOf(after, source)).toMatchObject({ advertising: 'goes', window: { since: start } })
  await after.runtime.stop()
})

test('complaints slow what advertises to a part of the busiest hour, and when the window is clean it goes on as before', async () => {
  const source = shopWith()
  const shop = await workshop(source)
  await shop.submit(...crowd(500))
  await shop.runtime.settle()
  const mails = await shop.store.messages({ journey: 'news', limit: 3 })
  await shop.submit(...mails.map((mail, index) => reportArrival(mail, { id: `c${index}`, at: start, kind: 'complained' }, start)))
  await shop.runtime.settle()
  expect(await domainOf(shop, source)).toMatchObject({ advertising: 'slowed', perHour: 125 })
  await shop.submit(...crowd(150, 2001))
  await shop.runtime.settle()
  // This hour's five hundred are more than may go.
  expect(mailed(shop, 'news')).toBe(500)
  await advanceTo(shop.clock, shop.runtime, start + hour)
  expect(mailed(shop, 'news')).toBe(625)
  await advanceTo(shop.clock, shop.runtime, start + 2 * hour)
  expect(mailed(shop, 'news')).toBe(650)
  await shop.submit(happened('Order Completed', { userId: 'p1', at: start + 2 * hour }))
  await shop.runtime.settle()
  expect(mailed(shop, 'receipt')).toBe(1)
  await advanceTo(shop.clock, shop.runtime, start + day + hour)
  await shop.submit(happened('Came By', { userId: 'p1', at: start + day + hour }))
  await shop.runtime.settle()
  expect(await domainOf(shop, source)).toMatchObject({ advertising: 'goes', because: null })
  expect((await shop.store.audit({ limit: 9 })).map(({ did }) => did)).toEqual(['go on advertising', 'slow advertising'])
  await shop.runtime.stop()
})

test('where it is declared, a stop ends by itself once the window is clean', async () => {
  const source = shopWith({ domain: 'new.example', watch: { resume: 'when-clean' } })
  const mail = listServer()
  const shop = await workshop(source, { mail })
  await shop.submit(...crowd(200))
  await shop.runtime.settle()
  const sent = mailed(shop, 'news')
  expect(await domainOf(shop, source)).toMatchObject({ advertising: 'stopped' })
  mail.answer = () => ({ kind: 'sent' })
  await advanceTo(shop.clock, shop.runtime, start + day - hour)
  expect(mailed(shop, 'news')).toBe(sent)
  await advanceTo(shop.clock, shop.runtime, start + day + 2 * hour)
  expect([mailed(shop, 'news'), (await domainOf(shop, source))?.advertising]).toEqual([200, 'goes'])
  await shop.runtime.stop()
})

test('a new domain begins with the number of the day, goes on where it stood after a restart, and who reads goes first', async () => {
  const source = shopWith({ domain: 'new.example', warmUp: { from: '2026-01-05', volumes: [10, 20] } })
  const store = createMemoryStore()
  const clock = new VirtualClock(start)
  const shop = await workshop(source, { store, clock })
  await shop.submit(...crowd(10))
  await shop.runtime.settle()
  // p3 opened the first mail.
  const [opened] = (await shop.store.messages({ limit: 20 })).filter(({ subscriber }) => subscriber === 3)
  await shop.submit(reportArrival(opened as never, { id: 'o', at: start, kind: 'opened', by: 'human', rule: 'nothing against it' }, start))
  await shop.submit(...crowd(30, 11), signedUp('p3', { at: start }), happened('Order Completed', { userId: 'p1', at: start }))
  await shop.runtime.settle()
  expect([mailed(shop, 'news'), mailed(shop, 'receipt')]).toEqual([10, 1])
  expect(await domainOf(shop, source)).toMatchObject({ advertising: 'waits', warmUp: { day: 1, number: 10, sent: 11 } })
  await shop.runtime.stop()

  const later = await workshop(source, { store, clock })
  await advanceTo(clock, later.runtime, start + 19 * hour)
  expect(later.mail.messages).toEqual([])
  await advanceTo(clock, later.runtime, start + 20 * hour + 100_000)
  expect(mailed(later, 'news')).toBe(20)
  expect(later.mail.recipients[0]).toBe('p3@mail.example')
  // The third day has no number: the rest goes.
  await advanceTo(clock, later.runtime, start + 2 * day)
  expect(mailed(later, 'news')).toBe(31)
  expect(await domainOf(later, source)).toMatchObject({ advertising: 'goes', warmUp: null })
  await later.runtime.stop()
})

test('beyond the number of the day mails go by the second domain, and a replay of the log decides the same', async () => {
  const beyond = { name: 'The Shop', address: 'hello@old.example' }
  const source = shopWith({ domain: 'new.example', warmUp: { from: '2026-01-05', volumes: [3], beyond } })
  const shop = await workshop(source)
  await shop.submit(...crowd(5), happened('Order Completed', { userId: 'p1', at: start }))
  await shop.runtime.settle()
  const from = shop.mail.messages.map((message) => (message as EmailMessage).from.address)
  expect(from.toSorted()).toEqual([...Array(3).fill('hello@new.example'), ...Array(3).fill('hello@old.example')])
  expect((await shop.store.messages({ limit: 9 })).map(({ domain }) => domain).toSorted()).toEqual(from.map((address) => address.slice(6)).toSorted())
  for (let number = 1; number <= 5; number += 1) {
    const known = await shop.runtime.describe({ subscriber: number })
    const folded = await foldLog(shop.store, { number, head: known?.head ?? 0, until: known?.state.now ?? 0 })
    expect(folded.decisions).toEqual(await shop.store.decisions(number, 1000))
  }
  expect((await shop.store.decisions(5, 100)).find(({ kind }) => kind === 'authorized')).toMatchObject({ domain: 'old.example' })
  await shop.runtime.stop()
})

test('a mail that was let out and did not leave does not count for the day', async () => {
  const source = shopWith({ domain: 'new.example', warmUp: { from: '2026-01-05', volumes: [3] } })
  const mail = new Notebook()
  mail.answer = () => ({ kind: 'retry', reason: 'busy' })
  const shop = await workshop(source, { mail })
  await shop.submit(...crowd(3))
  await shop.runtime.settle()
  expect((await domainOf(shop, source))?.warmUp).toMatchObject({ number: 3, sent: 0 })
  mail.answer = () => ({ kind: 'sent' })
  await advanceTo(shop.clock, shop.runtime, start + hour)
  expect((await domainOf(shop, source))?.warmUp).toMatchObject({ number: 3, sent: 3 })
  await shop.runtime.stop()
})
