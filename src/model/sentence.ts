// Writes the sentences of sentences.ts, and knows what their names stand for. It reads none back.

import { isoInstant } from './iso-instant.ts'
import { answers, refusals, type SentenceCode, sentences } from './sentences.ts'
import { outcomes } from './sentences-of-outcomes.ts'

/** Names that stand for an instant: UTC milliseconds, written as an ISO date. */
export const instantNames = ['at', 'since', 'until'] as const
/** Names that stand for a number. */
export const numberNames = ['count', 'max', 'version', 'percent', 'day', 'rivals', 'amount'] as const
/** Names that stand for a duration as authors write it, such as 1d12h. */
export const durationNames = ['duration', 'within'] as const

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type WithoutBrackets<Text extends string> = Text extends `${infer Before}[${string}]${infer After}` ? `${Before}${WithoutBrackets<After>}` : Text
type ValueOf<Name> = Name extends (typeof instantNames)[number] ? number : Name extends (typeof numberNames)[number] ? number : string
type TextOf<Code extends SentenceCode> = (typeof sentences & typeof refusals & typeof outcomes & typeof answers)[Code]
type AllNames<Code extends SentenceCode> = NamesIn<TextOf<Code>>
type Wanted<Code extends SentenceCode> = NamesIn<WithoutBrackets<TextOf<Code>>>

/** What a sentence has to be told. */
export type SentenceValues<Code extends SentenceCode> = { readonly [Name in Wanted<Code>]: ValueOf<Name> } & {
  readonly [Name in Exclude<AllNames<Code>, Wanted<Code>>]?: ValueOf<Name> | undefined
}

/** A stretch of text, a name to fill in, or a stretch that is left out with its name. */
export type SentencePart = string | { readonly name: string } | { readonly optional: readonly SentencePart[] }

const partsOf = new Map<string, readonly SentencePart[]>()
const texts = { ...sentences, ...refusals, ...outcomes, ...answers }

/** A sentence taken apart, kept for the next time. */
export function sentenceParts(code: SentenceCode): readonly SentencePart[] {
  const known = partsOf.get(code)
  if (known !== undefined) return known
  const parts = take(texts[code])
  partsOf.set(code, parts)
  return parts
}

/** The names that a sentence fills in. */
export function sentenceNames(code: SentenceCode): readonly string[] {
  return namesIn(sentenceParts(code))
}

function namesIn(parts: readonly SentencePart[]): readonly string[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [] : 'name' in part ? [part.name] : namesIn(part.optional)))
}

/** The sentence in English: sentence('step-done', { step: 'remind' }) is "remind done". */
export function sentence<Code extends SentenceCode>(
  code: Code,
  ...[values]: [Wanted<Code>] extends [never] ? [values?: SentenceValues<Code>] : [values: SentenceValues<Code>]
): string {
  return write(sentenceParts(code), (values ?? {}) as Readonly<Record<string, string | number | undefined>>)
}

function write(parts: readonly SentencePart[], values: Readonly<Record<string, string | number | undefined>>): string {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if ('name' in part) text += valueText(part.name, values[part.name])
    else if (part.optional.every((one) => typeof one === 'string' || !('name' in one) || values[one.name] !== undefined)) text += write(part.optional, values)
  }
  return text
}

function valueText(name: string, value: string | number | undefined): string {
  return typeof value === 'number' && (instantNames as readonly string[]).includes(name) ? isoInstant(value) : String(value)
}

function take(text: string): readonly SentencePart[] {
  return text.split(/(\{\w+\}|\[[^\]]*\])/).flatMap((piece): readonly SentencePart[] => {
    if (piece === '') return []
    if (piece.startsWith('{')) return [{ name: piece.slice(1, -1) }]
    return piece.startsWith('[') ? [{ optional: take(piece.slice(1, -1)) }] : [piece]
  })
}
