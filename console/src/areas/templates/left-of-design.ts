// What a ready design came with and nobody replaced: its sentences in every language of the console, since a colleague may have begun the mail in another one.

import { languages } from '../../words/words.ts'
import { type DesignWords, leftWords } from './left-words.ts'

const files = import.meta.glob('./words/*.json')

/** Those that stand in one of the pages (MJML or HTML), each once. */
export async function leftOfDesign(pages: readonly string[]): Promise<readonly string[]> {
  const read = await Promise.all(languages.map((language) => files[`./words/${language}.json`]?.()))
  return leftWords(
    pages,
    read.map((file) => (file as { readonly default: { readonly design: { readonly words: DesignWords } } }).default.design.words),
  )
}
