// What became of messages over a stretch of days, made from counts by day alone. A message counts on the day (UTC) on which it was handed over,
// whenever something was reported about it, so that shares of a day are shares of its own messages.

import type { DayCount, Purpose } from '../model/archived-message.ts'
import type { ChannelName } from '../model/channel-names.ts'
import type { ByVisitor } from './journey-report.ts'

export interface MessageDayNumbers {
  /** Handed over, for good or for all that is known. */
  readonly sent: number
  readonly failed: number
  readonly unknown: number
  readonly delivered: number
  readonly opened: ByVisitor
  readonly clicked: ByVisitor
  readonly bounced: number
  readonly complained: number
}

export interface MessageStatistics extends MessageDayNumbers {
  /** First and last day, such as 2026-11-21. */
  readonly from: string
  readonly to: string
  readonly templates: readonly (MessageDayNumbers & { readonly template: string; readonly purpose: Purpose; readonly channel: ChannelName })[]
  readonly days: readonly (MessageDayNumbers & { readonly day: string })[]
}

const dayMs = 86_400_000

/** The day of an instant, as it is counted. */
export function dayOfInstant(instant: number): number {
  return Math.floor(instant / dayMs)
}

/** All of it, each template, and each day on which something was handed over. */
export function messageStatistics(counts: readonly DayCount[], { from, to }: { readonly from: number; readonly to: number }): MessageStatistics {
  const byTemplate = Map.groupBy(counts, ({ template, purpose, channel }) => JSON.stringify([template, purpose, channel]))
  const byDay = Map.groupBy(counts, ({ day }) => day)
  return {
    from: dayText(from),
    to: dayText(to),
    ...numbersOf(counts),
    templates: [...byTemplate]
      .map(([name, own]) => {
        const [template, purpose, channel] = JSON.parse(name) as [string, Purpose, ChannelName]
        return { template, purpose, channel, ...numbersOf(own) }
      })
      .sort((one, other) => other.sent - one.sent || (one.template < other.template ? -1 : 1)),
    days: [...byDay].sort(([one], [other]) => one - other).map(([day, own]) => ({ day: dayText(day), ...numbersOf(own) })),
  }
}

function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

function numbersOf(counts: readonly DayCount[]): MessageDayNumbers {
  const of = (measure: string): number => counts.reduce((sum, count) => (count.measure === measure ? sum + count.count : sum), 0)
  const by = (what: string): ByVisitor => ({ human: of(`${what} by human`), proxy: of(`${what} by proxy`), machine: of(`${what} by machine`) })
  return {
    sent: of('sent'),
    failed: of('failed'),
    unknown: of('unknown'),
    delivered: of('delivered'),
    opened: by('opened'),
    clicked: by('clicked'),
    bounced: of('bounced'),
    complained: of('complained'),
  }
}
