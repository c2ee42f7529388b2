// What made-up people have left behind in the shop so far: carts that were not bought, and what they looked at most. Who is brought back by a mail goes on from there. It learns from the
// events that were played, so it knows no more than the shop would.

import type { Arrival } from '../../model/arrival.ts'
import type { JsonObject } from '../../model/json.ts'
import { seeded } from './seeded.ts'

interface Person {
  /** What is in the newest cart, by the name of the cart. */
  cart: { readonly id: string; readonly pieces: JsonObject[] } | undefined
  /** How often each product was looked at in the newest visit. */
  looks: Map<string, { times: number; readonly about: JsonObject }>
  /** What was sold out and asked for last. */
  asked: JsonObject | undefined
}

const visitor = /^demo-a-(\d+)$/

export class LeftBehind {
  readonly #people = new Map<number, Person>()
  readonly #bought = new Set<string>()
  #events = 0

  /** The number of the made-up person; undefined for everybody else. */
  static personOf(arrival: Pick<Arrival, 'anonymousId'>): number | undefined {
    const found = visitor.exec(arrival.anonymousId ?? '')
    return found === null ? undefined : Number(found[1])
  }

  /** Takes in what happened. False for an order of a cart that was bought before: it does not happen. */
  note(arrival: Arrival): boolean {
    const number = LeftBehind.personOf(arrival)
    if (number === undefined) return true
    const person = this.#person(number)
    const { name, properties } = arrival.event
    const cart = String(properties['cart_id'] ?? '')
    if (name === 'Page Viewed') person.looks = new Map()
    if (name === 'Product Viewed') {
      const id = String(properties['product_id'])
      person.looks.set(id, { times: (person.looks.get(id)?.times ?? 0) + 1, about: properties })
    }
    if (name === 'Stock Alert Asked') person.asked = properties
    if (name === 'Product Added') {
      if (person.cart?.id !== cart) person.cart = { id: cart, pieces: [] }
      person.cart.pieces.push(properties)
    }
    if (name !== 'Order Completed') return true
    if (this.#bought.has(cart)) return false
    this.#bought.add(cart)
    if (person.cart?.id === cart) person.cart = undefined
    return true
  }

  /** Whether somebody came back to one product in this visit, as `second-look` has it. */
  hesitates(number: number): boolean {
    return [...this.#person(number).looks.values()].some(({ times }) => times > 1)
  }

  /** What somebody does whom a mail brought back at an instant. */
  goOn(number: number, template: string | undefined, at: number): readonly Arrival[] {
    const person = this.#person(number)
    const chance = seeded(number * 7919 + at)
    let instant = at
    const tell = (name: string, properties: JsonObject): Arrival => {
      this.#events += 1
      instant += chance.between(4_000, 70_000)
      const event = { name, occurredAt: instant, receivedAt: instant, messageId: `demo-r-${number}-${this.#events}`, properties }
      return { anonymousId: `demo-a-${number}`, event }
    }
    const isAboutLooks = template === 'browse-reminder'
    const isAboutStock = template === 'back-in-stock'
    const [looked] = [...person.looks.values()].sort((one, other) => other.times - one.times)
    const wanted = isAboutStock ? person.asked : looked?.about
    const left = isAboutLooks || isAboutStock ? undefined : person.cart
    if (left === undefined && wanted === undefined) return []
    const events = [tell('Page Viewed', { path: left === undefined ? '/demo' : '/demo/cart' })]
    const cart = left?.id ?? `demo-c-${number}-r${this.#events}`
    const pieces = left?.pieces ?? [{ ...wanted, cart_id: cart, quantity: 1 }]
    if (left === undefined) events.push(...pieces.map((piece) => tell('Product Added', piece)))
    // Half of those who put it into the cart leave it there once more.
    if (isAboutLooks && chance.is(0.5)) return events
    events.push(tell('Checkout Started', { cart_id: cart }), tell('Order Completed', orderOf(cart, pieces)))
    return events
  }

  #person(number: number): Person {
    let person = this.#people.get(number)
    if (person === undefined) {
      person = { cart: undefined, looks: new Map(), asked: undefined }
      this.#people.set(number, person)
    }
    return person
  }
}

/** What an order of these pieces says of itself. */
export function orderOf(cart: string, pieces: readonly JsonObject[]): JsonObject {
  const revenue = pieces.reduce((sum, { price }) => sum + Number(price), 0)
  const items = pieces.map(({ product_id, name, price }) => ({ product: product_id ?? null, name: name ?? null, price: price ?? null, quantity: 1 }))
  return { order_id: cart.replace('demo-c-', 'demo-o-'), cart_id: cart, revenue: Math.round(revenue * 100) / 100, currency: 'EUR', items }
}
