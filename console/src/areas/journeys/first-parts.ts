// The large part that the page of a journey shows beside its drawing, which is fetched while the page itself is on its way.

import { lazy } from '../../kit/lazy.ts'
import { loadFormWords } from './forms/form-words.ts'

/** What is said of the selected part. */
export const Inspector = lazy(async () => {
  const [parts] = await Promise.all([import('./forms/inspector.tsx'), loadFormWords()])
  return { default: parts.Inspector }
})
