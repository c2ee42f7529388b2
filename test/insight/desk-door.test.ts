// The reading desk when its thread goes wrong: whoever asked is told, and the next question begins another thread. The threads are real; what they
// open in place of a store goes wrong as stores and machines do.

import { afterEach, expect, test } from 'vitest'
import { DeskDoor } from '../../src/insight/matching/desk-door.ts'
import { type Clock, wallClock } from '../../src/runtime/clock.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

let door: DeskDoor | undefined
afterEach(() => door?.close())

/** A desk whose thread opens what this text makes. `options` are handed to it. */
function deskOver(
  open: string,
  options: { readonly lookEveryMs?: number; readonly clock?: Clock; readonly storeOptions?: Readonly<Record<string, unknown>> } = {},
): DeskDoor {
  const { storeOptions = {}, ...own } = options
  const storeModule = `data:text/javascript,${encodeURIComponent(`export const open = async (options) => { ${open}; return { close() {} } }`)}`
  door = new DeskDoor({ store: {} as never, thread: { storeModule, openStore: 'open', storeOptions }, clock: wallClock(), ...own })
  return door
}

const condition = { event: 'Viewed' } as const

test('a thread that ends tells everybody who waits, and the next question is answered by another one', async () => {
  const starts = new SharedArrayBuffer(4)
  const desk = deskOver('if (Atomics.add(new Int32Array(options.starts), 0, 1) === 0) process.exit(3)', { storeOptions: { starts } })
  const asked = [desk.ask('forget', undefined), desk.ask('check', { condition, place: 'segment' })]
  const counted = desk.count({ condition, place: 'segment', now: 0, by: 'ada' })
  for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'desk-ended', message: expect.stringContaining('it exited with code 3') })
  expect(await desk.status(counted.id, { waitMs: 60_000, until: 'the end' })).toMatchObject({ state: 'failed' })
  expect(new Int32Array(starts)[0]).toBe(1)
  // What cannot cross is refused, and stops nobody else.
  await expect(desk.ask('members', { segment: (() => 'keen') as never, now: 0, after: 0, limit: 1 })).rejects.toThrow(/could not be cloned/)
  await expect(desk.ask('segments', { now: 0 })).rejects.toThrow()
  await expect(desk.ask('forget', undefined)).resolves.toBeUndefined()
  expect(new Int32Array(starts)[0]).toBe(2)
  await desk.close()
  await expect(desk.ask('forget', undefined)).rejects.toMatchObject({ code: 'stopping' })
})

test('a desk that is woken has its thread before anybody asks, and asks no other one', async () => {
  const starts = new SharedArrayBuffer(4)
  const count = new Int32Array(starts)
  const desk = deskOver('Atomics.add(new Int32Array(options.starts), 0, 1)', { storeOptions: { starts } })
  desk.wake()
  desk.wake()
  await expect.poll(() => Atomics.load(count, 0)).toBe(1)
  await desk.ask('forget', undefined)
  await desk.close()
  desk.wake()
  expect(Atomics.load(count, 0)).toBe(1)
})

test('a desk that was woken makes itself quick a little later, once, and one that began with a question does not', async () => {
  const begun = new SharedArrayBuffer(4)
  const count = new Int32Array(begun)
  const open = `const count = new Int32Array(options.begun)
    return { close() {}, setting: async () => void Atomics.add(count, 0, 1), last: async () => ({ position: 0 }), readLog: async () => [] }`
  const clock = new VirtualClock(0)
  const desk = deskOver(open, { storeOptions: { begun }, clock })
  desk.wake()
  await desk.ask('forget', undefined)
  expect(Atomics.load(count, 0)).toBe(0)
  clock.advanceTo(10_000)
  await expect.poll(() => Atomics.load(count, 0)).toBe(1)
  desk.wake()
  clock.advanceTo(20_000)
  // What was said to the thread before this is done by now.
  await desk.ask('forget', undefined)
  expect(Atomics.load(count, 0)).toBe(1)
  await desk.close()
  const asked = deskOver(open, { storeOptions: { begun }, clock })
  await asked.ask('forget', undefined)
  asked.wake()
  clock.advanceTo(30_000)
  await asked.ask('forget', undefined)
  expect(Atomics.load(count, 0)).toBe(1)
})

test('a thread that cannot open the store says why', async () => {
  const desk = deskOver(`throw new Error('the disk is gone')`)
  await expect(desk.ask('forget', undefined)).rejects.toThrow('the disk is gone')
})

test('a thread that says nothing any more is given up within a bound', async () => {
  const desk = deskOver('for (;;);', { lookEveryMs: 25 })
  await expect(desk.ask('forget', undefined)).rejects.toMatchObject({ code: 'desk-ended', message: expect.stringContaining('said nothing') })
  // One that goes on is ended by closing, too.
  const waits = desk.ask('forget', undefined)
  await Promise.all([expect(waits).rejects.toMatchObject({ code: 'desk-ended' }), desk.close()])
})
