// The words of the window for a new journey, in files of their own that are fetched with it: a page that only shows one needs none of them.

import { loadWords, registerWords } from '../../../words/words.ts'

/** Resolves once they are there. */
export function loadNewJourneyWords(): Promise<void> {
  registerWords('new-journey', import.meta.glob('./words/*.json'))
  return loadWords('new-journey')
}
