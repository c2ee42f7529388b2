// Who entered and left a segment, day by day.

import { useAsk } from '../../client/use-ask.ts'
import { Card } from '../../kit/card.tsx'
import { now } from '../../kit/clock.ts'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Stat } from '../../kit/stat.tsx'
import { TimeSeries } from '../../kit/time-series.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

const dayMs = 86_400_000
const periods = ['30', '90', '365'] as const

/** The chart and its sums. */
export function ComingAndGoing({ segment }: { readonly segment: string }) {
  const say = useWords('segments')
  const formats = useFormats()
  const [period, setPeriod] = useUrlState('days', '30')
  const from = new Date(now() - (Number(period) - 1) * dayMs).toISOString().slice(0, 10)
  const days = useAsk('GET /segments/{segment}/days', { params: { segment }, query: { from } }, { keepsPrevious: true })
  if (days.error) return <Problem problem={days.error} />
  if (days.data === undefined) return <Skeleton className="h-72" />
  const lines = days.data.days
  const sum = (key: 'entered' | 'left'): number => lines.reduce((total, line) => total + line[key], 0)
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 md:grid-cols-2">
        <Stat label={say('entered')} value={formats.number(sum('entered'))} />
        <Stat label={say('left')} value={formats.number(sum('left'))} />
      </div>
      <Card
        title={say('tab.days')}
        aside={
          <Select aria-label={say('period')} value={period} onChange={(event) => setPeriod(event.target.value)} className="w-auto!">
            {periods.map((one) => (
              <option key={one} value={one}>
                {say('last-days', { count: Number(one) })}
              </option>
            ))}
          </Select>
        }
      >
        <TimeSeries
          label={say('days-label', { segment })}
          isDaily
          at={lines.map(({ day }) => Date.parse(day))}
          series={[
            { label: say('entered'), values: lines.map(({ entered }) => entered) },
            { label: say('left'), values: lines.map(({ left }) => left), color: 3 },
          ]}
        />
        <p className="mt-2 text-sm text-soft">{say('days-about')}</p>
      </Card>
    </div>
  )
}
