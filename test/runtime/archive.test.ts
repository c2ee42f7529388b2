// The archive around the sending path: what is kept, when, how much of it, and for how long.

import { expect, test } from 'vitest'
import type { Workspace } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { OutgoingMessage } from '../../src/runtime/channel.ts'
import { openArchived } from '../../src/runtime/sending/archivist.ts'
import type { Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, greeting, happened, Notebook, signedUp, sourceWith, start, workshop } from './workshop.ts'

/** Lays a mail out in a form of its own, and writes down the bytes that it is handed. */
class Press extends Notebook {
  readonly printed: (string | undefined)[] = []

  async layOut(message: OutgoingMessage): Promise<Uint8Array | undefined> {
    return message.kind === 'email' ? Buffer.from(`To: ${message.to}\r\nSubject: ${message.subject}\r\n\r\n${message.html}`) : undefined
  }

  override async deliver(message: OutgoingMessage, laid?: Uint8Array) {
    this.printed.push(laid && Buffer.from(laid).toString())
    return super.deliver(message)
  }
}

const receipts: Journey = { journey: 'receipts', enter: [{ on: 'Ordered' }], again: 'always', steps: [{ id: 'thank', send: 'receipt' }] }

function source(archive?: Workspace['archive'], own?: 'none') {
  const base = sourceWith(greeting, receipts)
  return {
    ...base,
    workspace: { ...base.workspace, policy: { consent: 'opt-out' as const }, topics: [{ topic: 'news' }], ...(archive === undefined ? {} : { archive }) },
    templates: [
      { template: 'note', subject: 'A note', html: `<p>${'Hello there, this is what all have in common. '.repeat(40)}</p>`, topic: 'news' },
      { template: 'receipt', subject: 'Thank you', html: '<p>Paid</p>', ...(own === undefined ? {} : { archive: own }) },
    ],
  }
}

const kept = async (store: Store) => {
  const { messages } = await store.searchMessages({ limit: 99 })
  return Promise.all(
    messages.map(async ({ key, archived }) => {
      const message = await store.archived(key)
      return { ...archived, content: message && (await openArchived(store, message)).toString(), packed: message?.content.length }
    }),
  )
}

test('a message is kept to the byte before it leaves, packed against its template', async () => {
  const mail = new Press()
  const { runtime, store, submit } = await workshop(source(), { mail })
  let keptBefore = 0
  mail.answer = async () => {
    keptBefore = (await kept(store)).filter(({ content }) => content !== undefined).length
    return { kind: 'sent' }
  }
  await submit(signedUp('ann'))
  await runtime.settle()
  const [message] = await kept(store)
  expect([keptBefore, message?.content]).toEqual([1, mail.printed[0]])
  expect(message).toMatchObject({ at: start, purpose: 'advertising', address: 'ann@mail.example', subject: 'A note', form: 'mail', kept: 'whole' })
  expect(message?.packed).toBeLessThan(200)
  await runtime.stop()
})

test('what is kept crosses to the writer with no more memory than it has bytes', async () => {
  const { runtime, store, submit } = await workshop(source(), { mail: new Press() })
  const crossed: Uint8Array[] = []
  store.before = ({ archived = [], dictionaries = [] }) => void crossed.push(...[...archived, ...dictionaries].map(({ content }) => content))
  await submit(signedUp('ann'))
  await runtime.settle()
  expect(crossed).toHaveLength(2)
  expect(crossed.map(({ buffer }) => buffer.byteLength)).toEqual(crossed.map(({ length }) => length))
  await runtime.stop()
})

test('nothing leaves while it cannot be kept, and everything once it can', async () => {
  const { runtime, store, mail, submit, clock } = await workshop(source(), { mail: new Press() })
  let isFull = true
  const refused = Promise.withResolvers<void>()
  store.before = (commit) => {
    if (!isFull || (commit.archived ?? []).length === 0) return
    refused.resolve()
    throw new Error('the disk is full')
  }
  await submit(signedUp('ann'))
  await refused.promise
  for (let round = 0; round < 50 && (await store.messages({ limit: 1 }))[0]?.status !== 'waiting'; round += 1)
    await new Promise((resolve) => setImmediate(resolve))
  expect(mail.recipients).toEqual([])
  isFull = false
  clock.advanceTo(clock.now() + 60_000)
  await runtime.settle()
  expect(mail.recipients).toEqual(['ann@mail.example'])
  expect(await kept(store)).toMatchObject([{ kept: 'whole', content: expect.stringContaining('To: ann@mail.example') }])
  await runtime.stop()
})

test('what may have arrived stays kept when a further attempt is given back, and what was never handed over does not', async () => {
  for (const [earlier, inArchive] of [
    [1, 1],
    [0, 0],
  ] as const) {
    const mail = new (class extends Press {
      override async layOut(message: OutgoingMessage) {
        // Somebody says no while this attempt is being prepared.
        if (this.printed.length === earlier) await runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all', reason: 'one-click' }, 'link')
        return super.layOut(message)
      }
    })()
    // The reader's server has it, and what it answered was lost.
    mail.answer = async () => ({ kind: 'retry', reason: 'try again', afterMs: 1000 })
    const { runtime, store, submit, clock } = await workshop(source(), { mail })
    await submit(signedUp('ann'))
    await runtime.settle()
    clock.advanceTo(clock.now() + 3_600_000)
    await runtime.settle()
    expect([mail.printed.length, (await store.messages({ limit: 1 }))[0]?.status]).toEqual([earlier, 'refused'])
    expect((await kept(store)).filter(({ content }) => content !== undefined)).toHaveLength(inArchive)
    await runtime.stop()
  }
})

test('the workspace says how much is kept, and a template more exactly', async () => {
  const outcomes: Record<string, unknown> = {}
  for (const [name, archive, own] of [
    ['whole', undefined, undefined],
    ['without-body', 'without-body', undefined],
    ['none', { keep: 'none' }, undefined],
    ['own', undefined, 'none'],
  ] as const) {
    const { runtime, store, submit } = await workshop(source(archive, own), { mail: new Press() })
    await submit(happened('Ordered', { userId: 'ann', traits: { email: 'ann@mail.example' } }))
    await runtime.settle()
    outcomes[name] = (await kept(store)).map(({ subject, content }) => [subject, content])
    await runtime.stop()
  }
  expect(outcomes).toEqual({
    whole: [['Thank you', 'To: ann@mail.example\r\nSubject: Thank you\r\n\r\n<p>Paid</p>']],
    'without-body': [['Thank you', 'To: ann@mail.example\r\nSubject: Thank you\r\n\r\n']],
    none: [[undefined, undefined]],
    own: [[undefined, undefined]],
  })
})

test('every channel is kept in its form; what shows who calls is not', async () => {
  const journey: Journey = {
    journey: 'all',
    enter: [{ on: 'Signed Up' }],
    steps: [
      { id: 'call', webhook: { url: 'https://api.shop.example/orders/7', headers: { Authorization: 'Bearer very-secret', 'X-Shop': '1' }, body: { a: 1 } } },
      { id: 'text', sms: 'Bis bald, Ann' },
    ],
  }
  const base = sourceWith(journey)
  const channels = [new Notebook('webhook'), new Notebook('sms')]
  const { runtime, store, submit } = await workshop(
    { ...base, workspace: { ...base.workspace, policy: { consent: 'opt-out', channels: { sms: 'opt-out' } } } },
    { channels },
  )
  await submit(happened('Signed Up', { userId: 'ann', traits: { phone: '+4915112345678' } }))
  await runtime.settle()
  const messages = await kept(store)
  expect(messages.map(({ address, subject, form, purpose }) => ({ address, subject, form, purpose }))).toEqual([
    { address: '+4915112345678', subject: 'Bis bald, Ann', form: 'json', purpose: 'transactional' },
    { address: 'api.shop.example', subject: 'POST https://api.shop.example/orders/7', form: 'json', purpose: 'transactional' },
  ])
  expect(messages[1]?.content).toContain('"x-shop":"1"')
  expect(messages[1]?.content).not.toContain('very-secret')
  await runtime.stop()
})

test('what was given back before it left is not kept', async () => {
  const mail = new Press()
  const { runtime, store, submit } = await workshop(source(), { mail })
  store.before = async (commit) => {
    if ((commit.archived ?? []).length > 0) void runtime.changeStops({ stop: { scope: { all: true }, because: 'no', since: start } })
  }
  await submit(signedUp('ann'))
  await runtime.settle()
  expect([mail.recipients, (await store.messages({ limit: 9 })).map(({ status }) => status)]).toEqual([[], ['waiting']])
  expect(await kept(store)).toMatchObject([{ content: undefined }])
  await runtime.stop()
})

test('old messages go by the rule of their purpose, their deliveries stay, and younger ones too', async () => {
  const store = createMemoryStore()
  const subjectsAfter = async (days: number): Promise<readonly string[]> => {
    const clock = new VirtualClock(start + days * day)
    const { runtime, submit } = await workshop(source({ advertising: '10d', transactional: '30d' }), { mail: new Press(), store, clock })
    await submit(signedUp('ann', { at: clock.now() }), happened('Ordered', { userId: 'ann', at: clock.now() }))
    await runtime.settle()
    // A stop waits for the removal.
    await runtime.stop()
    return (await kept(store)).flatMap(({ subject }) => subject ?? []).sort()
  }
  expect(await subjectsAfter(0)).toEqual(['A note', 'Thank you'])
  expect(await subjectsAfter(11)).toEqual(['A note', 'Thank you', 'Thank you'])
  expect(await subjectsAfter(31)).toEqual(['A note', 'Thank you', 'Thank you'])
  expect(await store.messages({ limit: 99 })).toHaveLength(6)
})

test('messages are counted on the day on which they were handed over, also what is reported later', async () => {
  const { runtime, store, submit, clock } = await workshop(source(), { mail: new Press() })
  await submit(signedUp('ann'), happened('Ordered', { userId: 'ann' }))
  await runtime.settle()
  const { messages } = await store.searchMessages({ template: 'receipt', limit: 1 })
  clock.advanceTo(start + 3 * day)
  const key = messages[0]?.key ?? ''
  const report = { message: key, subscriber: 1 }
  const delivered = { ...happened('Message Delivered', { userId: 'ann', at: clock.now() }), report }
  await submit(delivered, { ...delivered, event: { ...delivered.event, messageId: 'again' } })
  await runtime.settle()
  const today = Math.floor(start / day)
  const name = { day: today, channel: 'email' }
  expect(await store.dayCounts({ from: 0, to: today + 9 })).toEqual([
    { ...name, purpose: 'advertising', template: 'note', measure: 'sent', count: 1 },
    { ...name, purpose: 'transactional', template: 'receipt', measure: 'delivered', count: 1 },
    { ...name, purpose: 'transactional', template: 'receipt', measure: 'sent', count: 1 },
  ])
  await runtime.stop()
})
