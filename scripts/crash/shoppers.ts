// What the people of the crash test do: a random stream of tracking messages from a few dozen of them, who browse with and without their
// name, fill carts, buy, come late, and turn out to be somebody known. Everything follows from the source of chance that is given.

import type { JsonObject } from '../../src/model/json.ts'

/** One message of the tracking API; `path` is the call. */
export interface Message {
  readonly path: 'track' | 'identify' | 'page' | 'alias'
  readonly messageId: string
  readonly body: JsonObject
}

export interface Shoppers {
  next(): Message
}

export interface ShoppersOptions {
  readonly random: () => number
  readonly people: number
  /** Makes the ids of this stream its own. */
  readonly name: string
  /** Where webhooks go. */
  readonly webhookPort: number
  readonly now: () => number
}

export const addressOf = (userId: string): string => `${userId}@mail.example`

/** Starts the stream. */
export function createShoppers({ random, people, name, webhookPort, now }: ShoppersOptions): Shoppers {
  let count = 0
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value

  const who = (person: number): JsonObject => {
    const draw = random()
    // Devices of some are shared by two, so that not every meeting of a device and a name is a merge. On those everybody gives a name:
    // a repetition without one is about whoever uses the device by then, so it is not recognized once the device has changed hands.
    const isShared = person % 10 === 0
    const device = isShared ? `device-${Math.floor(person / 20)}` : `device-p${person}-${Math.floor(random() * 3)}`
    if (draw < 0.3 && !isShared) return { anonymousId: device }
    return draw < 0.6 ? { userId: `person-${person}`, anonymousId: device } : { userId: `person-${person}` }
  }
  const when = (): JsonObject => {
    const draw = random()
    if (draw < 0.85) return {}
    return { timestamp: new Date(now() - Math.floor(random() * (draw < 0.97 ? 2_000 : 2 * 3_600_000))).toISOString() }
  }

  const identify = (person: number): Omit<Message, 'messageId'> => {
    const userId = `person-${person}`
    const traits = { email: addressOf(userId), first_name: `P${person}`, ...(random() < 0.3 ? { plan: pick(['free', 'pro']) } : {}) }
    return { path: 'identify', body: { userId, ...(random() < 0.5 ? { anonymousId: `device-p${person}-0` } : {}), traits } }
  }
  const track = (event: string, person: JsonObject, properties: JsonObject = {}): Omit<Message, 'messageId'> => ({
    path: 'track',
    body: { ...person, event, properties, ...when() },
  })
  const make = (): Omit<Message, 'messageId'> => {
    // Everybody gives an address first, so that there are mails from the beginning.
    if (count <= people) return identify(count % people)
    const person = Math.floor(random() * people)
    const userId = { userId: `person-${person}` }
    const cart = { cart_id: `cart-${person}-${Math.floor(random() * 2)}` }
    const product = { ...cart, product_id: `product-${Math.floor(random() * 5)}`, name: 'A thing', price: 10 + Math.floor(random() * 90), quantity: 1 }
    const draw = random()
    if (draw < 0.12) return identify(person)
    if (draw < 0.2) return track('Signed Up', userId, { port: webhookPort })
    if (draw < 0.5) return track('Product Viewed', who(person), { product_id: product.product_id })
    if (draw < 0.55) return { path: 'page', body: { ...who(person), name: 'Shop', properties: { url: 'https://shop.example/' } } }
    if (draw < 0.75) return track('Product Added', who(person), product)
    if (draw < 0.8) return track('Product Removed', who(person), product)
    if (draw < 0.9) return track('Order Completed', userId, { ...cart, revenue: Math.floor(random() * 80) })
    if (draw < 0.985) return track('Pinged', userId, { port: webhookPort, number: Math.floor(random() * 1000) })
    return { path: 'alias', body: { ...userId, previousId: `device-p${person}-${Math.floor(random() * 3)}` } }
  }

  return {
    next() {
      count += 1
      const messageId = `${name}-${count}`
      const { path, body } = make()
      return { path, messageId, body: { ...body, messageId } }
    },
  }
}
