// The drawing of a time series, by uPlot, in the colors of the tokens. Fetched by time-series.tsx alone, which offers the same as a table.

import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useFormats } from '../words/formats.ts'
import { useLanguage } from '../words/words.ts'
import type { TimeSeriesProps } from './time-series-props.ts'
import { useIsDark } from './use-is-dark.ts'

/** Distances of the marks below days, in seconds. */
const dayIncrements = [1, 2, 7, 14, 28].map((days) => days * 86_400)

/** Distances of the marks upwards: whole numbers, for what is drawn is counted. */
const wholeIncrements = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

/** Drawn anew when the numbers, the window or the look change. */
export function Plot({ at, series, heightPx = 240, format, isDaily = false }: TimeSeriesProps) {
  const place = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const formats = useFormats()
  const language = useLanguage()
  const isDark = useIsDark()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colors are read when the look changes
  useEffect(() => {
    const box = place.current
    if (box === null) return
    const color = (name: string): string => getComputedStyle(box).getPropertyValue(name).trim()
    const day = new Intl.DateTimeFormat(language, isDaily ? { month: 'short', day: 'numeric', timeZone: 'UTC' } : { hour: '2-digit', minute: '2-digit' })
    const write = format ?? formats.number
    const axis = { stroke: color('--soft'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' }
    const plot = new UPlot(
      {
        ...(isDaily ? { tzDate: (seconds: number) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') } : {}),
        width: box.clientWidth,
        height: heightPx,
        legend: { show: false },
        cursor: { points: { size: 7 }, drag: { x: false, y: false } },
        // The last day stands below the end of the line, by half of it beyond the drawing.
        padding: [8, 28, 0, 0],
        axes: [
          {
            ...axis,
            size: 32,
            space: 72,
            grid: { show: false },
            ...(isDaily ? { incrs: dayIncrements } : {}),
            values: (_, splits) => splits.map((split) => day.format(split * 1000)),
          },
          // Between 0 and 1 there is nothing to count.
          { ...axis, size: 56, incrs: wholeIncrements, values: (_, splits) => splits.map((split) => write(split)) },
        ],
        scales: { y: { range: (_, _least, most) => [0, Math.max(most * 1.08, 1)] } },
        series: [
          {},
          ...series.map((one, index) => {
            const stroke = color(`--series-${one.color ?? index + 1}`)
            return {
              label: one.label,
              stroke,
              width: 2,
              fill: index === 0 ? `color-mix(in srgb, ${stroke} 8%, transparent)` : 'transparent',
              points: { show: at.length < 2 },
            }
          }),
        ],
        hooks: { setCursor: [(chart) => showTip(chart, tip.current, (index) => tipText(index))] },
      },
      [at.map((instant) => instant / 1000), ...series.map((one) => [...one.values])],
      box,
    )
    const tipText = (index: number): string =>
      [
        isDaily ? formats.day(at[index] ?? 0) : formats.dateTime(at[index] ?? 0),
        ...series.map((one) => `${one.label}: ${one.values[index] == null ? '–' : write(one.values[index] ?? 0)}`),
      ].join('\n')
    const watch = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: heightPx }))
    watch.observe(box)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [at, series, heightPx, language, isDark, isDaily, format, formats])
  return (
    <div ref={place} className="relative">
      <div
        ref={tip}
        hidden
        className="pointer-events-none absolute z-10 rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm whitespace-pre shadow-raised"
      />
    </div>
  )
}

function showTip(chart: UPlot, tip: HTMLDivElement | null, textOf: (index: number) => string): void {
  const { idx, left = -1, top = 0 } = chart.cursor
  if (tip === null) return
  tip.hidden = idx == null || left < 0
  if (idx == null) return
  tip.textContent = textOf(idx)
  const isLate = left > chart.over.clientWidth / 2
  const x = chart.over.offsetLeft + left + (isLate ? -12 - tip.offsetWidth : 12)
  tip.style.transform = `translate(${Math.max(0, x)}px, ${Math.max(0, top - 12)}px)`
}
