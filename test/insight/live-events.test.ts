// Events as they arrive: who watches sees each within a commit, with what it matched, and whoever does not read is cut off.

import { expect, onTestFinished, test } from 'vitest'
import { LiveEvents, type LiveFilter, type LiveItem, type LiveListener } from '../../src/insight/live-events.ts'
import { limits } from '../../src/model/limits.ts'
import { greeting, happened, minute, signedUp, sourceWith, start, type Workshop, workshop } from '../runtime/workshop.ts'

interface Watched extends Workshop {
  readonly live: LiveEvents
  readonly listen: (filter?: LiveFilter, recent?: number) => Promise<LiveListener>
}

async function watched(): Promise<Watched> {
  const shop = await workshop(sourceWith(greeting))
  const live = new LiveEvents({ store: shop.store, clock: shop.clock, onCommit: (listener) => shop.runtime.onCommit(listener) })
  onTestFinished(() => live.close())
  const listen = async (filter: LiveFilter = {}, recent = 0): Promise<LiveListener> => (await live.listen(filter, recent)) as LiveListener
  return { ...shop, live, listen }
}

/** The next so many, each as a line. */
async function heard(listener: LiveListener, count: number): Promise<string[]> {
  const lines: string[] = []
  for (let index = 0; index < count; index += 1) lines.push(lineOf(await listener.next()))
  return lines
}

function lineOf(item: LiveItem | undefined): string {
  if (item === undefined) return 'nothing'
  if (item.kind === 'event') return `${item.name} of ${item.userId ?? item.anonymousId}`
  return item.kind === 'refused' ? `refused: ${item.reason}` : item.kind === 'skipped' ? `skipped ${item.events}` : `cut: ${item.because}`
}

test('an event comes with what was decided because of it, and with nothing else', async () => {
  const { listen, submit, clock } = await watched()
  await submit(signedUp('ann', { at: start - minute }))
  const listener = await listen()
  await clock.advanceTo(start + minute)
  await submit(signedUp('ann', { at: start + minute, properties: { plan: 'free' } }))
  const item = await listener.next()
  expect(item).toMatchObject({ kind: 'event', name: 'Signed Up', userId: 'ann', source: 'server', properties: { plan: 'free' }, receivedAt: start + minute })
  const matched = item?.kind === 'event' ? item.matched : []
  expect(matched.filter(({ kind }) => kind === 'entered')).toMatchObject([{ journey: 'greeting', text: expect.stringContaining('greeting#2 entered') }])
})

test('a filter lets through what it names, and the newest may come first', async () => {
  const { listen, submit, clock } = await watched()
  await submit(signedUp('ann'), happened('Page Viewed', { anonymousId: 'visitor' }), happened('Page Viewed', { userId: 'ann' }))
  const pages = await listen({ event: 'page' }, 1)
  const own = await listen({ subscriber: 1 })
  expect(await heard(pages, 1)).toEqual(['Page Viewed of ann'])
  await clock.advanceTo(start + minute)
  await submit(happened('Page Viewed', { anonymousId: 'visitor', at: start + minute }), happened('Order Completed', { userId: 'ann', at: start + minute }))
  expect(await heard(pages, 1)).toEqual(['Page Viewed of visitor'])
  expect(await heard(own, 1)).toEqual(['Order Completed of ann'])
})

test('what was refused comes too, with its reason', async () => {
  const { listen, runtime } = await watched()
  await runtime.inbox.refuse([{ receivedAt: start, source: 'track key 1', reason: 'old', body: '{}' }])
  const listener = await listen()
  await runtime.inbox.refuse([{ receivedAt: start, source: 'track key 1', reason: 'event is missing', body: '{}' }])
  expect(await heard(listener, 1)).toEqual(['refused: event is missing'])
})

test('of a flood the newest are shown and the rest is counted; whoever does not read is cut off and told so', async () => {
  const { listen, submit, live, clock } = await watched()
  await submit(happened('Order Completed', { userId: 'ann' }))
  const listener = await listen()
  const flood = (at: number) => submit(...Array.from({ length: 400 }, (_, index) => happened('Page Viewed', { userId: `u${index}`, at })))
  await flood(start)
  expect(await heard(listener, 2)).toEqual(['skipped 100', 'Page Viewed of u100'])
  for (const minutes of [1, 2]) {
    await clock.advanceTo(start + minutes * minute)
    await flood(start + minutes * minute)
  }
  const rest = await heard(listener, 502)
  expect(rest.slice(-2)).toEqual(['cut: events came faster than they were read; listen again', 'nothing'])
  expect(live.listeners).toBe(0)
  // Whoever begins to watch is shown the newest that fit, also from before the flood.
  expect(await heard(await listen({ event: 'Order' }, 5), 1)).toEqual(['Order Completed of ann'])
})

test('nobody reads the log while nobody listens, and only so many may', async () => {
  const { listen, submit, live, store } = await watched()
  let reads = 0
  const { readLog } = store
  store.readLog = (...asked) => {
    reads += 1
    return readLog(...asked)
  }
  await submit(signedUp('ann'))
  expect(reads).toBe(0)
  const listeners = await Promise.all(Array.from({ length: limits.liveListeners }, () => listen()))
  expect(await live.listen({}, 0)).toBeUndefined()
  for (const listener of listeners) listener.close()
  const before = reads
  await submit(signedUp('ben'))
  expect([reads, live.listeners]).toEqual([before, 0])
})

test('several who begin to watch at the same moment all hear what comes', async () => {
  const { listen, submit } = await watched()
  const listeners = await Promise.all([listen(), listen(), listen()])
  await submit(signedUp('ann'))
  for (const listener of listeners) expect(await heard(listener, 1)).toEqual(['Signed Up of ann'])
})

test('whoever comes after everybody left within the rest between two looks hears what comes', async () => {
  const { live, listen, submit, clock } = await watched()
  const first = await listen()
  await submit(signedUp('ann'))
  expect(await heard(first, 1)).toEqual(['Signed Up of ann'])
  // Whoever comes next has the log looked at once more, which waits for its time.
  const next = await listen()
  for (const listener of [first, next]) listener.close()
  expect(live.listeners).toBe(0)
  const second = await listen()
  await clock.advanceTo(start + minute)
  await submit(happened('Order Completed', { userId: 'ann', at: start + minute }))
  expect(await heard(second, 1)).toEqual(['Order Completed of ann'])
})
