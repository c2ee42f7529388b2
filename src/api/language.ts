// Which of the languages that come with Oncue a reader wants.

import { languagesOfPages } from '../model/locale.ts'

export const languages = languagesOfPages
export type Language = (typeof languages)[number]

/** The language that the console was set to in this browser, else the first one that the browser asks for. */
export function languageOf({
  headers,
}: {
  readonly headers: { readonly cookie?: string | undefined; readonly 'accept-language'?: string | undefined }
}): Language {
  const [, chosen] = /(?:^|;\s*)oncue_language=(\w\w)/.exec(headers.cookie ?? '') ?? []
  return languageFor(chosen, headers['accept-language'])
}

/** The first of these languages ("de-AT", an Accept-Language header) that is there; English where none is. */
export function languageFor(...wanted: readonly (string | undefined)[]): Language {
  for (const one of wanted.flatMap((list) => (list ?? '').split(','))) {
    const known = languages.find((language) => language === one.trim().slice(0, 2).toLowerCase())
    if (known !== undefined) return known
  }
  return 'en'
}
