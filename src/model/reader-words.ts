// What a page, or the mail that asks, says to its reader: in the first language that they want and that there is, the workspace's own words before ours. A language that comes with Oncue needs only the
// words that are to differ; of another, what is not said stays English.

import { directionOf, languagesOfPages, localeKey } from './locale.ts'
import { type OwnPages, type PageTexts, type PageWord, pageWords } from './page-words.ts'
import { german } from './page-words-de.ts'
import { russian } from './page-words-ru.ts'

export interface ReaderWords {
  /** The tag of the page's language. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Languages, best first, in which what the workspace wrote elsewhere is shown. */
  readonly locales: readonly string[]
  readonly say: (word: PageWord, values?: Readonly<Record<string, string | number>>) => string
}

/** What comes with Oncue. */
export const ours: Readonly<Record<(typeof languagesOfPages)[number], PageTexts>> = { en: pageWords, de: german, ru: russian }

/** `wanted`: languages or Accept-Language headers, best first. */
export function readerWords(own: OwnPages | undefined, ...wanted: readonly (string | undefined)[]): ReaderWords {
  const tags = wanted.flatMap((list) => (list ?? '').split(',')).map((one) => (one.split(';')[0] as string).trim())
  const spoken = [...Object.keys(own ?? {}), ...languagesOfPages]
  const key = tags.flatMap((tag) => localeKey(spoken, tag) ?? []).at(0) ?? 'en'
  const base = localeKey(languagesOfPages, key) as keyof typeof ours | undefined
  // Of Swiss German: its own words, those of German, and what comes with Oncue.
  const theirs = [own?.[key], own?.[localeKey(Object.keys(own), key.split(/[-_]/)[0] as string) ?? '']]
  const direction = directionOf(key)
  return {
    language: key.replaceAll('_', '-'),
    direction,
    locales: [tags.find((tag) => tag !== '') ?? '', key],
    say(word, values = {}) {
      const written = theirs.flatMap((layer) => layer?.[word] ?? []).at(0)
      const said = (written ?? (base && ours[base])?.[word] ?? pageWords[word]).replaceAll(/\{(\w+)\}/g, (braces, name: string) => {
        const value = values[name]
        if (value === undefined) return braces
        // A Latin name in a Hebrew sentence must not move what stands around it.
        return direction === 'rtl' ? `\u2068${value}\u2069` : String(value)
      })
      // English where nothing was said: its full stop stays at its end.
      return direction === 'rtl' && written === undefined ? `\u2066${said}\u2069` : said
    },
  }
}
