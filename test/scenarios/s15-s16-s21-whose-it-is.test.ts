// Which cart, and whose. Elsewhere a wait could not ask for the same cart, a filter with alternatives let other people's events in, and what
// somebody did before signing in was lost, or became somebody else's on a shared device.

import { describe, expect, test } from 'vitest'
import { hour, minute, start, startVirtualProduct, type VirtualProduct } from '../product/virtual-product.ts'
import { type Happening, happened, Notebook } from '../runtime/workshop.ts'

const base = {
  'workspace.yaml': 'workspace: Shop\nsender: { address: hello@shop.example }\n',
  'note.yaml': 'template: note\nsubject: "Cart {{ trigger.cart_id }}"\nhtml: <p>Hello</p>\n',
  'thanks.yaml': 'template: thanks\nsubject: "Thanks {{ trigger.cart_id }}"\nhtml: <p>Hello</p>\n',
}

async function shop(mail: Notebook, journey: string, people = ['ann']): Promise<VirtualProduct> {
  const product = await startVirtualProduct({ ...base, 'journey.yaml': journey }, () => [mail])
  for (const person of people) await product.identify(person)
  return product
}

const tell = ({ runtime, clock }: VirtualProduct, name: string, who: Happening) => runtime.inbox.submit([happened(name, { at: clock.now(), ...who })])
const subjects = (mail: Notebook): string[] => mail.messages.map((message) => `${message.kind === 'email' ? `${message.to}: ${message.subject}` : ''}`).sort()

describe('S15: the same cart', () => {
  const journey = `
journey: cart
enter: [{ on: Checkout Started }]
key: properties.cart_id
again: always
steps:
  - id: bought
    on:
      - event: Order Completed
        where: { cart_id: { eq: { ref: trigger.cart_id } } }
        steps:
          - id: which
            choose:
              - if: { all: [{ event: Item Shipped, where: { cart_id: { eq: { ref: trigger.cart_id } } } }, { not: { event: Item Lost, where: { cart_id: { eq: { ref: trigger.cart_id } } } } }] }
                steps: [{ id: never, nothing: true }]
          - { id: thanks, send: thanks }
          - { id: bye, end: true }
      - { after: 1h, steps: [{ id: remind, send: note }] }
`
  test('S15: two carts of one person wait side by side, and a purchase of one of them answers only that one, nested conditions too', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey)
    for (const cart_id of ['c1', 'c2', 'c3']) await product.track('ann', 'Checkout Started', { properties: { cart_id } })
    expect((await product.runtime.describe({ userId: 'ann' }))?.state.enrollments).toHaveLength(3)
    await product.advanceTo(start + 10 * minute)
    await product.track('ann', 'Item Shipped', { properties: { cart_id: 'c3' } })
    await product.track('ann', 'Item Lost', { properties: { cart_id: 'c2' } })
    for (const cart_id of ['c2', 'c3', 'c9']) await product.track('ann', 'Order Completed', { properties: { cart_id } })
    await product.advanceTo(start + 3 * hour)
    expect(subjects(mail)).toEqual(['ann@mail.example: Cart c1', 'ann@mail.example: Thanks c2', 'ann@mail.example: Thanks c3'])
    const [number = 0] = await product.store.resolve(['u:ann'])
    const never = (await product.store.decisions(number, 100)).filter((one) => one.kind === 'moved' && one.step === 'never')
    expect(never).toHaveLength(1)
    // The same cart once more is a passage of its own.
    await product.track('ann', 'Checkout Started', { properties: { cart_id: 'c2' } })
    await product.advanceTo(start + 5 * hour)
    expect(subjects(mail)).toContain('ann@mail.example: Cart c2')
  })
})

describe("S16: a filter with several alternatives does not let other people's events in", () => {
  const journey = `
journey: deal
enter:
  - on: Go
    if: { any: [{ event: Viewed, where: { color: { in: [red, blue] } } }, { event: Viewed, where: { color: { eq: green } } }, { event: Bought }] }
again: always
exit: [{ when: { any: [{ event: Left }, { event: Gone, where: { why: { in: [a, b] } } }] } }]
steps:
  - { id: pause, wait: 1h }
  - { id: note, send: note }
`
  test('S16: a hundred others do everything that is asked for, and nothing of it counts for her', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey, ['ann', 'bea'])
    for (let index = 0; index < 100; index += 1) {
      for (const color of ['red', 'blue', 'green']) await product.track(`other${index}`, 'Viewed', { properties: { color } })
      await product.track(`other${index}`, 'Bought')
      await tell(product, 'Viewed', { anonymousId: `window${index}`, properties: { color: 'red' } })
    }
    await product.track('ann', 'Go')
    expect((await product.runtime.describe({ userId: 'ann' }))?.state.enrollments).toEqual([])
    // The situation, when it is her own: she enters; and what the others do does not put her out again.
    await product.track('bea', 'Viewed', { properties: { color: 'green' } })
    await product.track('bea', 'Go')
    for (let index = 0; index < 100; index += 1) {
      await product.track(`other${index}`, 'Left')
      await product.track(`other${index}`, 'Gone', { properties: { why: 'a' } })
    }
    await product.advanceTo(start + 2 * hour)
    expect(mail.recipients).toEqual(['bea@mail.example'])
  })
})

describe('S21: what somebody did before signing in', () => {
  const journey = `
journey: cart
enter: [{ quiet: 30m, on: [Product Added], unless: [Order Completed], if: { cart: { items: { gte: 1 } } } }]
again: always
exit: [{ event: Order Completed }]
steps:
  - { id: note, send: note }
`
  const added = { properties: { cart_id: 'c1', product_id: 'mug', price: 5, quantity: 1 } }

  test('S21: a cart that was filled before signing in is reminded of when its own silence is over, and not when the sign-in was', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey, [])
    await tell(product, 'Product Added', { anonymousId: 'phone', ...added })
    await product.advanceTo(start + 20 * minute)
    await tell(product, 'Signed In', { userId: 'ann', anonymousId: 'phone', traits: { email: 'ann@mail.example' } })
    await product.advanceTo(start + 29 * minute, minute)
    expect(mail.messages).toEqual([])
    await product.advanceTo(start + 31 * minute, minute)
    expect(subjects(mail)).toEqual(['ann@mail.example: Cart c1'])
  })

  test('S21: the same when she was known before, on another device; the merge is written down with its reason, and her own cart stays', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey, ['ann'])
    await tell(product, 'Product Added', { anonymousId: 'phone', ...added })
    await product.advanceTo(start + 20 * minute)
    await product.restartAt(start + 25 * minute)
    await tell(product, 'Signed In', { userId: 'ann', anonymousId: 'phone' })
    await product.advanceTo(start + 2 * hour)
    expect(subjects(mail)).toEqual(['ann@mail.example: Cart c1'])
    const [number = 0] = await product.store.resolve(['a:phone'])
    expect([number]).toEqual(await product.store.resolve(['u:ann']))
    expect(await product.store.decisions(number, 100)).toContainEqual(expect.objectContaining({ kind: 'merged', because: 'the same device gave this userId' }))
  })

  test('S21: a wait that began on the phone goes on, and what was looked at there counts', async () => {
    const mail = new Notebook()
    const enough = '{ event: Product Viewed, count: { gte: 2 } }'
    const waiting = `journey: wait\nenter: [{ on: Go }]\nsteps: [{ id: hour, wait: 1h }, { id: note, send: note, if: ${enough} }]\n`
    const product = await shop(mail, waiting, ['ann'])
    await tell(product, 'Product Viewed', { anonymousId: 'phone' })
    await tell(product, 'Go', { anonymousId: 'phone', properties: { cart_id: 'c1' } })
    await product.track('ann', 'Product Viewed')
    await product.advanceTo(start + 30 * minute)
    await tell(product, 'Signed In', { userId: 'ann', anonymousId: 'phone' })
    await product.advanceTo(start + hour)
    expect(subjects(mail)).toEqual(['ann@mail.example: Cart c1'])
  })

  test('S21: a purchase on the computer calls off what was armed on the phone, once they are one', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey, ['ann'])
    await tell(product, 'Product Added', { anonymousId: 'phone', ...added })
    await product.advanceTo(start + 10 * minute)
    await tell(product, 'Signed In', { userId: 'ann', anonymousId: 'phone' })
    await product.track('ann', 'Order Completed', { properties: { cart_id: 'c1' } })
    await product.advanceTo(start + 3 * hour)
    expect(mail.messages).toEqual([])
  })

  test('S21: on a shared device the cart of one is never the cart of the other', async () => {
    const mail = new Notebook()
    const product = await shop(mail, journey, ['ann', 'bob'])
    await tell(product, 'Product Added', { userId: 'ann', anonymousId: 'tablet', ...added })
    await product.advanceTo(start + 5 * minute)
    await tell(product, 'Signed In', { userId: 'bob', anonymousId: 'tablet' })
    await tell(product, 'Product Added', { anonymousId: 'tablet', properties: { ...added.properties, cart_id: 'c2' } })
    // Bob buys; that is no reason to leave ann alone.
    await tell(product, 'Order Completed', { anonymousId: 'tablet', properties: { cart_id: 'c2' } })
    await product.advanceTo(start + 3 * hour)
    expect(subjects(mail)).toEqual(['ann@mail.example: Cart c1'])
    const [ann = 0, bob = 0] = await product.store.resolve(['u:ann', 'u:bob'])
    expect(ann).not.toBe(bob)
    expect(await product.store.decisions(bob, 100)).toContainEqual(
      expect.objectContaining({ kind: 'told apart', because: 'another user was known on this device before' }),
    )
  })
})
