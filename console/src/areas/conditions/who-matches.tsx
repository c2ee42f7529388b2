// How many people the condition holds for now, and some of them.

import { Users } from 'lucide-react'
import { Badge } from '../../kit/badge.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useBuilder } from './builder-context.tsx'
import type { CountAnswer, LiveCount } from './use-live-count.ts'

/** The card beside the rows. */
export function WhoMatches({ live, onTry }: { readonly live: LiveCount; readonly onTry: (person: string) => void }) {
  const { say } = useBuilder()
  const { count, failure, isUnfinished, problems, isStale } = live
  const hasErrors = problems.some(({ severity }) => severity === 'error')
  return (
    <Card title={say('who-matches')}>
      {failure !== undefined && <Problem problem={failure} />}
      <div aria-live="polite" className={isStale ? 'opacity-60' : ''}>
        {count !== undefined ? (
          <Count count={count} onTry={onTry} />
        ) : isUnfinished ? (
          <p className="text-soft">{say('unfinished')}</p>
        ) : hasErrors ? (
          <p className="text-soft">{say('has-errors')}</p>
        ) : (
          failure === undefined && <Skeleton className="h-16" />
        )}
      </div>
    </Card>
  )
}

function Count({ count, onTry }: { readonly count: CountAnswer; readonly onTry: (person: string) => void }) {
  const { say } = useBuilder()
  const formats = useFormats()
  const people = count.parts[0]?.people
  if (people === undefined || people === null) return <p className="text-soft">{say('count-needs-trigger')}</p>
  const of = count.of ?? 0
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-2xl font-semibold tabular-nums">
          {people.low === people.high ? '' : '≈ '}
          {formats.number(people.count)}
        </span>
        <span className="text-soft">{say('of-everybody', { count: of, number: formats.number(of) })}</span>
      </p>
      {people.low !== people.high && (
        <p className="text-sm text-soft">{say('between', { low: formats.number(people.low), high: formats.number(people.high) })}</p>
      )}
      <Progress count={count} />
      {count.sample.length > 0 && (
        <ul className="flex flex-col">
          {count.sample.slice(0, 6).map((person) => {
            const name = person.email ?? person.userIds[0] ?? `#${person.subscriber}`
            return (
              <li key={person.subscriber} className="flex min-h-8 items-center justify-between gap-2">
                <span className="truncate">{name}</span>
                <Button size="small" kind="quiet" aria-label={say('try-this-one', { name })} onClick={() => onTry(`#${person.subscriber}`)}>
                  {say('why-matches')}
                </Button>
              </li>
            )
          })}
        </ul>
      )}
      {count.sample.length === 0 && count.exact && (
        <p className="flex items-center gap-1.5 text-soft">
          <Users aria-hidden className="size-4" />
          {say('nobody')}
        </p>
      )}
    </div>
  )
}

function Progress({ count }: { readonly count: CountAnswer }) {
  const { say } = useBuilder()
  const formats = useFormats()
  if (count.state === 'counting')
    return (
      <div>
        <p className="text-sm text-soft">{say('counting', { share: formats.percent(count.progress) })}</p>
        <div className="mt-1 h-1 overflow-hidden rounded-full bg-sunken">
          <div className="h-full bg-accent" style={{ width: `${100 * count.progress}%` }} />
        </div>
      </div>
    )
  if (count.exact)
    return (
      <span>
        <Badge kind="good">{say('exact')}</Badge>
      </span>
    )
  return null
}
