// The same event comes again and again, or a person enters again and again. Elsewhere a mail went out for each of them, and nobody could stop
// those that were under way.

import { describe, expect, test } from 'vitest'
import type { Arrival, Receipt } from '../../src/model/arrival.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { happened, Notebook } from '../runtime/workshop.ts'

const files = (again: string): Record<string, string> => ({
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
  'hello.yaml': `journey: hello\nenter: [{ on: Go }]\nagain: ${again}\nsteps: [{ id: hello, send: note }]\n`,
})

async function shop(mail: Notebook, again = 'always'): Promise<VirtualProduct> {
  const product = await startVirtualProduct(files(again), () => [mail])
  await product.identify('ann')
  return product
}

async function entered({ store }: VirtualProduct): Promise<number> {
  return (await store.counts('hello')).find(({ measure }) => measure === 'entered')?.count ?? 0
}

/** The same message as a client sends it once more: its own time stays, only the server's is another. */
const repeated = ({ event, ...identity }: Arrival, receivedAt: number): Arrival => ({ ...identity, event: { ...event, receivedAt } })

describe('S1: a client that had no answer sends the event again', () => {
  const go = happened('Go', { userId: 'ann', messageId: 'm-1', at: start })
  const receive = async (product: VirtualProduct): Promise<Receipt | undefined> => (await product.runtime.inbox.submit([repeated(go, product.clock.now())]))[0]

  test('S1: without the messageId it is two events and two mails, which is the situation', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    for (const messageId of ['one', 'two']) await product.track('ann', 'Go', { messageId })
    await product.runtime.settle()
    expect([await entered(product), mail.messages.length]).toEqual([2, 2])
  })

  test('S1: with it one run and one mail: at once, in the same batch, over many requests, after restarts and weeks later', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    const first = await product.runtime.inbox.submit([go, go, go])
    const crowd = await Promise.all(Array.from({ length: 20 }, () => receive(product)))
    expect([...first, ...crowd].filter((receipt) => receipt === 'accepted')).toHaveLength(1)
    for (const instant of [start + hour, start + 3 * day, start + 29 * day]) {
      await product.restartAt(instant)
      expect(await receive(product)).toBe('duplicate')
    }
    // Longer than message ids are kept: it is taken in as something of long ago, and lets nobody in.
    await product.restartAt(start + 90 * day)
    await receive(product)
    await product.advanceTo(start + 91 * day, day)
    expect([await entered(product), mail.messages.length]).toEqual([1, 1])
  })

  test('S1: many other messages of the same person in between do not push it out of mind', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    await product.runtime.inbox.submit([go])
    for (let index = 0; index < 500; index += 1) await product.track('ann', 'Viewed')
    expect(await receive(product)).toBe('duplicate')
    expect(await entered(product)).toBe(1)
  })
})

describe('S3: somebody enters a journey that is for once, again and again', () => {
  /** The same person at the same time over many requests, by name and by device. */
  const crowd = (product: VirtualProduct, round: string): Promise<unknown> =>
    Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const who = index % 2 === 0 ? { userId: 'ann' } : { anonymousId: 'phone' }
        return product.runtime.inbox.submit([happened('Go', { ...who, messageId: `${round}-${index}`, at: product.clock.now() })])
      }),
    )
  const login = (product: VirtualProduct, userId = 'ann', anonymousId = 'phone') =>
    product.runtime.inbox.submit([happened('Login', { userId, anonymousId, at: product.clock.now() })])

  test('S3: with `again: always` the crowd is let in every time, which is the situation', async () => {
    const mail = new Notebook()
    const product = await shop(mail)
    await login(product)
    await crowd(product, 'a')
    await product.runtime.settle()
    expect([await entered(product), mail.messages.length]).toEqual([40, 40])
  })

  test('S3: `again: never` lets in once, under concurrency, after restarts, months later and after new publications', async () => {
    const mail = new Notebook()
    const product = await shop(mail, 'never')
    await login(product)
    await crowd(product, 'a')
    await product.runtime.settle()
    expect([await entered(product), mail.messages.length]).toEqual([1, 1])
    await product.restartAt(start + 200 * day)
    await crowd(product, 'b')
    await product.edit({ 'hello.yaml': files('never')['hello.yaml']?.replace('steps: [', 'steps: [{ id: pause, wait: 1m }, ') ?? '' })
    await crowd(product, 'c')
    await product.advanceTo(start + 201 * day, day)
    expect(mail.messages).toHaveLength(1)
    expect((await product.store.counts('hello')).filter(({ measure }) => measure === 'entered').map(({ count }) => count)).toEqual([1])
  })

  test('S3: two who turn out to be one do not enter a second time, and no second mail leaves', async () => {
    const mail = new Notebook()
    const product = await shop(mail, 'never')
    await product.runtime.inbox.submit([happened('Go', { anonymousId: 'phone' })])
    await product.runtime.inbox.submit([happened('Go', { userId: 'ann' })])
    await product.runtime.settle()
    // The situation: there were two passages, that of somebody unknown, to whom nothing could be sent, and ann's.
    expect([await entered(product), mail.messages.length]).toEqual([2, 1])
    await login(product)
    await crowd(product, 'after')
    await product.advanceTo(start + day, hour)
    expect([await entered(product), mail.messages.length]).toEqual([2, 1])
    // And whoever entered only before signing in has entered.
    await product.identify('bea')
    await product.runtime.inbox.submit([happened('Go', { anonymousId: 'tablet', at: product.clock.now() })])
    await login(product, 'bea', 'tablet')
    await product.track('bea', 'Go')
    await product.advanceTo(start + 2 * day, hour)
    expect([await entered(product), mail.recipients]).toEqual([3, ['ann@mail.example']])
  })

  test('S3: of two who wait in the same journey and turn out to be one, one goes on', async () => {
    const mail = new Notebook()
    const waiting = files('never')['hello.yaml']?.replace('steps: [', 'steps: [{ id: pause, wait: 1h }, ') ?? ''
    const product = await startVirtualProduct({ ...files('never'), 'hello.yaml': waiting }, () => [mail])
    await product.identify('ann')
    await product.runtime.inbox.submit([happened('Go', { anonymousId: 'phone' })])
    await product.track('ann', 'Go')
    await login(product)
    await product.advanceTo(start + day, hour)
    expect([await entered(product), mail.recipients]).toEqual([2, ['ann@mail.example']])
  })

  test('S3: a stop switch acts on what is queued already, and the list says who has it and who has not', async () => {
    const mail = new Notebook()
    let isAway = false
    mail.answer = () => (isAway ? { kind: 'retry', reason: 'not reached' } : { kind: 'sent' })
    const product = await shop(mail)
    await product.track('ann', 'Go')
    await product.runtime.settle()
    isAway = true
    for (let index = 0; index < 3; index += 1) await product.track('ann', 'Go')
    await product.advanceTo(start + minute, minute)
    await product.runtime.changeStops({ stop: { scope: { journey: 'hello' }, because: 'sent too often', since: product.clock.now() } })
    isAway = false
    const tried = mail.messages.length
    await product.restartAt(product.clock.now() + hour)
    await product.advanceTo(start + 5 * day, hour)
    expect(mail.messages).toHaveLength(tried)
    const statuses = (await product.store.messages({ journey: 'hello', limit: 10 })).map(({ status }) => status).sort()
    expect(statuses).toEqual(['sent', 'waiting', 'waiting', 'waiting'])
  })
})
