// Languages as authors name them, and which of them a reader is given.

import { z } from 'zod'

/** A language tag such as `de` or `pt-BR`. */
export const localeSchema = z.string().regex(/^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/)

/** What the pages for readers, and the console, speak by themselves. */
export const languagesOfPages = ['en', 'de', 'ru'] as const

/** The key of a reader's language: `pt-BR`, `pt_br` and `pt` find `pt-BR` first and `pt` then; another region of the language is nobody's own. */
export function localeKey(keys: readonly string[], locale: string): string | undefined {
  const asked = normal(locale)
  const subtags = asked.split('-')
  for (let length = subtags.length; length > 0; length -= 1) {
    const wanted = subtags.slice(0, length).join('-')
    const found = keys.find((key) => normal(key) === wanted)
    if (found !== undefined) return found
  }
  return undefined
}

function normal(locale: string): string {
  return locale.replaceAll('_', '-').toLowerCase()
}

/** Scripts that run from right to left. */
const rightToLeft: ReadonlySet<string> = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'])

/** Which way the script of a language runs: that of `ar` and `he` from right to left. A tag may be written in a way that only looks like one, such as de-12. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const script = scriptOf(tag.replaceAll('_', '-')) ?? scriptOf(tag.split(/[-_]/)[0] as string)
  return script !== undefined && rightToLeft.has(script) ? 'rtl' : 'ltr'
}

function scriptOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().script
  } catch {
    return undefined
  }
}
