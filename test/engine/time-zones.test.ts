// Every row of docs/reference/time-zones.md: what the page promises is what the engine does, and what one sees who stands before a clock in that
// zone and looks at it every quarter of an hour. `npm test -- test/engine/time-zones.test.ts -u` writes the results into the page.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'
import { page, type Row, readRows, withResults } from './time-zone-rows.ts'
import { wallText, watchedResult } from './wall-clocks.ts'

const rows = readRows()
const hourMs = 3_600_000

test('the page is what the engine does', async () => {
  const results = rows.map((row) => {
    const result = decidedResult(row).map(minuteText)
    return {
      line: row.line,
      result,
      wall: result.map((instant) => wallText(row.change?.to ?? row.zone, Date.parse(`${instant.replace(' ', 'T')}Z`))).join(', '),
    }
  })
  await expect(withResults(readFileSync(page, 'utf8'), results)).toMatchFileSnapshot(`../../${page}`)
})

describe('the page is what the clocks in these zones show', () => {
  test.each([...new Set(rows.map(({ kind }) => kind))])('%s', (kind) => {
    const of = rows.filter((row) => row.kind === kind)
    const wrong = of.filter((row) => watchedResult(row).map(minuteText).join(', ') !== row.result.join(', '))
    expect(
      wrong.map((row) => `${row.zone} ${JSON.stringify(row.written)} from ${row.begins}: ${row.result} or ${watchedResult(row).map(minuteText)}?`),
    ).toEqual([])
  })
})

test('every kind of wait is shown in every zone', () => {
  const kinds = [...new Set(rows.map(({ kind }) => kind))]
  const zonesOf = (kind: string): readonly string[] => [...new Set(rows.filter((row) => row.kind === kind).map(({ zone }) => zone))]
  expect(kinds).toHaveLength(9)
  expect(zonesOf(kinds[0] as string)).toHaveLength(12)
  for (const kind of [...kinds.slice(1, 6), 'quiet hours']) expect(zonesOf(kind)).toEqual(zonesOf(kinds[0] as string))
})

test('a number that is no instant of the calendar holds nobody up', () => {
  const journey = { journey: 'far', enter: [{ on: 'Signed Up' }], steps: [{ id: 'wait', wait: { date: 'trigger.day', at: '09:00' } }] }
  const definitions = { workspace: workspaceSchema.parse({ workspace: 'zones' }), journeys: [journeySchema.parse(journey)], segments: [], templates: [] }
  for (const day of [1e300, -8.7e15, '9999-99-99T00:00Z']) {
    const it = oneSubscriber(definitions, '2026-01-01T00:00:00Z')
    it.event('Signed Up', { day })
    expect(it.decisions.at(-1)?.kind).toBe('completed')
  }
})

/** When the engine goes on from the wait, when the condition turns within 26 hours, or when the mail may leave. */
function decidedResult(row: Row): readonly number[] {
  if (typeof row.written === 'object' && 'from' in row.written) return [leavingAt(row)]
  const isCondition = typeof row.written === 'object' && 'time' in row.written
  const it = oneSubscriber(
    { workspace: workspaceSchema.parse({ workspace: 'zones' }), journeys: [journeySchema.parse(journeyOf(row, isCondition))], segments: [], templates: [] },
    row.begins,
  )
  it.identify({ timezone: row.zone })
  it.event('Signed Up', row.date === undefined ? {} : { day: row.date })
  if (row.change !== undefined) {
    it.advanceTo(row.change.at)
    it.identify({ timezone: row.change.to })
  }
  const begins = Date.parse(row.begins)
  it.advanceTo(new Date(begins + (isCondition ? 26 : 14 * 24) * hourMs).toISOString())
  const moves = it.decisions.flatMap((decision) => (decision.kind === 'moved' && decision.step !== 'start' ? [decision] : []))
  if (!isCondition) return moves.filter(({ step }) => step === 'then').map(({ at }) => at)
  return moves.filter(({ step, at }) => (step === 'out' || step === 'again') && at > begins).map(({ at }) => at)
}

function leavingAt(row: Row): number {
  const it = oneSubscriber(
    {
      workspace: workspaceSchema.parse({ workspace: 'zones', policy: { quietHours: row.written } }),
      journeys: [journeySchema.parse({ journey: 'zones', enter: [{ on: 'Signed Up' }], steps: [{ id: 'mail', send: 'mail' }] })],
      segments: [],
      templates: [templateSchema.parse({ template: 'mail', subject: 'Mail', html: '<p>Mail</p>' })],
    },
    row.begins,
  )
  it.identify({ email: 'somebody@mail.example', timezone: row.zone })
  it.event('Signed Up')
  if (row.change !== undefined) {
    it.advanceTo(row.change.at)
    it.identify({ timezone: row.change.to })
  }
  const last = it.decisions.findLast(({ kind }) => kind === 'deferred' || kind === 'authorized')
  return (last?.kind === 'deferred' ? last.until : last?.at) ?? Number.POSITIVE_INFINITY
}

function journeyOf({ written, kind }: Row, isCondition: boolean): JsonObject {
  const enter = [{ on: 'Signed Up' }]
  const then = { id: 'then', nothing: true }
  if (!isCondition) {
    const step = kind === 'at, in an on step' ? { id: 'wait', on: [{ ...(written as JsonObject), steps: [] }] } : { id: 'wait', wait: written }
    return { journey: 'zones', enter, steps: [step, then] }
  }
  const inside = { id: 'in', wait: { for: written, 'at most': '30d' } }
  const outside = { id: 'out', wait: { for: { not: written }, 'at most': '30d' } }
  return { journey: 'zones', enter, steps: [inside, outside, { id: 'again', goto: 'in' }] }
}

function minuteText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
