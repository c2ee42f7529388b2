// Who already got a message of a journey, newest first: what cannot be taken back any more.

import { Link } from '@tanstack/react-router'
import { useAskPages } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

/** The list. */
export function GotAlready({ journey }: { readonly journey: string }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const found = useAskPages('GET /messages', { query: { journey, status: 'sent', limit: 20 } })
  const messages = found.data?.pages.flatMap((page) => page.messages) ?? []
  return (
    <section aria-label={say('stop.got')}>
      <h3 className="mb-1 text-sm font-medium">{say('stop.got')}</h3>
      {found.isPending && <Skeleton lines={3} className="h-5" />}
      {found.data !== undefined && messages.length === 0 && <p className="text-base text-soft">{say('stop.nobody')}</p>}
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
          {found.hasNextPage && (
            <li className="p-1">
              <Button size="small" kind="quiet" isBusy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {say('more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
