// What people came to in the past, beside a number that somebody is choosing: how many reached at least so much, each of which can be taken over.

import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/input.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useBuilder } from './builder-context.tsx'
import type { ConditionJson } from './condition-json.ts'
import { askedNumber, measuredOf, roundDuration, withNumber } from './past-values.ts'

type Baseline = AnswerOf<'POST /conditions/history'>['baselines'][number]

const periods = [30, 90, 365] as const
const mostEvents = 40

interface Props {
  readonly condition: ConditionJson
  readonly onChange: (condition: ConditionJson) => void
}

/** The panel below a row. */
export function PastNumbers({ condition, onChange }: Props) {
  const { say, place, vocabulary } = useBuilder()
  const [days, setDays] = useState<number>(90)
  const [when, setWhen] = useState('')
  const body = { condition: condition as never, place, days, wait: 20, ...(when !== '' && { when }) }
  const { data: answer, error, refetch } = useAsk('POST /conditions/history', { body }, { freshMs: 60_000 })
  // Another number is measured alike, so what was found stays in sight meanwhile; of another event, window or moment it would be wrong.
  const measured = `${measuredOf(condition)} ${days} ${when}`
  const found = useRef({ of: '', answer })
  useEffect(() => {
    if (answer?.state === 'ready') found.current = { of: measured, answer }
  })
  const isKnown = (answer === undefined || answer.state === 'reading') && found.current.of === measured
  const data = isKnown ? found.current.answer : answer
  // Each answer waits for a while at the server.
  useEffect(() => {
    if (answer?.state === 'reading') void refetch()
  }, [answer, refetch])
  return (
    <section aria-label={say('past')} className="flex flex-col gap-3 rounded-md bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="font-medium">{say('past')}</span>
        <Select aria-label={say('past-period')} value={String(days)} onChange={(event) => setDays(Number(event.target.value))} className="w-auto!">
          {periods.map((one) => (
            <option key={one} value={one}>
              {say('past-days', { count: one })}
            </option>
          ))}
        </Select>
        <Select aria-label={say('past-when')} value={when} onChange={(event) => setWhen(event.target.value)} className="w-auto! max-w-full">
          <option value="">{say('past-own')}</option>
          {vocabulary.events.slice(0, mostEvents).map(({ value }) => (
            <option key={value} value={value}>
              {say('past-at', { event: value })}
            </option>
          ))}
        </Select>
      </div>
      {error !== null && <Problem problem={error} />}
      {error === null && (data === undefined || data.state === 'reading') && (
        <>
          <Skeleton lines={3} className="h-5" />
          <p className="text-sm text-soft" aria-live="polite">
            {say('past-reading')}
          </p>
        </>
      )}
      {data?.state === 'failed' && <p className="text-soft">{say('past-failed')}</p>}
      {data?.state === 'ready' && <Found baseline={data.baselines[0]} days={days} condition={condition} onChange={onChange} />}
      {place === 'journey' && (
        <p className="text-sm text-soft">
          <Link to={'/backtests' as string} className="text-accent">
            {say('past-backtest')}
          </Link>
        </p>
      )}
    </section>
  )
}

function Found({ baseline, days, condition, onChange }: Props & { readonly baseline: Baseline | undefined; readonly days: number }) {
  const { say, isReadOnly } = useBuilder()
  const formats = useFormats()
  if (baseline === undefined || baseline.people === 0) return <p className="text-soft">{say('past-nobody', { count: days })}</p>
  const { unit, people, percentiles, values } = baseline
  // What stands in the row, and not what stood there when it was measured.
  const wanted = askedNumber(condition) ?? baseline.wanted
  const shown = (value: number): string => (unit === 'ms' ? formats.duration(roundDuration(value)) : formats.number(value))
  const now = values.find(({ value }) => value === wanted)
  // Beyond what anybody came to one row is enough.
  const rows = values.filter((one, index) => one.value <= wanted || one.people > 0 || (values[index - 1]?.people ?? 0) > 0)
  return (
    <>
      <p className="max-w-prose">
        {say('past-half', { count: people, half: shown(percentiles.p50), most: shown(percentiles.p90) })}
        {now !== undefined && ` ${say('past-now', { wanted: shown(wanted), share: formats.percent(now.people / people) })}`}
      </p>
      <table className="w-full max-w-md text-base tabular-nums">
        <thead>
          <tr className="border-b border-line text-sm text-soft">
            <th scope="col" className="py-1.5 text-start font-medium">
              {say('past-least')}
            </th>
            <th scope="col" className="py-1.5 text-end font-medium">
              {say('past-people')}
            </th>
            <th scope="col" className="py-1.5 text-end font-medium">
              {say('past-share')}
            </th>
            {!isReadOnly && <th className="w-20" aria-label={say('past-use')} />}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr
              key={one.value}
              aria-current={one.value === wanted}
              className={`border-b border-line last:border-0 ${one.value === wanted ? 'font-semibold' : ''}`}
            >
              <td className="py-1.5">{shown(one.value)}</td>
              <td className="py-1.5 text-end">{formats.number(one.people)}</td>
              <td className="py-1.5 text-end">{formats.percent(one.people / people)}</td>
              {!isReadOnly && (
                <td className="py-0.5 text-end">
                  {one.value === wanted ? (
                    <span className="px-2 text-sm text-soft">{say('past-chosen')}</span>
                  ) : (
                    <Button
                      kind="quiet"
                      size="small"
                      aria-label={say('past-use-of', { value: shown(one.value) })}
                      onClick={() => onChange(withNumber(condition, unit, one.value))}
                    >
                      {say('past-use')}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
