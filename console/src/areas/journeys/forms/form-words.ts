// The words of the forms, in files of their own that are fetched with the forms.

import { loadWords, registerWords } from '../../../words/words.ts'

/** Resolves once they are there. */
export function loadFormWords(): Promise<void> {
  registerWords('journey-forms', import.meta.glob('./words/*.json'))
  return loadWords('journey-forms')
}
