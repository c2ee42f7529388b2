// What became of the messages of a journey: how many people got one, are in doubt, wait; and who they are, newest first. What left cannot be taken back any more.

import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAsk, useAskPages } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { classes } from '../../kit/classes.ts'
import { linkLook } from '../../kit/link-look.ts'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

const fates = ['sent', 'unknown', 'onItsWay', 'held'] as const
type Fate = (typeof fates)[number]
const statuses = { sent: 'sent', unknown: 'unknown', onItsWay: 'handing over', held: 'waiting' } as const

/** The numbers, and the list of those that are chosen; at first of those that `first` names. */
export function WhoGotIt({ journey, first = 'sent' }: { readonly journey: string; readonly first?: Fate }) {
  const say = useWords('journeys')
  const formats = useFormats()
  const [fate, setFate] = useState<Fate>(first)
  const counted = useAsk('GET /stops/messages', { query: { journey } }, { everyMs: 5000 })
  if (counted.error !== null) return <Problem problem={counted.error} />
  if (counted.data === undefined) return <Skeleton lines={4} className="h-5" />
  const counts = counted.data
  const tabs = fates
    .filter((one) => counts[one] > 0 || one === 'sent' || one === fate)
    .map((one) => ({
      value: one,
      label: (
        <>
          {say(`got.${one}`)} <span className="ms-1 text-soft tabular-nums">{formats.number(counts[one])}</span>
        </>
      ),
    }))
  return (
    <section aria-label={say('got.title')}>
      <h3 className="mb-1.5 text-sm font-medium">{say('got.title')}</h3>
      <Tabs look="box" label={say('got.title')} tabs={tabs} value={fate} onChange={setFate} />
      <p className="mt-1.5 mb-2 text-sm text-soft">{say(`got.about.${fate}`)}</p>
      <People key={fate} journey={journey} fate={fate} isAny={counts[fate] > 0} />
    </section>
  )
}

interface PeopleProps {
  readonly journey: string
  readonly fate: Fate
  /** By what was counted. */
  readonly isAny: boolean
}

function People({ journey, fate, isAny }: PeopleProps) {
  const say = useWords('journeys')
  const formats = useFormats()
  const found = useAskPages('GET /messages', { query: { journey, status: statuses[fate], limit: 20 } })
  const messages = found.data?.pages.flatMap((page) => page.messages) ?? []
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found
  // A page looks through so many messages and may hold none of these, while a mail to many has many that wait; only the last one says that there is none.
  const isLooking = found.error === null && (found.isPending || (messages.length === 0 && hasNextPage))
  useEffect(() => {
    if (isLooking && hasNextPage && !isFetchingNextPage && isAny) void fetchNextPage()
  }, [isLooking, hasNextPage, isFetchingNextPage, fetchNextPage, isAny])
  if (found.error !== null) return <Problem problem={found.error} />
  if (isLooking && isAny) return <Skeleton lines={3} className="h-5" />
  if (messages.length === 0) return <p className="text-base text-soft">{say('got.nobody')}</p>
  return (
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
  )
}
