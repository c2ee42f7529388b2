// Chance that is the same each time: a stream of numbers from a seed (mulberry32). For made-up people only, never for anything secret.

export interface Seeded {
  /** From 0 to below 1. */
  next(): number
  /** Whether something with this chance happens. */
  is(chance: number): boolean
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** One of a list that is not empty. */
  of<Item>(list: readonly Item[]): Item
  /** A span with this mean, as waiting times are distributed. */
  span(meanMs: number): number
}

/** A stream of its own for each seed. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    is: (chance) => next() < chance,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    of: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    span: (meanMs) => Math.round(-Math.log(1 - next()) * meanMs),
  }
}
