// Problems of what was authored in the language of the reader: the server gives each as data beside its English. What says them is fetched when there are
// problems; until it is there, and where another program spoke, it stays as the server said it.

import { useEffect, useMemo, useState } from 'react'
import { type Language, useLanguage } from '../../words/words.ts'
import type { Told } from './told.ts'

interface Teller {
  readonly language: Language
  readonly tell: <Problem extends Told>(problem: Problem) => Problem
}

/** The same problems; const problems = useInWords(file.problems). */
export function useInWords<Problem extends Told>(problems: readonly Problem[]): readonly Problem[] {
  const language = useLanguage()
  const [teller, setTeller] = useState<Teller>()
  const isWanted = problems.length > 0
  useEffect(() => {
    if (isWanted) void import('./tell-in-words.ts').then((it) => it.tellerIn(language)).then((tell) => setTeller({ language, tell }))
  }, [isWanted, language])
  return useMemo(() => (teller?.language === language ? problems.map(teller.tell) : problems), [problems, teller, language])
}
