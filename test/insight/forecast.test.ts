// What a forecast warns of, from a report of what would be sent.

import { expect, test } from 'vitest'
import type { ArmReport, BacktestReport } from '../../src/insight/backtest/backtest-report.ts'
import { forecastOf } from '../../src/insight/forecast.ts'
import type { DomainReport } from '../../src/runtime/watching/domain-report.ts'

const noon = Date.UTC(2026, 10, 11, 12)
const email = {
  channel: 'email',
  messages: 900,
  peakDay: { day: '2026-11-11', messages: 400 },
  peakMinute: { at: noon, messages: 300 },
  limitPerMinute: 6,
  peakTakesMinutes: 50,
  jam: { since: noon, messages: 300, minutes: 50 },
}
const weekly = { personWeeks: 500, mean: 1, median: 1, p95: 2, most: 14 }

/** What is warned of where so much leaves by the channel and the domain may send so many today. */
function warned({ channel = {}, mayToday, most = 14 }: { channel?: Partial<typeof email>; mayToday?: number; most?: number }) {
  const arm: Partial<ArmReport> = { journeys: [], channels: [{ ...email, ...channel }], weekly: { ...weekly, most } }
  const report = { days: 35, arms: [arm] } as unknown as BacktestReport
  const domains = [{ domain: 'shop.example', warmUp: mayToday === undefined ? null : { day: 3, number: mayToday } }] as unknown as readonly DomainReport[]
  const ground = { at: noon, definitions: { workspace: {}, journeys: [] }, versionOf: () => 1, domains, guardOf: () => ({ allowance: null }) }
  return forecastOf(report, ground as unknown as Parameters<typeof forecastOf>[1]).warnings.map(({ kind, words }) => `${kind} ${words}`)
}

test('where more is ready at once than may leave, the last wait is told from a quarter of an hour on', () => {
  expect(warned({})).toEqual(['rate email: at 12:00 UTC on Wednesdays, as on 2026-11-11, 300 messages wait, the last for 50 minutes at 0.1 a second'])
  expect(warned({ channel: { jam: { ...email.jam, minutes: 14 } } })).toEqual([])
})

test('a day with more mails than a new domain may send today is told, and one with as many is not', () => {
  const jam = { ...email.jam, minutes: 1 }
  expect(warned({ channel: { jam }, mayToday: 399 })).toEqual([
    'warm-up up to 400 mails a day are expected, and shop.example may send 399 today (day 3 of its warm-up)',
  ])
  expect(warned({ channel: { jam }, mayToday: 400 })).toEqual([])
})

test('more than fourteen messages for one person in a week are told', () => {
  expect(warned({ channel: { jam: { ...email.jam, minutes: 1 } }, most: 15 })).toMatchObject([expect.stringMatching(/^many-mails .*15/)])
})
