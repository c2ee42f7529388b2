// What is needed to say something the server answered as data: the words of decisions and of conditions, and the formats of the language.

import { type Formats, useFormats } from '../../words/formats.ts'
import { type Language, type Say, useLanguage, useWords } from '../../words/words.ts'

export interface Tongue {
  readonly say: Say
  readonly sayCondition: Say
  readonly formats: Formats
  readonly language: Language
}

/** The tongue of now. */
export function useTongue(): Tongue {
  const say = useWords('decisions')
  const sayCondition = useWords('conditions')
  return { say, sayCondition, formats: useFormats(), language: useLanguage() }
}
