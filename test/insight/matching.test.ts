// A condition that nobody published is asked of people as if it had always been in force: the same people, whatever states remember of it, whoever was
// merged, and each of its parts alone.

import { expect, test } from 'vitest'
import { randomFrom } from '../../bench/workload.ts'
import { type AskedCondition, askedCondition } from '../../src/insight/matching/asked-condition.ts'
import { countPeople, type PeopleCount } from '../../src/insight/matching/count-people.ts'
import { listMembers } from '../../src/insight/matching/list-members.ts'
import { ReadingDesk, type SegmentSizes } from '../../src/insight/matching/reading-desk.ts'
import { tryOn } from '../../src/insight/matching/try-on.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { readPublished } from '../../src/runtime/publishing/published.ts'
import { greeting, happened, minute, sourceWith, start, type Workshop, workshop } from '../runtime/workshop.ts'

const asked: Readonly<Record<string, Condition>> = {
  often: { event: 'Viewed', count: { gte: 3 } },
  lately: { event: 'Viewed', count: { gte: 2 }, within: '30m' },
  same: { all: [{ event: 'Viewed', by: 'product', count: { gte: 3 }, within: '60m' }, { not: { event: 'Bought', within: '60m' } }] },
  rich: { sum: 'price', of: 'Bought', within: '1d', gte: 30 },
  order: { 'in-order': [{ event: 'Viewed' }, { event: 'Bought' }], within: '1h' },
  gone: { since: 'Viewed', gte: '20m' },
  proper: {
    any: [
      { attribute: 'plan', eq: 'pro', for: '30m' },
      { attribute: 'plan', exists: false },
    ],
  },
  written: { message: 'any', did: 'sent', count: { gte: 2 } },
  present: { distinct: 'product', of: 'Viewed', within: 'session', gte: 2 },
}
const segments = Object.entries(asked).map(([segment, condition]) => ({ segment, if: condition }))

async function feed({ submit, clock, runtime }: Workshop, seed: number): Promise<void> {
  const random = randomFrom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  for (let index = 0; index < 160; index += 1) {
    const at = start + index * minute
    const person = pick(9)
    const who =
      random() < 0.3 ? { anonymousId: `a${person}` } : random() < 0.15 ? { userId: `u${person}`, anonymousId: `a${person}` } : { userId: `u${person}` }
    const name = random() < 0.1 ? 'Signed Up' : random() < 0.7 ? 'Viewed' : 'Bought'
    const traits = random() < 0.2 ? { traits: { email: `u${person}@mail.example`, plan: random() < 0.5 ? 'pro' : 'free' } } : {}
    const arrival = happened(name, { ...who, at, messageId: `${seed}-${index}`, properties: { product: `p${pick(3)}`, price: pick(20) }, ...traits })
    clock.advanceTo(at)
    await submit({ ...arrival, event: { ...arrival.event, occurredAt: at - (random() < 0.2 ? pick(50) * minute : 0) } })
  }
  await runtime.settle()
}

async function ask({ store }: Workshop, condition: Condition): Promise<AskedCondition> {
  const published = await readPublished(store)
  if (published === undefined) throw new Error('nothing is published')
  const found = askedCondition(published, condition, 'segment')
  expect(found.problems).toEqual([])
  return found.asked
}

const quiet = { onEstimate: () => {}, onAsked: () => {}, isOver: () => false, whom: 'everybody' } as const

test.each([1, 2, 3])('whom a draft holds for is whom the published segment has (seed %i)', async (seed) => {
  const [draft, live] = [await workshop(sourceWith(greeting)), await workshop({ ...sourceWith(greeting), segments })]
  for (const shop of [draft, live]) await feed(shop, seed)
  const now = draft.clock.now()
  let found = 0
  for (const condition of Object.values(asked)) {
    const [mine, theirs] = [await ask(draft, condition), await ask(live, condition)]
    expect(theirs.missing).toEqual([])
    const counts = (await Promise.all(
      [draft, live].map((shop, index) => countPeople({ store: shop.store, asked: index === 0 ? mine : theirs, now, ...quiet })),
    )) as PeopleCount[]
    expect(counts[0]).toEqual(counts[1])
    const members = await listMembers(draft.store, mine, { now, after: 0, limit: 500 })
    expect(members).toEqual({ members: [...(counts[0]?.sample ?? [])], next: null })
    expect(counts[0]?.parts[0]?.people?.count).toBe(members.members.length)
    for (const number of await draft.store.subscribersAfter(0, 100)) {
      const tried = await tryOn(draft.store, mine, { condition, number, now, trigger: undefined })
      expect(tried?.reason.value, `${number}: ${tried?.reason.words}`).toBe(members.members.includes(number))
    }
    found += members.members.length
  }
  expect(found).toBeGreaterThan(15)
  expect(await keptSizes(live)).toEqual(await askedSizes(live))
  for (const shop of [draft, live]) await shop.runtime.stop()
})

/** How many are in each segment, as it was kept by whoever entered and left. */
async function keptSizes({ store, clock }: Workshop): Promise<SegmentSizes> {
  const program = (await readPublished(store))?.publication?.program
  expect(await store.setting('sweep')).toMatchObject({ program, isUnderWay: false })
  const sizes = await new ReadingDesk(store).segments({ now: clock.now() })
  expect(sizes.segments.filter(({ people }) => people?.count !== 0).length).toBeGreaterThan(3)
  return sizes
}

/** The same as long as people are still brought up to the definitions: everybody is asked. */
async function askedSizes({ store, clock }: Workshop): Promise<SegmentSizes> {
  const mark = (await store.setting('sweep')) as JsonObject
  await store.setSetting('sweep', { ...mark, isUnderWay: true })
  const groupings = store.people.groupings
  try {
    Object.assign(store.people, { groupings: () => Promise.reject(new Error('not asked')) })
    return await new ReadingDesk(store).segments({ now: clock.now() })
  } finally {
    Object.assign(store.people, { groupings })
    await store.setSetting('sweep', mark)
  }
}

test('each part is counted alone, and one that speaks of the triggering event by nobody', async () => {
  const shop = await workshop(sourceWith(greeting))
  await feed(shop, 4)
  const published = await readPublished(shop.store)
  const condition: Condition = { all: [{ event: 'Viewed' }, { not: { event: 'Bought', where: { product: { eq: { ref: 'trigger.product' } } } } }] }
  const { asked: found, problems } = askedCondition(published as never, condition, 'journey')
  expect(problems).toEqual([])
  const count = await countPeople({ store: shop.store, asked: found, now: shop.clock.now(), ...quiet })
  expect(count?.parts.map(({ path, people }) => [path.join('.'), people === null])).toEqual([
    ['', true],
    ['all.0', false],
    ['all.1', true],
    ['all.1.not', true],
  ])
  await shop.runtime.stop()
})

test('before anybody asks why, it is asked about everybody of the newest lines and each journey, for as long as nobody else waits', async () => {
  const shop = await workshop(sourceWith(greeting, { ...greeting, journey: 'again' }))
  await feed(shop, 4)
  const desk = new ReadingDesk(shop.store)
  const people = new Set((await shop.store.readLog(0, 1000)).map(({ subscriber }) => subscriber))
  const asked: string[] = []
  const history = shop.store.history
  const noting: typeof history = (head, ...more) => {
    asked.push(String(head))
    return history.call(shop.store, head, ...more)
  }
  Object.assign(shop.store, { history: noting })
  expect(await desk.rehearse({ now: shop.clock.now(), mayGoOn: async () => true })).toBe(2 * people.size)
  expect(new Set(asked).size).toBeGreaterThan(5)
  let left = 3
  expect(await desk.rehearse({ now: shop.clock.now(), mayGoOn: async () => left-- > 0 })).toBe(3)
  Object.assign(shop.store, { history })
  await shop.runtime.stop()
})

test('a sample of everybody says how many there are about, with an interval around the number that is counted', async () => {
  const shop = await workshop(sourceWith(greeting))
  for (let person = 0; person < 400; person += 20) {
    const some = Array.from({ length: 20 }, (_, index) => person + index)
    await shop.submit(...some.map((one) => happened(one % 4 === 0 ? 'Bought' : 'Viewed', { userId: `u${one}`, at: start, messageId: `m${one}` })))
  }
  await shop.runtime.settle()
  const found = await ask(shop, { event: 'Bought' })
  const estimates: PeopleCount[] = []
  const count = await countPeople({ store: shop.store, asked: found, now: start, ...quiet, sampled: 100, onEstimate: (one) => estimates.push(one) })
  expect(count).toMatchObject({ phase: 'exact', of: 400, asked: 400, parts: [{ people: { count: 100, low: 100, high: 100 } }] })
  const people = estimates.at(-1)?.parts[0]?.people
  expect(people?.low).toBeLessThanOrEqual(100)
  expect(people?.high).toBeGreaterThanOrEqual(100)
  expect(people?.high).toBeLessThan(200)
  expect(await countPeople({ store: shop.store, asked: found, now: start, ...quiet, sampled: 100, isOver: () => true })).toBeUndefined()
  await shop.runtime.stop()
})

test('trying a condition on somebody names the events that decided it, with the newest of a name in place of the triggering one', async () => {
  const shop = await workshop(sourceWith(greeting))
  const view = (at: number, product: string) => happened('Viewed', { userId: 'anna', at, properties: { product }, messageId: `v${at}` })
  await shop.submit(view(start, 'a'), view(start + minute, 'b'), view(start + 2 * minute, 'b'))
  await shop.runtime.settle()
  const condition: Condition = {
    all: [{ event: 'Viewed', count: { gte: 2 }, where: { product: { eq: { ref: 'trigger.product' } } } }, { not: { event: 'Bought' } }],
  }
  const { asked: found } = askedCondition((await readPublished(shop.store)) as never, condition, 'journey')
  const tried = await tryOn(shop.store, found, { condition, number: 1, now: start + 5 * minute, trigger: 'Viewed' })
  expect(tried?.trigger).toMatchObject({ name: 'Viewed', properties: { product: 'b' } })
  expect(tried?.reason).toMatchObject({
    value: true,
    path: [],
    parts: [
      { path: ['all', 0], value: true, evidence: [{ counts: true }, { counts: true }] },
      { path: ['all', 1], value: true, parts: [{ path: ['all', 1, 'not'], value: false }] },
    ],
  })
  await shop.runtime.stop()
})
