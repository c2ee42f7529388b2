// Lines over time, with the same numbers as a table for those who cannot or do not want to see them. The drawing is fetched when the first is shown.

import { Suspense, useState } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { lazy } from './lazy.ts'
import { Skeleton } from './skeleton.tsx'
import type { TimeSeriesProps } from './time-series-props.ts'

const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }))

/** <TimeSeries label="Sent per day" at={days} series={[{ label: 'Sent', values }]} isDaily /> */
export function TimeSeries(props: TimeSeriesProps) {
  const { label, at, series, heightPx = 240, isDaily = false } = props
  const say = useWords('kit')
  const formats = useFormats()
  const [isTable, setTable] = useState(false)
  const format = props.format ?? formats.number
  return (
    <figure className="m-0">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span className="sr-only">{label}</span>
        {series.map((one, index) => (
          <span key={one.label} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-full" style={{ background: `var(--series-${one.color ?? index + 1})` }} />
            {one.label}
          </span>
        ))}
        <Button size="small" kind="quiet" className="ms-auto" onClick={() => setTable(!isTable)}>
          {say(isTable ? 'chart-as-chart' : 'chart-as-table')}
        </Button>
      </figcaption>
      {isTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <section aria-label={label} tabIndex={0} className="overflow-auto" style={{ maxHeight: heightPx }}>
          <table className="w-full text-start text-sm">
            <thead className="sticky top-0 bg-card text-soft">
              <tr>
                <th className="py-1 pe-3 text-start font-medium">{say('time')}</th>
                {series.map((one) => (
                  <th key={one.label} className="py-1 pe-3 text-end font-medium">
                    {one.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {at.map((instant, index) => (
                <tr key={instant} className="border-t border-line">
                  <td className="py-1 pe-3">{isDaily ? formats.day(instant) : formats.dateTime(instant)}</td>
                  {series.map((one) => {
                    const value = one.values[index]
                    return (
                      <td key={one.label} className="py-1 pe-3 text-end">
                        {value == null ? '–' : format(value)}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <div aria-hidden style={{ height: heightPx }}>
          <Suspense fallback={<Skeleton className="h-full" />}>
            <Plot {...props} heightPx={heightPx} format={format} />
          </Suspense>
        </div>
      )}
    </figure>
  )
}
