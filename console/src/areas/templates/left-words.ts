// Which sentences of a ready design nobody replaced, whatever the language of whoever began the mail.

/** Words of designs that say nothing to a reader. The others, such as the greeting, may stay. */
const toReplace = ['heading', 'text', 'short'] as const
/** They are true as long as the mail shows the cart; its products may have been picked from the catalogue since. */
const ofTheCart = ['cart-text'] as const

export type DesignWords = Readonly<Record<(typeof toReplace)[number] | (typeof ofTheCart)[number], string>>

/** Those that stand in one of the pages (MJML or HTML), each once; `spoken` are the words of designs in each language. */
export function leftWords(pages: readonly string[], spoken: readonly DesignWords[]): readonly string[] {
  const showsCart = pages.some((page) => /\bcart\./.test(page))
  const keys = showsCart ? toReplace : [...toReplace, ...ofTheCart]
  const sentences = new Set(spoken.flatMap((words) => keys.map((key) => words[key])))
  return [...sentences].filter((sentence) => pages.some((page) => page.includes(sentence)))
}
