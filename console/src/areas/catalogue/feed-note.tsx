// How the feed of a collection stands: where it comes from, when it was fetched last and what came of it; fetched now by a press.

import { RefreshCw } from 'lucide-react'
import type { AnswerOf } from '../../client/ask.ts'
import { useTell } from '../../client/use-ask.ts'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Problem } from '../../kit/problem.tsx'
import { RelativeTime } from '../../kit/relative-time.tsx'
import { useMay } from '../../shell/session.ts'
import { useWords } from '../../words/words.ts'
import { SaidSentence } from '../decisions/said-sentence.tsx'

type Collection = AnswerOf<'GET /catalogue'>['collections'][number]
type Outcome = 'taken' | 'unchanged' | 'refused' | 'failed'

const kinds = { taken: 'good', unchanged: 'plain', refused: 'warn', failed: 'bad' } as const

/** The note; says so where there is no feed. */
export function FeedNote({ collection }: { readonly collection: Collection }) {
  const say = useWords('catalogue')
  const mayNot = useMay('editor')
  const fetch = useTell('POST /catalogue/{collection}/feed/fetch', { refreshes: ['/catalogue'] })
  if (collection.feedUrl === null) return <p className="text-sm text-soft">{say('no-feed')}</p>
  const { at, outcome } = (collection.feed ?? {}) as { readonly at?: number; readonly outcome?: Outcome }
  const said = collection.feedSaid
  const ask = (confirm: boolean): void => fetch.mutate({ params: { collection: collection.collection }, body: { confirm } })
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm break-all text-soft">{say('feed-from', { url: collection.feedUrl, at: collection.feedAt ?? '' })}</p>
      <div className="flex flex-wrap items-center gap-2">
        {outcome === undefined || at === undefined ? (
          <Badge>{say('never-fetched')}</Badge>
        ) : (
          <>
            <Badge kind={kinds[outcome]}>{say(`feed.${outcome}`)}</Badge>
            <span className="text-sm text-soft">
              <RelativeTime at={at} />
            </span>
          </>
        )}
        <Button size="small" icon={<RefreshCw />} why={mayNot} isBusy={fetch.isPending} onClick={() => ask(false)}>
          {say('fetch-now')}
        </Button>
        {outcome === 'refused' && (
          <Button size="small" why={mayNot} isBusy={fetch.isPending} onClick={() => ask(true)}>
            {say('take-anyway')}
          </Button>
        )}
      </div>
      {said !== null && outcome !== 'unchanged' && (
        <p className="text-sm break-words">
          <SaidSentence said={said} />
        </p>
      )}
      {fetch.error !== null && <Problem problem={fetch.error} />}
    </div>
  )
}
