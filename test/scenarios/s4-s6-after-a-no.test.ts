// Somebody says no while a journey runs. Elsewhere the mails went on, or the person stayed in the step for ever and could never enter again.

import { describe, expect, test } from 'vitest'
import type { AttemptOutcome } from '../../src/runtime/channel.ts'
import { startProduct } from '../product/product.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { Notebook, signedUp, sourceWith, workshop } from '../runtime/workshop.ts'

const files = {
  'workspace.yaml':
    'workspace: Shop\nsender: { address: hello@shop.example }\naddress: 1 Market Street\ntopics: [{ topic: news }, { topic: orders }]\npolicy: { consent: opt-out }\n',
  'note.yaml': 'template: note\ntopic: news\nsubject: A note\nhtml: <p>Hello <a href="{{ unsubscribe_url }}">Enough</a> {{ workspace.address }}</p>\n',
  'course.yaml':
    'journey: course\nenter: [{ on: Go }]\nagain: always\nsteps: [{ id: one, send: note }, { id: day, wait: 1d }, { id: two, send: note }, { id: hot, update: { set: { done: true } } }]\n',
}

async function course(mail: Notebook): Promise<VirtualProduct> {
  const product = await startVirtualProduct(files, () => [mail])
  await product.identify('ann')
  return product
}

const sayNo = ({ runtime }: VirtualProduct, topic = 'news') => runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic }, 'link')

describe('S4: nothing after the acknowledgement', () => {
  test('S4: without a no both mails of the course go out, which is the situation', async () => {
    const mail = new Notebook()
    const product = await course(mail)
    await product.track('ann', 'Go')
    await product.advanceTo(start + 2 * day, hour)
    expect(mail.messages).toHaveLength(2)
  })

  test.each([
    ['news', 'nothing'],
    ['all', 'nothing'],
    ['all', 'a yes to news'],
  ])('S4: a no to %s in the middle of a running journey, after %s, also over a restart', async (topic, before) => {
    const mail = new Notebook()
    const product = await course(mail)
    if (before !== 'nothing') await product.runtime.inbox.command({ userId: 'ann' }, { do: 'subscribe', topic: 'news' }, 'link')
    await product.track('ann', 'Go')
    await product.advanceTo(start + hour)
    expect(mail.messages).toHaveLength(1)
    await sayNo(product, topic)
    await product.restartAt(start + 3 * day)
    await product.advanceTo(start + 5 * day, day)
    expect(mail.messages).toHaveLength(1)
    const [number = 0] = await product.store.resolve(['u:ann'])
    expect(await product.store.decisions(number, 100)).toContainEqual(expect.objectContaining({ kind: 'refused', step: 'two', reason: 'unsubscribed' }))
  })

  test('S4: a no while the mail waits for a provider that is away', async () => {
    const mail = new Notebook()
    let isAway = true
    mail.answer = () => (isAway ? { kind: 'retry', reason: 'not reached' } : { kind: 'sent' })
    const product = await course(mail)
    await product.track('ann', 'Go')
    await product.advanceTo(start + 10 * minute, minute)
    const tried = mail.messages.length
    expect(tried).toBeGreaterThan(0)
    await sayNo(product)
    isAway = false
    await product.advanceTo(start + 5 * day, hour)
    expect(mail.messages).toHaveLength(tried)
  })

  test('S4: a no while the mail is authorized and being rendered', async () => {
    const rendering = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    const renderer = {
      async email() {
        asked.resolve()
        await rendering.promise
        return { ok: true, subject: 'A note', html: '', text: '' } as const
      },
      texts: async () => ({ ok: true, texts: [] }) as const,
      close: async () => {},
    }
    const greeting = { journey: 'hello', enter: [{ on: 'Signed Up' }], steps: [{ id: 'one', send: 'note' }] }
    const { runtime, mail, store, submit } = await workshop(sourceWith(greeting), { renderer })
    await submit(signedUp('ann'))
    await asked.promise
    await runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link')
    rendering.resolve()
    await runtime.settle()
    expect(mail.messages).toEqual([])
    expect((await store.messages({ limit: 5 })).map(({ status }) => status)).toEqual(['refused'])
    await runtime.stop()
  })

  test('S4: one that is being transmitted is waited for, and the acknowledgement comes after it', async () => {
    const mail = new Notebook()
    const answer = Promise.withResolvers<AttemptOutcome>()
    const begun = Promise.withResolvers<void>()
    mail.answer = () => {
      begun.resolve()
      return answer.promise
    }
    const greeting = { journey: 'hello', enter: [{ on: 'Signed Up' }], steps: [{ id: 'one', send: 'note' }] }
    const { runtime, submit } = await workshop(sourceWith(greeting), { mail })
    await submit(signedUp('ann'))
    await begun.promise
    let isAcknowledged = false
    const acknowledged = runtime.inbox.command({ userId: 'ann' }, { do: 'unsubscribe', topic: 'all' }, 'link').then(() => {
      isAcknowledged = true
    })
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(isAcknowledged).toBe(false)
    answer.resolve({ kind: 'sent' })
    await acknowledged
    await runtime.stop()
  })
})

describe('S6: whoever said no is not "in action" for ever', () => {
  test('S6: the mail is refused with the reason, the passage goes on to its end, and the person can enter again', async () => {
    const mail = new Notebook()
    const product = await course(mail)
    await sayNo(product)
    for (const days of [0, 3, 6]) {
      await product.advanceTo(start + days * day, day)
      await product.track('ann', 'Go')
    }
    await product.advanceTo(start + 10 * day, day)
    expect(mail.messages).toEqual([])
    const counts = await product.store.counts('course')
    const of = (measure: string): number => counts.filter((one) => one.step === '' && one.measure === measure).reduce((sum, { count }) => sum + count, 0)
    expect([of('entered'), of('completed'), of('inside')]).toEqual([3, 3, 0])
    expect(counts.find((one) => one.step === 'one' && one.measure === 'refused: unsubscribed')?.count).toBe(3)
    const described = await product.runtime.describe({ userId: 'ann' })
    expect(described?.state.attributes).toMatchObject({ done: true })
    expect(described?.state.deadline).toBe(Number.POSITIVE_INFINITY)
    // And a new yes is a yes.
    await product.runtime.inbox.command({ userId: 'ann' }, { do: 'subscribe', topic: 'news' }, 'link')
    await product.track('ann', 'Go')
    await product.runtime.settle()
    expect(mail.messages).toHaveLength(1)
  })
})

test('S17: no link of a mail says no, or yes, by being looked at', async () => {
  const product = await startProduct({
    files: { ...files, 'course.yaml': 'journey: course\nenter: [{ on: Go }]\nagain: always\nsteps: [{ id: one, send: note }]\n' },
  })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Go')
  const [mail] = await product.mails()
  const source = await (await product.get(`${mail?.url}/html`)).text()
  const links = [...source.matchAll(/(?:href|src)="(http[^"]+)"/g)].map(([, href]) => href ?? '')
  expect(links.length).toBeGreaterThan(0)
  for (const url of links) {
    for (const method of ['GET', 'HEAD']) await fetch(url, { method, redirect: 'manual', headers: { 'user-agent': 'Link Scanner 1.0' } })
  }
  await product.track('ann', 'Go')
  expect(await product.mails()).toHaveLength(2)
  expect((await product.decisions('ann')).filter(({ kind }) => kind === 'topic')).toEqual([])
})
