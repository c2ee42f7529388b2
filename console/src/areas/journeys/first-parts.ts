// The large parts that the page of a journey shows at once, which are fetched while the page itself is on its way.

import { lazy } from '../../kit/lazy.ts'
import { loadFormWords } from './forms/form-words.ts'

/** The drawing. */
export const Canvas = lazy(async () => ({ default: (await import('./canvas.tsx')).Canvas }))

/** What is said of the selected part. */
export const Inspector = lazy(async () => {
  const [parts] = await Promise.all([import('./forms/inspector.tsx'), loadFormWords()])
  return { default: parts.Inspector }
})
