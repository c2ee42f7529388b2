// The cart, derived from commerce events in order of arrival. The rules stand in docs/reference/cart.md.

import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { CartRole } from './program.ts'
import type { CartItem, CartState } from './state.ts'

interface CartEvent {
  readonly occurredAt: number
  readonly properties: JsonObject
}

/** The carts after one more event. Returns the same array when nothing changed. */
export function cartsAfter(carts: CartState[], role: CartRole, event: CartEvent): CartState[] {
  switch (role) {
    case 'added':
    case 'removed':
      return changed(carts, role, event)
    case 'cleared':
    case 'ordered':
      return emptied(carts, event)
  }
}

/** Pieces and value over all carts. */
export function cartTotals(carts: readonly CartState[]): { readonly items: number; readonly value: number } {
  let items = 0
  let value = 0
  for (const cart of carts) {
    for (const item of cart.items) {
      items += item.quantity
      value += item.quantity * item.price
    }
  }
  return { items, value }
}

/** What templates see as `cart`: the named cart, or all carts together. */
export function cartFacts(carts: readonly CartState[], id: string | undefined): JsonObject {
  const chosen = id !== undefined && carts.some((cart) => cart.id === id) ? carts.filter((cart) => cart.id === id) : carts
  const { items: count, value } = cartTotals(chosen)
  const items = chosen.flatMap((cart) => cart.items).map(itemFacts)
  return { items, count, value }
}

/** The `cart_id` of an event's properties; "" when there is none. */
export function cartIdOf(properties: JsonObject): string {
  return identifier(properties['cart_id']) ?? ''
}

function changed(carts: CartState[], role: 'added' | 'removed', { occurredAt, properties }: CartEvent): CartState[] {
  const product = identifier(properties['product_id']) ?? identifier(properties['sku']) ?? identifier(properties['name'])
  if (product === undefined) return carts
  const id = cartIdOf(properties)
  const cart = carts.find((one) => one.id === id) ?? { id, changedAt: occurredAt, clearedAt: 0, items: [] }
  if (occurredAt <= cart.clearedAt) return carts
  const items = role === 'added' ? itemsWith(cart.items, product, occurredAt, properties) : itemsWithout(cart.items, product, occurredAt, properties)
  if (items === cart.items) return carts
  const after = withCart(carts, { id, changedAt: Math.max(cart.changedAt, occurredAt), clearedAt: cart.clearedAt, items })
  return role === 'added' && bytesOf(after) > limits.cartBytes ? carts : after
}

function emptied(carts: CartState[], { occurredAt, properties }: CartEvent): CartState[] {
  const id = identifier(properties['cart_id'])
  const known = id === undefined ? new Set([...carts.map((cart) => cart.id), '']) : new Set([id])
  let after = carts
  for (const cartId of known) {
    const cart = after.find((one) => one.id === cartId) ?? { id: cartId, changedAt: occurredAt, clearedAt: 0, items: [] }
    const items = cart.items.filter((item) => item.changedAt > occurredAt)
    after = withCart(after, { id: cartId, changedAt: Math.max(cart.changedAt, occurredAt), clearedAt: Math.max(cart.clearedAt, occurredAt), items })
  }
  return after
}

function withCart(carts: readonly CartState[], cart: CartState): CartState[] {
  const after = carts.filter((one) => one.id !== cart.id)
  after.push(cart)
  if (after.length > limits.carts) after.splice(oldestOf(after), 1)
  return after
}

function oldestOf(carts: readonly CartState[]): number {
  let oldest = 0
  for (let index = 1; index < carts.length; index += 1) {
    if ((carts[index]?.changedAt ?? 0) < (carts[oldest]?.changedAt ?? 0)) oldest = index
  }
  return oldest
}

function itemsWith(items: readonly CartItem[], product: string, occurredAt: number, properties: JsonObject): readonly CartItem[] {
  const index = items.findIndex((item) => item.product === product)
  const before = items[index]
  if (before === undefined && items.length >= limits.cartItems) return items
  const item: CartItem = {
    product,
    changedAt: Math.max(before?.changedAt ?? 0, occurredAt),
    quantity: Math.min((before?.quantity ?? 0) + (positive(properties['quantity']) ?? 1), Number.MAX_SAFE_INTEGER),
    price: number(properties['price']) ?? before?.price ?? 0,
    name: text(properties['name']) ?? before?.name,
    image: text(properties['image_url']) ?? before?.image,
    url: text(properties['url']) ?? before?.url,
  }
  return before === undefined ? [...items, item] : items.with(index, item)
}

/** Bytes of carts as JSON, near enough from above for texts of any alphabet. */
function bytesOf(carts: readonly CartState[]): number {
  let bytes = 0
  for (const cart of carts) {
    bytes += 64 + 3 * cart.id.length
    for (const item of cart.items) bytes += 96 + 3 * (item.product.length + (item.name?.length ?? 0) + (item.image?.length ?? 0) + (item.url?.length ?? 0))
  }
  return bytes
}

function itemsWithout(items: readonly CartItem[], product: string, occurredAt: number, properties: JsonObject): readonly CartItem[] {
  const index = items.findIndex((item) => item.product === product)
  const before = items[index]
  if (before === undefined) return items
  const quantity = before.quantity - (positive(properties['quantity']) ?? Number.POSITIVE_INFINITY)
  if (quantity <= 0) return items.toSpliced(index, 1)
  return items.with(index, { ...before, quantity, changedAt: Math.max(before.changedAt, occurredAt) })
}

function itemFacts(item: CartItem): JsonObject {
  return {
    product_id: item.product,
    name: item.name ?? item.product,
    quantity: item.quantity,
    price: item.price,
    value: item.quantity * item.price,
    image_url: item.image ?? null,
    url: item.url ?? null,
  }
}

function identifier(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, limits.idCharacters) : undefined
}

function positive(value: Json | undefined): number | undefined {
  const known = number(value)
  return known !== undefined && known > 0 ? known : undefined
}

function number(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
