// Whether a domain's complaints and hard bounces are too many. A rate counts only once there were enough mails and bad reports, and only as far as
// it is sure: the lower end of Wilson's interval (95 %, one side) must pass the limit. So one of ten stops nothing, and forty of four hundred do.

import { sentence } from '../../model/sentence.ts'
import { wilsonInterval } from '../wilson.ts'
import type { CompiledWatch } from './compiled-policy.ts'

/** What was counted in the window. */
export interface Tally {
  /** Mails that were let out, whatever they were for. */
  readonly sent: number
  readonly bounced: number
  readonly complained: number
  /** Advertising mails of the hour with most of them. */
  readonly busiestHour: number
}

export type Judgement =
  | { readonly level: 'fine' }
  | { readonly level: 'slow'; readonly because: string; readonly perHour: number }
  | { readonly level: 'stop'; readonly because: string }

interface Sure {
  readonly level: 'slow' | 'stop'
  readonly because: string
}

/** Fewer bad reports than that say nothing. */
export const fewestReports = 3
const confidence = 1.644854

/** Complaints speak before bounces, a stop before a slowing. */
export function judge(watch: CompiledWatch, tally: Tally): Judgement {
  if (tally.sent < watch.atLeast) return { level: 'fine' }
  const measured = [
    { code: 'complaints', count: tally.complained, ...watch.complaints },
    { code: 'hard-bounces', count: tally.bounced, ...watch.bounces },
  ] as const
  const sure = measured.flatMap(({ code, count, slow, stop }): readonly Sure[] => {
    if (count < fewestReports) return []
    const percent = 100 * wilsonInterval({ of: tally.sent, count: Math.min(count, tally.sent) }, confidence).low
    const rates = { rate: percentText((100 * count) / tally.sent), surely: sureText(percent) }
    const words = (limit: number, does: string): string =>
      sentence(code, { ...rates, count, max: tally.sent, within: watch.withinText, does, limitRate: percentText(limit) })
    if (percent >= stop) return [{ level: 'stop', because: words(stop, 'stopped') }]
    return percent >= slow ? [{ level: 'slow', because: words(slow, 'slowed') }] : []
  })
  const worst = sure.find(({ level }) => level === 'stop') ?? sure[0]
  if (worst === undefined) return { level: 'fine' }
  const { level, because } = worst
  return level === 'stop' ? { level, because } : { level, because, perHour: Math.max(1, Math.ceil(tally.busiestHour / watch.slowBy)) }
}

/** A bound that a rate surely reaches: never rounded up, because that would not be sure. */
export function sureText(percent: number): string {
  const unit = percent >= 10 ? 1 : 10 ** (Math.floor(Math.log10(percent)) - 1)
  return percentText(Math.floor(percent / unit) * unit)
}

/** "0.34 %". */
export function percentText(percent: number): string {
  return `${percent >= 10 ? percent.toFixed(0) : Number(percent.toPrecision(2))} %`
}
