// New memories are folded from the whole log beforehand: everybody's answer is the one that reading each history would give, whatever comes in
// meanwhile, whoever is merged, and wherever it is interrupted.

import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../bench/workload.ts'
import { fillingOf } from '../../src/engine/fill.ts'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { Definitions, Segment } from '../../src/model/definitions.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { fillFromLog } from '../../src/runtime/publishing/fill-log.ts'
import { missingOf, nextSource, publicationAfter, readPublished } from '../../src/runtime/publishing/published.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { unpackMemories } from '../../src/runtime/states/state-codec.ts'
import { greeting, happened, minute, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const segments: readonly Segment[] = [
  { segment: 'often', if: { event: 'Viewed', count: { gte: 3 } } },
  { segment: 'lately', if: { event: 'Viewed', count: { gte: 2 }, within: '30m' } },
  { segment: 'same', if: { event: 'Viewed', by: 'product', count: { gte: 2 } } },
  { segment: 'rich', if: { sum: 'price', of: 'Bought', within: '1d', gte: 30 } },
  { segment: 'order', if: { 'in-order': [{ event: 'Viewed' }, { event: 'Bought' }], within: '1h' } },
  { segment: 'gone', if: { since: 'Viewed', gte: '20m' } },
]
const before = sourceWith(greeting)
const after: Definitions = { ...sourceWith(), journeys: [greeting], segments }
/** Of which nothing is remembered but when something happened. */
const afterInstants: Definitions = {
  ...after,
  segments: [
    ...segments.filter(({ segment }) => ['often', 'lately', 'gone'].includes(segment)),
    // Nothing of anybody is forgotten, so whatever is lost with a merge is seen.
    { segment: 'ever', if: { event: 'Viewed', count: { gte: 100 } } },
  ],
}

/** Events of some people in a fixed order, some anonymous until they are known. */
function* workload(seed: number, events: number) {
  const random = randomFrom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  for (let index = 0; index < events; index += 1) {
    const at = start + index * minute
    const late = random() < 0.2 ? pick(90) * minute : 0
    const person = pick(8)
    const who =
      random() < 0.3 ? { anonymousId: `a${person}` } : random() < 0.15 ? { userId: `u${person}`, anonymousId: `a${person}` } : { userId: `u${person}` }
    const name = random() < 0.7 ? 'Viewed' : 'Bought'
    const arrival = happened(name, { ...who, at, messageId: `${seed}-${index}`, properties: { product: `p${pick(3)}`, price: pick(20) } })
    yield { ...arrival, event: { ...arrival.event, occurredAt: at - late } }
  }
}

async function feed({ submit, clock, runtime }: Workshop, seed: number, range: readonly [number, number]): Promise<void> {
  let index = 0
  for (const arrival of workload(seed, range[1])) {
    index += 1
    if (index <= range[0]) continue
    clock.advanceTo(arrival.event.receivedAt)
    await submit(arrival)
  }
  await runtime.settle()
}

async function plan({ store }: Workshop, to = after): Promise<{ source: ProgramSource; missing: readonly number[] }> {
  const published = await readPublished(store)
  const source = nextSource(published, to, await store.counts())
  const program = theEngine.compile(source)
  return { source, missing: missingOf(program, publicationAfter(published, { program, isTakenOver: true })) ?? [] }
}

/** Who is in which segment, by identity. */
async function membership({ runtime }: Workshop): Promise<Record<string, string[]>> {
  const { watches } = theEngine.compile(nextSource(undefined, after, []))
  const found: Record<string, string[]> = {}
  for (let person = 0; person < 8; person += 1) {
    for (const identity of [{ userId: `u${person}` }, { anonymousId: `a${person}` }]) {
      const state = (await runtime.describe(identity))?.state
      found[JSON.stringify(identity)] = watches.filter((watch) => state?.watches.get(watch.id)?.value === true).map(({ segment }) => segment ?? '')
    }
  }
  return found
}

describe('a segment over the past', () => {
  test.each([
    [1, 'of all kinds', {}],
    [2, 'of all kinds', { held: 1, entries: 40 }],
    [3, 'of all kinds', { held: 1, entries: 7 }],
    [4, 'of instants', {}],
    [5, 'of instants', { held: 1, entries: 40 }],
    [6, 'of instants', { held: 1, entries: 7 }],
  ] as const)('has the members that every history by itself would give it (seed %i, memories %s, %j)', async (seed, kind, held) => {
    const [filled, control] = [await workshop(before), await workshop(before)]
    for (const shop of [filled, control]) await feed(shop, seed, [0, 150])
    const { source, missing } = await plan(filled, kind === 'of instants' ? afterInstants : after)
    const filling = fillingOf(theEngine.compile(source), missing)
    expect(filling.names.every(filling.readsOnlyInstants)).toBe(kind === 'of instants')
    expect((await filled.store.merges()).length).toBeGreaterThan(2)
    const fill = await fillFromLog({ store: filled.store, filling, name: 'p', ...held })
    for (const shop of [filled, control]) await feed(shop, seed, [150, 220])
    await filled.runtime.publish(source, { by: 'test', fill })
    await control.runtime.publish(source)
    for (const shop of [filled, control]) await shop.runtime.settle()
    expect(await membership(filled)).toEqual(await membership(control))
    for (const shop of [filled, control]) await feed(shop, seed, [220, 260])
    expect(await membership(filled)).toEqual(await membership(control))
    expect(Object.values(await membership(control)).flat().length).toBeGreaterThan(kind === 'of instants' ? 5 : 10)
    for (const shop of [filled, control]) await shop.runtime.stop()
  })

  test.each([{}, { held: 1, entries: 40 }, { held: 1, entries: 7 }])(
    'is the same whether instants are held or memories are, also of who was merged (%j)',
    async (held) => {
      const shop = await workshop(before)
      await feed(shop, 7, [0, 200])
      const { source, missing } = await plan(shop, afterInstants)
      const filling = fillingOf(theEngine.compile(source), missing)
      await fillFromLog({ store: shop.store, filling, name: 'instants', ...held })
      await fillFromLog({ store: shop.store, filling: { ...filling, readsOnlyInstants: () => false }, name: 'memories', ...held })
      const people = await shop.store.subscribersAfter(0, 100)
      const of = async (name: string) => (await shop.store.filled(name, people)).map((content) => content && unpackMemories(content))
      expect(await of('instants')).toEqual(await of('memories'))
      await shop.runtime.stop()
    },
  )

  test('has no half members after a restart in the middle of taking over: what was set down is thrown away, and the histories are read', async () => {
    const [broken, control] = [await workshop(before), await workshop(before)]
    for (const shop of [broken, control]) await feed(shop, 9, [0, 150])
    const { source, missing } = await plan(broken)
    const fill = await fillFromLog({ store: broken.store, filling: fillingOf(theEngine.compile(source), missing), name: 'p' })
    const published = broken.runtime.publish(source, { by: 'test', fill })
    const stopped = broken.runtime.stop()
    await Promise.all([published, stopped])
    const again = await workshop(source, { store: broken.store, clock: broken.clock })
    expect(await broken.store.filled('p', [1, 2, 3])).toEqual([undefined, undefined, undefined])
    await control.runtime.publish(source)
    for (const shop of [again, control]) await shop.runtime.settle()
    expect(await membership(again)).toEqual(await membership(control))
    for (const shop of [again, control]) await shop.runtime.stop()
  })

  test('is not in force before it is filled, and events go on being decided by the old definitions', async () => {
    const shop = await workshop(before)
    await feed(shop, 3, [0, 100])
    const publisher = new Publisher({ store: shop.store, runtime: shop.runtime, clock: shop.clock, fillFromEntries: 1 })
    const publishing = publisher.publish({ definitions: after, choices: { ...stayingPeople, by: 'test' }, mode: 'publish' })
    await shop.submit(happened('Viewed', { userId: 'new', at: shop.clock.now() }))
    expect((await shop.runtime.describe({ userId: 'new' }))?.state.watches.size).toBe(0)
    const status = await publishing
    expect(status).toMatchObject({ state: 'in force', publication: { number: 2, by: 'test' }, preview: { segments: expect.arrayContaining(['+ often']) } })
    await shop.runtime.settle()
    for (let times = 0; times < 2; times += 1) await shop.submit(happened('Viewed', { userId: 'new', at: shop.clock.now() }))
    const decisions = await shop.store.decisions((await shop.runtime.describe({ userId: 'new' }))?.number ?? 0, 100)
    expect(decisions).toContainEqual(expect.objectContaining({ kind: 'segment', segment: 'often', entered: true }))
    const people = await shop.store.countSubscribers()
    expect(await publisher.status()).toMatchObject({ state: 'in force', done: people, of: people })
    await shop.runtime.stop()
  })

  test('reads no history at all when nothing has to be remembered anew', async () => {
    const shop = await workshop({ ...before, segments })
    await feed(shop, 4, [0, 60])
    const { runtime, store } = shop
    const read: string[] = []
    const history = store.history.bind(store)
    store.history = (head, limit, since) => {
      read.push(String(head))
      return history(head, limit, since)
    }
    const edited: Definitions = { ...after, journeys: [{ ...greeting, maxAge: '2h' }] }
    await runtime.publish(nextSource(await readPublished(store), edited, []))
    await runtime.settle()
    expect(read).toEqual([])
    const someone = (await runtime.describe({ userId: 'u1' }))?.number ?? 0
    expect((await store.decisions(someone, 100)).some(({ kind }) => kind === 'adopted')).toBe(true)
    await runtime.stop()
  })
})
