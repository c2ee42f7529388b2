// Which of the languages that come with Oncue a reader wants.

export const languages = ['en', 'de', 'ru'] as const
export type Language = (typeof languages)[number]

/** The first of these languages ("de-AT", an Accept-Language header) that is there; English where none is. */
export function languageFor(...wanted: readonly (string | undefined)[]): Language {
  for (const one of wanted.flatMap((list) => (list ?? '').split(','))) {
    const known = languages.find((language) => language === one.trim().slice(0, 2).toLowerCase())
    if (known !== undefined) return known
  }
  return 'en'
}
