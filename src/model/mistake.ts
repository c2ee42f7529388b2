// Writes the sentences of mistakes.ts. It reads none back.

import { type MistakeCode, mistakes } from './mistakes.ts'

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
/** What a sentence has to be told. */
export type MistakeValues<Code extends MistakeCode> = { readonly [Name in NamesIn<(typeof mistakes)[Code]>]: string | number }

/** The sentence in English: mistake('no-topic', { topic: 'news' }) is "there is no topic news". */
export function mistake<Code extends MistakeCode>(
  code: Code,
  ...[values]: [NamesIn<(typeof mistakes)[Code]>] extends [never] ? [] : [values: MistakeValues<Code>]
): string {
  return filled(mistakes[code], values ?? {})
}

/** Fills in what stands in braces. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
