// Whether somebody can be mailed, in a word.

import type { AnswerOf } from '../../client/ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { useWords } from '../../words/words.ts'

type State = AnswerOf<'POST /subscribers/search'>['subscribers'][number]['mail']

const kinds = { 'can be mailed': 'good', 'not written to': 'warn', 'no address': 'plain' } as const

/** <MailBadge state={person.mail} /> */
export function MailBadge({ state }: { readonly state: State }) {
  const say = useWords('people')
  return <Badge kind={kinds[state]}>{say(`mail-state.${state}`)}</Badge>
}
