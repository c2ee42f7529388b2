// "Why" goes through a life without the journeys that the person was never let into, where the state proves that; what it says is what it says from the log
// alone, with all journeys.

import { beforeAll, describe, expect, test } from 'vitest'
import { readLife } from '../../src/insight/why/fold-person.ts'
import { why } from '../../src/insight/why/why.ts'
import type { WhyAnswer } from '../../src/insight/why/why-answer.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Store } from '../../src/runtime/store.ts'
import { day, sourceWith } from '../runtime/workshop.ts'
import { type Lived, livedThrough } from './lived-through.ts'
import { randomLife } from './random-life.ts'

type Asked = Parameters<typeof why>[0]

const note = [{ id: 'tell', send: 'note' }]
const journeys: readonly Journey[] = [
  { journey: 'orders', enter: [{ on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 }, within: '90d' } }], again: 'always', steps: note },
  { journey: 'silence', enter: [{ quiet: '2h', on: 'Product Viewed', unless: 'Order Completed' }], again: { after: '1d' }, steps: note },
  { journey: 'rich', enter: [{ becomes: { sum: 'revenue', of: 'Order Completed', within: '30d', gte: 200 } }], exit: [{ event: 'Nothing Much' }], steps: note },
  { journey: 'never', enter: [{ on: 'Nobody Does This' }], exit: [{ event: 'Product Viewed' }], steps: note },
  { journey: 'keen', enter: [{ on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 6 }, within: '1d' } }], steps: note },
  { journey: 'after', enter: [{ on: 'Nothing Much', if: { journey: 'rich', is: 'completed' } }], steps: [{ id: 'on', start: 'started' }, ...note] },
  { journey: 'started', enter: [{ on: 'Nobody Starts This' }], again: 'always', steps: [{ id: 'day', wait: '1d' }, ...note] },
]

const source = sourceWith(...journeys)
const policy = { consent: 'opt-out' as const, caps: [{ max: 2, within: '2d', then: 'defer' as const }] }

/** The same workspace whose states prove nothing. */
function withoutStates(store: Store): Asked {
  return {
    load: async (numbers) => (await store.load(numbers)).map((one) => one && { ...one, state: new Uint8Array() }),
    history: (head, limit, after) => store.history(head, limit, after),
    setting: (name) => store.setting(name),
    sendingCounts: (query) => store.sendingCounts(query),
  }
}

describe.each([1, 2])('a random life, %i', (seed) => {
  let lived: Lived
  let people: readonly number[]
  beforeAll(async () => {
    const arrivals = randomLife(seed, 100)
    // The first half of the people comes by one device only and so never turns out to be somebody else.
    const single = arrivals.map((one) => ('userId' in one && one.userId !== undefined ? { ...one, anonymousId: undefined } : one)) as typeof arrivals
    lived = await livedThrough({ ...source, workspace: { ...source.workspace, policy } }, seed === 1 ? single : arrivals, { restMs: 3 * day })
    people = await lived.store.subscribersAfter(0, 6)
  })

  test('reads the same about each journey, now and in the middle, from the log alone', async () => {
    const logAlone = withoutStates(lived.store)
    const told = new Set<WhyAnswer['status']>()
    for (const number of people) {
      for (const { journey } of journeys) {
        const question = { number, journey, at: number % 2 === 0 ? lived.to : (lived.from + lived.to) / 2, from: Number.NEGATIVE_INFINITY }
        const answer = await why(lived.store, question)
        expect(answer).toEqual(await why(logAlone, question))
        told.add(answer.status)
      }
    }
    expect([...told]).toEqual(expect.arrayContaining(['was inside', 'never entered']))
  })

  test('is gone through without lines that only journeys hear that the person was never let into', async () => {
    const linesOf = async (store: Asked, number: number): Promise<number> =>
      (await readLife(store, { number, at: lived.to, lines: 10_000, about: { journey: 'never' } }))?.lines.length ?? 0
    const fewer = await Promise.all(people.map(async (number) => (await linesOf(lived.store, number)) < (await linesOf(withoutStates(lived.store), number))))
    expect(fewer).toContain(true)
  })
})
