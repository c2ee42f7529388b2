// Reads the sentence about a mistake back into its code and what was filled in, so that the console can say it in another language. What is no sentence of
// ours stays as it is: `plain`.

import { filled } from './mistake.ts'
import { type MistakeCode, mistakes } from './mistakes.ts'

/** A sentence about a mistake as data. plain: words that have no code, such as what another program said. */
export interface SaidMistake {
  readonly code: MistakeCode | 'plain'
  readonly values: { readonly [name: string]: string | number | SaidMistake }
}

interface Reader {
  readonly code: MistakeCode
  readonly pattern: RegExp
}

/** A longer one is no sentence of ours. */
const longest = 4000
let readers: readonly Reader[] | undefined

/** The sentence as data. */
export function readMistake(text: string): SaidMistake {
  readers ??= readersOfAll()
  if (text.length <= longest) {
    for (const { code, pattern } of readers) {
      const found = pattern.exec(text)
      if (found === null) continue
      const values = found.groups ?? {}
      if (filled(mistakes[code], values) === text) return { code, values: valuesOf(values) }
    }
  }
  return { code: 'plain', values: { words: text } }
}

function valuesOf(found: Readonly<Record<string, string>>): SaidMistake['values'] {
  return Object.fromEntries(
    Object.entries(found).map(([name, text]) => [name, name === 'mistake' ? readMistake(text) : numbers.has(name) ? Number(text) : text]),
  )
}

/** Those that say more come first: of two that fit, the one with more words of its own is meant. */
function readersOfAll(): readonly Reader[] {
  const own = (code: MistakeCode): number => mistakes[code].replaceAll(/\{\w+\}/g, '').length
  return (Object.keys(mistakes) as MistakeCode[]).sort((one, other) => own(other) - own(one)).map((code) => ({ code, pattern: patternOf(mistakes[code]) }))
}

function patternOf(text: string): RegExp {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    return name === undefined
      ? part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      : `(?<${name}>${numbers.has(name) ? '-?\\d+(?:\\.\\d+)?' : (shapes[name] ?? '.*?')})`
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}

const numbers: ReadonlySet<string> = new Set(['count', 'max', 'percent', 'line', 'column'])

const nouns = 'a text|a number|true or false|a date such as 2026-11-21|a list|an object'

/** Of those that are not any text. */
const shapes: Readonly<Record<string, string>> = {
  field: '\\S+',
  path: '\\S+',
  other: '\\S+',
  domain: '\\S+',
  element: '[\\w:-]+',
  inside: '[\\w:-]+',
  kind: '[a-z]+',
  type: '[a-z]+',
  within: '(?:\\d+(?:ms|[smhdw]))+',
  noun: nouns,
  otherNoun: nouns,
  from: '\\d\\d:\\d\\d',
  to: '\\d\\d:\\d\\d',
}
