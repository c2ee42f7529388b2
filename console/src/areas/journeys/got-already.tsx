// Who already got a message of a journey, newest first: what cannot be taken back any more.

import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAskPages } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

/** The list. */
export function GotAlready({ journey }: { readonly journey: string }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const found = useAskPages('GET /messages', { query: { journey, status: 'sent', limit: 20 } })
  const messages = found.data?.pages.flatMap((page) => page.messages) ?? []
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  // A page looks through so many messages and may hold none that was sent, while a mail to many has many that wait; only the last one says that there is none.
  const isLooking = found.error === null && (found.isPending || (messages.length === 0 && hasNextPage))
  useEffect(() => {
    if (isLooking && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isLooking, hasNextPage, isFetchingNextPage, fetchNextPage])
  return (
    <section aria-label={say('stop.got')}>
      <h3 className="mb-1 text-sm font-medium">{say('stop.got')}</h3>
      {found.error !== null && <Problem problem={found.error} />}
      {isLooking && <Skeleton lines={3} className="h-5" />}
      {found.data !== undefined && messages.length === 0 && !hasNextPage && <p className="text-base text-soft">{say('stop.nobody')}</p>}
      {messages.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <ul tabIndex={0} className="m-0 max-h-48 list-none overflow-y-auto rounded-md border border-line p-0">
          {messages.map((one) => (
            <li key={one.key} className="flex justify-between gap-3 border-b border-line px-2.5 py-1.5 text-base last:border-0">
              <Link to="/people/$subscriber" params={{ subscriber: `#${one.subscriber}` } as never} className={classes(linkLook, 'min-w-0 truncate')}>
                {one.archived?.address || one.userId || `#${one.subscriber}`}
              </Link>
              <span className="shrink-0 text-sm text-soft">{formats.dateTime(one.decidedAt)}</span>
            </li>
          ))}
          {hasNextPage && (
            <li className="p-1">
              <Button size="small" kind="quiet" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {say('more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
