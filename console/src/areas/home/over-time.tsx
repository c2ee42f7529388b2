// The period day by day: messages, or how quickly they left. Days on which nothing was sent are days too.

import { useMemo } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { TimeSeries } from '../../kit/time-series.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'

type Overview = AnswerOf<'GET /overview'>
const dayMs = 86_400_000

/** A chart with two views. */
export function OverTime({ overview, days }: { readonly overview: Overview; readonly days: number }) {
  const say = useWords('home')
  const formats = useFormats()
  const [shown, show] = useUrlState('chart', 'messages')
  const { at, messages, latency } = useMemo(() => seriesOf(overview, days), [overview, days])
  const isLatency = shown === 'latency' && overview.latency !== null
  const series = useMemo(
    () =>
      isLatency
        ? [
            { label: say('p95'), values: latency.map((one) => one?.p95 ?? null) },
            { label: say('p50'), values: latency.map((one) => one?.p50 ?? null) },
          ]
        : [
            { label: say('sent'), values: messages.map((one) => one?.sent ?? 0) },
            { label: say('opened'), values: messages.map((one) => one?.opened.human ?? 0) },
            { label: say('clicked'), values: messages.map((one) => one?.clicked.human ?? 0) },
          ],
    [isLatency, latency, messages, say],
  )
  if (overview.days.length === 0) {
    return (
      <Card>
        <EmptyState title={say('nothing-sent')} command="npm run oncue -- messages">
          {say('nothing-sent-text')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title={say('over-time')}
      aside={
        overview.latency !== null && (
          <Tabs
            look="box"
            label={say('over-time')}
            value={isLatency ? 'latency' : 'messages'}
            onChange={show}
            tabs={[
              { value: 'messages', label: say('messages') },
              { value: 'latency', label: say('latency') },
            ]}
          />
        )
      }
    >
      <TimeSeries isDaily label={say(isLatency ? 'latency' : 'over-time')} at={at} series={series} {...(isLatency ? { format: formats.duration } : {})} />
      <p className="mt-2 text-sm text-soft">{say(isLatency ? 'latency-means' : 'opened-means', { count: overview.latency?.messages ?? 0 })}</p>
    </Card>
  )
}

function seriesOf({ at: now, days: known, latency }: Overview, days: number) {
  const today = Math.floor(now / dayMs)
  const all = Array.from({ length: days }, (_, index) => today - days + 1 + index)
  const nameOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
  const messages = new Map(known.map((one) => [one.day, one]))
  const latencies = new Map((latency?.days ?? []).map((one) => [one.day, one]))
  return {
    at: all.map((day) => day * dayMs),
    messages: all.map((day) => messages.get(nameOf(day))),
    latency: all.map((day) => latencies.get(nameOf(day))),
  }
}
