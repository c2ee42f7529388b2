// How far a backtest is: a line is done when it is decided, not when it was read, because reading takes a small part of the time.

import { expect, test } from 'vitest'
import { backtestPart } from '../../../src/insight/backtest/backtest-log.ts'
import { limits } from '../../../src/model/limits.ts'
import { arrivalBody } from '../../../src/runtime/log-entry.ts'
import { greeting, sourceWith, start } from '../../runtime/workshop.ts'

const upTo = 2 * limits.backtestPage + 10
const people = 20

test('lines are said to be done when they were decided, and all of them at the end', async () => {
  const told: { readonly lines: number; readonly events: number }[] = []
  const { events } = await backtestPart({ readShare: async ({ isSilent }, range) => (isSilent === true ? [] : linesOf(range)) }, spec, {
    part: { upTo, moved: [], shares: [{ index: 0, of: 1 }] },
    isOver: () => false,
    onLines: (lines, decided) => told.push({ lines, events: decided }),
  })
  expect(events).toBe(upTo)
  // Two pages are read before anything is decided, and nothing is said to be done then.
  expect(told.every(({ lines, events: decided }) => lines === decided && decided > 0)).toBe(true)
  expect(told.length).toBeGreaterThan(2)
  expect(told.at(-1)).toEqual({ lines: upTo, events: upTo })
})

test('however long a log is, it is said two hundred times how far it is, and what is in use is looked at after every page', async () => {
  const pages = 5000
  const told: number[] = []
  let looked = 0
  await backtestPart({ readShare: async () => [] }, spec, {
    part: { upTo: pages * limits.backtestPage, moved: [], shares: [{ index: 0, of: 1 }] },
    isOver: () => false,
    onLines: (lines) => told.push(lines),
    onPage: () => {
      looked += 1
    },
  })
  expect(told.length).toBe(200)
  expect(told.at(-1)).toBe(pages * limits.backtestPage)
  expect(looked).toBe(pages)
})

const spec = {
  arms: [{ name: 'draft', source: sourceWith(greeting), ran: [] }],
  before: [],
  pauses: [],
  from: Number.NEGATIVE_INFINITY,
  to: start + upTo,
  responses: { kind: 'none' },
  imports: 'as received',
  thresholds: false,
  examples: 1,
} as const

/** Everybody by turns does something. */
function linesOf({ after, upTo: last }: { readonly after: number; readonly upTo: number }) {
  return Array.from({ length: last - after }, (_, index) => {
    const position = after + index + 1
    const subscriber = 1 + (position % people)
    const at = start + position
    const event = { name: 'Product Viewed', occurredAt: at, receivedAt: at, messageId: `m${position}`, properties: {} }
    return { position, subscriber, previous: Math.max(0, position - people), merged: 0, receivedAt: at, name: event.name, body: arrivalBody({ event }) }
  })
}
