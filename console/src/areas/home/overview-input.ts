// What the first page asks for, so that it can be asked before the page is there.

export const periods = [7, 30, 90] as const

/** The input for the period that the address names; 30 days by default. */
export function overviewInput(period: string | undefined): { readonly query: { readonly days: number } } {
  return { query: { days: periods.find((one) => String(one) === period) ?? 30 } }
}
