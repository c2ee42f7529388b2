// replay(log) = state, over everything that may lie between the beginning of a log and its end: publications by which people stay, move or begin
// anew, going back, pauses and their ends, yes and no to topics, reports of openings and clicks, two who turn out to be one, and a restart.

import { describe, expect, test } from 'vitest'
import { randomFrom } from '../../bench/workload.ts'
import { foldLog } from '../../scripts/crash/fold-log.ts'
import { canonicalJson } from '../../src/engine/canonical-json.ts'
import { readLife, walkLife } from '../../src/insight/why/fold-person.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Command } from '../../src/model/input.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { PublishChoices } from '../../src/model/publication.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { nextSource } from '../../src/runtime/publishing/published.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { startRuntime } from '../../src/runtime/runtime.ts'
import type { Store } from '../../src/runtime/store.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { advanceTo } from '../../src/testing/virtual-clock.ts'
import { happened, hour, minute, Notebook, plainRenderer, signedUp, sourceWith, type Workshop, watch, workshop } from './workshop.ts'

const welcome: Journey = {
  journey: 'welcome',
  enter: [{ on: 'Signed Up' }],
  again: 'always',
  exit: [{ event: 'Bought' }],
  goal: { event: 'Bought', within: '3d' },
  steps: [
    { id: 'hello', send: 'note' },
    { id: 'sleep', wait: '5h' },
    {
      id: 'arms',
      split: [
        { variant: 'a', weight: 1, steps: [{ id: 'a-mail', send: 'note' }] },
        { variant: 'b', weight: 1, steps: [{ id: 'b-wait', wait: '2h' }] },
      ],
    },
    { id: 'last', send: 'note' },
  ],
}
const watched: Journey = {
  journey: 'watched',
  enter: [{ becomes: { event: 'Viewed', count: { gte: 3 }, within: '1d' } }],
  again: 'always',
  steps: [
    { id: 'look', wait: { for: { event: 'Message Opened' }, 'at most': '4h' } },
    { id: 'push', send: 'note' },
  ],
}
const [hello, , arms, last] = welcome.steps
const longer: Journey = { ...welcome, steps: [hello, { id: 'sleep', wait: '9h' }, { id: 'more', wait: '1h' }, arms, last] as Journey['steps'] }
const other: Journey = { ...longer, steps: [hello, { id: 'rest', wait: '3h' }, last] as Journey['steps'] }
const viewers = { segment: 'viewers', if: { event: 'Viewed', count: { gte: 2 }, within: '6h' } }
const rich = { segment: 'rich', if: { sum: 'price', of: 'Bought', within: '2d', gte: 30 } }
const base: Omit<Definitions, 'journeys'> = {
  workspace: {
    workspace: 'shop',
    sender: { address: 'shop@shop.example' },
    topics: [{ topic: 'news', description: 'News' }],
    policy: { tracking: 'opt-out' },
  },
  segments: [viewers],
  templates: sourceWith().templates,
}
const editions: readonly { readonly definitions: Definitions | 'in force'; readonly choices: Partial<PublishChoices> }[] = [
  { definitions: { ...base, journeys: [longer, watched] }, choices: { people: 'stay' } },
  {
    definitions: { ...base, segments: [viewers, rich], journeys: [other, watched] },
    choices: { people: 'move', map: { sleep: 'rest', more: ':stay', arms: ':end', 'a-mail': ':stay', 'b-wait': 'last' } },
  },
  { definitions: 'in force', choices: { people: 'move', journey: 'welcome', rollbackTo: 1, map: { rest: 'sleep' } } },
  { definitions: { ...base, segments: [viewers, rich], journeys: [longer, { ...watched, again: 'never' }] }, choices: { people: 'restart' } },
]
const people = 7

async function liveThrough(shop: Workshop, seed: number): Promise<Workshop> {
  const random = randomFrom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  let { runtime } = shop
  const { store, clock } = shop
  let publisher = new Publisher({ store, runtime, clock, fillFromEntries: seed % 2 === 0 ? 1 : 1_000_000 })
  let edition = 0
  let paused: string | undefined
  let current = shop
  for (let round = 0; round < 240; round += 1) {
    await advanceTo(clock, runtime, clock.now() + pick(40) * minute)
    const userId = `u${pick(people)}`
    const what = random()
    if (round % 48 === 47 && edition < editions.length) {
      const { definitions, choices } = editions[edition] as (typeof editions)[number]
      // Nobody is moved while the journey is paused.
      if (paused !== undefined && choices.people !== 'stay') await runtime.changePause({ journey: paused, do: 'resume', mode: 'catch-up' })
      if (choices.people !== 'stay') paused = undefined
      const status = await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim', ...choices }, mode: 'publish' })
      expect(status.state, status.problem ?? '').toBe('in force')
      edition += 1
    } else if (round === 150) {
      await runtime.stop()
      const { publication: _, ...source } = (await store.setting('published')) as unknown as Parameters<typeof workshop>[0] & { publication: unknown }
      current = await workshop(source, { store, clock, mail: shop.mail })
      runtime = current.runtime
      publisher = new Publisher({ store, runtime, clock })
    } else if (round % 31 === 30) {
      const journey = pick(2) === 0 ? 'welcome' : 'watched'
      const mode = (['shift', 'catch-up', 'drop-stale'] as const)[pick(3)] ?? 'shift'
      if (paused === undefined) await runtime.changePause({ journey, do: 'pause', because: 'a test', by: 'admin' })
      else await runtime.changePause({ journey: paused, do: 'resume', mode })
      paused = paused === undefined ? journey : undefined
    } else if (what < 0.25) await runtime.inbox.submit([signedUp(userId, { at: clock.now() })])
    else if (what < 0.3) await runtime.inbox.submit([happened('Viewed', { userId, anonymousId: `a${userId}`, at: clock.now() })])
    else if (what < 0.4) await runtime.inbox.submit([happened('Viewed', { anonymousId: `au${pick(people)}`, at: clock.now() })])
    else if (what < 0.6) await runtime.inbox.submit([happened('Viewed', { userId, at: clock.now() })])
    else if (what < 0.68) await runtime.inbox.submit([happened('Bought', { userId, at: clock.now(), properties: { price: 10 + pick(20) } })])
    else if (what < 0.8) {
      const said: Command[] = [
        { do: 'subscribe', topic: 'news' },
        { do: 'unsubscribe', topic: 'news' },
        { do: 'suppress', reason: 'asked by phone' },
        { do: 'lift suppression' },
        { do: 'forbid tracking' },
        { do: 'allow tracking' },
      ]
      await runtime.inbox.command({ userId }, said[pick(said.length)] as Command, 'api')
    } else {
      const [mail] = await store.messages({ status: 'sent', limit: 1 })
      const kind = pick(3) === 0 ? ({ kind: 'clicked', url: 'https://shop.example/', by: 'human' } as const) : ({ kind: 'opened', by: 'human' } as const)
      if (mail !== undefined)
        await runtime.inbox.submit([reportArrival(mail, { id: `r${round}`, at: clock.now(), rule: 'none', ...kind } as never, clock.now())])
    }
    await runtime.settle()
  }
  expect(edition).toBe(editions.length)
  return current
}

describe('what the log, the publications and the pauses say is what the server stored and decided', () => {
  test.each(Array.from({ length: 8 }, (_, index) => index + 1))('for everybody (seed %i)', async (seed) => {
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [welcome, watched] }, []))
    const { runtime, store } = await liveThrough(shop, seed)
    const seen = new Set<string>()
    for (let number = 1; number <= people; number += 1) {
      const known = await runtime.describe({ userId: `u${number - 1}` })
      if (known === undefined) continue
      const folded = await foldLog(store, { number: known.number, head: known.head, until: known.state.now })
      const decided = await store.decisions(known.number, 10_000)
      for (const { kind } of decided) seen.add(kind)
      expect(inOrder(folded.decisions)).toEqual(inOrder(decided))
      expect(theEngine.serializeState(folded.state)).toEqual(theEngine.serializeState(known.state))
      // What "why" and backtests go through is the same fold, line by line and without anybody's history.
      const walked = await walkedLife(store, { number: known.number, at: known.state.now })
      expect(inOrder(walked.decisions)).toEqual(inOrder(decided))
      expect(theEngine.serializeState(walked.state)).toEqual(theEngine.serializeState(known.state))
    }
    for (const kind of ['entered', 'adopted', 'exited', 'converted', 'handed over', 'waiting', 'changed version']) expect([...seen]).toContain(kind)
    await runtime.stop()
  })

  test('also for what fell due while the server was down and came back with other definitions', async () => {
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [welcome, watched] }, []))
    await shop.submit(signedUp('u1'))
    await shop.runtime.settle()
    await shop.runtime.stop()
    shop.clock.advanceTo(shop.clock.now() + 20 * hour)
    const edited = nextSource(
      (await shop.store.setting('published')) as never,
      { ...base, segments: [viewers, rich], journeys: [longer, watched] },
      await shop.store.counts(),
    )
    const { runtime, store } = await workshop(edited, { store: shop.store, clock: shop.clock })
    await runtime.settle()
    const known = await runtime.describe({ userId: 'u1' })
    const folded = await foldLog(store, { number: 1, head: known?.head ?? 0, until: known?.state.now ?? 0 })
    expect(inOrder(folded.decisions)).toEqual(inOrder(await store.decisions(1, 1000)))
    expect(theEngine.serializeState(folded.state)).toEqual(theEngine.serializeState(known?.state ?? folded.state))
    await runtime.stop()
  })

  test('also for what was due after a publication that a crash left to the next process: it is decided by what was new', async () => {
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [nap('5h')] }, []))
    await shop.submit(signedUp('u1'))
    await shop.runtime.settle()
    await shop.runtime.stop()
    shop.clock.advanceTo(shop.clock.now() + hour)
    const plans = [{ journey: 'nap', people: 'restart', map: {}, existing: false }] as const
    const edited = nextSource((await shop.store.setting('published')) as never, { ...base, journeys: [nap('6h')] }, await shop.store.counts(), { plans })
    const disk = watch(shop.store)
    disk.before = () => {
      throw new Error('the disk is full')
    }
    const dead = await startRuntime({ store: disk, clock: shop.clock, source: edited, channels: [new Notebook()], renderer: plainRenderer })
    await dead.stop()
    const publishedAt = shop.clock.now()
    shop.clock.advanceTo(publishedAt + 8 * hour)
    const { runtime, store } = await workshop(edited, { store: shop.store, clock: shop.clock })
    await runtime.settle()
    const decided = await expectTheSameAgain(runtime, store)
    expect(decided.filter(({ kind }) => kind === 'adopted' || kind === 'changed version' || kind === 'queued')).toMatchObject([
      { kind: 'changed version', at: publishedAt },
      { kind: 'adopted', at: publishedAt },
      { kind: 'queued', at: publishedAt + 6 * hour, journeyVersion: 2 },
    ])
    await runtime.stop()
  })

  test('also for the end of a pause at the very instant of the newest event, before a publication without the version that they were in', async () => {
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [nap('5h')] }, []))
    const { runtime, store, clock } = shop
    const publisher = new Publisher({ store, runtime, clock })
    const publish = async (wait: string): Promise<void> => {
      const status = await publisher.publish({ definitions: { ...base, journeys: [nap(wait)] }, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
      expect(status.state).toBe('in force')
      await runtime.settle()
      await advanceTo(clock, runtime, clock.now() + hour)
    }
    await shop.submit(signedUp('u1'))
    await runtime.changePause({ journey: 'nap', do: 'pause', because: 'a test', by: 'admin' })
    await publish('6h')
    await advanceTo(clock, runtime, clock.now() + 7 * hour)
    await shop.submit(happened('Viewed', { userId: 'u1', at: clock.now() }))
    const endedAt = clock.now()
    await runtime.changePause({ journey: 'nap', do: 'resume', mode: 'drop-stale' })
    await runtime.settle()
    await publish('7h')
    const decided = await expectTheSameAgain(runtime, store)
    expect(decided.filter(({ kind }) => kind === 'exited')).toMatchObject([{ at: endedAt, journeyVersion: 1 }])
    await runtime.stop()
  })

  test('also for a pause at the very instant of a publication, with no line of the log between them', async () => {
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [nap('5h')] }, []))
    const { runtime, store, clock } = shop
    await shop.submit(signedUp('u1'))
    await runtime.settle()
    const publisher = new Publisher({ store, runtime, clock })
    const status = await publisher.publish({ definitions: { ...base, journeys: [nap('6h')] }, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
    expect(status.state).toBe('in force')
    await runtime.settle()
    await runtime.changePause({ journey: 'nap', do: 'pause', because: 'a test', by: 'admin' })
    await runtime.settle()
    const { number, head, state } = (await runtime.describe({ userId: 'u1' })) as NonNullable<Awaited<ReturnType<typeof runtime.describe>>>
    const folded = await foldLog(store, { number, head, until: state.now, lived: state.pauses })
    expect(theEngine.serializeState(folded.state)).toEqual(theEngine.serializeState(state))
    await advanceTo(clock, runtime, clock.now() + hour)
    await shop.submit(happened('Viewed', { userId: 'u1', at: clock.now() }))
    await expectTheSameAgain(runtime, store)
    await runtime.stop()
  })

  test('also for whoever was not in a journey that was paused and went on, before a publication that waits for another silence', async () => {
    const lull = (quiet: string): Journey => ({ ...nap('5h'), enter: [{ quiet, on: ['Strolled'] }] })
    const shop = await workshop(nextSource(undefined, { ...base, journeys: [lull('2h')] }, []))
    const { runtime, store, clock } = shop
    await shop.submit(happened('Strolled', { userId: 'u1', at: clock.now() }))
    await runtime.changePause({ journey: 'nap', do: 'pause', because: 'a test', by: 'admin' })
    await advanceTo(clock, runtime, clock.now() + 3 * hour)
    await runtime.changePause({ journey: 'nap', do: 'resume', mode: 'catch-up' })
    await runtime.settle()
    await advanceTo(clock, runtime, clock.now() + hour)
    const publisher = new Publisher({ store, runtime, clock })
    const status = await publisher.publish({ definitions: { ...base, journeys: [lull('9h')] }, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
    expect(status.state).toBe('in force')
    await runtime.settle()
    await shop.submit(happened('Viewed', { userId: 'u1', at: clock.now() + hour }))
    await expectTheSameAgain(runtime, store)
    await runtime.stop()
  })
})

function nap(wait: string): Journey {
  return {
    journey: 'nap',
    enter: [{ on: 'Signed Up' }],
    steps: [
      { id: 'sleep', wait },
      { id: 'note', send: 'note' },
    ],
  }
}

/** Of u1, by both folds. */
async function expectTheSameAgain(runtime: Workshop['runtime'], store: Store): Promise<readonly Decision[]> {
  const known = await runtime.describe({ userId: 'u1' })
  if (known === undefined) throw new Error('u1 is not known')
  const decided = await store.decisions(known.number, 10_000)
  const folded = await foldLog(store, { number: known.number, head: known.head, until: known.state.now })
  const walked = await walkedLife(store, { number: known.number, at: known.state.now })
  for (const made of [folded, walked]) {
    expect(inOrder(made.decisions)).toEqual(inOrder(decided))
    expect(theEngine.serializeState(made.state)).toEqual(theEngine.serializeState(known.state))
  }
  return decided
}

async function walkedLife(store: Store, { number, at }: { readonly number: number; readonly at: number }) {
  const life = await readLife(store, { number, at, lines: 100_000 })
  if (life === undefined) throw new Error('nobody has no life')
  const decisions: Decision[] = []
  const person = walkLife(life, at, { onDecisions: (made) => decisions.push(...made), onLine: () => {}, onTime: () => {} })
  return { state: person.state, decisions }
}

/**
 * One line each, by instant: those of two who became one lie side by side. Who is who on a device is not for the engine to decide, and that a message
 * is held back by a pause says something of the outbox: nothing of the person changes.
 */
function inOrder(decisions: readonly Decision[]): string[] {
  const own = decisions.filter((decision) => decision.kind !== 'told apart' && !(decision.kind === 'deferred' && decision.until === undefined))
  return own.map((decision) => `${decision.at} ${canonicalJson(JSON.parse(JSON.stringify(decision)))}`).sort()
}
