// What is to be expected of the journeys that a publication changes, from a backtest beside the server: how many enter and are mailed, what would wait, and
// from where on the guard would pause. It hinders nobody: whoever does not want to wait publishes.

import { TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { AnswerOf } from '../../client/ask.ts'
import { useAsk } from '../../client/use-ask.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { useMay } from '../session.ts'
import type { Preview } from './publish-props.ts'

type Forecast = NonNullable<AnswerOf<'POST /forecast'>['forecast']>
type Warning = Forecast['warnings'][number]

export interface ExpectationProps {
  readonly paths: readonly string[]
  readonly preview: Preview
  /** How many it means is said elsewhere: only what to look at is shown. */
  readonly isCounted?: boolean
}

/** Nothing where no journey changes, or whoever looks may not ask. */
export function Expectation({ paths, preview, isCounted = false }: ExpectationProps) {
  const say = useWords('publish')
  const why = useMay('editor')
  const changed = preview.journeys.filter(({ change }) => change === 'new' || change === 'changed').map(({ journey }) => journey)
  const isAsked = changed.length > 0 && why === undefined
  const body = { of: 'folder' as const, drafts: true, paths: [...paths], wait: 20 }
  const { data, error, refetch } = useAsk('POST /forecast', { body }, { when: isAsked })
  // Each answer waits for a while at the server.
  useEffect(() => {
    if (data?.state === 'reading') void refetch()
  }, [data, refetch])
  if (!isAsked || error !== null || (isCounted && data?.forecast == null)) return null
  return (
    <section className="flex flex-col gap-2">
      {!isCounted && <h3 className="text-base font-semibold">{say('expect.title')}</h3>}
      {data?.forecast == null ? (
        data?.state === 'failed' ? (
          <p className="text-base text-soft">{say('expect.failed')}</p>
        ) : (
          <>
            <Skeleton lines={2} className="h-5" />
            <p className="text-sm text-soft" aria-live="polite">
              {say('expect.reading')}
            </p>
          </>
        )
      ) : (
        <Found forecast={data.forecast} changed={changed} told={isCounted ? [] : changed} />
      )}
    </section>
  )
}

interface FoundProps {
  readonly forecast: Forecast
  readonly changed: readonly string[]
  /** Those of which it is said how many enter. */
  readonly told: readonly string[]
}

function Found({ forecast, changed, told }: FoundProps) {
  const say = useWords('publish')
  const formats = useFormats()
  const others = new Set(forecast.journeys.map(({ journey }) => journey).filter((journey) => !changed.includes(journey)))
  const warnings = forecast.warnings.filter(({ kind, about }) => kind !== 'unknown' && !others.has(about))
  return (
    <>
      {forecast.journeys
        .filter(({ journey }) => told.includes(journey))
        .map((one) => (
          <p key={one.journey} className="text-base">
            {changed.length > 1 && <span className="font-medium">{one.journey}: </span>}
            {one.unknown === null && one.once
              ? say('expect.once', { count: one.entries.perDay.most })
              : one.unknown === null
                ? say('expect.volume', {
                    count: Math.round(one.entries.perDay.mean),
                    most: one.entries.perDay.most,
                    messages: Math.round(one.messages.perDay.mean),
                    days: forecast.days,
                  })
                : say(forecast.days < 7 ? 'expect.short' : 'expect.nobody', { count: forecast.days })}{' '}
            <span className="text-soft">{one.bounds === null ? say('expect.unguarded') : say('expect.guard', { count: one.bounds.entriesPerHour.limit })}</span>{' '}
            {one.bounds !== null && one.allowance !== null && (
              <span className="text-soft">
                {say('expect.allowed', { times: one.allowance.times, until: formats.dateTime(one.allowance.until), because: one.allowance.because })}
              </span>
            )}
          </p>
        ))}
      {warnings.map((one) => (
        <p
          key={`${one.kind} ${one.about} ${one.missing?.template} ${one.missing?.field}`}
          className="flex gap-2 rounded-md bg-warn-tint px-3 py-2 text-base text-warn"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <WarningWords warning={one} />
        </p>
      ))}
    </>
  )
}

function WarningWords({ warning: { kind, about, messages, limit, waitMinutes, at, missing } }: { readonly warning: Warning }) {
  const say = useWords('publish')
  const formats = useFormats()
  if (missing !== null) {
    const { template, field, people, of, among } = missing
    return <span>{say(among === 'sample' ? 'expect.sample-field' : 'expect.missing-field', { template, field, count: people, of })}</span>
  }
  const wait = formats.duration((waitMinutes ?? 0) * 60_000)
  return <span>{say(`expect.${kind}`, { about, count: messages ?? 0, limit: limit ?? 0, wait, when: at === null ? '' : formats.dateTime(at) })}</span>
}
