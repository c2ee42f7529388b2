// How a hook stands, in one word: it lacks its secret, nobody has called, the last call was refused, or it works.

import type { AnswerOf } from '../../client/ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { useWords } from '../../words/words.ts'

export type Hook = AnswerOf<'GET /hooks'>['hooks'][number]
type State = 'no-secret' | 'never' | 'refusing' | 'works'

const looks: Readonly<Record<State, BadgeKind>> = { 'no-secret': 'bad', never: 'plain', refusing: 'warn', works: 'good' }

/** <HookState hook={hook} /> */
export function HookState({ hook }: { readonly hook: Hook }) {
  const say = useWords('hooks')
  const state = stateOf(hook)
  return <Badge kind={looks[state]}>{say(`state.${state}`)}</Badge>
}

function stateOf({ hasSecret, lastHeardAt, lastRefusedAt }: Hook): State {
  if (!hasSecret) return 'no-secret'
  if (lastHeardAt === null) return 'never'
  return lastRefusedAt !== null && lastRefusedAt >= lastHeardAt ? 'refusing' : 'works'
}
