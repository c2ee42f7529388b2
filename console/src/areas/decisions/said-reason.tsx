// A reason in the language of the reader, for pages that seldom show one: what is needed to say it is fetched when there is one. Somebody's own words stand
// there at once.

import { Suspense } from 'react'
import { lazy } from '../../kit/lazy.ts'
import type { Said } from './told.ts'
import { withDecisions } from './with-decisions.ts'

const Sentence = lazy(() => withDecisions(import('./said-sentence.tsx').then(({ SaidSentence }) => ({ default: SaidSentence }))))

/** <SaidReason said={paused.said} /> */
export function SaidReason({ said }: { readonly said: Said }) {
  if (said.code === 'plain') return String(said.values['words'])
  return (
    <Suspense fallback="…">
      <Sentence said={said} />
    </Suspense>
  )
}
