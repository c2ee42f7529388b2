// The outbox: authorization, rendering, hand-over, retries, interruptions, stopping and unsubscribing.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Arrival } from '../../src/model/arrival.ts'
import type { SkipReason } from '../../src/model/decision.ts'
import type { Command } from '../../src/model/input.ts'
import type { AttemptOutcome } from '../../src/runtime/channel.ts'
import { retryDelaysMs } from '../../src/runtime/sending/retry-schedule.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, greeting, happened, hour, minute, Notebook, reminder, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const source = sourceWith(greeting)
const later: AttemptOutcome = { kind: 'retry', reason: '451 try again later' }

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

async function statuses({ store }: Workshop): Promise<string[]> {
  return (await store.messages({ limit: 1000 })).map((delivery) => delivery.status)
}

describe('a message', () => {
  test('is authorized, rendered, handed over and reported', async () => {
    const shop = await workshop(source, { unsubscribeUrl: ({ subscriber, topic, effect }) => `https://shop.example/u/${subscriber}/${topic}/${effect.length}` })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(shop.mail.messages).toMatchObject([
      {
        kind: 'email',
        from: { address: 'shop@shop.example' },
        to: 'ann@mail.example',
        subject: 'A note',
        unsubscribeUrl: 'https://shop.example/u/1/all/22',
        date: start,
        about: { journey: 'greeting', step: 'greet', template: 'note', subscriber: '1' },
      },
    ])
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', attempts: 1, attemptedAt: start, finishedAt: start, reason: undefined }])
    expect((await shop.store.decisions(1, 100)).slice(-2)).toMatchObject([{ kind: 'authorized' }, { kind: 'handed over', outcome: 'sent' }])
    await shop.runtime.stop()
  })

  test('what the other side said when it took the message is kept with it, on one line, however much it said', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => ({ kind: 'sent', detail: `250-2.0.0 one\r\n250 2.0.0 OK\u0007 queued as 8F2 ${'x'.repeat(2000)}` })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    const [message] = await shop.store.messages({ limit: 10 })
    expect(message?.answer).toMatch(/^250-2\.0\.0 one 250 2\.0\.0 OK queued as 8F2 x+$/)
    expect(message?.answer).toHaveLength(500)
    await shop.runtime.stop()
  })

  test('has a Message-ID that is always the same for the same decision, and says nothing about anybody', async () => {
    const ids: string[] = []
    for (let run = 0; run < 2; run += 1) {
      const shop = await workshop(source)
      await shop.submit(signedUp('ann'))
      await shop.runtime.settle()
      const [message] = shop.mail.messages
      ids.push(message?.kind === 'email' ? message.messageId : '')
      await shop.runtime.stop()
    }
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@shop\.example>$/)
    expect(ids[0]).toBe(ids[1])
  })

  test('is rendered from the event that started it all', async () => {
    const personal = { ...source, templates: [{ template: 'note', subject: 'About {{ product }}', html: '<p>Hello</p>' }] }
    const shop = await workshop(personal)
    await shop.submit(signedUp('ann', { properties: { product: 'mugs' } }))
    await shop.runtime.settle()
    expect(shop.mail.messages).toMatchObject([{ subject: 'About mugs' }])
    await shop.runtime.stop()
  })

  test('that cannot be rendered has failed, with the reason', async () => {
    const shop = await workshop({ ...source, templates: [{ template: 'note', subject: '{{ broken', html: '<p>Hello</p>' }] })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(shop.mail.messages).toEqual([])
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'failed', reason: 'the template is broken' }])
    await shop.runtime.stop()
  })

  test('that nobody can be named as the sender of has failed, with the way out', async () => {
    const { sender: _, ...workspace } = source.workspace
    const shop = await workshop({ ...source, workspace })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'failed', reason: expect.stringContaining('name a sender') }])
    await shop.runtime.stop()
  })
})

describe('when the other side says try again', () => {
  test('the same message is tried again after growing delays, and sent once', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => (shop.mail.messages.length < 4 ? later : { kind: 'sent' })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    const waits: number[] = []
    for (let last = start; (await statuses(shop))[0] === 'waiting'; last = shop.clock.now()) {
      const due = (await shop.store.dueDeliveries(Number.MAX_SAFE_INTEGER, 1))[0]?.dueAt ?? 0
      waits.push(due - last)
      shop.clock.advanceTo(due - 1)
      await shop.runtime.settle()
      const before = shop.mail.messages.length
      shop.clock.advanceTo(due)
      await shop.runtime.settle()
      expect(shop.mail.messages).toHaveLength(before + 1)
    }
    expect(waits).toHaveLength(3)
    for (const [index, wait] of waits.entries()) {
      const planned = retryDelaysMs.email[index] ?? 0
      expect(wait).toBeGreaterThanOrEqual(planned * 0.8)
      expect(wait).toBeLessThanOrEqual(planned * 1.2)
    }
    expect(new Set(shop.mail.messages.map((message) => message.key)).size).toBe(1)
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', attempts: 4 }])
    await shop.runtime.stop()
  })

  test('it fails after the last delay, with the last reason', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => later
    await shop.submit(signedUp('ann'))
    for (let count = 0; count <= retryDelaysMs.email.length; count += 1) {
      await shop.runtime.settle()
      shop.clock.advanceTo((await shop.store.dueDeliveries(Number.MAX_SAFE_INTEGER, 1))[0]?.dueAt ?? shop.clock.now())
    }
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'failed', attempts: 9, reason: 'gave up after 9 attempts: 451 try again later' }])
    expect(shop.clock.now() - start).toBeGreaterThan(1.5 * day)
    await shop.runtime.stop()
  })

  test('a wait that the other side asks for is kept', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => ({ kind: 'retry', reason: 'busy', afterMs: 2 * hour })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(await shop.store.dueDeliveries(Number.MAX_SAFE_INTEGER, 1)).toMatchObject([{ dueAt: start + 2 * hour }])
    await shop.runtime.stop()
  })

  test('a message that becomes too old meanwhile expires with a record', async () => {
    const expiring = sourceWith({ ...greeting, steps: [{ id: 'greet', send: 'note', expires: '3m' }] })
    const shop = await workshop(expiring)
    shop.mail.answer = () => later
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    shop.clock.advanceTo(start + 2 * minute)
    await shop.runtime.settle()
    shop.clock.advanceTo(start + 3 * minute)
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(2)
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([
      { status: 'refused', reason: expect.stringMatching(/^expired: /), finishedAt: start + 3 * minute },
    ])
    await shop.runtime.stop()
  })

  test('whoever unsubscribes meanwhile gets nothing', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => later
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    await shop.runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link')
    shop.mail.answer = () => ({ kind: 'sent' })
    shop.clock.advanceTo(start + day)
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(1)
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'refused', reason: expect.stringMatching(/^unsubscribed: /) }])
    await shop.runtime.stop()
  })
})

describe('each delivery has its own outcome', () => {
  test('one rejected recipient changes nothing for the others', async () => {
    const shop = await workshop(source)
    shop.mail.answer = (message) => (message.kind === 'email' && message.to.startsWith('bob') ? { kind: 'rejected', reason: '554 no' } : { kind: 'sent' })
    await shop.submit(signedUp('ann'), signedUp('bob'), signedUp('cem'))
    await shop.runtime.settle()
    expect((await shop.store.messages({ status: 'sent', limit: 10 })).map((delivery) => delivery.subscriber).sort()).toEqual([1, 3])
    expect(await shop.store.messages({ status: 'failed', limit: 10 })).toMatchObject([{ subscriber: 2, reason: '554 no' }])
    await shop.runtime.stop()
  })

  test('a bad address gets no more mail', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => ({ kind: 'rejected', reason: '550 5.1.1 no such user', addressIsBad: true })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect((await shop.runtime.describe({ userId: 'ann' }))?.state.topics['all']).toMatchObject({ subscribed: false })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(1)
    await shop.runtime.stop()
  })

  test('a bad address that cannot be recorded stops nothing: the outcome counts, and the next rejection tells it again', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => {
      shop.store.before = () => {
        shop.store.before = () => {}
        throw new Error('the disk is full')
      }
      return { kind: 'rejected', reason: '550 5.1.1 no such user', addressIsBad: true }
    }
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'failed', reason: '550 5.1.1 no such user' }])
    expect((await shop.runtime.describe({ userId: 'ann' }))?.state.topics['all']).toBeUndefined()
    shop.mail.answer = () => ({ kind: 'rejected', reason: '550 5.1.1 no such user', addressIsBad: true })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect((await shop.runtime.describe({ userId: 'ann' }))?.state.topics['all']).toMatchObject({ subscribed: false })
    await shop.runtime.stop()
  })

  test('a mail that may have been handed over is held as unknown, and never sent again by itself', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => ({ kind: 'unknown', reason: 'the connection broke after DATA' })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    shop.clock.advanceTo(start + 10 * day)
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(1)
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'unknown', reason: 'the connection broke after DATA' }])
    await shop.runtime.stop()
  })

  test('unless the policy is to resend', async () => {
    const shop = await workshop(source, { policy: { unknownMail: 'resend' } })
    shop.mail.answer = () => (shop.mail.messages.length === 1 ? { kind: 'unknown', reason: 'lost' } : { kind: 'sent' })
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    shop.clock.advanceTo(start + hour)
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(2)
    expect(await statuses(shop)).toEqual(['sent'])
    await shop.runtime.stop()
  })

  test('where the other side recognizes a repetition it is handed over again, but only for as long as it does', async () => {
    for (const [recognizesRepeatsMs, copies, status] of [
      [hour, 2, 'sent'],
      [minute / 2, 1, 'unknown'],
    ] as const) {
      const mail = Object.assign(new Notebook(), { recognizesRepeatsMs })
      const shop = await workshop(source, { mail })
      mail.answer = () => (mail.messages.length === 1 ? { kind: 'unknown', reason: 'lost' } : { kind: 'sent' })
      await shop.submit(signedUp('ann'))
      await shop.runtime.settle()
      shop.clock.advanceTo(start + day)
      await shop.runtime.settle()
      expect(mail.messages).toHaveLength(copies)
      expect(await statuses(shop)).toEqual([status])
      await shop.runtime.stop()
    }
  })

  test('while a channel admits nothing, messages wait without an attempt, and go when it does', async () => {
    const mail = Object.assign(new Notebook(), { admits: () => (shop.clock.now() < start + minute ? { until: start + minute } : { messages: 1 }) })
    const shop = await workshop(source, { mail })
    await shop.submit(signedUp('ann'), signedUp('bob'))
    await shop.runtime.settle()
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([
      { status: 'waiting', attempts: 0 },
      { status: 'waiting', attempts: 0 },
    ])
    shop.clock.advanceTo(start + minute)
    await shop.runtime.settle()
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([
      { status: 'sent', attempts: 1 },
      { status: 'sent', attempts: 1 },
    ])
    await shop.runtime.stop()
  })

  test('a channel that throws leaves the outcome unknown', async () => {
    const shop = await workshop(source)
    shop.mail.answer = () => Promise.reject(new Error('bug'))
    await shop.submit(signedUp('ann'))
    await shop.runtime.settle()
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'unknown', reason: 'the channel failed: bug' }])
    await shop.runtime.stop()
  })
})

describe('side by side', () => {
  test('never more than allowed of one channel, and everything in the end', async () => {
    const shop = await workshop(source, { concurrency: { email: 3 } })
    let [now, most] = [0, 0]
    shop.mail.answer = async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return { kind: 'sent' }
    }
    await shop.submit(...Array.from({ length: 50 }, (_, index) => signedUp(`user-${index}`)))
    await shop.runtime.settle()
    expect(most).toBe(3)
    expect(new Set(shop.mail.recipients).size).toBe(50)
    expect(shop.mail.messages).toHaveLength(50)
    await shop.runtime.stop()
  })

  test('a channel that hangs does not hold up another', async () => {
    const hooks = sourceWith(greeting, {
      journey: 'hook',
      enter: [{ on: 'Signed Up' }],
      again: 'always',
      steps: [{ id: 'call', webhook: { url: 'https://crm.example/{{ plan }}' } }],
    })
    const webhook = new Notebook('webhook')
    const mail = new Notebook()
    const hangs = Promise.withResolvers<void>()
    mail.answer = () => {
      hangs.resolve()
      return new Promise(() => {})
    }
    const shop = await workshop(hooks, { mail, channels: [mail, webhook], concurrency: { email: 1 } })
    const called = Promise.withResolvers<void>()
    webhook.answer = () => {
      if (webhook.messages.length === 20) called.resolve()
      return { kind: 'sent' }
    }
    await shop.submit(...Array.from({ length: 20 }, (_, index) => signedUp(`user-${index}`, { properties: { plan: 'pro' } })))
    await Promise.all([called.promise, hangs.promise])
    expect(mail.messages).toHaveLength(1)
    expect(webhook.messages[0]).toMatchObject({ kind: 'webhook', url: 'https://crm.example/pro', method: 'POST', attemptedAt: start })
    const stopped = shop.runtime.stop()
    shop.clock.advanceTo(start + hour)
    await stopped
  })

  test('a failing store is asked again, and an outcome that is known is not lost', async () => {
    const shop = await workshop(source)
    const refused = Promise.withResolvers<void>()
    shop.mail.answer = () => {
      shop.store.before = () => {
        refused.resolve()
        throw new Error('disk full')
      }
      return { kind: 'sent' }
    }
    await shop.submit(signedUp('ann'))
    await refused.promise
    shop.store.before = () => {}
    await new Promise((resolve) => setImmediate(resolve))
    shop.clock.advanceTo(start + minute)
    await shop.runtime.settle()
    expect(shop.mail.messages).toHaveLength(1)
    expect(await statuses(shop)).toEqual(['sent'])
    await shop.runtime.stop()
  })
})

describe('unsubscribing', () => {
  test('is acknowledged only when nothing authorized before can still go out', async () => {
    const shop = await workshop(source)
    const reached = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<AttemptOutcome>()
    shop.mail.answer = () => {
      reached.resolve()
      return gate.promise
    }
    await shop.submit(signedUp('ann'))
    await reached.promise
    const order: string[] = []
    const acknowledged = shop.runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link').then(() => order.push('acknowledged'))
    await shop.runtime.describe({ userId: 'ann' })
    // Long enough for an answer that waits for nothing.
    await turns(50)
    order.push('transmitted')
    gate.resolve({ kind: 'sent' })
    await acknowledged
    expect(order).toEqual(['transmitted', 'acknowledged'])
    await shop.runtime.stop()
  })

  test('stops a mail that is authorized but still being rendered', async () => {
    const rendering = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const renderer = {
      async email() {
        rendering.resolve()
        await gate.promise
        return { ok: true as const, subject: 'A note', html: '', text: '' }
      },
      async texts() {
        return { ok: true as const, texts: [] }
      },
      async close() {},
    }
    const shop = await workshop(source, { renderer })
    await shop.submit(signedUp('ann'))
    await rendering.promise
    await shop.runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link')
    gate.resolve()
    await shop.runtime.settle()
    expect(shop.mail.messages).toEqual([])
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'refused', attempts: 0 }])
    await shop.runtime.stop()
  })

  const noMore: readonly [string, Command, SkipReason][] = [
    ['a no to everything', { do: 'unsubscribe', topic: 'all' }, 'unsubscribed'],
    ['a suppressed address', { do: 'suppress', reason: 'asked by phone' }, 'suppressed'],
    ['a break from mail', { do: 'pause mail', until: start + day }, 'mail paused'],
  ]
  test.each(noMore)('%s stops a mail that is rendered and still being laid out', async (_, command, reason) => {
    const layingOut = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<undefined>()
    const layOut = () => {
      layingOut.resolve()
      return gate.promise
    }
    const shop = await workshop(source, { mail: Object.assign(new Notebook(), { layOut }) })
    await shop.submit(signedUp('ann'))
    await layingOut.promise
    await shop.runtime.inbox.command({ userId: 'ann' }, command, 'api')
    gate.resolve(undefined)
    await shop.runtime.settle()
    expect(shop.mail.messages).toEqual([])
    expect(await shop.store.messages({ limit: 10 })).toMatchObject([{ status: 'refused', attempts: 0, reason: expect.stringContaining(`${reason}: `) }])
    await shop.runtime.stop()
  })
})

describe('stopping and starting', () => {
  test('a stop waits for what is being handed over and leaves the rest waiting', async () => {
    const store = createMemoryStore()
    const shop = await workshop(source, { store, concurrency: { email: 1 } })
    const reached = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<AttemptOutcome>()
    shop.mail.answer = () => {
      reached.resolve()
      return gate.promise
    }
    await shop.submit(signedUp('ann'), signedUp('bob'))
    await reached.promise
    const stopped = shop.runtime.stop()
    gate.resolve({ kind: 'sent' })
    await stopped
    expect((await statuses(shop)).sort()).toEqual(['sent', 'waiting'])
    const next = await workshop(source, { store })
    await next.runtime.settle()
    expect([...shop.mail.recipients, ...next.mail.recipients].sort()).toEqual(['ann@mail.example', 'bob@mail.example'])
    await next.runtime.stop()
  })

  test('a mail found being handed over at a start is unknown, and counted', async () => {
    const store = createMemoryStore()
    await interrupt(store)
    const attempted: string[] = []
    const metrics = {
      decided() {},
      late() {},
      handedOver() {},
      received() {},
      attempted: (channel: string, outcome: string) => attempted.push(`${channel} ${outcome}`),
      queued() {},
      codesLeft() {},
      committed() {},
    }
    const next = await workshop(source, { store, metrics })
    await next.runtime.settle()
    expect(next.mail.messages).toEqual([])
    expect(attempted).toEqual(['email unknown'])
    expect(await next.store.messages({ limit: 10 })).toMatchObject([{ status: 'unknown', reason: 'Oncue stopped while it was being handed over' }])
    expect((await next.store.decisions(1, 100)).at(-1)).toMatchObject({ kind: 'handed over', outcome: 'unknown' })
    await next.runtime.stop()
  })

  test('or it is sent again, when that is the policy', async () => {
    const store = createMemoryStore()
    await interrupt(store)
    const next = await workshop(source, { store, policy: { unknownMail: 'resend' } })
    await next.runtime.settle()
    expect(next.mail.recipients).toEqual(['ann@mail.example'])
    expect(await next.store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', attempts: 2 }])
    await next.runtime.stop()
  })

  test('or where the other side recognizes it, if that is not too long ago', async () => {
    for (const [waited, status] of [
      [minute, 'sent'],
      [2 * hour, 'unknown'],
    ] as const) {
      const store = createMemoryStore()
      await interrupt(store)
      const mail = Object.assign(new Notebook(), { recognizesRepeatsMs: hour })
      const next = await workshop(source, { store, mail, clock: new VirtualClock(start + waited) })
      await next.runtime.settle()
      expect(await statuses(next)).toEqual([status])
      await next.runtime.stop()
    }
  })

  test('what goes out while a start still looks for interrupted messages is not taken for one of them', async () => {
    const store = createMemoryStore()
    const both = sourceWith(greeting, reminder)
    await interrupt(store, both, happened('Product Added', { userId: 'bob', traits: { email: 'bob@mail.example' } }))
    const slow = new Proxy(store, {
      get(target, name) {
        if (name !== 'interrupted') return Reflect.get(target, name).bind(target)
        return async (limit: number) => {
          await turns(20)
          return target.interrupted(limit)
        }
      },
    })
    const mail = new Notebook()
    mail.answer = async () => {
      await turns(40)
      return { kind: 'sent' }
    }
    const next = await workshop(both, { store: slow, mail, clock: new VirtualClock(start + hour), policy: { unknownMail: 'resend' } })
    await next.runtime.settle()
    expect(next.mail.recipients.toSorted()).toEqual(['ann@mail.example', 'bob@mail.example'])
    expect((await store.messages({ limit: 10 })).map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(['sent 1', 'sent 2'])
    await next.runtime.stop()
  })

  /** A process that dies in the middle of a hand-over. */
  async function interrupt(store: ReturnType<typeof createMemoryStore>, journeys = source, ...before: Arrival[]): Promise<void> {
    const shop = await workshop(journeys, { store })
    const reached = Promise.withResolvers<void>()
    shop.mail.answer = () => {
      reached.resolve()
      return new Promise(() => {})
    }
    await shop.submit(...before, signedUp('ann'))
    await reached.promise
  }
})

test('a webhook is sent as the author wrote it, with values that cannot break out of their places', async () => {
  const body = { plan: '{{ plan }}', nested: [{ text: 'is {{ plan }}' }, 3, null] }
  const hooks = sourceWith({
    journey: 'hook',
    enter: [{ on: 'Signed Up' }],
    steps: [{ id: 'call', webhook: { url: 'https://crm.example/', headers: { 'X-Plan': '{{ plan }}' }, body } }],
  })
  const webhook = new Notebook('webhook')
  const shop = await workshop(hooks, { channels: [webhook] })
  await shop.submit(signedUp('ann', { properties: { plan: '"pro"' } }))
  await shop.runtime.settle()
  const [message] = webhook.messages
  expect(message).toMatchObject({ headers: { 'content-type': 'application/json', 'x-plan': '"pro"' } })
  expect(JSON.parse(message?.kind === 'webhook' ? message.body : '')).toEqual({ plan: '"pro"', nested: [{ text: 'is "pro"' }, 3, null] })
  await shop.runtime.stop()
})

test('a webhook without a body carries the event', async () => {
  const hooks = sourceWith({ journey: 'hook', enter: [{ on: 'Signed Up' }], steps: [{ id: 'call', webhook: { url: 'https://crm.example/' } }] })
  const webhook = new Notebook('webhook')
  const shop = await workshop(hooks, { channels: [webhook] })
  await shop.submit(signedUp('ann', { properties: { plan: 'pro' } }), happened('Viewed', { userId: 'bob' }))
  await shop.runtime.settle()
  const [message] = webhook.messages
  expect(JSON.parse(message?.kind === 'webhook' ? message.body : '')).toMatchObject({
    type: 'Signed Up',
    timestamp: new Date(start).toISOString(),
    data: { subscriber: { id: 1, attributes: { email: 'ann@mail.example' } }, properties: { plan: 'pro' }, journey: 'hook', step: 'call' },
  })
  await shop.runtime.stop()
})

test('an idle dispatcher asks nothing until something is due', async () => {
  const clock = new VirtualClock(start)
  const shop = await workshop(source, { clock })
  await shop.runtime.settle()
  const asked: string[] = []
  const { dueJourneys } = shop.store
  Object.defineProperty(shop.store, 'dueJourneys', {
    value: (...values: Parameters<typeof dueJourneys>) => dueJourneys(...values).finally(() => asked.push('asked')),
  })
  clock.advanceTo(start + day)
  await shop.runtime.settle()
  await shop.submit(happened('Viewed', { userId: 'ann' }))
  expect(asked).toEqual([])
  await shop.runtime.stop()
})
