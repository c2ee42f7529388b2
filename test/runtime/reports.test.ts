// Reports about messages on their way through the writer: whose they are, each once, and what is noted with the message.

import { expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import type { Delivery } from '../../src/runtime/store.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { greeting, happened, minute, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

async function shopWithMail(policy: { tracking: 'opt-in' | 'opt-out' } = { tracking: 'opt-out' }): Promise<Workshop> {
  const source = sourceWith(greeting)
  const shop = await workshop({ ...source, workspace: { ...source.workspace, policy } })
  await shop.submit(signedUp('ann'))
  await shop.runtime.settle()
  return shop
}

async function firstMail(shop: Workshop): Promise<Delivery> {
  const [mail] = await shop.store.messages({ limit: 1 })
  if (mail === undefined) throw new Error('there is no mail')
  return mail
}

async function report(shop: Workshop, said: Report, mail?: Delivery): Promise<string | undefined> {
  const [receipt] = await shop.submit(reportArrival(mail ?? (await firstMail(shop)), said, shop.clock.now()))
  return receipt
}

const opened: Report = { id: 'o1', at: start + minute, kind: 'opened', by: 'human', rule: 'nothing against it' }

test('a report becomes an event of whoever got the message, is noted with it, and counted once', async () => {
  const shop = await shopWithMail()
  shop.clock.advanceTo(start + 2 * minute)
  expect(await report(shop, opened)).toBe('accepted')
  expect(await report(shop, opened)).toBe('duplicate')
  expect(await report(shop, { ...opened, id: 'o2', at: start + 2 * minute })).toBe('accepted')
  const mail = await firstMail(shop)
  expect(JSON.parse(mail.reports ?? '')).toEqual({ 'opened by human': start + minute })
  expect(await shop.store.counts('greeting')).toContainEqual({ journey: 'greeting', version: 1, step: 'greet', measure: 'opened by human', count: 1 })
  const known = await shop.runtime.describe({ userId: 'ann' })
  const events = (await shop.store.history(known?.head ?? 0, 10)).filter(({ name }) => name === 'Message Opened').map(({ body }) => JSON.parse(body).event)
  expect(events.map(({ occurredAt, properties }) => [occurredAt - start, properties.first])).toEqual([
    [2 * minute, false],
    [minute, true],
  ])
  expect(events[0].properties).toMatchObject({ message: mail.key, template: 'note', journey: 'greeting', version: 1, step: 'greet', sentAt: start })
})

test('a report finds its person after a merge', async () => {
  const shop = await shopWithMail()
  await shop.submit(happened('Page Viewed', { anonymousId: 'phone' }), happened('Signed In', { userId: 'ann', anonymousId: 'phone' }))
  const mail = await firstMail(shop)
  await shop.submit(happened('Alias', { userId: 'anna', previousId: 'ann' }))
  expect(await report(shop, opened, mail)).toBe('accepted')
  const known = await shop.runtime.describe({ userId: 'anna' })
  expect((await shop.store.history(known?.head ?? 0, 1))[0]?.name).toBe('Message Opened')
})

test('nothing is taken in about a message that nobody knows', async () => {
  const shop = await shopWithMail()
  const mail = await firstMail(shop)
  const before = await shop.store.last()
  expect(await report(shop, opened, { ...mail, key: 'somebody-else' })).toBe('duplicate')
  expect(await shop.store.last()).toEqual(before)
})

test('a no to being followed that comes after the mail stops what is followed, and bounces are still heard', async () => {
  const shop = await shopWithMail()
  await shop.runtime.inbox.command({ userId: 'ann' }, { do: 'forbid tracking' }, 'link')
  expect(await report(shop, opened)).toBe('duplicate')
  expect(await report(shop, { ...opened, id: 'c1', kind: 'clicked', link: 'https://shop.example/' })).toBe('duplicate')
  expect(await report(shop, { id: 'b1', at: start, kind: 'bounced', hard: true })).toBe('accepted')
  expect(JSON.parse((await firstMail(shop)).reports ?? '')).toEqual({ bounced: start })
})

test('once a complaint is acknowledged, nothing more is handed over', async () => {
  const shop = await shopWithMail()
  expect(await report(shop, { id: 'x', at: start, kind: 'complained' })).toBe('accepted')
  await shop.submit(signedUp('ann'))
  await shop.runtime.settle()
  expect(shop.mail.messages).toHaveLength(1)
  expect((await shop.store.messages({ limit: 1 }))[0]).toMatchObject({ status: 'refused', reason: expect.stringContaining('a complaint') })
})

test('a report that lies before its mail, or ahead of the clock, is put where it can have happened', async () => {
  const shop = await shopWithMail()
  const mail = await firstMail(shop)
  for (const [at, expected] of [
    [start - minute, start],
    [start + minute, start],
  ] as const) {
    expect(reportArrival(mail, { ...opened, at }, start).event.occurredAt).toBe(expected)
  }
})
