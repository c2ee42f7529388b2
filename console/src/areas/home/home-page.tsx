// Home: the first page after signing in. What needs attention, what happened over a period beside the one before, how quickly messages leave, and what
// the journeys bring.

import { Suspense } from 'react'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/input.tsx'
import { lazy, partAhead } from '../../kit/lazy.ts'
import { PageHeader } from '../../kit/page-header.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { homeAreas } from '../../shell/areas.ts'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { loadWords, useWords } from '../../words/words.ts'
import { AttentionList, severe } from './attention-list.tsx'
import { Figures } from './figures.tsx'
import { OverTime } from './over-time.tsx'
import { overviewInput, periods } from './overview-input.ts'

/** Cards of other areas, such as the first steps. */
const cards = homeAreas.map(({ name, atHome }) => ({ name, Card: lazy(async () => ({ default: (await Promise.all([atHome(), loadWords(name)]))[0] })) }))

/** Fetches the cards; resolves when that is over, whether or not it went well. Where they come after the page, React shows it without them for 0.3 s. */
export async function cardsAhead(): Promise<void> {
  await Promise.all(cards.map(({ Card }) => partAhead(Card)))
}

/** The page. */
export function HomePage() {
  const say = useWords('home')
  const formats = useFormats()
  const [period, setPeriod] = useUrlState('days', '30')
  const input = overviewInput(period)
  const { days } = input.query
  const overview = useAsk('GET /overview', input, { everyMs: 30_000, freshMs: 3000, keepsPrevious: true })
  const { data } = overview
  const attention = data?.attention ?? []
  const isUrgent = attention.some(({ kind }) => severe.includes(kind))
  return (
    <>
      <PageHeader
        title={say('title')}
        about={data === undefined ? say('about') : say('people', { count: data.people })}
        actions={
          <Select aria-label={say('period')} value={String(days)} onChange={(event) => setPeriod(event.target.value)} className="w-auto">
            {periods.map((one) => (
              <option key={one} value={one}>
                {say('last-days', { count: one })}
              </option>
            ))}
          </Select>
        }
      />
      <div className="flex flex-col gap-4">
        {isUrgent && <AttentionList attention={attention} />}
        {cards.map(({ name, Card }) => (
          <Suspense key={name}>
            <Card />
          </Suspense>
        ))}
        {overview.error && <Problem problem={overview.error} action={<Button onClick={() => void overview.refetch()}>{say('again')}</Button>} />}
        {data === undefined && overview.error === null && <Skeleton lines={4} className="h-24" />}
        {data !== undefined && (
          <>
            {attention.length > 0 && !isUrgent && <AttentionList attention={attention} />}
            <Figures overview={data} formats={formats} />
            <OverTime overview={data} days={days} />
            {attention.length === 0 && <p className="text-sm text-soft">{say('all-well', { time: formats.time(data.at) })}</p>}
          </>
        )}
      </div>
    </>
  )
}
