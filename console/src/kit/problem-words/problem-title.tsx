// The title of a problem in words of their own, which are fetched when there is a problem.

import { loadWords, registerWords, useWords } from '../../words/words.ts'

/** What it is called in the reader's language; as the server calls it where there are no words for it. */
function ProblemTitle({ code, title }: { readonly code: string; readonly title: string }) {
  return useWords('problem')(code, { defaultValue: title })
}

/** lazy(() => import('./problem-words/problem-title.tsx').then((it) => it.loadProblemTitle())) */
export async function loadProblemTitle(): Promise<{ readonly default: typeof ProblemTitle }> {
  registerWords('problem', import.meta.glob('./words/*.json'))
  await loadWords('problem')
  return { default: ProblemTitle }
}
