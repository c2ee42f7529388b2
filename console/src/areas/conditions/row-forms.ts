// Which rows the builder can draw, and what a new one of each kind says. A row that says more than its form knows is shown as text instead, so that
// nothing of it is lost.

import { type ConditionJson, isObject, isRef, type Json, kindOf, type LeafKind } from './condition-json.ts'

export const comparisons = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'starts', 'ends', 'matches', 'exists'] as const
export type ComparisonName = (typeof comparisons)[number]
export const numberComparisons = ['gte', 'gt', 'lte', 'lt', 'eq', 'ne'] as const
export type NumberComparisonName = (typeof numberComparisons)[number]

/** In the order and under the headings in which they are offered. */
export const rowGroups = [
  { heading: 'did', kinds: ['event', 'since', 'in-order', 'latest'] },
  { heading: 'much', kinds: ['sum', 'avg', 'min', 'max', 'distinct'] },
  { heading: 'is', kinds: ['attribute', 'list', 'topic', 'segment'] },
  { heading: 'we', kinds: ['message', 'rate', 'journey'] },
  { heading: 'now', kinds: ['cart', 'time'] },
  { heading: 'passage', kinds: ['trigger'] },
] as const satisfies readonly { readonly heading: string; readonly kinds: readonly LeafKind[] }[]

const windowKeys = ['within', 'since']
const numberKeys: readonly string[] = numberComparisons

/** Keys of each kind besides the one that names it. */
const keys: Record<LeafKind, readonly string[]> = {
  event: ['where', 'count', ...windowKeys, 'by'],
  sum: ['of', 'where', 'within', ...numberKeys],
  avg: ['of', 'where', 'within', ...numberKeys],
  min: ['of', 'where', 'within', ...numberKeys],
  max: ['of', 'where', 'within', ...numberKeys],
  distinct: ['of', 'where', 'within', ...numberKeys],
  since: ['gte', 'never'],
  'in-order': ['within'],
  latest: ['where'],
  attribute: ['for', ...comparisons],
  list: [],
  topic: ['channel'],
  segment: [],
  message: ['did', 'count', ...windowKeys, 'by'],
  rate: ['over', 'last', 'within', 'by', ...numberKeys],
  journey: ['is', 'at', 'within'],
  cart: [],
  time: [],
  trigger: [...comparisons],
}

/** What a new row of a kind says, to be filled in. */
export const newRows: Record<LeafKind, ConditionJson> = {
  event: { event: '' },
  sum: { sum: '', of: '', gte: 1 },
  avg: { avg: '', of: '', gte: 1 },
  min: { min: '', of: '', gte: 1 },
  max: { max: '', of: '', gte: 1 },
  distinct: { distinct: '', of: '', gte: 2 },
  since: { since: '', gte: '14d' },
  'in-order': { 'in-order': [{ event: '' }, { event: '' }], within: '1h' },
  latest: { latest: '', where: { '': '' } },
  attribute: { attribute: '', eq: '' },
  list: { list: '' },
  topic: { topic: '' },
  segment: { segment: '' },
  message: { message: 'any', did: 'opened', within: '30d' },
  rate: { rate: 'opened', over: 'sent', last: 10, gte: 0.3 },
  journey: { journey: '', is: 'active' },
  cart: { cart: { items: { gte: 1 } } },
  time: { time: { between: ['09:00', '17:00'] } },
  trigger: { trigger: '', eq: '' },
}

/** What a row of another kind takes over: the event, the window and what is asked of it. */
export function asKind(condition: ConditionJson, kind: LeafKind): ConditionJson {
  const before = kindOf(condition)
  if (before === undefined || before === kind) return newRows[kind]
  const event = [condition['of'], condition[before]].find(
    (value) => typeof value === 'string' && ['event', 'latest', 'of', 'since'].some((key) => condition[key] === value),
  )
  const fresh: Record<string, Json> = { ...newRows[kind] }
  for (const key of ['event', 'of', 'latest', 'since']) if (event !== undefined && fresh[key] === '') fresh[key] = event as string
  for (const key of ['where', 'within']) if (condition[key] !== undefined && keys[kind].includes(key) && kind !== 'rate') fresh[key] = condition[key] as Json
  return fresh
}

/** Whether the builder has a control for everything that a row says. */
export function canDraw(condition: Json): boolean {
  const kind = kindOf(condition) as LeafKind | undefined
  if (kind === undefined || !isObject(condition) || !Object.hasOwn(keys, kind)) return false
  const known = new Set<string>([kind, ...keys[kind]])
  if (Object.keys(condition).some((key) => !known.has(key))) return false
  return Object.entries(condition).every(([key, value]) => fits(kind, key, value))
}

const engagements = ['human', 'proxy', 'machine']
const outcomes = ['sent', 'delivered', 'opened', 'clicked', 'bounced']

function fits(kind: LeafKind, key: string, value: Json): boolean {
  const isText = typeof value === 'string'
  if (key === kind) return fitsOwn(kind, value)
  switch (key) {
    case 'where':
      return isWhere(value)
    case 'count':
      return isObject(value) && Object.entries(value).every(([operator, number]) => numberKeys.includes(operator) && typeof number === 'number')
    case 'of':
    case 'within':
    case 'for':
    case 'at':
      return isText
    case 'since':
      return value === 'enrollment' || value === 'step'
    case 'by':
      return kind === 'event' ? isText : isOneOrMore(value, engagements)
    case 'never':
      return typeof value === 'boolean'
    case 'channel':
      return isText
    case 'did':
      return isText && outcomes.includes(value)
    case 'over':
      return value === 'sent' || value === 'delivered'
    case 'is':
      return isText && ['active', 'completed', 'exited'].includes(value)
    case 'last':
      return typeof value === 'number'
    default:
      if (kind === 'since') return isText
      return kind === 'attribute' || kind === 'trigger' ? isOperand(key, value) : typeof value === 'number'
  }
}

function fitsOwn(kind: LeafKind, value: Json): boolean {
  switch (kind) {
    case 'since':
      return typeof value === 'string' || isTexts(value)
    case 'in-order':
      return (
        Array.isArray(value) &&
        value.every(
          (item: Json) =>
            isObject(item) &&
            typeof item['event'] === 'string' &&
            Object.entries(item).every(([key, part]) => key === 'event' || (key === 'where' && isWhere(part))),
        )
      )
    case 'cart':
      return (
        isObject(value) &&
        Object.entries(value).every(
          ([key, part]) =>
            ['items', 'value'].includes(key) &&
            isObject(part) &&
            Object.entries(part).every(([name, number]) => numberKeys.includes(name) && typeof number === 'number'),
        )
      )
    case 'time':
      return (
        isObject(value) &&
        Object.entries(value).every(([key, part]) => (key === 'zone' ? typeof part === 'string' : ['between', 'days'].includes(key) && isTexts(part)))
      )
    default:
      return typeof value === 'string'
  }
}

function isWhere(value: Json): boolean {
  return (
    isObject(value) &&
    Object.values(value).every((comparison) =>
      isObject(comparison)
        ? Object.keys(comparison).length > 0 && Object.entries(comparison).every(([operator, operand]) => isOperand(operator, operand))
        : isScalar(comparison),
    )
  )
}

function isOperand(operator: string, operand: Json): boolean {
  if (!(comparisons as readonly string[]).includes(operator)) return false
  if (operator === 'in') return Array.isArray(operand) && operand.every(isScalar)
  if (operator === 'exists') return typeof operand === 'boolean'
  return isScalar(operand) || isRef(operand)
}

function isScalar(value: Json | undefined): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isTexts(value: Json): boolean {
  return Array.isArray(value) && value.every((one: Json) => typeof one === 'string')
}

function isOneOrMore(value: Json, known: readonly string[]): boolean {
  return typeof value === 'string' ? known.includes(value) : isTexts(value) && (value as readonly string[]).every((one) => known.includes(one))
}
