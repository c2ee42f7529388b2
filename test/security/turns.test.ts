// Questions that take long, while others want to be heard: the store answers at once, so whoever asks it much has to give others their turn. Turns are
// counted, not timed.

import { expect, test } from 'vitest'
import { exportConsents } from '../../src/api/admin/export-consents.ts'
import { readLife, walkLifeInTurns } from '../../src/insight/why/fold-person.ts'
import { livedThrough } from '../insight/lived-through.ts'
import { greeting, happened, minute, signedUp, sourceWith, start } from '../runtime/workshop.ts'

/** How often somebody else could be heard while this went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let isOver = false
  const count = (): void => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await work()
  isOver = true
  return turns
}

test('the words about consent of very many people are handed out with turns for others, also where nobody said anything', async () => {
  const asked: number[] = []
  const store = {
    subscribersAfter: async (after: number, most: number) => Array.from({ length: Math.min(most, 2000 - after) }, (_, index) => after + index + 1),
    decisions: async (number: number) => {
      asked.push(number)
      return []
    },
  } as never
  const turns = await turnsDuring(async () => {
    for await (const _ of exportConsents(store, 'csv'));
  })
  expect(asked).toHaveLength(2000)
  expect(turns).toBeGreaterThanOrEqual(40)
})

test('somebody with a long history is gone through with turns for others', async () => {
  const views = Array.from({ length: 600 }, (_, index) => happened('Product Viewed', { userId: 'ada', at: start + index * minute, messageId: `m${index}` }))
  const { store } = await livedThrough(sourceWith(greeting), [signedUp('ada'), ...views], { restMs: 0 })
  const life = await readLife(store, { number: 1, at: start + 600 * minute, lines: 1000 })
  expect(life?.lines.length).toBeGreaterThan(600)
  const turns = await turnsDuring(() => walkLifeInTurns(life as NonNullable<typeof life>, start + 600 * minute, { onDecisions() {}, onLine() {}, onTime() {} }))
  expect(turns).toBeGreaterThanOrEqual(6)
})
