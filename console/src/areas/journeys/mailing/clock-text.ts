// A date and a time of the browser's field as people write them in their language: Dec 1, 2026, 10:00 AM.

import { currentLanguage } from '../../../words/words.ts'

/** Empty for an empty field. */
export function clockText(local: string): string {
  if (local === '') return ''
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(Date.parse(`${local}Z`))
}
