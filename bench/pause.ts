// A journey is paused with so many people inside, and goes on: how long it takes to say what that would mean, how long until everybody
// has gone on, and whether either takes more memory because there are more people. The runtime works in this process over the real store.

import { performance } from 'node:perf_hooks'
import { newState } from '../src/engine/state.ts'
import { transition } from '../src/engine/transition.ts'
import type { Renderer } from '../src/model/facts.ts'
import { wallClock } from '../src/runtime/clock.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { nextSource } from '../src/runtime/publishing/published.ts'
import { startRuntime } from '../src/runtime/runtime.ts'
import { previewResume } from '../src/runtime/stopping/resume-preview.ts'
import type { Store } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { commitOf, newFolder, rowOf, settle } from './preloaded.ts'
import { shopDefinitions } from './workload.ts'

const dayMs = 86_400_000
const rowsPerCommit = 5000
const course = {
  journey: 'course',
  enter: [{ on: 'Course Booked' }],
  steps: [
    { id: 'rest', wait: '1d' },
    { id: 'later', wait: '30d' },
  ],
}
const noRenderer: Renderer = {
  email: async () => ({ ok: false, reason: 'nothing is sent here' }),
  texts: async () => ({ ok: false, reason: 'nothing is sent here' }),
  async close() {},
}

/** Preview and going on, shifted and caught up. */
export async function measurePause({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const people = size ?? (isQuick ? 50_000 : 1_000_000)
  const definitions = shopDefinitions()
  const source = nextSource(undefined, { ...definitions, journeys: [...definitions.journeys, course] }, [])
  const program = theEngine.compile(source)
  const clock = wallClock()
  const path = `${newFolder()}/workspace.db`
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  const enteredAt = clock.now() - dayMs + 60_000
  const event = {
    name: 'Course Booked',
    occurredAt: enteredAt,
    receivedAt: enteredAt,
    messageId: 'booked',
    properties: {},
    traits: { email: 'ann@mail.example' },
  }
  for (let from = 1; from <= people; from += rowsPerCommit) {
    const numbers = Array.from({ length: Math.min(rowsPerCommit, people - from + 1) }, (_, index) => from + index)
    const states = numbers.map(
      (number) => transition(program, newState(String(number), enteredAt), { kind: 'event', at: enteredAt, event, position: number }).state,
    )
    await store.commit(commitOf(states.map(rowOf)))
  }
  await settle(store, program, source)
  const runtime = await startRuntime({ store, clock, source, channels: [], renderer: noRenderer })
  await runtime.changePause({ journey: 'course', do: 'pause', because: 'a look at it', by: 'admin' })
  const preview = await timed(() => previewResume(store, { journey: 'course', mode: 'catch-up', now: clock.now() + 2 * dayMs }))
  const shift = await timed(async () => {
    await runtime.changePause({ journey: 'course', do: 'resume', mode: 'shift' })
    await everybodyWentOn(store, people)
  })
  await runtime.stop()
  await store.close()
  const what = (name: string): string => `${name}, ${people.toLocaleString('en-US')} people inside`
  const row = (name: string, { seconds, cpuSeconds, growthMiB }: Timed): Measurement[] => [
    {
      what: what(name),
      value: people / seconds,
      unit: 'people/s',
      target: undefined,
      note: `${numberText(seconds)} s, ${numberText(cpuSeconds)} s of processor time`,
    },
    {
      what: what(`memory that it took besides, ${name}`),
      value: growthMiB,
      unit: 'MiB',
      target: { atMost: 200 },
      note: 'at the most, over what the process had before',
    },
  ]
  return [...row('preview of going on', preview), ...row('going on', shift)]
}

interface Timed {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly growthMiB: number
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 100)
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const used = process.cpuUsage(cpu)
  clearInterval(watch)
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    growthMiB: (Math.max(most, process.memoryUsage().rss) - before) / 2 ** 20,
  }
}

/** The mark of the visit says when everybody was visited. */
async function everybodyWentOn(store: Store, people: number): Promise<void> {
  const deadline = performance.now() + people
  while (performance.now() < deadline) {
    if ((await store.setting('pause sweep'))?.['isUnderWay'] === false) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('not everybody went on in time')
}
