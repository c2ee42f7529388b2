// Imported history lets nobody in, and why says so: not that a condition failed which was never asked, nor that the journey was not there.

import { expect, test } from 'vitest'
import { why } from '../../src/insight/why/why.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Journey } from '../../src/model/journey.ts'
import { day, happened, minute, sourceWith, start } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

const journey: Journey = {
  journey: 'thanks',
  enter: [
    { on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 }, within: '1d' } },
    { quiet: '30m', on: 'Order Completed' },
  ],
  again: 'always',
  steps: [{ id: 'thanks', send: 'note' }],
}

const imported = (occurredAt: number): Arrival => {
  const arrival = happened('Order Completed', { userId: 'ada', at: start })
  return { ...arrival, event: { ...arrival.event, messageId: `old-${occurredAt}`, occurredAt, silent: true } }
}

test('of imported events it is said that they let nobody in, at each way in; a live one after them is judged by itself', async () => {
  const live = happened('Order Completed', { userId: 'ada', at: start + day })
  const { store } = await livedThrough(sourceWith(journey), [imported(start - 300 * day), imported(start - 299 * day), live], { restMs: minute })
  const { waysIn } = await why(store, { number: 1, journey: 'thanks', at: start + day + minute, from: Number.NEGATIVE_INFINITY })
  const told = waysIn.map(({ chances }) => chances.map(({ outcome, because }) => [outcome, because]))
  const history = ['not entered', 'it came in as imported history, which lets nobody in']
  expect(told).toEqual([
    [['condition not met', expect.stringMatching(/^Order Completed at least twice within 1d .*; 1 of 2,/)], history, history],
    [['still running', expect.stringMatching(/^lets in at /)], history, history],
  ])
  await store.close()
})
