// How a file of the definitions folder is asked for where it is edited: the same ahead of a page and in it.

import { ask } from '../client/ask.ts'
import { answerKey } from '../client/use-ask.ts'

/** How often it is looked whether somebody else changed it. */
export const lookMs = 5000

/** The name that its answer is kept under, whoever asks: what one page keeps, the window that publishes shows. */
export const draftFileKey = (path: string): readonly unknown[] => answerKey('GET /definitions/file', { query: { path } })

/** For TanStack Query. */
export const draftFileQuestion = (path: string) => ({
  queryKey: draftFileKey(path),
  queryFn: () => ask('GET /definitions/file', { query: { path } }),
})
