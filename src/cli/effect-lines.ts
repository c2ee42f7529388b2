// What a journey brings, in words: against the people who were held out, and variant against variant.

import type { Amounts } from '../insight/counted.ts'
import type { VersionReport } from '../insight/journey-report.ts'
import type { Group } from '../insight/lift.ts'
import type { Comparison, Interval } from '../insight/proportions.ts'
import type { TrialReport } from '../insight/trial-report.ts'
import { noCurrency } from '../model/money.ts'
import type { WinnerReason } from '../model/trial.ts'
import { instantText } from './instants.ts'

/** Lines below the numbers of a version; none when nothing is compared. */
export function effectLines({ lift, experiments, caveats, hasGoal }: VersionReport): string {
  const lines: string[] = []
  if (lift !== null) {
    const { low, high } = lift.extra.interval
    lines.push(`sent to: ${groupText(lift.treated)}`, `held out: ${groupText(lift.holdout)}`, `what it brings: ${comparisonText(lift.comparison)}`)
    lines.push(`conversions that it made: ${lift.extra.conversions} (${low} to ${high})`)
  }
  for (const { step, variants, winner, trial } of experiments) {
    for (const { variant, comparison, mails, ...group } of variants) {
      const against = (one: Comparison | null): string => (one === null ? '' : `; against ${variants[0]?.variant}: ${comparisonText(one)}`)
      lines.push(`${step} ${variant}: ${hasGoal ? groupText(group) : `${group.passages} went this way`}${against(comparison)}`)
      if (mails === null) continue
      for (const did of ['opened', 'clicked'] as const) {
        const { count, rate, interval, comparison: ofMails } = mails[did]
        lines.push(`${step} ${variant}, mails: ${count} of ${mails.sent} ${did}${shareText(rate, interval)}${against(ofMails)}`)
      }
    }
    if (trial !== null) lines.push(`${step}: ${trialText(trial)}`)
    if (winner !== null) lines.push(`${step}: everybody takes ${winner} now`)
  }
  if (lines.length > 0) lines.push(...caveats)
  return lines.map((line) => `${line}\n`).join('')
}

const reasons: Readonly<Record<WinnerReason, string>> = {
  shown: 'it did best, beyond chance',
  'not-shown': 'it did best, which may be chance',
  tie: 'a tie',
  'too-few': 'too few to tell',
  'nobody-chose': 'nobody chose',
  'by-hand': 'chosen by hand',
}

function trialText({ share, by, dueAt, waiting, chosen, went }: TrialReport): string {
  if (chosen === null) return `${share} % go ahead, ${waiting} wait until ${instantText(dueAt)} for the winner (${by})`
  const others = Object.values(went).reduce((sum, people) => sum + people, 0)
  return `${chosen.variant} for the others since ${instantText(chosen.at)} (${reasons[chosen.because]}): ${others} got theirs, ${waiting} wait`
}

/** "89.5 EUR, 3 USD"; nothing for no amounts. */
export function amountsText(amounts: Amounts): string {
  return Object.entries(amounts)
    .filter(([, amount]) => amount !== 0)
    .map(([currency, amount]) => (currency === noCurrency ? `${amount}` : `${amount} ${currency}`))
    .join(', ')
}

function groupText({ passages, converted, rate, interval, revenue }: Group): string {
  const worth = amountsText(revenue)
  return `${converted} of ${passages} converted${shareText(rate, interval)}${worth === '' ? '' : `, worth ${worth}`}`
}

function shareText(rate: number | null, { low, high }: Interval): string {
  return rate === null ? '' : `, ${percent(rate)} (${percent(low)} to ${percent(high)})`
}

function comparisonText({ difference, interval, verdict }: Comparison): string {
  const points = (share: number): string => `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)}`
  return `${verdict}; ${points(difference)} points (${points(interval.low)} to ${points(interval.high)})`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
