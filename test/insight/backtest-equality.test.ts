// What ran is what a backtest of it says, decision by decision: over real data, and over random lives.

import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { expect, test } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { readSources } from '../../src/runtime/publishing/source-records.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { readPauses } from '../../src/runtime/stopping/pauses.ts'
import { happened, sourceWith } from '../runtime/workshop.ts'
import { backtestOf, expectSame, livedThrough } from './lived-through.ts'
import { randomLife } from './random-life.ts'

const shared = '../shared/data'

interface Row {
  readonly userId: string
  readonly name: string
  readonly at: number
  readonly properties: JsonObject
}

const ordered: Journey = {
  journey: 'after-order',
  enter: [{ on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 }, within: '90d' } }],
  again: { after: '30d' },
  goal: { event: 'Order Completed', within: '14d' },
  steps: [
    { id: 'day', wait: '1d' },
    { id: 'thanks', send: 'note', if: { sum: 'revenue', of: 'Order Completed', within: '60d', gte: 20 } },
    {
      id: 'next',
      on: [
        { event: 'Order Completed', steps: [{ id: 'done', end: true }] },
        { after: '7d', steps: [{ id: 'nudge', send: 'note' }] },
      ],
    },
  ],
}
const lapsed: Journey = {
  journey: 'lapsed',
  enter: [{ becomes: { since: 'Order Completed', gte: '30d', never: false } }],
  again: 'always',
  steps: [{ id: 'miss', send: 'note' }],
}
const browsed: Journey = {
  journey: 'browsed',
  enter: [{ quiet: '30m', on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 3 }, within: 'session' } }],
  again: { max: 2, within: '7d' },
  exit: [{ event: 'Order Completed' }],
  steps: [
    {
      id: 'split',
      split: [
        { variant: 'a', weight: 1, steps: [{ id: 'a', send: 'note' }] },
        { variant: 'b', weight: 2, steps: [{ id: 'b', wait: '2h' }] },
      ],
    },
    { id: 'last', send: 'note' },
  ],
}
const capped: ProgramSource = {
  ...sourceWith(ordered, lapsed, browsed),
  workspace: {
    workspace: 'shop',
    zone: 'Europe/London',
    sender: { address: 'shop@shop.example' },
    policy: { consent: 'opt-out', quietHours: { from: '21:00', to: '08:00' }, caps: [{ max: 3, within: '7d', then: 'defer' }] },
  },
}

async function* rowsOf(file: string): AsyncGenerator<string[]> {
  const raw = createReadStream(file)
  const text = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  if (file.endsWith('.csv.gz')) yield* text.pipe(parse({ relax_quotes: true }))
  else for await (const line of createInterface({ input: text })) yield line.trim().split(/\s+/)
}

const sources: readonly { readonly name: string; readonly file: string; readonly read: (row: string[]) => Row | undefined }[] = [
  {
    name: 'online-retail',
    file: `${shared}/online-retail/transactions-to-2011-06.csv.gz`,
    read: ([invoice = '', , , quantity, date = '', price, customer = '']) => {
      if (customer === '' || invoice.startsWith('C') || invoice === 'InvoiceNo') return undefined
      return {
        userId: customer,
        name: 'Order Completed',
        at: Date.parse(`${date.replace(' ', 'T')}Z`),
        properties: { revenue: Number(quantity) * Number(price) },
      }
    },
  },
  {
    name: 'cdnow',
    file: `${shared}/cdnow/CDNOW_sample.txt`,
    read: ([customer = '', , date = '', , dollars]) => {
      const at = Date.parse(date.replace(/(....)(..)(..)/, '$1-$2-$3'))
      return { userId: customer, name: 'Order Completed', at, properties: { revenue: Number(dollars) } }
    },
  },
  {
    name: 'yoochoose',
    file: `${shared}/yoochoose-100k/yoochoose-clicks-100k_test.txt.gz`,
    read: ([session = '', item = '', seconds]) => {
      if (session === 'SessionId') return undefined
      return { userId: session, name: 'Product Viewed', at: Math.round(Number(seconds) * 1000), properties: { product_id: item } }
    },
  },
]

/** Rows of each file, so that the test stays short; a long run may take them all. */
const most = Number(process.env['ONCUE_EQUALITY_ROWS'] ?? 400)

async function arrivalsOf({ file, read }: (typeof sources)[number]): Promise<readonly Arrival[]> {
  const rows: Row[] = []
  for await (const line of rowsOf(file)) {
    const row = read(line)
    if (row !== undefined) rows.push(row)
    if (rows.length >= most) break
  }
  rows.sort((one, other) => one.at - other.at)
  const known = new Set<string>()
  return rows.flatMap(({ userId, name, at, properties }): Arrival[] => {
    const event = happened(name, { userId, at, properties })
    if (known.has(userId)) return [event]
    known.add(userId)
    return [happened('Identified', { userId, at, traits: { email: `${userId}@mail.example` } }), event]
  })
}

async function expectEqual(source: ProgramSource, arrivals: readonly Arrival[], restMs = 60 * 86_400_000): Promise<number> {
  const { store, to } = await livedThrough(source, arrivals, { restMs })
  const { decisions } = await backtestOf(store, { arms: [{ name: 'as it ran', source, ran: [] }], to })
  return expectSame(store, decisions)
}

for (const source of sources) {
  test.skipIf(!existsSync(source.file))(
    `over ${source.name}, the backtest of what ran is what happened, decision by decision (needs ${source.file})`,
    async () => {
      expect(await expectEqual(capped, await arrivalsOf(source))).toBeGreaterThan(60)
    },
  )
}

test('a version that came in the middle is what happened from then on: whoever was inside goes on, and conditions know what was before', async () => {
  for (const seed of [4, 5]) {
    const arrivals = randomLife(seed, 500)
    const half = arrivals.length / 2
    const first: ProgramSource = { ...capped, journeys: sourceWith(lapsed, { ...browsed, again: 'always' }).journeys }
    const { store, to: turn } = await livedThrough(first, arrivals.slice(0, half), { restMs: 1 })
    const published = await readPublished(store)
    const { workspace, segments, templates } = capped
    const second = nextSource(published, { workspace, segments, templates, journeys: [ordered, lapsed, browsed] }, await store.counts(), { isTakenOver: true })
    const later = arrivals.slice(half).map((arrival) => ({ ...arrival, event: { ...arrival.event, receivedAt: Math.max(arrival.event.receivedAt, turn) } }))
    const { to } = await livedThrough(second, later, { store, startAt: turn, restMs: 40 * 86_400_000 })
    const before = (await readSources(store, 9)).filter(({ at }) => at < turn)
    expect(before).toHaveLength(1)
    const { decisions } = await backtestOf(store, { arms: [{ name: 'second', source: second, ran: [] }], before, from: turn, to })
    expect(await expectSame(store, decisions, turn), `seed ${seed}`).toBeGreaterThan(150)
  }
})

test('over random lives with merges, the backtest of what ran is what happened', async () => {
  for (const seed of [1, 2, 3]) expect(await expectEqual(capped, randomLife(seed, 400)), `seed ${seed}`).toBeGreaterThan(200)
})

const days = (count: number): number => count * 86_400_000

test('with a pause and each way of its end, holdouts, limits that drop, late and imported events, and somebody who was erased, it is what happened too', async () => {
  // Somebody is always inside, when it is paused too.
  const looks: Journey = {
    ...browsed,
    enter: [{ quiet: '10m', on: 'Product Viewed' }],
    again: 'always',
    exit: [],
    steps: [{ id: 'rest', wait: '20h' }, ...browsed.steps],
  }
  const source: ProgramSource = {
    ...sourceWith({ ...ordered, holdout: 30 }, lapsed, looks),
    workspace: {
      ...capped.workspace,
      policy: {
        consent: 'opt-out',
        holdout: 10,
        quietHours: { from: '21:00', to: '08:00' },
        caps: [
          { max: 1, within: '1d', then: 'skip' },
          { max: 4, within: '14d', then: 'defer' },
        ],
      },
    },
  }
  const seen = new Set<string>()
  for (const [index, mode] of (['shift', 'catch-up', 'drop-stale'] as const).entries()) {
    const life = randomLife(11 + index, 300).map((arrival, place): Arrival => {
      const { event } = arrival
      // Some come late, up to twenty hours; some are brought in from elsewhere.
      if (place > 20 && place % 7 === 0) return { ...arrival, event: { ...event, occurredAt: event.receivedAt - (place % 20) * 3_600_000 } }
      return place > 20 && place % 11 === 0 ? { ...arrival, event: { ...event, silent: true } } : arrival
    })
    const begun = life[0]?.event.receivedAt ?? 0
    const deeds = [
      { at: begun + days(2), do: (runtime: Runtime) => runtime.changePause({ journey: 'browsed', do: 'pause', because: 'a look', by: 'admin' }) },
      { at: begun + days(3), do: (runtime: Runtime) => runtime.changePause({ journey: 'browsed', do: 'resume', mode }) },
      { at: begun + days(4), do: (runtime: Runtime) => runtime.erase(3) },
    ]
    const { store, to } = await livedThrough(source, life, { restMs: days(40), deeds })
    const pauses = await readPauses(store)
    expect(pauses.map((one) => one.do)).toEqual(['pause', 'resume'])
    const { decisions } = await backtestOf(store, { arms: [{ name: 'as it ran', source, ran: [] }], pauses, to })
    for (const one of [...decisions.values()].flat()) seen.add([one.kind, 'reason' in one ? one.reason : '', 'because' in one ? one.because : ''].join(' '))
    expect(await store.subscribersAfter(0, 100)).not.toContain(3)
    expect(decisions.has(3)).toBe(false)
    expect(await expectSame(store, decisions), mode).toBeGreaterThan(150)
  }
  const said = [...seen].join('\n')
  for (const kind of [
    /^deferred /m,
    /^refused capped/m,
    /^refused holdout/m,
    /variant a$/m,
    /^exited /m,
    /paused since/,
    /stale/,
    /goes on later|goes on after/,
  ])
    expect(said).toMatch(kind)
})
