// A sentence as data: its code and what is filled in, for whoever says it in another language; and the same in English.

import type { Json } from './json.ts'
import { meaningOf } from './outside-words.ts'
import { sentence, sentenceNames } from './sentence.ts'
import type { SentenceCode } from './sentences.ts'

/** plain: words that have no code, such as somebody's own. condition: a condition as it was authored, with its words.
 * outside: words of another program, with what they mean (`means`). */
export type SaidCode = SentenceCode | 'plain' | 'condition' | 'outside'
export type SaidValue = Json | Said | readonly Said[]
export interface Said {
  readonly code: SaidCode
  readonly values: { readonly [name: string]: SaidValue | undefined }
}

/** Words without a code. */
export function plain(words: string): Said {
  return { code: 'plain', values: { words } }
}

/** Words of another program, with their meaning where it is known. */
export function outside(words: string): Said {
  const means = meaningOf(words)
  return means === undefined ? plain(words) : { code: 'outside', values: { words, means } }
}

/** Between several of one name. */
const between: Readonly<Record<string, string>> = { ways: ' · ' }

/** In English, as the engine, traces and the command line say it. */
export function saidText({ code, values }: Said): string {
  if (code === 'plain' || code === 'condition' || code === 'outside') return String(values['words'])
  const filled = sentenceNames(code).flatMap((name) => {
    const value = values[name]
    return value === undefined ? [] : [[name, Array.isArray(value) ? value.map(partText).join(between[name] ?? '; ') : partText(value)]]
  })
  return (sentence as (code: SentenceCode, values: unknown) => string)(code, Object.fromEntries(filled))
}

function partText(value: SaidValue): string | number {
  if (typeof value === 'number') return value
  return isSaid(value) ? saidText(value) : String(value)
}

function isSaid(value: SaidValue): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value
}
