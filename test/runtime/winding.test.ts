// Winding a clock: everything on the way happens at its own turn, once, and only where nobody lives.

import { expect, onTestFinished, test } from 'vitest'
import type { Journey } from '../../src/model/journey.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import type { Store } from '../../src/runtime/store.ts'
import { windableClock } from '../../src/runtime/time/windable-clock.ts'
import { keepLead, markWindable, readClockMark, workspaceClock } from '../../src/runtime/time/workspace-clock.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, minute, Notebook, plainRenderer, signedUp, sourceWith, start } from './workshop.ts'

/** Every message is worthless an hour after its turn. */
const nudges: Journey = {
  journey: 'nudges',
  enter: [{ quiet: '30m', on: 'Product Added' }],
  again: 'always',
  steps: [
    { id: 'first', send: 'note', expires: '1h' },
    { id: 'patience', wait: '1d' },
    { id: 'second', send: 'note', expires: '1h' },
  ],
}

interface World {
  readonly machine: VirtualClock
  readonly clock: Clock
  readonly mail: Notebook
  readonly runtime: Runtime
}

async function open(store: Store, instant = start): Promise<World> {
  const machine = new VirtualClock(instant)
  const clock = await workspaceClock(store, machine)
  const mail = new Notebook()
  const runtime = await startRuntime({ store, clock, source: sourceWith(nudges), channels: [mail], renderer: plainRenderer, unsubscribeUrl: async () => '' })
  onTestFinished(() => runtime.stop())
  return { machine, clock, mail, runtime }
}

async function demo(): Promise<Store> {
  const store = createMemoryStore()
  expect(await markWindable(store, 'demo')).toBe(true)
  return store
}

const sentAt = async (store: Store): Promise<readonly number[]> =>
  (await store.messages({ limit: 100 })).filter(({ status }) => status === 'sent').map(({ finishedAt = 0 }) => (finishedAt - start) / minute)

test('winding by days hands over every message at its own turn, so that none is too late', async () => {
  const store = await demo()
  const { runtime, clock } = await open(store)
  await runtime.inbox.submit([signedUp('ada'), happened('Product Added', { userId: 'ada' })])
  await runtime.wind(start + 3 * day)
  expect(clock.now()).toBe(start + 3 * day)
  expect((await sentAt(store)).toSorted((one, other) => one - other).map(Math.round)).toEqual([30, 30 + 24 * 60])
})

test('winding to the very instant of a deadline stands at it, to the millisecond', async () => {
  const store = await demo()
  const { runtime, clock, mail } = await open(store)
  await runtime.inbox.submit([signedUp('ada'), happened('Product Added', { userId: 'ada' })])
  await runtime.wind(start + 30 * minute - 1)
  expect(mail.messages).toHaveLength(0)
  await runtime.wind(start + 30 * minute)
  expect([clock.now() - start, mail.messages.length]).toEqual([30 * minute, 1])
})

test('a restart goes on where the clock stood, however long the machine was off', async () => {
  const store = await demo()
  const first = await open(store)
  await first.runtime.wind(start + day)
  await first.runtime.stop()
  const second = await open(store, start + hour)
  expect(second.clock.now()).toBe(start + day + hour)
})

test('winding back changes nothing', async () => {
  const { runtime, clock } = await open(await demo())
  await runtime.wind(start + day)
  await runtime.wind(start)
  expect(clock.now()).toBe(start + day)
})

test('two who wind at once are served one after another', async () => {
  const store = await demo()
  const { runtime, clock, mail } = await open(store)
  await runtime.inbox.submit([signedUp('ada'), happened('Product Added', { userId: 'ada' })])
  await Promise.all([runtime.wind(start + hour), runtime.wind(start + 2 * day)])
  expect([clock.now() - start, mail.messages.length]).toEqual([2 * day, 2])
})

test('a workspace that people live in can neither be wound nor be made to be', async () => {
  const store = createMemoryStore()
  const { runtime } = await open(store)
  await runtime.inbox.submit([signedUp('ada')])
  await expect(runtime.wind(start + day)).rejects.toMatchObject({ code: 'clock-not-windable' })
  expect(await markWindable(store, 'demo')).toBe(false)
  await expect(keepLead(store, day)).rejects.toThrow('only the clock of a demo')
  expect(await readClockMark(store)).toBeUndefined()
})

test('an alarm rings when the clock is wound past it, once, and not when it was taken back', async () => {
  const machine = new VirtualClock(start)
  const clock = windableClock(machine)
  const elsewhere = windableClock(machine, clock.lead)
  const rung: string[] = []
  clock.at(start + hour, () => rung.push('here'))
  elsewhere.at(start + hour, () => rung.push('elsewhere'))
  clock.at(start + hour, () => rung.push('never'))()
  clock.wind(hour - 1)
  await Promise.resolve()
  expect(rung).toEqual([])
  machine.advanceTo(start + 1)
  expect(rung).toEqual(['here'])
  // The other thread hears of it.
  elsewhere.wind(hour - 1)
  await Promise.resolve()
  machine.advanceTo(start + 2)
  expect([rung, elsewhere.now()]).toEqual([['here', 'elsewhere'], start + hour + 1])
})
