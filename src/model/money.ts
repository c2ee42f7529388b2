// Amounts of money as whole numbers, so that sums are the same in whatever order they are made: ten-thousandths of the currency's unit.

/** Ten-thousandths in one. */
export const moneyScale = 10_000
/** No single amount is larger. */
const mostMoney = 1_000_000_000

/** What stands for the currency where none was named. */
export const noCurrency = 'none'

/** A currency's code by ISO 4217. */
export const currencyPattern = /^[A-Z]{3}$/

/** An amount in ten-thousandths; undefined for what is no amount: negative, not finite, absurdly large, or no number. */
export function moneyUnits(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > mostMoney) return undefined
  return Math.round(value * moneyScale)
}
