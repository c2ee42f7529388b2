// She bought, but the news of it comes when the reminder is decided already. Elsewhere the reminder went out.

import { expect, test } from 'vitest'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { happened, Notebook } from '../runtime/workshop.ts'

const files = (exit: string): Record<string, string> => ({
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: A note\nhtml: <p>Hello</p>\n',
  'cart.yaml': `journey: cart\nenter: [{ quiet: 30m, on: Product Added }]\n${exit}steps: [{ id: remind, send: note }, { id: after, wait: 1d }]\n`,
})
const byExit = 'exit: [{ event: Order Completed, where: { cart_id: { eq: { ref: trigger.cart_id } } } }]\n'

/** A reminder that is decided and waits, because the provider is away for the moment. */
async function decided(mail: Notebook, exit: string): Promise<{ readonly product: VirtualProduct; readonly comeBack: () => void }> {
  let isAway = true
  mail.answer = () => (isAway ? { kind: 'retry', reason: 'not reached', afterMs: 5 * minute } : { kind: 'sent' })
  const product = await startVirtualProduct(files(exit), () => [mail])
  await product.identify('ann')
  await product.track('ann', 'Product Added', { properties: { cart_id: 'c1' } })
  await product.advanceTo(start + 31 * minute, minute)
  expect((await product.store.messages({ limit: 5 })).map(({ step, status }) => [step, status])).toEqual([['remind', 'waiting']])
  return {
    product,
    comeBack() {
      isAway = false
    },
  }
}

/** It happened two minutes before the reminder was decided, and is heard of now. */
const purchase = ({ runtime, clock }: VirtualProduct, cart_id = 'c1') => {
  const { event, ...identity } = happened('Order Completed', { userId: 'ann', at: start + 28 * minute, properties: { cart_id } })
  return runtime.inbox.submit([{ ...identity, event: { ...event, receivedAt: clock.now() } }])
}

test('S28: without the purchase, or with that of another cart, the reminder goes out, which is the situation', async () => {
  const mail = new Notebook()
  const { product, comeBack } = await decided(mail, byExit)
  await purchase(product, 'c2')
  comeBack()
  await product.advanceTo(start + 2 * hour)
  expect((await product.store.messages({ limit: 5 })).map(({ status }) => status)).toEqual(['sent'])
})

test.each([
  ['an exit', byExit],
  ['the exit by a condition', 'exit: [{ when: { event: Order Completed, within: 1h } }]\n'],
])('S28: %s calls the waiting mail off, and it is written down why', async (_, exit) => {
  const mail = new Notebook()
  const { product, comeBack } = await decided(mail, exit)
  const tried = mail.messages.length
  await purchase(product)
  comeBack()
  await product.restartAt(product.clock.now())
  await product.advanceTo(start + 2 * day, hour)
  expect(mail.messages).toHaveLength(tried)
  expect((await product.store.messages({ limit: 5 })).map(({ status }) => status)).toEqual(['refused'])
  const [number = 0] = await product.store.resolve(['u:ann'])
  const decisions = await product.store.decisions(number, 100)
  expect(decisions).toContainEqual(expect.objectContaining({ kind: 'exited', journey: 'cart' }))
  const refused = decisions.find(({ kind }) => kind === 'refused')
  expect(refused).toMatchObject({ step: 'remind', reason: expect.stringMatching(/exit|over|left|cancel|ended/) })
})

test("S28: the mail's own condition is asked again at the last moment, without any exit", async () => {
  const mail = new Notebook()
  const { product, comeBack } = await decided(mail, '')
  await product.edit({ 'cart.yaml': files('')['cart.yaml']?.replace('send: note', 'send: note, if: { not: { event: Order Completed, within: 1d } }') ?? '' })
  await product.track('bea', 'Identified', { traits: { email: 'bea@mail.example' } })
  const before = product.clock.now()
  await product.track('bea', 'Product Added', { properties: { cart_id: 'c1' } })
  await product.advanceTo(before + 31 * minute, minute)
  const ofBea = async () => (await product.store.messages({ limit: 9 })).find(({ subscriber }) => subscriber === 2)
  expect((await ofBea())?.status).toBe('waiting')
  await product.track('bea', 'Order Completed')
  comeBack()
  await product.advanceTo(before + 2 * hour)
  expect(await ofBea()).toMatchObject({ status: 'refused' })
})
