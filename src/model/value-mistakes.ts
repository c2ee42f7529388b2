// What is wrong with one value, in the sentences of mistakes.ts: its type, and its size. The same for files and for requests.

import { mistake } from './mistake.ts'

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  null: 'null',
}

/** A type of zod's as one would name it aloud. */
export function typeInWords(type: string): string {
  return words[type] ?? type
}

/** A value as one would name it aloud, short. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'nothing (null)'
  if (typeof value === 'string') return `"${value.length > 60 ? `${value.slice(0, 57)}...` : value}"`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return `the keys ${Object.keys(value).slice(0, 5).join(', ') || '(none)'}`
  return String(value)
}

export interface WrongSize {
  readonly value: unknown
  /** What zod measured: string, array, number, ... */
  readonly origin: string
  readonly bound: 'at least' | 'at most'
  readonly count: number
}

/** Of a text, a list or a number that is too small or too large. */
export function sizeMistake({ value, origin, bound, count }: WrongSize): string {
  const isLeast = bound === 'at least'
  if (origin === 'string') return isLeast && count === 1 ? mistake('text-empty') : mistake(isLeast ? 'text-short' : 'text-long', { count })
  if (origin !== 'array') return mistake(isLeast ? 'number-small' : 'number-large', { got: shownValue(value), max: count })
  if (count === 1) return mistake(isLeast ? 'list-empty' : 'list-one')
  return mistake(isLeast ? 'list-short' : 'list-long', { count })
}
