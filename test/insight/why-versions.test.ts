// Why, where more than one thing was true of somebody's life: versions that followed each other, pauses in between, two people who became one, ways in at which
// nothing stands.

import { expect, test } from 'vitest'
import { whyAnswer } from '../../src/api/admin/routes/why-answer.ts'
import { whyText } from '../../src/cli/why-text.ts'
import { why } from '../../src/insight/why/why.ts'
import type { WhyAnswer } from '../../src/insight/why/why-answer.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Journey } from '../../src/model/journey.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { advanceTo } from '../../src/testing/virtual-clock.ts'
import { happened, hour, minute, signedUp, sourceWith, start, type Workshop, workshop } from '../runtime/workshop.ts'

const views = (gte: number) => ({ event: 'Product Viewed', count: { gte }, within: '24h' }) as const
const keen = (gte: number): Journey => ({ journey: 'keen', enter: [{ on: 'Product Viewed', if: views(gte) }], again: 'always', steps: [] })
const cart: Journey = {
  journey: 'cart',
  enter: [{ quiet: '30m', on: 'Product Added' }],
  key: 'properties.cart',
  again: 'always',
  steps: [{ id: 'day', wait: '1d' }],
}

interface Shop extends Workshop {
  /** Ada does something so many minutes after the start. */
  does(after: number, name: string, properties?: { readonly [name: string]: string }): Promise<void>
  publish(...journeys: readonly Journey[]): Promise<void>
  ask(journey: string, after: number, from?: number): Promise<WhyAnswer>
}

async function openShop(...journeys: readonly Journey[]): Promise<Shop> {
  const shop = await workshop(sourceWith(...journeys))
  const { runtime, store, clock, submit } = shop
  const passTo = (after: number): Promise<void> => advanceTo(clock, runtime, start + after * minute)
  await submit(signedUp('ada', { traits: { email: 'ada@mail.example', plan: 'free' } }))
  return {
    ...shop,
    async does(after, name, properties = {}) {
      await passTo(after)
      await submit(happened(name, { userId: 'ada', at: clock.now(), properties }))
    },
    async publish(...next) {
      const definitions = { workspace: sourceWith().workspace, segments: [], templates: sourceWith().templates, journeys: next }
      const status = await new Publisher({ store, runtime, clock }).publish({ definitions, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
      expect(status.state, status.problem ?? '').toBe('in force')
    },
    async ask(journey, after, from = Number.NEGATIVE_INFINITY) {
      if (start + after * minute > clock.now()) await passTo(after)
      const answer = await why(store, { number: 1, journey, at: start + after * minute, from })
      expect(whyAnswer.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined()
      return answer
    },
  }
}

const outcomesOf = ({ waysIn }: WhyAnswer) =>
  waysIn.map(({ words, version, chances }) => [
    words,
    version,
    chances.map(({ event, outcome, reason }) => [(event.occurredAt - start) / minute, outcome, reason?.value]),
  ])

test('who came in by an earlier version is told what that version asked, and who came later what the new one does', async () => {
  const shop = await openShop(keen(2))
  await shop.does(1, 'Product Viewed')
  await shop.does(2, 'Product Viewed')
  await shop.publish(keen(4))
  await shop.does(3, 'Product Viewed')
  const answer = await shop.ask('keen', 10)
  expect(answer.version).toBe(2)
  expect(outcomesOf(answer)).toEqual([
    ['Product Viewed, if Product Viewed at least 4 times within 24h', 2, [[3, 'condition not met', false]]],
    [
      'Product Viewed, if Product Viewed at least twice within 24h',
      1,
      [
        [2, 'entered', true],
        [1, 'condition not met', false],
      ],
    ],
  ])
  expect(whyText(answer, 'ada')).toContain('Way in 1 of version 1: Product Viewed, if Product Viewed at least twice within 24h')
  // What stayed as it was is one way in.
  await shop.publish({ ...keen(4), again: { after: '5m' } })
  await shop.does(11, 'Product Viewed')
  expect(outcomesOf(await shop.ask('keen', 12))[0]).toEqual([
    'Product Viewed, if Product Viewed at least 4 times within 24h',
    3,
    [
      [11, 'entered', true],
      [3, 'condition not met', false],
    ],
  ])
  await shop.runtime.stop()
})

test('a silence that was over after a publication, or in a pause, ended as it was decided then', async () => {
  const shop = await openShop(cart)
  await shop.does(0, 'Product Added', { cart: 'c1' })
  await advanceTo(shop.clock, shop.runtime, start + 10 * minute)
  await shop.publish({ ...cart, steps: [{ id: 'other', wait: '2d' }] })
  await shop.does(60, 'Product Added', { cart: 'c2' })
  await advanceTo(shop.clock, shop.runtime, start + 70 * minute)
  await shop.runtime.changePause({ journey: 'cart', do: 'pause', because: 'a test', by: 'admin' })
  await shop.does(120, 'Product Viewed')
  await shop.does(130, 'Product Added', { cart: 'c1' })
  const answer = await shop.ask('cart', 140)
  const decided = (await shop.store.decisions(1, 100)).filter((one: Decision) => 'journey' in one && one.journey === 'cart')
  expect(answer.decided.map(({ decision }) => decision)).toEqual(JSON.parse(JSON.stringify(decided)))
  expect(answer.decided.flatMap(({ decision }) => (decision.kind === 'entered' ? [decision.journeyVersion] : []))).toEqual([2])
  await shop.runtime.stop()
})

test('of keyed passages it says which one stood at the door', async () => {
  const shop = await openShop(cart)
  await shop.does(1, 'Product Added', { cart: 'c1' })
  await shop.does(2, 'Product Added', { cart: 'c2' })
  const answer = await shop.ask('cart', 40)
  expect(answer.waysIn[0]?.chances.map(({ key }) => key)).toEqual(['c2', 'c1'])
  expect(whyText(answer, 'ada')).toMatch(/Product Added \[c2\] \(line/)
  await shop.runtime.stop()
})

test('before two became one, each had only their own events', async () => {
  const shop = await openShop(keen(3))
  const { submit, clock } = shop
  await submit(happened('Product Viewed', { anonymousId: 'phone', at: clock.now() }))
  await submit(happened('Product Viewed', { anonymousId: 'phone', at: clock.now() }))
  await shop.does(5, 'Product Viewed')
  await submit(happened('Identified', { userId: 'ada', anonymousId: 'phone', at: clock.now() }))
  await shop.does(9, 'Product Viewed')
  const chances = (await shop.ask('keen', 10)).waysIn[0]?.chances ?? []
  expect(chances.map(({ outcome, reason }) => [outcome, reason?.nearMiss, reason?.evidence.filter(({ counts }) => counts).length])).toEqual([
    ['entered', '', 4],
    ['condition not met', '1 of 3', 1],
    ['condition not met', '2 of 3', 2],
    ['condition not met', '1 of 3', 1],
  ])
  await shop.runtime.stop()
})

test('everything that stands in the way is named, and of several of which one would do all', async () => {
  const free = { attribute: 'plan', eq: 'paid' } as const
  const both: Journey = { journey: 'both', enter: [{ on: 'Product Viewed', if: { all: [views(3), free, { not: { event: 'Product Viewed' } }] } }], steps: [] }
  const either: Journey = { journey: 'either', enter: [{ on: 'Product Viewed', if: { any: [views(3), free] } }], steps: [] }
  const shop = await openShop(both, either)
  await shop.does(0, 'Product Viewed')
  const at = new Date(start).toISOString()
  expect((await shop.ask('both', 1)).answer).toBe(
    `At the door ${at}, condition not met: Product Viewed at least 3 times within 24h (once, last ${at}; 1 of 3); plan is paid (is "free"); not (Product Viewed at least once) (once or more, last ${at}).`,
  )
  expect((await shop.ask('either', 1)).answer).toBe(
    `At the door ${at}, condition not met: (Product Viewed at least 3 times within 24h) or (plan is paid) (once, last ${at}; 1 of 3; is "free").`,
  )
  await shop.runtime.stop()
})

test('a time that came for somebody for whom the condition did not hold is told of, and so is when it comes next', async () => {
  const noon: Journey = { journey: 'noon', enter: [{ at: '0 3 * * *', zone: 'UTC', for: views(2) }], again: 'always', steps: [] }
  const shop = await openShop(noon)
  await shop.does(10, 'Product Viewed')
  await shop.does(60 * 24 * 2, 'Product Viewed')
  await shop.does(60 * 24 * 2 + 1, 'Product Viewed')
  const answer = await shop.ask('noon', 60 * 24 * 4)
  expect(answer.waysIn[0]?.chances.map(({ at, outcome, reason }) => [new Date(at).toISOString(), outcome, reason?.nearMiss])).toEqual([
    ['2026-01-09T03:00:00.000Z', 'condition not met', expect.stringMatching(/^0 of 2/)],
    ['2026-01-08T03:00:00.000Z', 'entered', ''],
    ['2026-01-07T03:00:00.000Z', 'condition not met', expect.stringMatching(/^0 of 2/)],
    ['2026-01-06T03:00:00.000Z', 'condition not met', '1 of 2'],
  ])
  expect(answer.coming).toMatchObject([{ at: Date.parse('2026-01-10T03:00:00Z'), said: { code: 'time-comes' } }])
  await shop.runtime.stop()
})

test('a condition that will hold by itself is said to, with its instant, where nothing comes between', async () => {
  const idle: Journey = { journey: 'idle', enter: [{ becomes: { since: 'Product Viewed', gte: '14d' } }], again: 'always', steps: [] }
  const fresh: Journey = { journey: 'fresh', enter: [{ becomes: views(2) }], again: 'always', steps: [] }
  const shop = await openShop(idle, fresh)
  await shop.does(10, 'Product Viewed')
  const { coming, waysIn } = await shop.ask('idle', 60)
  expect(coming).toMatchObject([{ at: start + 10 * minute + 14 * 24 * hour, said: { code: 'holds-by-itself' } }])
  expect(waysIn[0]?.chances).toEqual([])
  expect((await shop.ask('fresh', 60)).coming).toEqual([])
  await shop.runtime.stop()
})

test('a period has an end and a beginning: what was decided before it is left out, not what follows from it', async () => {
  const shop = await openShop(keen(1))
  await shop.does(1, 'Product Viewed')
  await shop.does(60, 'Product Viewed')
  const answer = await shop.ask('keen', 100, start + 30 * minute)
  expect(answer.decided.map(({ decision }) => [decision['kind'], decision['at']])).toEqual([
    ['entered', start + 60 * minute],
    ['completed', start + 60 * minute],
  ])
  expect(answer.status).toBe('was inside')
  await shop.runtime.stop()
})

test('for whom a condition held already when its journey came into force, it is said that only its beginning lets in', async () => {
  const shop = await openShop(keen(2))
  const free: Journey = { journey: 'free', enter: [{ becomes: { attribute: 'plan', eq: 'free' } }], steps: [] }
  await advanceTo(shop.clock, shop.runtime, start + 5 * minute)
  await shop.publish(keen(2), free)
  expect((await shop.ask('free', 60)).answer).toBe(
    'Never entered: plan is free, as before: it lets in only at the instant at which it begins to hold, while the journey is in force.',
  )
  await shop.runtime.stop()
})
