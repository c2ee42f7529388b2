// A sentence that was answered as data, in words; its page has fetched them.

import { saidWords } from './said-words.ts'
import type { Said } from './told.ts'
import { useTongue } from './tongue.ts'

/** <SaidSentence said={said} /> */
export function SaidSentence({ said }: { readonly said: Said }) {
  return saidWords(said, useTongue())
}
