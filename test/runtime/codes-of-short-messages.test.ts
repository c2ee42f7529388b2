// Discount codes in text messages, popups and calls of URLs: one for each reader as in mails, the same in all of them, never twice, also when an attempt is
// repeated or the process ends in between.

import { expect, test } from 'vitest'
import { compile } from '../../src/engine/compile.ts'
import type { Renderer } from '../../src/model/facts.ts'
import type { Journey, Step } from '../../src/model/journey.ts'
import type { OutgoingMessage } from '../../src/runtime/channel.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { happened, minute, Notebook, plainRenderer, sourceWith, workshop } from './workshop.ts'

const codes: Renderer = {
  ...plainRenderer,
  texts: async (texts, { code = 'none' }) => ({ ok: true, texts: texts.map(({ text }) => text.replace('{{ code }}', code)) }),
}

const sms: Step = { id: 'text', sms: 'Yours: {{ code }}', code: 'spring' }
const webhook: Step = { id: 'call', webhook: { url: 'https://till.example/codes', body: 'give {{ code }}' }, code: 'spring' }
const popup: Step = { id: 'show', popup: { title: 'Take {{ code }}' }, code: 'spring' }
const journeyWith = (...steps: readonly Step[]): Journey => ({ journey: 'gift', enter: [{ on: 'Asked' }], again: 'always', steps: [...steps] })

async function world(steps: readonly Step[], free: readonly string[]) {
  const source = { ...sourceWith(journeyWith(...steps)), pools: [{ codes: 'spring' }] }
  const store = createMemoryStore()
  const channels = [new Notebook('sms'), new Notebook('webhook'), new Notebook('popup')]
  const shop = await workshop(source, { renderer: codes, channels, store })
  await shop.runtime.changeCatalogue({ do: 'add codes', pool: 'spring', codes: free.map((code) => ({ code, expiresAt: undefined })) })
  const ask = async (userId: string): Promise<void> => {
    await shop.submit(happened('Asked', { userId, at: shop.clock.now(), traits: { phone: '+491701234567', email: `${userId}@mail.example` } }))
    await shop.runtime.settle()
    const [subscriber = 0] = await store.resolve([`u:${userId}`])
    await shop.runtime.visit(subscriber)
    await shop.runtime.settle()
  }
  const yes = (userId: string) => shop.runtime.inbox.command({ userId }, { do: 'subscribe', topic: 'sms' }, 'admin')
  const said = (): string[] => channels.flatMap(({ messages }) => messages.map(wordsOf))
  return { ...shop, store, source, channels, ask, yes, said }
}

function wordsOf(message: OutgoingMessage): string {
  return message.kind === 'sms' ? message.text : message.kind === 'webhook' ? String(message.body) : message.kind === 'popup' ? message.title : ''
}

test('a text message, a popup and a call give their reader one code and the same; another reader gets another', async () => {
  const { ask, yes, said, store } = await world([sms, webhook, popup], ['A', 'B', 'C'])
  await ask('first')
  for (const who of ['ann', 'bob']) {
    await yes(who)
    await ask(who)
  }
  expect(said().filter((text) => text.includes('Yours'))).toEqual(['Yours: B', 'Yours: C'])
  expect(said().filter((text) => text.includes('give'))).toEqual(['give A', 'give B', 'give C'])
  expect(said().filter((text) => text.includes('Take'))).toEqual(['Take A', 'Take B', 'Take C'])
  expect(await store.catalogue.countCodes('spring')).toEqual({ pool: 'spring', given: 3, free: 0 })
})

test('a text message that consent holds back spends none, and an empty pool is said', async () => {
  const { ask, yes, said, store } = await world([sms], ['A'])
  await ask('ann')
  expect(await store.catalogue.countCodes('spring')).toMatchObject({ given: 0, free: 1 })
  for (const who of ['ann', 'bob']) {
    await yes(who)
    await ask(who)
  }
  expect(said()).toEqual(['Yours: A'])
  const [bob = 0] = await store.resolve(['u:bob'])
  expect((await store.decisions(bob, 1))[0]).toMatchObject({ kind: 'refused', reason: 'no code', because: 'no code of spring is left' })
})

test('a call that is tried again, before and after the process ended, says the same code and spends one', async () => {
  const { ask, said, store, source, channels, runtime, clock } = await world([webhook], ['A', 'B'])
  const [, calls] = channels
  if (calls === undefined) throw new Error('there is a channel')
  calls.answer = () => ({ kind: 'retry', reason: 'busy', afterMs: minute })
  await ask('ann')
  await clock.advanceTo(clock.now() + minute)
  await runtime.settle()
  expect(said()).toEqual(['give A', 'give A'])
  await runtime.stop()
  const after = new Notebook('webhook')
  const again = await startRuntime({ clock, source, channels: [after], renderer: codes, store })
  await clock.advanceTo(clock.now() + 60 * minute)
  await again.settle()
  expect(after.messages.map(wordsOf)).toEqual(['give A'])
  expect(await store.catalogue.countCodes('spring')).toEqual({ pool: 'spring', given: 1, free: 1 })
})

test('a pool that nobody declared is a mistake of the step', () => {
  const { problems } = compile({ ...sourceWith(journeyWith({ ...sms, code: 'sprig' })), pools: [{ codes: 'spring' }] })
  expect(problems).toMatchObject([{ severity: 'error', code: 'send.pool', path: ['steps', 0, 'code'], message: 'there is no pool of codes "sprig"' }])
})

test('two pages that a visitor opens at once show a popup once, and it spends one code', async () => {
  const { runtime, submit, store, channels } = await world([popup], ['A', 'B'])
  await submit(happened('Asked', { userId: 'ann' }))
  await runtime.settle()
  const [subscriber = 0] = await store.resolve(['u:ann'])
  await Promise.all([runtime.visit(subscriber), runtime.visit(subscriber)])
  await runtime.settle()
  expect(channels.flatMap(({ messages }) => messages.map(wordsOf))).toEqual(['Take A'])
  expect(await store.catalogue.countCodes('spring')).toEqual({ pool: 'spring', given: 1, free: 1 })
  await runtime.stop()
})
