// Amounts of events that came as texts: carts, goals and conditions count with numbers, and a shop's programs often send "19,90". Where only one reading is
// possible it becomes that number; else it stays the text that it is, and the sender is told. It never refuses an event.

import type { Json, JsonObject } from '../../model/json.ts'
import { readAmount } from '../../model/read-amount.ts'

/** Properties that hold amounts by the usual names of commerce events, also within `products` and `items`. */
export const amountNames = ['price', 'quantity', 'revenue', 'total', 'subtotal'] as const
const listNames = ['products', 'items'] as const

export interface AmountsRead {
  readonly properties: JsonObject
  /** What could not be read with certainty, or was read, in a sentence each. */
  readonly notes: readonly string[]
}

/** The properties with their amounts as numbers. The same object, and no notes, when there is nothing to read. */
export function readAmounts(properties: JsonObject): AmountsRead {
  const notes: string[] = []
  let after = readIn(properties, 'properties', notes)
  for (const name of listNames) {
    const list = properties[name]
    if (!Array.isArray(list)) continue
    const read = list.map((item: Json, index) => (isObject(item) ? readIn(item, `properties.${name}.${index}`, notes) : item))
    if (read.some((item, index) => item !== list[index])) after = { ...after, [name]: read }
  }
  return { properties: after, notes }
}

function readIn(object: JsonObject, path: string, notes: string[]): JsonObject {
  let after = object
  for (const name of amountNames) {
    const said = object[name]
    if (typeof said !== 'string') continue
    const read = readAmount(said)
    const shown = JSON.stringify(said.length > 40 ? `${said.slice(0, 40)}…` : said)
    if (read.is === 'amount') {
      after = { ...after, [name]: read.value }
      notes.push(`${path}.${name} is the text ${shown} and was read as ${read.value}; send a number`)
    } else {
      const why = read.is === 'uncertain' ? 'which can be read in two ways' : 'which is no number'
      notes.push(`${path}.${name} is the text ${shown}, ${why}: it counts for nothing in carts, goals and sums; send a number such as 19.9`)
    }
  }
  return after
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
