// Made-up people of the demo shop and what they do in it for some weeks: they sign up, look around, leave carts, buy, and come back. The same seed gives the same
// people. What they do with mails is decided when a mail reaches them (reactions.ts), because only then it is known that one does.

import type { Arrival } from '../../model/arrival.ts'
import type { JsonObject } from '../../model/json.ts'
import { orderOf } from './left-behind.ts'
import { type Seeded, seeded } from './seeded.ts'
import { isSoldOut } from './sold-out.ts'

export interface ShopProduct {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly type: string
  readonly price: number
}

export interface ShoppersOptions {
  readonly people: number
  /** UTC milliseconds. */
  readonly from: number
  readonly to: number
  readonly seed: number
  readonly products: readonly ShopProduct[]
  /** Where the shop is, such as http://127.0.0.1:4400. */
  readonly base: string
}

const dayMs = 86_400_000
const minuteMs = 60_000
const firstNames =
  'Anna Ben Clara David Elif Finn Greta Hugo Ida Jonas Kim Lena Mats Nora Oskar Paula Quinn Rosa Samir Tilda Umut Vera Wim Yara Zoe Alma Bruno Cem'.split(' ')
const lastNames =
  'Adler Brandt Costa Dahl Ekberg Fischer Garcia Hansen Ivanova Jansen Keller Larsen Moreau Novak Olsen Peters Rossi Schmidt Tanaka Vogel Weber Yilmaz'.split(
    ' ',
  )
const zones = ['Europe/Berlin', 'Europe/Berlin', 'Europe/Berlin', 'Europe/Vienna', 'Europe/London', 'Europe/Paris', 'America/New_York']
/** How many of a day's visits begin in which hour. */
const hours = [1, 1, 0, 0, 0, 1, 2, 4, 5, 5, 5, 5, 7, 6, 5, 5, 5, 6, 8, 10, 12, 11, 7, 3].flatMap((weight, hour) => Array.from({ length: weight }, () => hour))

/** All that they do, in order of time. */
export function shoppers(options: ShoppersOptions): readonly Arrival[] {
  const arrivals: Arrival[] = []
  for (let number = 1; number <= options.people; number += 1) new Shopper(number, options, arrivals).live()
  return arrivals.sort((one, other) => one.event.receivedAt - other.event.receivedAt)
}

class Shopper {
  readonly #number: number
  readonly #options: ShoppersOptions
  readonly #arrivals: Arrival[]
  readonly #chance: Seeded
  readonly #favorite: string
  #events = 0
  #hasSignedUp = false

  constructor(number: number, options: ShoppersOptions, arrivals: Arrival[]) {
    this.#number = number
    this.#options = options
    this.#arrivals = arrivals
    this.#chance = seeded(options.seed * 7919 + number)
    this.#favorite = this.#chance.of(options.products).type
  }

  live(): void {
    const { from, to } = this.#options
    const chance = this.#chance
    // Some come from the first days on; the rest week by week, a little more each.
    const joins = chance.is(0.3) ? from + chance.span(3 * dayMs) : from + Math.sqrt(chance.next()) * (to - from)
    const everyMs = (6 + 40 * chance.next() ** 2) * dayMs
    for (let day = joins; day < to; day += dayMs / 2 + chance.span(everyMs)) {
      const start = Math.floor(day / dayMs) * dayMs + chance.of(hours) * 3_600_000 + chance.between(0, 3_599_999)
      if (start >= from && start < to - 40 * minuteMs) this.#visit(start)
    }
  }

  #visit(start: number): void {
    const chance = this.#chance
    const { products } = this.#options
    let at = start
    const later = (): number => {
      at += chance.between(8_000, 150_000)
      return at
    }
    this.#tell(at, 'Page Viewed', { path: '/demo' })
    if (!this.#hasSignedUp && chance.is(0.93)) this.#signUp(later())
    const liked = products.filter(({ type }) => type === this.#favorite)
    const looks = chance.between(1, 5)
    let product = chance.of(liked)
    for (let look = 0; look < looks; look += 1) {
      // Who likes something comes back to it.
      if (look > 0 && !chance.is(0.35)) product = chance.of(chance.is(0.7) ? liked : products)
      this.#tell(later(), 'Product Viewed', this.#about(product))
      // Who wants what is sold out asks to be told, and takes something else.
      if (!isSoldOut(product.id, at, this.#options.to)) continue
      if (this.#hasSignedUp) this.#tell(at + 4_000, 'Stock Alert Asked', this.#about(product))
      product = liked.find(({ id }) => !isSoldOut(id, at, this.#options.to)) ?? product
    }
    if (!chance.is(0.3)) return
    const cart = { cart_id: `demo-c-${this.#number}-${this.#events}` }
    const pieces: JsonObject[] = []
    for (let piece = chance.between(1, 3); piece > 0; piece -= 1) {
      if (isSoldOut(product.id, at, this.#options.to)) product = liked.find(({ id }) => !isSoldOut(id, at, this.#options.to)) ?? product
      const added = { ...this.#about(product), ...cart, quantity: 1 }
      this.#tell(later(), 'Product Added', added)
      pieces.push(added)
      product = chance.of(chance.is(0.6) ? liked : products)
    }
    const isDecided = chance.is(0.6)
    if (isDecided) this.#tell(later(), 'Checkout Started', cart)
    const order = orderOf(cart.cart_id, pieces)
    if (isDecided && chance.is(0.55)) this.#tell(later(), 'Order Completed', order)
    // Some come back by themselves for what they left; who does so never needed a reminder.
    else if (chance.is(0.09)) this.#comeBack(at + chance.between(45 * minuteMs, 60 * 60 * minuteMs), order)
  }

  #comeBack(at: number, order: JsonObject): void {
    if (at >= this.#options.to) return
    this.#tell(at, 'Page Viewed', { path: '/demo/cart' })
    this.#tell(at + 30_000, 'Order Completed', order)
  }

  #signUp(at: number): void {
    const chance = this.#chance
    const [first, last] = [chance.of(firstNames), chance.of(lastNames)]
    const traits = { email: `${first}.${last}.${this.#number}@example.com`.toLowerCase(), first_name: first, last_name: last, timezone: chance.of(zones) }
    this.#hasSignedUp = true
    this.#tell(at, 'Identified', {}, traits)
  }

  #about({ id, name, brand, type, price }: ShopProduct): JsonObject {
    const { base } = this.#options
    return { product_id: id, name, brand, category: type, price, url: `${base}/demo/products/${id}`, image_url: `${base}/demo/pictures/${id}.webp` }
  }

  #tell(at: number, name: string, properties: JsonObject, traits?: JsonObject): void {
    this.#events += 1
    const messageId = `demo-${this.#number}-${this.#events}`
    const event = { name, occurredAt: at, receivedAt: at, messageId, properties, ...(traits === undefined ? {} : { traits }) }
    this.#arrivals.push({ anonymousId: `demo-a-${this.#number}`, event })
  }
}
