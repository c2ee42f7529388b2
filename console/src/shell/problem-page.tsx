// What takes a page's place when it broke. The rest of the console goes on.

import { Button } from '../kit/button.tsx'
import { Problem } from '../kit/problem.tsx'
import { useWords } from '../words/words.ts'

/** The problem, and a way to try again: after an update of the server the pages have new names, so it loads everything anew. */
export function ProblemPage({ error }: { readonly error: unknown }) {
  const say = useWords('kit')
  return (
    <div className="mx-auto max-w-xl p-6">
      <Problem problem={error} action={<Button onClick={() => location.reload()}>{say('load-again')}</Button>} />
    </div>
  )
}
