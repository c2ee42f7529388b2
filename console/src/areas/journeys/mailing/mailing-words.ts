// The words of a mail to many, in files of their own that are fetched with its pages.

import { loadWords, registerWords } from '../../../words/words.ts'

/** Resolves with the module once its words are there. */
export async function withMailingWords<Module>(module: Promise<Module>): Promise<Module> {
  registerWords('mailing', import.meta.glob('./words/*.json'))
  const [loaded] = await Promise.all([module, loadWords('mailing')])
  return loaded
}
