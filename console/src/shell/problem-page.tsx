// What takes a page's place when it broke. The rest of the console goes on.

import { Problem as Refusal } from '../client/problem.ts'
import { useIsAway } from '../client/use-is-away.ts'
import { Button } from '../kit/button.tsx'
import { isPartMissing } from '../kit/outdated.ts'
import { Problem } from '../kit/problem.tsx'
import { useWords } from '../words/words.ts'

/** The problem, and a way to try again: after an update of the server the pages have new names, so it loads everything anew. */
export function ProblemPage({ error }: { readonly error: unknown }) {
  const say = useWords('kit')
  const updated = new Refusal(0, { title: say('updated'), detail: say('updated-page') })
  // While the server is away there is nothing to load; the page comes by itself when it answers.
  const again = !useIsAway() && <Button onClick={() => location.reload()}>{say('load-again')}</Button>
  return (
    <div className="mx-auto max-w-xl p-6">
      <Problem problem={isPartMissing(error) ? updated : error} action={again || undefined} />
    </div>
  )
}
