// The open carts, folded naively from the whole history: docs/reference/cart.md. Bounds are not kept: the oracle is asked
// about histories that stay under them.

import type { SubscriberEvent } from '../../model/event.ts'
import type { Json } from '../../model/json.ts'
import type { History, OracleContext } from './history.ts'

export interface NaiveProduct {
  readonly quantity: number
  readonly price: number
  readonly changedAt: number
}

interface NaiveCart {
  clearedAt: number
  readonly products: Map<string, NaiveProduct>
}

/** The numbers that `cart: { items, value }` compares. */
export function cartTotals(history: History, names: OracleContext['cartEvents']): { items: number; value: number } {
  const products = [...openCarts(history, names).values()].flatMap((cart) => [...cart.products.values()])
  return {
    items: products.reduce((sum, product) => sum + product.quantity, 0),
    value: products.reduce((sum, product) => sum + product.quantity * product.price, 0),
  }
}

function openCarts(history: History, names: OracleContext['cartEvents']): Map<string, NaiveCart> {
  const carts = new Map<string, NaiveCart>()
  const cartOf = (id: string): NaiveCart => {
    const cart = carts.get(id) ?? { clearedAt: Number.NEGATIVE_INFINITY, products: new Map() }
    carts.set(id, cart)
    return cart
  }
  for (const input of history) {
    if (input.kind !== 'event') continue
    const { event } = input
    const id = identifier(event.properties.cart_id)
    if (names.added.includes(event.name)) add(cartOf(id ?? ''), event)
    if (names.removed.includes(event.name)) remove(cartOf(id ?? ''), event)
    if (names.cleared.includes(event.name) || names.ordered.includes(event.name)) {
      const cleared = id === undefined ? [...carts.values(), cartOf('')] : [cartOf(id)]
      for (const cart of cleared) clear(cart, event.occurredAt)
    }
  }
  return carts
}

function add(cart: NaiveCart, event: SubscriberEvent): void {
  const product = productOf(event)
  if (product === undefined || event.occurredAt <= cart.clearedAt) return
  const known = cart.products.get(product)
  const { price } = event.properties
  cart.products.set(product, {
    quantity: (known?.quantity ?? 0) + (quantityOf(event) ?? 1),
    price: typeof price === 'number' ? price : (known?.price ?? 0),
    changedAt: Math.max(known?.changedAt ?? Number.NEGATIVE_INFINITY, event.occurredAt),
  })
}

function remove(cart: NaiveCart, event: SubscriberEvent): void {
  const product = productOf(event)
  if (product === undefined || event.occurredAt <= cart.clearedAt) return
  const known = cart.products.get(product)
  if (known === undefined) return
  const quantity = known.quantity - (quantityOf(event) ?? known.quantity)
  if (quantity <= 0) cart.products.delete(product)
  else cart.products.set(product, { ...known, quantity, changedAt: Math.max(known.changedAt, event.occurredAt) })
}

function clear(cart: NaiveCart, at: number): void {
  for (const [product, { changedAt }] of cart.products) if (changedAt <= at) cart.products.delete(product)
  cart.clearedAt = Math.max(cart.clearedAt, at)
}

function productOf(event: SubscriberEvent): string | undefined {
  const { product_id, sku, name } = event.properties
  return identifier(product_id) ?? identifier(sku) ?? identifier(name)
}

function quantityOf(event: SubscriberEvent): number | undefined {
  const { quantity } = event.properties
  return typeof quantity === 'number' && quantity > 0 ? quantity : undefined
}

function identifier(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
