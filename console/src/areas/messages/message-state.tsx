// What became of a message, in a word: the most that was reported of it, else where it stands.

import type { AnswerOf } from '../../client/ask.ts'
import { Badge, type BadgeKind } from '../../kit/badge.tsx'
import { useWords } from '../../words/words.ts'

type Message = Pick<AnswerOf<'GET /messages'>['messages'][number], 'status' | 'reports'>

const kinds: Readonly<Record<string, BadgeKind>> = {
  clicked: 'accent',
  opened: 'good',
  delivered: 'plain',
  bounced: 'bad',
  complained: 'bad',
  failed: 'bad',
  refused: 'warn',
  unknown: 'warn',
}

/** <MessageState message={message} /> */
export function MessageState({ message }: { readonly message: Message }) {
  const say = useWords('messages')
  const state = stateOf(message)
  return <Badge kind={kinds[state] ?? 'plain'}>{say(`state.${state}`)}</Badge>
}

/** What a machine opened was seen by nobody. */
function stateOf({ status, reports }: Message): string {
  const was = (word: string): boolean => Object.hasOwn(reports, word)
  if (was('complained')) return 'complained'
  if (was('bounced')) return 'bounced'
  if (was('clicked by human')) return 'clicked'
  if (was('opened by human') || was('opened by proxy')) return 'opened'
  return was('delivered') ? 'delivered' : status
}
