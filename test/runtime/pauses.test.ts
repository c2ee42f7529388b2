// Pausing and resuming through the runtime: what comes to rest at once, what survives a restart, and that a million people going on never stops
// ingest nor is lost in a crash.

import { describe, expect, test } from 'vitest'
import type { Journey } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { type Runtime, type RuntimeOptions, startRuntime } from '../../src/runtime/runtime.ts'
import { readPauses } from '../../src/runtime/stopping/pauses.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { advanceTo, VirtualClock } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, minute, Notebook, plainRenderer, signedUp, sourceWith, start, watch } from './workshop.ts'

/** A note a day after signing up, another one two days later. */
const course: Journey = {
  journey: 'course',
  enter: [{ on: 'Signed Up' }],
  steps: [
    { id: 'sleep', wait: '1d' },
    { id: 'first', send: 'note' },
    { id: 'longer', wait: '2d' },
    { id: 'second', send: 'note' },
  ],
}
function runtimeOver(options: Omit<RuntimeOptions, 'renderer'>): Promise<Runtime> {
  return startRuntime({ ...options, renderer: plainRenderer })
}

const pause = { journey: 'course', do: 'pause', because: 'a wrong price', by: 'admin' } as const

describe('pausing', () => {
  test('holds at once, outlives a restart, and going on shifts the clocks', async () => {
    const store = createMemoryStore()
    const clock = new VirtualClock(start)
    const channel = new Notebook()
    let runtime = await runtimeOver({ store, clock, source: sourceWith(course), channels: [channel] })
    await runtime.inbox.submit([signedUp('anna')])
    await runtime.settle()
    await advanceTo(clock, runtime, start + 12 * hour)
    expect([...(await runtime.changePause(pause)).keys()]).toEqual(['course'])
    await runtime.inbox.submit([signedUp('bert', { at: clock.now() })])
    await advanceTo(clock, runtime, start + 5 * day)
    expect(channel.recipients).toEqual([])
    await runtime.stop()
    runtime = await runtimeOver({ store, clock, source: sourceWith(course), channels: [channel] })
    await advanceTo(clock, runtime, start + 6 * day)
    expect(channel.recipients).toEqual([])
    await runtime.changePause({ journey: 'course', do: 'resume', mode: 'shift' })
    await advanceTo(clock, runtime, start + 6 * day + 11 * hour)
    expect(channel.recipients).toEqual([])
    await advanceTo(clock, runtime, start + 6 * day + 12 * hour)
    expect(channel.recipients).toEqual(['anna@mail.example'])
    await advanceTo(clock, runtime, start + 20 * day)
    expect(channel.recipients).toEqual(['anna@mail.example', 'anna@mail.example'])
    await runtime.stop()
  })

  test('what waits in the outbox stays, and goes out when the journey goes on', async () => {
    const store = createMemoryStore()
    const clock = new VirtualClock(start)
    const channel = new Notebook()
    channel.answer = () => ({ kind: 'retry', reason: 'busy' })
    const runtime = await runtimeOver({ store, clock, source: sourceWith({ ...course, steps: [{ id: 'first', send: 'note' }] }), channels: [channel] })
    await runtime.inbox.submit([signedUp('anna')])
    await runtime.settle()
    await runtime.changePause(pause)
    channel.answer = () => ({ kind: 'sent' })
    channel.messages.length = 0
    await advanceTo(clock, runtime, start + 2 * day)
    expect(channel.recipients).toEqual([])
    expect((await store.messages({ status: 'waiting', limit: 9 })).map(({ reason }) => reason?.slice(0, 35))).toEqual(['held back: course paused since 2026'])
    await runtime.changePause({ journey: 'course', do: 'resume', mode: 'catch-up' })
    await runtime.settle()
    expect(channel.recipients).toEqual(['anna@mail.example'])
    await runtime.stop()
  })

  test('twice, and going on without a pause, is refused', async () => {
    const runtime = await runtimeOver({ store: createMemoryStore(), clock: new VirtualClock(start), source: sourceWith(course), channels: [] })
    await expect(runtime.changePause({ journey: 'course', do: 'resume', mode: 'shift' })).rejects.toMatchObject({ code: 'not-paused' })
    await runtime.changePause(pause)
    await expect(runtime.changePause(pause)).rejects.toMatchObject({ code: 'already-paused' })
    await runtime.stop()
  })

  test('by a line in the file, and going on as the file says when the line is gone; the version stays', async () => {
    const store = createMemoryStore()
    const clock = new VirtualClock(start)
    const channel = new Notebook()
    const runtime = await runtimeOver({ store, clock, source: sourceWith(course), channels: [channel] })
    await runtime.inbox.submit([signedUp('anna')])
    await runtime.settle()
    const publish = async (more: JsonObject): Promise<void> => {
      const { journeys: _, ...rest } = sourceWith(course)
      const definitions = { ...rest, journeys: [{ ...course, ...more }] }
      await runtime.publish(nextSource(await readPublished(store), definitions, await store.counts()))
      await runtime.settle()
    }
    await publish({ status: 'paused' })
    await advanceTo(clock, runtime, start + 10 * day)
    expect(channel.recipients).toEqual([])
    await publish({ resume: 'catch-up' })
    expect(channel.recipients).toEqual(['anna@mail.example', 'anna@mail.example'])
    expect((await readPauses(store)).map((change) => ('mode' in change ? change.mode : 'by' in change ? change.by : change.do))).toEqual(['file', 'catch-up'])
    expect((await readPublished(store))?.journeys.map(({ version, live }) => [version, live])).toEqual([[1, true]])
    await runtime.stop()
  })
})

test('going on happens in bounded steps beside ingest, and a crash in the middle loses nobody', async () => {
  const people = 1000
  const kept = createMemoryStore()
  const clock = new VirtualClock(start)
  const channel = new Notebook()
  const store = watch(kept)
  let runtime = await runtimeOver({ store, clock, source: sourceWith(course), channels: [channel] })
  await runtime.inbox.submit(Array.from({ length: people }, (_, index) => signedUp(`u${index}`)))
  await runtime.settle()
  await runtime.changePause(pause)
  await advanceTo(clock, runtime, start + 2 * day)
  expect(channel.recipients).toEqual([])
  // The third page of people is refused by the disk, and then the process dies.
  let pages = 0
  store.commits.length = 0
  store.before = () => {
    pages += 1
    if (pages > 2) throw new Error('the disk is gone')
  }
  await runtime.changePause({ journey: 'course', do: 'resume', mode: 'catch-up' })
  const late = runtime.inbox.submit([happened('Page Viewed', { userId: 'u999', at: clock.now() })])
  await expect(late).rejects.toThrow('the disk is gone')
  // What the two pages let out has left and cannot be recorded: stopping waits for that as long as it may.
  const stopped = runtime.stop().catch(() => {})
  clock.advanceTo(clock.now() + hour)
  await stopped
  expect(Math.max(...store.commits.map((commit) => commit.subscribers.length))).toBeLessThanOrEqual(200)
  channel.messages.length = 0
  runtime = await runtimeOver({ store: kept, clock, source: sourceWith(course), channels: [channel] })
  await advanceTo(clock, runtime, clock.now() + minute)
  const everybody = await kept.messages({ limit: people * 2 })
  expect(new Set(everybody.map(({ subscriber }) => subscriber)).size).toBe(people)
  expect(everybody.every(({ status }) => status === 'sent' || status === 'unknown')).toBe(true)
  await runtime.stop()
})
