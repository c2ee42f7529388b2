// Stop switches on what waits: held back at once, on with it when lifted, also over a restart, and what is deferred by the policies.

import { expect, test } from 'vitest'
import type { Journey } from '../../src/model/journey.ts'
import type { StopScope } from '../../src/model/stop.ts'
import type { AttemptOutcome } from '../../src/runtime/channel.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, greeting, happened, hour, minute, Notebook, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const other: Journey = { ...greeting, journey: 'other', enter: [{ on: 'Other' }] }
const source = sourceWith(greeting, other)
const stop = (scope: StopScope) => ({ stop: { scope, because: 'wrong price', since: start } })

async function statuses({ store }: Workshop): Promise<string[]> {
  return (await store.messages({ limit: 1000 })).map((delivery) => delivery.status)
}

test('what is queued when the switch comes stays waiting, and goes out when it is lifted', async () => {
  const shop = await workshop(source)
  await shop.runtime.changeStops(stop({ journey: 'greeting' }))
  await shop.submit(signedUp('ann'), happened('Other', { userId: 'ann' }))
  await shop.runtime.settle()
  expect(shop.mail.messages).toMatchObject([{ about: { journey: 'other' } }])
  expect(await shop.store.messages({ journey: 'greeting', limit: 9 })).toMatchObject([
    { status: 'waiting', reason: 'held back: journey greeting stopped since 2026-01-05T12:00:00.000Z: wrong price' },
  ])
  expect(await shop.runtime.changeStops({ resume: { journey: 'greeting' } })).toEqual([])
  await shop.runtime.settle()
  expect([await statuses(shop), shop.mail.recipients.length]).toEqual([['sent', 'sent'], 2])
  await shop.runtime.stop()
})

test('a mail that was authorized and is not yet being transmitted goes back; the switch is answered when the last one has left', async () => {
  const mail = new Notebook()
  const answer = Promise.withResolvers<AttemptOutcome>()
  const begun = Promise.withResolvers<void>()
  mail.answer = () => {
    begun.resolve()
    return answer.promise
  }
  // Its template takes its time, so that it is caught between authorization and transmission.
  const rendering = Promise.withResolvers<void>()
  let rendered = 0
  const renderer = {
    async email() {
      rendered += 1
      if (rendered > 1) await rendering.promise
      return { ok: true, subject: 'A note', html: '', text: '' } as const
    },
    texts: async () => ({ ok: true, texts: [] }) as const,
    close: async () => {},
  }
  const shop = await workshop(source, { mail, renderer })
  await shop.submit(signedUp('ann'), signedUp('bob'))
  await begun.promise
  let isAnswered = false
  const stopped = shop.runtime.changeStops(stop({ all: true })).then(() => {
    isAnswered = true
  })
  rendering.resolve()
  // Long enough for an answer that waits for nothing.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(isAnswered).toBe(false)
  answer.resolve({ kind: 'sent' })
  await stopped
  await shop.runtime.settle()
  expect([shop.mail.recipients, (await statuses(shop)).sort()]).toEqual([['ann@mail.example'], ['sent', 'waiting']])
  await shop.runtime.stop()
})

test('a switch survives a restart, and so does the lifting of one that was cut short', async () => {
  const store = createMemoryStore()
  const first = await workshop(source, { store })
  await first.runtime.changeStops(stop({ all: true }))
  await first.submit(signedUp('ann'))
  await first.runtime.settle()
  await first.runtime.stop()
  const second = await workshop(source, { store })
  await second.runtime.settle()
  expect(await statuses(second)).toEqual(['waiting'])
  await second.runtime.stop()
  // As a process leaves it that is killed right after the answer.
  await store.setSetting('stops', { stops: [], isLifting: true })
  const third = await workshop(source, { store })
  await third.runtime.settle()
  expect([await statuses(third), await store.setting('stops')]).toEqual([['sent'], { stops: [], isLifting: false }])
  await third.runtime.stop()
})

test('thousands that waited all go on, and what another switch holds stays', async () => {
  const shop = await workshop(source)
  await shop.runtime.changeStops(stop({ all: true }))
  await shop.runtime.changeStops(stop({ journey: 'other' }))
  for (let person = 0; person < 1200; person += 1) await shop.submit(signedUp(`p${person}`), happened('Other', { userId: `p${person}` }))
  await shop.runtime.settle()
  await shop.runtime.changeStops({ resume: { all: true } })
  await shop.runtime.settle()
  const left = (await shop.store.messages({ status: 'waiting', limit: 5000 })).map(({ journey }) => journey)
  expect([shop.mail.messages.length, left.length, new Set(left)]).toEqual([1200, 1200, new Set(['other'])])
  await shop.runtime.stop()
})

test('new definitions leave the switches as they are', async () => {
  const shop = await workshop(source)
  await shop.runtime.changeStops(stop({ template: 'note' }))
  await shop.runtime.publish(sourceWith(greeting))
  await shop.submit(signedUp('ann'))
  await shop.runtime.settle()
  expect(await statuses(shop)).toEqual(['waiting'])
  await shop.runtime.stop()
})

test('a switch that cannot be written down is not on', async () => {
  const store = createMemoryStore()
  const shop = await workshop(source, { store })
  const { setSetting } = store
  store.setSetting = () => Promise.reject(new Error('disk full'))
  await expect(shop.runtime.changeStops(stop({ all: true }))).rejects.toThrow('disk full')
  store.setSetting = setSetting
  await shop.submit(signedUp('ann'))
  await shop.runtime.settle()
  expect(await statuses(shop)).toEqual(['sent'])
  await shop.runtime.stop()
})

const capped = { ...source, workspace: { ...source.workspace, policy: { caps: [{ max: 1, within: '24h', then: 'defer' as const }] } } }

test('a mail over the cap goes out at the instant at which there is room, also after a restart', async () => {
  const clock = new VirtualClock(start)
  const store = createMemoryStore()
  const first = await workshop(capped, { clock, store })
  await first.submit(signedUp('ann'))
  await first.runtime.settle()
  await first.submit(signedUp('ann', { at: start }))
  await first.runtime.settle()
  expect([await statuses(first), (await store.dueDeliveries(start + day, 1))[0]?.dueAt]).toEqual([expect.arrayContaining(['sent', 'waiting']), start + day])
  await first.runtime.stop()
  const second = await workshop(capped, { clock, store })
  await advanceTo(clock, second.runtime, start + day - 1)
  expect(second.mail.messages).toHaveLength(0)
  await advanceTo(clock, second.runtime, start + day)
  expect(second.mail.messages).toMatchObject([{ date: start + day }])
  await second.runtime.stop()
})

test('a mail that waits for room takes that of one that could not be sent, at once', async () => {
  const clock = new VirtualClock(start)
  const mail = new Notebook()
  mail.answer = () => ({ kind: 'retry', reason: 'later', afterMs: hour })
  const shop = await workshop(
    {
      ...capped,
      journeys: [
        { definition: { ...greeting, steps: [{ id: 'greet', send: 'note', priority: 1 }] }, version: 1, live: true },
        capped.journeys[1] as (typeof capped.journeys)[1],
      ],
    },
    { clock, mail },
  )
  await shop.submit(signedUp('ann'), happened('Other', { userId: 'ann' }))
  await shop.runtime.settle()
  expect(mail.messages).toMatchObject([{ about: { journey: 'greeting' } }])
  mail.answer = (message) => (message.kind === 'email' && message.about?.journey === 'greeting' ? { kind: 'rejected', reason: 'no' } : { kind: 'sent' })
  await advanceTo(clock, shop.runtime, start + 2 * hour)
  expect((await shop.store.messages({ limit: 9 })).map(({ journey, status }) => `${journey} ${status}`).sort()).toEqual(['greeting failed', 'other sent'])
  await shop.runtime.stop()
})

test('a mail that waits through the night goes out at once when its reader turns out to live where it is day', async () => {
  const clock = new VirtualClock(start)
  const night = { ...source, workspace: { ...source.workspace, policy: { quietHours: { from: '11:00', to: '20:00' } } } }
  const shop = await workshop(night, { clock })
  await shop.submit(signedUp('ann'))
  await shop.runtime.settle()
  expect(shop.mail.messages).toHaveLength(0)
  await advanceTo(clock, shop.runtime, start + minute)
  await shop.submit(happened('Identified', { userId: 'ann', at: start + minute, traits: { timezone: 'Asia/Tokyo' } }))
  await shop.runtime.settle()
  expect(shop.mail.messages).toMatchObject([{ date: start + minute }])
  await shop.runtime.stop()
})
