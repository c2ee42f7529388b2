// Conditions in plain English, for traces and for "why".

import {
  type Comparison,
  type ComparisonObject,
  type CountComparison,
  isRef,
  type Operator,
  operators,
  toComparisonObject,
  type Where,
} from '../../model/comparison.ts'

/** "at least 3 times"; never is "never". */
export function countWords(comparison: CountComparison): string {
  const parts = operators.flatMap((operator) => {
    const number = comparison[operator as keyof CountComparison]
    return number === undefined ? [] : [countPart(operator as keyof CountComparison, number)]
  })
  return parts.join(' and ')
}

const countPhrases = { eq: 'exactly', ne: 'not exactly', gt: 'more than', gte: 'at least', lt: 'fewer than', lte: 'at most' } as const

function countPart(operator: keyof CountComparison, number: number): string {
  if ((operator === 'eq' && number === 0) || (operator === 'lt' && number === 1) || (operator === 'lte' && number === 0)) return 'never'
  return `${countPhrases[operator]} ${number === 1 ? 'once' : number === 2 ? 'twice' : `${number} times`}`
}

/** "is at least 5 and is not 7". */
export function comparisonWords(comparison: Comparison | Partial<ComparisonObject>): string {
  const object = toComparisonObject(comparison) as Record<string, unknown>
  return operators.flatMap((operator) => (object[operator] === undefined ? [] : [comparisonPart(operator, object[operator])])).join(' and ')
}

const comparisonPhrases: Record<Exclude<Operator, 'exists'>, string> = {
  eq: 'is',
  ne: 'is not',
  gt: 'is over',
  gte: 'is at least',
  lt: 'is under',
  lte: 'is at most',
  in: 'is one of',
  contains: 'contains',
  starts: 'starts with',
  ends: 'ends with',
  matches: 'matches',
}

function comparisonPart(operator: Operator, operand: unknown): string {
  if (operator === 'exists') return operand === true ? 'is known' : 'is missing'
  return `${comparisonPhrases[operator]} ${operandWords(operand)}`
}

function operandWords(operand: unknown): string {
  if (isRef(operand)) return refWords(operand.ref)
  if (Array.isArray(operand)) return operand.map(operandWords).join(', ')
  return typeof operand === 'string' && /^[\p{L}\p{N}_.:@/-]+$/u.test(operand) ? operand : JSON.stringify(operand)
}

/** "the trigger's product_id". */
export function refWords(ref: string): string {
  return ref.startsWith('trigger.') ? `the trigger's ${ref.slice('trigger.'.length)}` : `the subscriber's ${ref.slice('attributes.'.length)}`
}

/** " with price is at least 5, of the same product_id", or "". */
export function whereWords(where: Where | undefined): string {
  const parts: string[] = []
  const same: string[] = []
  for (const [path, comparison] of Object.entries(where ?? {})) {
    const object = toComparisonObject(comparison)
    const isSame = isRef(object.eq) && object.eq.ref === `trigger.${path}` && Object.keys(object).length === 1
    if (isSame) same.push(path)
    else parts.push(`${path} ${comparisonWords(comparison)}`)
  }
  return (parts.length > 0 ? ` where ${parts.join(' and ')}` : '') + (same.length > 0 ? ` of the same ${same.join(' and ')}` : '')
}

/** A list in words: "a, b or c". */
export function listWords(items: readonly string[], last: 'and' | 'or'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}
