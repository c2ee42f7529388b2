// Corrections over a crash: whatever was done before it, everybody who got what was wrong is told, and nobody twice.

import { expect, onTestFinished, test } from 'vitest'
import { messageFates } from '../../src/insight/message-fates.ts'
import type { CorrectionOrder } from '../../src/model/correction-order.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { type CorrectionParts, Corrections } from '../../src/runtime/stopping/corrections.ts'
import type { SubscriberNumber } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { greeting, Notebook, plainRenderer, signedUp, sourceWith, start } from './workshop.ts'

const people = ['ann', 'bob', 'cid', 'dan']

test.each([0, 1, 2, 3, 4])('the server dies after %i of four were told', async (dies) => {
  const store = createMemoryStore()
  const clock = { instant: start, now: () => clock.instant, at: () => () => {} }
  const runtime = await startRuntime({ store, clock, source: sourceWith(greeting), channels: [new Notebook()], renderer: plainRenderer })
  onTestFinished(() => runtime.stop())
  for (const userId of people) await runtime.inbox.submit([signedUp(userId)])
  await runtime.settle()
  clock.instant += 1000
  const told: SubscriberNumber[] = []
  const corrections = (most: number): Corrections =>
    new Corrections({
      store,
      clock,
      record: (audit) => runtime.record({ audit }),
      onError: () => {},
      async command(subscriber, command) {
        if (told.length >= most) throw new Error('the server died')
        told.push(subscriber)
        await runtime.inbox.command({ subscriber }, command, 'admin')
      },
    })
  const order: CorrectionOrder = { id: 'sorry', scope: { all: true }, since: 0, until: clock.instant, template: 'note', inDoubt: false, because: 'wrong' }
  const first = corrections(dies)
  expect(await first.begin(order, { admin: 'kim', through: 'api' })).toBe(true)
  await first.idle()
  const second = corrections(Number.POSITIVE_INFINITY)
  expect(await second.begin(order, { admin: 'kim', through: 'api' })).toBe(false)
  await second.goOn()
  await second.idle()
  await runtime.settle()
  const sent = await store.messages({ journey: 'correction', limit: 100 })
  expect(sent.map(({ subscriber, status }) => `${subscriber} ${status}`).sort()).toEqual(['1 sent', '2 sent', '3 sent', '4 sent'])
  expect(await second.reports()).toMatchObject([{ state: 'ordered', affected: { sent: 4, people: 4 }, told: { queued: 4, sent: 4 } }])
})

test('an order is listed, gone on with and not given twice, however much else was done since', async () => {
  const store = createMemoryStore()
  const clock = { instant: start, now: () => clock.instant, at: () => () => {} }
  const runtime = await startRuntime({ store, clock, source: sourceWith(greeting), channels: [new Notebook()], renderer: plainRenderer })
  onTestFinished(() => runtime.stop())
  await runtime.inbox.submit([signedUp('ann')])
  await runtime.settle()
  clock.instant += 1000
  const corrections = (command: CorrectionParts['command']): Corrections =>
    new Corrections({ store, clock, record: (audit) => runtime.record({ audit }), onError: () => {}, command })
  const order: CorrectionOrder = { id: 'sorry', scope: { all: true }, since: 0, until: clock.instant, template: 'note', inDoubt: false, because: 'wrong' }
  const first = corrections(() => Promise.reject(new Error('the server died')))
  expect(await first.begin(order, { admin: 'kim', through: 'api' })).toBe(true)
  await first.idle()
  const looked = { admin: 'kim', through: 'api', at: clock.instant, did: 'exportAudit', subscriber: undefined, details: '{}' } as const
  for (let line = 0; line < 6000; line += 500) await Promise.all(Array.from({ length: 500 }, () => runtime.record({ audit: looked })))
  const second = corrections((subscriber, command) => runtime.inbox.command({ subscriber }, command, 'admin'))
  expect(await second.reports()).toMatchObject([{ order: { id: 'sorry' }, state: 'going on' }])
  expect(await second.begin(order, { admin: 'kim', through: 'api' })).toBe(false)
  await second.goOn()
  await second.idle()
  expect(await second.reports()).toMatchObject([{ state: 'ordered', affected: { sent: 1, people: 1 } }])
})

test.each([
  [false, ['1 sent']],
  [true, ['1 sent', '2 sent']],
])('those in doubt are told only where that was chosen: %s', async (inDoubt, expected) => {
  const store = createMemoryStore()
  const mail = new Notebook()
  mail.answer = (message) => ('to' in message && message.to.startsWith('bob') ? { kind: 'unknown', reason: 'the connection broke' } : { kind: 'sent' })
  const clock = { instant: start, now: () => clock.instant, at: () => () => {} }
  const runtime = await startRuntime({ store, clock, source: sourceWith(greeting), channels: [mail], renderer: plainRenderer })
  onTestFinished(() => runtime.stop())
  for (const userId of ['ann', 'bob']) await runtime.inbox.submit([signedUp(userId)])
  // Decided, refused and so never got.
  await runtime.inbox.command({ userId: 'cid' }, { do: 'unsubscribe', topic: 'all' }, 'admin')
  await runtime.inbox.submit([signedUp('cid')])
  await runtime.settle()
  mail.answer = () => ({ kind: 'sent' })
  clock.instant += 1000
  const corrections = new Corrections({
    store,
    clock,
    record: (audit) => runtime.record({ audit }),
    onError: () => {},
    command: (subscriber, command) => runtime.inbox.command({ subscriber }, command, 'admin'),
  })
  const order: CorrectionOrder = { id: 'sorry', scope: { all: true }, since: 0, until: clock.instant, template: 'note', inDoubt, because: 'wrong' }
  expect(await corrections.preview(order)).toEqual({ sent: 1, unknown: 1, onItsWay: 0, held: 0, notSent: 1, people: expected.length })
  // The same by what was counted, which whoever stops it sees.
  const fates = { sent: 1, unknown: 1, onItsWay: 0, held: 0, notSent: 1 }
  expect(await messageFates({ all: true }, store)).toEqual(fates)
  expect(await messageFates({ journey: 'greeting', version: 1 }, store)).toEqual(fates)
  expect(await messageFates({ journey: 'greeting', version: 2 }, store)).toEqual({ sent: 0, unknown: 0, onItsWay: 0, held: 0, notSent: 0 })
  expect(await messageFates({ template: 'note' }, store)).toEqual(fates)
  expect(await messageFates({ domain: 'shop.example' }, store)).toBe(undefined)
  await corrections.begin(order, { admin: 'kim', through: 'api' })
  await corrections.idle()
  await runtime.settle()
  const told = await store.messages({ journey: 'correction', limit: 100 })
  expect(told.map(({ subscriber, status }) => `${subscriber} ${status}`).sort()).toEqual(expected)
})
