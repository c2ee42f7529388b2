// A cart as it rests in a store, beside the rest of the state (stored-state.ts).

import type { CartItem, CartState } from './state.ts'
import { pass, type RowSink, type RowSource, readRows } from './state-rows.ts'
import { orNull, orUndefined } from './stored-nothing.ts'

/** Writes a cart as one row, its things as rows in it. */
export function writeCart(sink: RowSink, cart: CartState): void {
  sink.list(4)
  sink.value(cart.id)
  sink.value(cart.changedAt)
  sink.value(cart.clearedAt)
  sink.list(cart.items.length)
  for (const item of cart.items) writeItem(sink, item)
}

/** The inverse of `writeCart`. */
export function readCart(source: RowSource): CartState {
  const length = source.list()
  const cart = {
    id: source.value() as string,
    changedAt: source.value() as number,
    clearedAt: source.value() as number,
    items: readRows(source, readItem),
  }
  pass(source, length - 4)
  return cart
}

function writeItem(sink: RowSink, item: CartItem): void {
  sink.list(7)
  sink.value(item.product)
  sink.value(item.changedAt)
  sink.value(item.quantity)
  sink.value(item.price)
  sink.value(orNull(item.name))
  sink.value(orNull(item.image))
  sink.value(orNull(item.url))
}

function readItem(source: RowSource): CartItem {
  const length = source.list()
  const item = {
    product: source.value() as string,
    changedAt: source.value() as number,
    quantity: source.value() as number,
    price: source.value() as number,
    name: orUndefined(source.value()) as string | undefined,
    image: orUndefined(source.value()) as string | undefined,
    url: orUndefined(source.value()) as string | undefined,
  }
  pass(source, length - 7)
  return item
}
