// "Why" goes through a life without the segments and lines that no journey can notice: what it says about journeys is what the whole life says.

import { expect, test } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { BacktestSpec } from '../../src/insight/backtest/backtest-spec.ts'
import { ShareReplay } from '../../src/insight/backtest/replay-share.ts'
import { readLife, walkLife } from '../../src/insight/why/fold-person.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Journey } from '../../src/model/journey.ts'
import { sourceWith } from '../runtime/workshop.ts'
import { linesOf, livedThrough } from './lived-through.ts'
import { randomLife } from './random-life.ts'

const afterOrder: Journey = {
  journey: 'after-order',
  enter: [{ on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 }, within: '90d' } }],
  again: 'always',
  steps: [
    { id: 'day', wait: '1d' },
    { id: 'thanks', send: 'note', if: { segment: 'asked' } },
  ],
}
const joined: Journey = { journey: 'joined', enter: [{ joins: { segment: 'entered' } }], again: 'always', steps: [{ id: 'hello', send: 'note' }] }
const hearing: Journey = { ...joined, journey: 'hearing', enter: [{ on: 'Segment Entered', where: { segment: 'idle' } }] }

const segments: ProgramSource['segments'] = [
  { segment: 'asked', if: { any: [{ segment: 'asked-by-asked' }, { event: 'Order Completed', count: { gte: 4 } }] } },
  { segment: 'asked-by-asked', if: { sum: 'revenue', of: 'Order Completed', within: '30d', gte: 60 } },
  { segment: 'entered', if: { event: 'Order Completed', within: '12h' } },
  { segment: 'idle', if: { event: 'Product Viewed', count: { gte: 2 }, within: '6h' } },
  { segment: 'quiet', if: { since: ['Product Viewed', 'Nothing Much'], gte: '1d' } },
]

async function livesOf(source: ProgramSource, seed: number) {
  const { store, to } = await livedThrough(source, randomLife(seed, 120), { restMs: 40 * 86_400_000 })
  const lives: { whole: Told; narrow: Told }[] = []
  for (const number of await store.subscribersAfter(0, 100)) {
    const [whole, narrow] = await Promise.all([told(store, { number, to, about: 'everything' }), told(store, { number, to, about: 'journeys' })])
    if (whole !== undefined && narrow !== undefined) lives.push({ whole, narrow })
  }
  await store.close()
  return lives
}

interface Told {
  readonly lines: number
  readonly segments: readonly (string | undefined)[]
  readonly id: number | undefined
  readonly decisions: readonly string[]
  readonly inside: unknown
}

async function told(
  store: Parameters<typeof readLife>[0],
  { number, to, about }: { readonly number: number; readonly to: number; readonly about: 'everything' | 'journeys' },
): Promise<Told | undefined> {
  const life = await readLife(store, { number, at: to, lines: 10_000, about })
  if (life === undefined) return undefined
  const decisions: Decision[] = []
  const { state } = walkLife(life, to, { onDecisions: (some) => void decisions.push(...some), onLine: () => {}, onTime: () => {} })
  const program = life.chapters.at(-1)?.program
  return {
    lines: life.lines.length,
    segments: program?.segments.map(({ segment }) => segment) ?? [],
    id: program?.id,
    decisions: linesOf(decisions.filter((one) => one.kind !== 'segment' || one.segment === 'entered')),
    inside: [state.enrollments, state.attributes, state.firstSeenAt],
  }
}

test('the narrow life decides about journeys what the whole one does, with fewer lines and segments', async () => {
  for (const seed of [1]) {
    const lives = await livesOf({ ...sourceWith(afterOrder, joined), segments }, seed)
    expect(lives.length).toBeGreaterThan(3)
    for (const { whole, narrow } of lives) {
      expect(narrow.decisions).toEqual(whole.decisions)
      expect(narrow.inside).toEqual(whole.inside)
      expect(narrow.id).toBe(whole.id)
    }
    const { whole, narrow } = lives[0] as (typeof lives)[number]
    expect(whole.segments).toHaveLength(segments.length)
    expect(narrow.segments).toEqual(['asked', 'asked-by-asked', 'entered'])
    expect(narrow.decisions.some((line) => line.includes('"entered"'))).toBe(true)
    expect(narrow.lines).toBeLessThan(whole.lines)
  }
})

test('a backtest counts the same whether or not somebody is told of each decision, segments that no journey notices among them, or people rest between their lines', async () => {
  const source: ProgramSource = { ...sourceWith(afterOrder, joined), segments }
  const { store, to } = await livedThrough(source, randomLife(4, 120), { restMs: 40 * 86_400_000 })
  const lines = await store.readShare({ index: 0, of: 1, moved: [] }, { after: 0, upTo: (await store.last()).position })
  const spec: BacktestSpec = {
    arms: [
      { name: 'one', source, ran: [] },
      { name: 'other', source: { ...source, ...sourceWith(joined), segments }, ran: [] },
    ],
    before: [],
    pauses: [],
    from: Number.NEGATIVE_INFINITY,
    to,
    responses: { kind: 'none' },
    imports: 'as received',
    examples: 3,
    thresholds: false,
  }
  const told: Decision[] = []
  const [counted, resting, whole] = [
    new ShareReplay(spec),
    new ShareReplay(spec),
    new ShareReplay(spec, (_arm, _subscriber, decision) => void told.push(decision)),
  ]
  for (const replay of [counted, resting, whole]) {
    for (const line of lines) {
      replay.take(line)
      if (replay === resting) replay.rest()
    }
    replay.endPeople()
  }
  expect(counted.result()).toEqual(whole.result())
  expect(resting.result()).toEqual(counted.result())
  expect(told.some((one) => one.kind === 'segment' && one.segment === 'idle')).toBe(true)
  expect(whole.names).toBeUndefined()
  expect(counted.names).toContain('Order Completed')
  expect(counted.names).not.toContain('Product Viewed')
  await store.close()
})

test('where a journey listens to the event of entering segments, none is left out', async () => {
  const [life] = await livesOf({ ...sourceWith(hearing), segments }, 3)
  expect(life?.narrow.segments).toEqual(life?.whole.segments)
  expect(life?.narrow.decisions).toEqual(life?.whole.decisions)
})
