// A merge that was wrong is taken back: each of the two has their own history, and a state that follows from it; what waits goes with whose passage it
// is, no no is lost, nobody is mailed anew, and nothing makes the two one again by itself.

import { expect, test } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import { serializeState } from '../../src/engine/stored-state.ts'
import { type PlannedParting, planParting } from '../../src/insight/parting/plan-parting.ts'
import { readLife, walkLife } from '../../src/insight/why/fold-person.ts'
import type { Journey } from '../../src/model/journey.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { unpackState } from '../../src/runtime/states/state-codec.ts'
import type { Store } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { happened, hour, minute, Notebook, sourceWith, start, watch, workshop } from '../runtime/workshop.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const course: Journey = {
  journey: 'course',
  enter: [{ on: 'Began' }],
  exit: [{ event: 'Bought' }],
  steps: [
    { id: 'arm', split: ['a', 'b'].map((variant) => ({ variant, weight: 1, steps: [] })) },
    { id: 'first', send: 'note' },
    { id: 'pause', wait: '1h' },
    { id: 'second', send: 'note' },
  ],
}
const cart: Journey = { journey: 'cart', enter: [{ quiet: '30m', on: 'Product Added' }], again: 'always', steps: [{ id: 'remind', send: 'note' }] }
const source: ProgramSource = {
  ...sourceWith(course, cart),
  workspace: {
    workspace: 'shop',
    sender: { address: 'shop@shop.example' },
    topics: [{ topic: 'news' }, { topic: 'offers' }],
    lists: ['vip', 'press'],
    policy: { consent: 'opt-out' },
  },
  templates: [{ template: 'note', subject: 'A note', html: '<p>Hello</p>', topic: 'news' }],
}

async function shop(store: Store) {
  const kept = watch(store)
  const mail = new Notebook('email')
  const work = await workshop(source, { store: kept, channels: [mail] })
  const { runtime, clock } = work
  const numberOf = async (userId: string): Promise<number> => (await runtime.describe({ userId }))?.number ?? 0
  const part = async (into: number, from: number): Promise<PlannedParting> => {
    await runtime.inbox.command({ subscriber: into }, { do: 'look again' }, 'admin')
    const planned = await planParting(kept, { into, from, because: 'two colleagues' })
    if (typeof planned === 'string') throw new Error(planned)
    expect(await runtime.takeApart(planned.parting)).toBe(true)
    return planned
  }
  /** What the log says of somebody, and what is kept. */
  const follows = async (number: number): Promise<void> => {
    await runtime.settle()
    const [row] = await kept.load([number])
    const state = unpackState(theEngine, (row as NonNullable<typeof row>).state)
    const life = await readLife(kept, { number, at: state.now, lines: 10_000 })
    const again = walkLife(life as NonNullable<typeof life>, state.now, { onDecisions: () => {}, onLine: () => {}, onTime: () => {} })
    expect(serializeState(again.state)).toEqual(serializeState(state))
  }
  return { ...work, store: kept, mail, clock, numberOf, part, follows }
}

const merged = async (store: Store) => {
  const world = await shop(store)
  const { submit, clock, runtime } = world
  await submit(happened('Identified', { userId: 'anna', at: clock.now(), traits: { email: 'anna@mail.example', plan: 'gold' } }))
  await submit(happened('Identified', { userId: 'bert', anonymousId: 'laptop', at: clock.now(), traits: { email: 'bert@mail.example', city: 'Bonn' } }))
  await runtime.inbox.command({ userId: 'bert' }, { do: 'join list', list: 'vip' }, 'admin')
  await submit(happened('Began', { userId: 'bert', at: clock.now() }))
  await runtime.settle()
  clock.advanceTo(start + 10 * minute)
  const [anna, bert] = [await world.numberOf('anna'), await world.numberOf('bert')]
  // Somebody's code calls alias where it should not.
  await submit(happened('Aliased', { userId: 'anna', previousId: 'bert', at: clock.now() }))
  expect(await world.numberOf('bert')).toBe(anna)
  return { ...world, anna, bert }
}

for (const [name, open] of [
  ['in memory', async () => undefined],
  ['in a file', async () => openSqliteStore({ path: `${await temporaryFolder()}/store.db` })],
] as const) {
  test(`each has their own attributes, lists, ids and passages again, ${name}`, async () => {
    const given = await open()
    const { store, submit, clock, runtime, anna, bert, part, follows, numberOf, mail } = await merged(
      given ?? (await import('../../src/stores/memory/memory-store.ts')).createMemoryStore(),
    )
    await submit(happened('Product Added', { anonymousId: 'laptop', at: clock.now(), properties: { product_id: 'mug', price: 5 } }))
    await submit(happened('Viewed', { userId: 'anna', at: clock.now() }))
    await runtime.inbox.command({ userId: 'bert' }, { do: 'set attributes', set: { size: 'L' } }, 'api')
    await runtime.inbox.command({ userId: 'anna' }, { do: 'unsubscribe', topic: 'offers' }, 'admin')
    const sentBefore = mail.recipients.length
    const counts = await store.counts()
    const { people } = await part(anna, bert)
    expect(people.from.identities).toEqual(['a:bert', 'a:laptop', 'u:bert'])
    expect(people.into.identities).toEqual(['u:anna'])
    expect([await numberOf('anna'), await numberOf('bert')]).toEqual([anna, bert])
    const states = await Promise.all([anna, bert].map(async (number) => (await runtime.describe({ subscriber: number }))?.state))
    const [ofAnna, ofBert] = states
    expect(ofAnna?.attributes).toEqual({ email: 'anna@mail.example', plan: 'gold' })
    expect(ofBert?.attributes).toEqual({ email: 'bert@mail.example', city: 'Bonn', size: 'L' })
    expect([Object.keys(ofAnna?.lists ?? {}), Object.keys(ofBert?.lists ?? {})]).toEqual([[], ['vip']])
    expect(states.map((state) => state?.topics['offers']?.subscribed)).toEqual([false, false])
    expect(states.map((state) => state?.enrollments.map(({ journey, step }) => `${journey} ${step}`))).toEqual([[], ['course pause']])
    expect([ofAnna?.carts.length, ofBert?.carts.length]).toEqual([0, 1])
    // Whoever goes on in a passage keeps the variant that it was given there.
    expect(states.map((state) => state?.arms.map(({ step }) => step))).toEqual([[], ['arm']])
    expect((await store.messages({ subscriber: bert, limit: 10 })).map(({ step, status }) => `${step} ${status}`)).toEqual(['first sent'])
    expect(await store.messages({ subscriber: anna, limit: 10 })).toEqual([])
    expect(await store.counts()).toEqual(counts)
    const decided = (await store.decisions(bert, 100)).map(({ kind }) => kind)
    expect(decided).toContain('entered')
    expect((await store.decisions(anna, 100)).map(({ kind }) => kind)).not.toContain('entered')
    await follows(anna)
    await follows(bert)
    expect(await runtime.settle().then(() => mail.recipients.length)).toBe(sentBefore)
    // The cart is Bert's, and so is the rest of his course.
    clock.advanceTo(clock.now() + 2 * hour)
    await runtime.settle()
    expect(mail.recipients.slice(sentBefore)).toEqual(['bert@mail.example', 'bert@mail.example'])
    await follows(anna)
    await follows(bert)
    await runtime.stop()
  })
}

test('a no that was said as one holds for both, and an address that must not be written to stays so', async () => {
  const { submit, runtime, anna, bert, part, follows, clock, mail } = await merged(
    (await import('../../src/stores/memory/memory-store.ts')).createMemoryStore(),
  )
  await runtime.inbox.command({ userId: 'anna' }, { do: 'unsubscribe', topic: 'all' }, 'link')
  await runtime.inbox.command({ userId: 'bert' }, { do: 'suppress', reason: 'complained', address: 'bert@mail.example' }, 'system')
  await runtime.inbox.command({ userId: 'anna' }, { do: 'suppress', reason: 'complained', address: 'old@mail.example' }, 'system')
  await part(anna, bert)
  const before = mail.recipients.length
  await submit(happened('Product Added', { userId: 'bert', at: clock.now() }), happened('Product Added', { userId: 'anna', at: clock.now() }))
  clock.advanceTo(clock.now() + 3 * hour)
  await runtime.settle()
  expect(mail.recipients.length).toBe(before)
  for (const number of [anna, bert]) {
    const state = (await runtime.describe({ subscriber: number }))?.state
    expect(state?.topics['all']?.subscribed).toBe(false)
    // An address that is one's alone stays with them, so that forgetting the other leaves nothing of it.
    expect(state?.suppressed.map(({ address }) => address)).toEqual([number === bert ? 'bert@mail.example' : 'old@mail.example'])
    await follows(number)
  }
  await runtime.stop()
})

test('the same alias, or a device that both use, does not make them one again, and what ended as one does not begin anew', async () => {
  const { store, submit, runtime, anna, bert, part, numberOf, clock } = await merged(
    (await import('../../src/stores/memory/memory-store.ts')).createMemoryStore(),
  )
  // It ended the course, although it stands in the lines of the other alone.
  await submit(happened('Bought', { userId: 'anna', at: clock.now() }))
  await part(anna, bert)
  const insideOf = async (subscriber: number) => (await runtime.describe({ subscriber }))?.state.enrollments.filter(({ status }) => status === 'active')
  expect([await insideOf(anna), await insideOf(bert)]).toEqual([[], []])
  await submit(
    happened('Aliased', { userId: 'anna', previousId: 'bert', at: clock.now() }),
    happened('Viewed', { userId: 'anna', anonymousId: 'laptop', at: clock.now() }),
  )
  expect([await numberOf('anna'), await numberOf('bert')]).toEqual([anna, bert])
  // Nor does the device of somebody who is not known by name.
  await submit(happened('Viewed', { anonymousId: 'phone', at: clock.now() }))
  const [stranger = 0] = await store.resolve(['a:phone'])
  await submit(happened('Viewed', { userId: 'anna', anonymousId: 'phone', at: clock.now() }))
  expect(await store.resolve(['a:phone'])).toEqual([anna])
  await part(anna, stranger)
  await submit(happened('Viewed', { userId: 'anna', anonymousId: 'phone', at: clock.now() }))
  expect(await store.decisions(anna, 100)).toContainEqual(expect.objectContaining({ kind: 'told apart', because: 'their merge was taken back' }))
  expect((await runtime.describe({ subscriber: stranger }))?.number).toBe(stranger)
  await runtime.stop()
})

test('what happens between the split and the commit makes it be asked again, and a commit that fails changes nothing', async () => {
  const { store, submit, runtime, anna, bert, part, follows, numberOf, clock } = await merged(
    (await import('../../src/stores/memory/memory-store.ts')).createMemoryStore(),
  )
  const planned = await planParting(store, { into: anna, from: bert, because: 'two colleagues' })
  if (typeof planned === 'string') throw new Error(planned)
  await submit(happened('Viewed', { userId: 'bert', at: clock.now() }))
  expect(await runtime.takeApart(planned.parting)).toBe(false)
  expect(await numberOf('bert')).toBe(anna)
  store.before = () => {
    throw new Error('the disk is full')
  }
  await expect(part(anna, bert)).rejects.toThrow()
  store.before = () => {}
  expect(await numberOf('bert')).toBe(anna)
  await follows(anna)
  await part(anna, bert)
  expect(await numberOf('bert')).toBe(bert)
  await follows(anna)
  await follows(bert)
  expect(await planParting(store, { into: anna, from: bert, because: 'again' })).toBe('not merged')
  await runtime.stop()
})
