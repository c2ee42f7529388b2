// Reads an amount that came as a text, and only where no two readings are possible: "19,90", "24.5", "1.234,50 €", "$1,234.50", "1.234.567".
// It never guesses: of "1,234" nobody knows whether it is one or a thousand.

export type AmountRead = { readonly is: 'amount'; readonly value: number } | { readonly is: 'uncertain' } | { readonly is: 'no amount' }

const longest = 40
const currency = /^(?:[A-Z]{3}|\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})$/gu
const spacedThousands = /^(-?\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+)(?=[.,]|$)/u
const decimal = /^-?(?:\d+[.,](?:\d{1,2}|\d{4,})|0[.,]\d{3})$/
const grouped = /^-?\d{1,3}(?:(?:\.\d{3})+(?:,\d{1,2})|(?:,\d{3})+(?:\.\d{1,2})|(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/

/** What a text says as an amount. */
export function readAmount(text: string): AmountRead {
  if (text.length > longest) return { is: 'no amount' }
  const bare = text.trim().replace(currency, '')
  const plain = bare.replace(spacedThousands, (digits) => digits.replaceAll(/[^\d-]/g, ''))
  if (/^-?\d{1,15}$/.test(plain)) return { is: 'amount', value: Number(plain) }
  if (decimal.test(plain)) return { is: 'amount', value: Number(plain.replace(',', '.')) }
  if (grouped.test(plain)) return { is: 'amount', value: grouping(plain) }
  return /^-?\d+[.,]\d{3}$/.test(plain) ? { is: 'uncertain' } : { is: 'no amount' }
}

/** The last separator stands before decimals where one or two digits follow it; every other one separates thousands. */
function grouping(text: string): number {
  const decimals = /[.,](\d{1,2})$/.exec(text)
  const whole = decimals === null ? text : text.slice(0, decimals.index)
  return Number(`${whole.replaceAll(/[.,]/g, '')}.${decimals?.[1] ?? '0'}`)
}
