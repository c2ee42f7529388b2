// What a ready design came with and nobody replaced: its sentences in every language of the console, since a colleague may have begun the mail in another one.

import { languages } from '../../words/words.ts'

/** Words of designs that say nothing to a reader. The others, such as the greeting, may stay. */
const toReplace = ['heading', 'text', 'short'] as const

type DesignWords = Readonly<Record<(typeof toReplace)[number], string>>

const files = import.meta.glob('./words/*.json')

/** Those that stand in one of the pages (MJML or HTML), each once. */
export async function leftOfDesign(pages: readonly string[]): Promise<readonly string[]> {
  const spoken = await Promise.all(
    languages.map(async (language) => {
      const read = (await files[`./words/${language}.json`]?.()) as { readonly default: { readonly design: { readonly words: DesignWords } } } | undefined
      return toReplace.flatMap((key) => read?.default.design.words[key] ?? [])
    }),
  )
  return spoken.flat().filter((sentence) => pages.some((page) => page.includes(sentence)))
}
