// The words of trials, in files of their own that are fetched with what shows one; with those of forms and decisions, which it borrows.

import { loadWords, registerWords } from '../../../words/words.ts'
import { withDecisions } from '../../decisions/with-decisions.ts'
import { loadFormWords } from '../forms/form-words.ts'

/** Resolves with the module once its words are there. */
export async function withTrialWords<Module>(module: Promise<Module>): Promise<Module> {
  registerWords('trial', import.meta.glob('./words/*.json'))
  const [loaded] = await Promise.all([withDecisions(module), loadWords('trial'), loadFormWords()])
  return loaded
}
