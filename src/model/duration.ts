// Stretches of time as authors write them: "30m", "24h", "14d", "1d12h". A day is 24 hours, a week 7 days:
// a duration never depends on a calendar or a time zone.

import { z } from 'zod'
import { mistake } from './mistake.ts'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const units = ['w', 'd', 'h', 'm', 's', 'ms'] as const
/** A hundred years: whatever is longer is a slip, and instants must stay within the calendar. */
const longestMs = 36_500 * unitMs.d
const tooLong = mistake('duration-longest')
const durationPattern = /^(?:\d+(?:ms|[smhdw]))+$/

/** A duration such as "30m" or "1d12h"; never negative. */
export const durationSchema = z
  .string()
  .regex(durationPattern, mistake('write-duration'))
  .refine((text) => durationMs(text) <= longestMs, tooLong)
  .meta({ description: 'A duration: numbers with ms, s, m, h, d or w, such as 30m, 24h, 14d, 1d12h.' })
export type Duration = z.infer<typeof durationSchema>

/** A duration that may point backwards: "-3d" is three days before. */
export const offsetSchema = z
  .string()
  .regex(/^[+-]?(?:\d+(?:ms|[smhdw]))+$/, mistake('write-offset'))
  .refine((text) => Math.abs(durationMs(text)) <= longestMs, tooLong)
  .meta({ description: 'A duration, with a leading - for "before": -3d, 2h.' })

/** Milliseconds of a duration text that `durationSchema` or `offsetSchema` accepted. */
export function durationMs(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  let ms = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) {
    ms += Number(amount) * unitMs[unit as keyof typeof unitMs]
  }
  return sign * ms
}

/** The shortest exact text of a number of milliseconds: 5_400_000 is "1h30m". */
export function durationText(ms: number): string {
  if (ms === 0) return '0s'
  let rest = Math.abs(ms)
  let text = ms < 0 ? '-' : ''
  for (const unit of units) {
    if (unit === 'w') continue
    const amount = Math.floor(rest / unitMs[unit])
    if (amount > 0) text += `${amount}${unit}`
    rest -= amount * unitMs[unit]
  }
  return text
}
