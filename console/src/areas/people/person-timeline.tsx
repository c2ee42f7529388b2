// Somebody's past, newest first, day by day: what happened, what was decided and what was sent. What is shown stands in the address.

import { Fragment } from 'react'
import { useAskPages } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import type { TimelineItem } from './person.ts'
import { TimelineEntry } from './timeline-entry.tsx'

const kinds = ['event', 'message', 'decision', 'command'] as const

/** <PersonTimeline subscriber="#7" /> */
export function PersonTimeline({ subscriber }: { readonly subscriber: string }) {
  const say = useWords('people')
  const formats = useFormats()
  const [shown, setShown] = useUrlState('show')
  const [detail, setDetail] = useUrlState('detail', 'short')
  const query = { limit: 50, detail: detail === 'all' ? ('all' as const) : ('short' as const), ...(shown === '' ? {} : { kinds: shown }) }
  const timeline = useAskPages('GET /subscribers/{subscriber}/timeline', { params: { subscriber }, query }, { everyMs: 15_000 })
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? []
  const days = byDay(items, formats.date)
  return (
    <Card
      title={say('timeline')}
      aside={
        <div className="flex gap-2">
          <Select aria-label={say('show')} value={shown} onChange={(event) => setShown(event.target.value)} className="w-auto">
            <option value="">{say('show-all')}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {say(`show-kind.${kind}`)}
              </option>
            ))}
          </Select>
          <Select aria-label={say('detail')} value={detail} onChange={(event) => setDetail(event.target.value)} className="w-auto">
            <option value="short">{say('detail-short')}</option>
            <option value="all">{say('detail-all')}</option>
          </Select>
        </div>
      }
    >
      {timeline.isPending && <Skeleton lines={6} className="h-10" />}
      {timeline.error && <Problem problem={timeline.error} />}
      {timeline.data !== undefined && items.length === 0 && <p className="py-6 text-center text-soft">{say('timeline-empty')}</p>}
      {days.map(({ day, items: ofDay }) => (
        <Fragment key={`${day} ${keyOf(ofDay[0])}`}>
          <h3 className="mt-3 mb-2 text-sm font-medium text-soft first:mt-0">{day}</h3>
          <ol className="ms-4 border-s border-line">
            {ofDay.map((item) => (
              <TimelineEntry key={keyOf(item)} item={item} />
            ))}
          </ol>
        </Fragment>
      ))}
      {timeline.hasNextPage && (
        <Button size="small" className="mt-3" isBusy={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          {say('older')}
        </Button>
      )}
    </Card>
  )
}

function keyOf(item: TimelineItem | undefined): string {
  return item === undefined ? '' : `${item.kind} ${item.at} ${item.position ?? ''} ${item.message?.['key'] ?? ''} ${item.text}`
}

interface Day {
  readonly day: string
  readonly items: TimelineItem[]
}

/** What happened long before it was received stands where it was received; the entry says when it happened. */
function byDay(items: readonly TimelineItem[], dayOf: (at: number) => string): readonly Day[] {
  const days: Day[] = []
  const seen = new Set<string>()
  for (const item of items) {
    const key = keyOf(item)
    if (seen.has(key)) continue
    seen.add(key)
    const day = dayOf(item.at)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}
