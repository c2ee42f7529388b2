// cart: what lies in all open carts together.

import type { CartCondition } from '../../model/condition.ts'
import { sentence } from '../../model/sentence.ts'
import type { Measure, View } from '../answer.ts'
import { boundOf } from './bound.ts'
import { checkNumbers } from './comparison-problems.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { compileNumbers } from './numbers.ts'
import { comparisonWords } from './words.ts'

export const compileCart: CompileKind<CartCondition> = ({ cart }, compiling) => {
  const { items, value } = cart
  if (items !== undefined) checkNumbers(compiling, items, ['cart', 'items'])
  if (value !== undefined) checkNumbers(compiling, value, ['cart', 'value'])
  const passesItems = items === undefined ? undefined : compileNumbers(items)
  const passesValue = value === undefined ? undefined : compileNumbers(value)
  const words = [
    ...(items === undefined ? [] : [`the number of pieces in the cart ${comparisonWords(items)}`]),
    ...(value === undefined ? [] : [`the value of the cart ${comparisonWords(value)}`]),
  ]
  return compiled({
    words: words.join(' and '),
    evaluate: (view) => lasting((passesItems === undefined || passesItems(piecesIn(view))) && (passesValue === undefined || passesValue(worthOf(view)))),
    detail: (view) => heldWords(piecesIn(view), Number(worthOf(view).toPrecision(12))),
    measure: measureOf(cart),
    reads: { cart: true },
  })
}

/** Of a cart that is asked for one number alone. */
function measureOf({ items, value }: CartCondition['cart']): Measure | undefined {
  if (items !== undefined && value !== undefined) return undefined
  const asks = boundOf(items ?? value ?? {})
  return asks && { ...asks, of: items === undefined ? worthOf : piecesIn, unit: 'amount' }
}

function heldWords(count: number, amount: number): string {
  return count === 1 ? sentence('one-piece', { amount }) : sentence('pieces', { count, amount })
}

function piecesIn(view: View): number {
  let sum = 0
  for (const { items } of view.state.carts) for (const { quantity } of items) sum += quantity
  return sum
}

function worthOf(view: View): number {
  let sum = 0
  for (const { items } of view.state.carts) for (const { quantity, price } of items) sum += quantity * price
  return sum
}
