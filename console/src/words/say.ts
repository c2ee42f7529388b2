// Says a text of one area in one language: finds it among the words by its key, in the plural that a count asks for, and fills it in. It fetches nothing.

import { type Fill, fillOf } from './fill.ts'

/** The words of an area in one language, as its file has them. */
export interface Words {
  readonly [key: string]: string | Words
}

/**
 * A text by its key, where dots lead into groups; `{{name}}` in it is filled in, and a number named `count` chooses the plural (key_one, key_few, key_many, key_other).
 * A text that is not there is its `defaultValue`, or its key.
 */
export type Say = (key: string, values?: Readonly<Record<string, unknown>>) => string

/** Says the words that are there when it is asked; before they are, each text is its key. */
export function sayIn(language: string, wordsOfNow: () => Words | undefined): Say {
  const fills = new Map<string, Fill>()
  const known = (key: string): Fill | undefined => {
    const before = fills.get(key)
    if (before !== undefined) return before
    const text = find(wordsOfNow(), key)
    if (typeof text !== 'string') return undefined
    const fill = fillOf(text, (value) => numberIn(language).format(value))
    fills.set(key, fill)
    return fill
  }
  return (key, values) => {
    const count = values?.['count']
    const fill = (typeof count === 'number' ? known(`${key}_${pluralIn(language).select(count)}`) : undefined) ?? known(key)
    return fill === undefined ? String(values?.['defaultValue'] ?? key) : fill(values)
  }
}

/** The text or group at a key. Keys of what others named, such as settings, have dots of their own. */
export function find(words: Words | undefined, key: string): string | Words | undefined {
  if (words === undefined) return undefined
  if (Object.hasOwn(words, key)) return words[key]
  for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) {
    const group = Object.hasOwn(words, key.slice(0, dot)) ? words[key.slice(0, dot)] : undefined
    const found = typeof group === 'object' ? find(group, key.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** They cost a browser milliseconds to make. */
const numbers = new Map<string, Intl.NumberFormat>()
const plurals = new Map<string, Intl.PluralRules>()

function numberIn(language: string): Intl.NumberFormat {
  const format = numbers.get(language) ?? new Intl.NumberFormat(language)
  numbers.set(language, format)
  return format
}

function pluralIn(language: string): Intl.PluralRules {
  const rules = plurals.get(language) ?? new Intl.PluralRules(language)
  plurals.set(language, rules)
  return rules
}
