// The last calls of a hook: what each came to, and why what was not taken in was not.

import { Link } from '@tanstack/react-router'
import type { AnswerOf } from '../../client/ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'

type Call = AnswerOf<'GET /hooks/{hook}'>['calls'][number]

/** <HookCalls hook="shop" calls={calls} /> */
export function HookCalls({ hook, calls }: { readonly hook: string; readonly calls: readonly Call[] }) {
  const say = useWords('hooks')
  return (
    <Card
      title={say('calls')}
      aside={
        <Link to="/live/refused" search={{ q: `hook ${hook}` } as never} className="text-sm text-accent underline">
          {say('refused-link')}
        </Link>
      }
    >
      <p className="mb-2 text-base text-soft">{say('calls-about')}</p>
      {calls.length === 0 ? (
        <EmptyState title={say('no-calls')}>{say('no-calls-about')}</EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className="max-h-96 overflow-y-auto" tabIndex={0} aria-label={say('calls')}>
          <ul className="divide-y divide-line">
            {calls.map((call) => (
              <li key={call.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-base">
                <span className="w-36 shrink-0 text-sm text-soft">
                  <RelativeTime at={call.at} />
                </span>
                <Badge kind={call.status < 300 ? 'good' : 'bad'}>{call.status}</Badge>
                <CallResult call={call} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  )
}

function CallResult({ call }: { readonly call: Call }) {
  const say = useWords('hooks')
  if (call.accepted === 0 && call.said === null) return <span className="min-w-0 text-soft">{say(`call.${nothingBecause(call.status)}`)}</span>
  return (
    <span className="min-w-0 flex-1">
      {call.accepted > 0 && `${say('taken', { count: call.accepted })}: ${call.events.join(', ')}`}
      {call.said !== null && (
        <span className="block text-bad">
          <SaidSentence said={call.said} />
        </span>
      )}
    </span>
  )
}

function nothingBecause(status: number): 'ignored' | 'no-secret' | 'too-many' | 'failed' {
  if (status < 300) return 'ignored'
  if (status === 404) return 'no-secret'
  return status === 429 ? 'too-many' : 'failed'
}
