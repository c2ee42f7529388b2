// What languages are called in the language of the reader.

import { useLanguage } from './words.ts'

/** Of a language tag as authors write it, also with an underscore, pt-BR: Brazilian Portuguese. What is no tag is its own name. */
export function useLanguageNames(): (tag: string) => string {
  const names = new Intl.DisplayNames(useLanguage(), { type: 'language' })
  return (tag) => {
    try {
      return names.of(tag.replaceAll('_', '-')) ?? tag
    } catch {
      return tag
    }
  }
}
