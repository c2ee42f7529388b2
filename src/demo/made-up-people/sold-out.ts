// What is sold out in the demo shop, and since when something is back, so that there are people who wait for it and people who were told.

/** Ids of what is sold out on the first day. */
export const soldOutAtFirst: ReadonlySet<string> = new Set(['4', '39', '71', '93'])

/** Of those, what has a stock again some days before the end of the weeks that are made up. */
export const comesBack = { product: '93', pieces: 14, beforeEndMs: 18 * 86_400_000 } as const

/** Whether a product is sold out at an instant of weeks that end at `to`; both UTC milliseconds. */
export function isSoldOut(product: string, at: number, to: number): boolean {
  return soldOutAtFirst.has(product) && (product !== comesBack.product || at < to - comesBack.beforeEndMs)
}
