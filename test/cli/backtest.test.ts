// oncue backtest on a workspace that a server wrote, and on a file.

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import type { BacktestReport } from '../../src/insight/backtest/backtest-report.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue as run } from './command-line.ts'

let folder: string
let environment: Record<string, string>
/** Long after the events, so that they are history. */
const today = Date.UTC(2026, 5, 1)
const oncue = (...words: string[]) => oncueAt(today, ...words)
const oncueAt = (now: number, ...words: string[]) => run(words, { environment, columns: 120, clock: { ...wallClock(), now: () => now } })
const json = (...words: string[]): Promise<BacktestReport> => jsonAt(today, ...words)
const jsonAt = async (now: number, ...words: string[]): Promise<BacktestReport> =>
  JSON.parse((await oncueAt(now, 'backtest', ...words, '--json')).out) as BacktestReport

const workspace = `workspace: shop
sender: { name: Shop, address: shop@example.com }
address: Shop, 1 Market Street
topics: [{ topic: news, description: News }]
policy: { consent: opt-out }
`
const note = `template: note
subject: Hello
html: <p>Hello <a href="{{ unsubscribe_url }}">no more</a> {{ workspace.address }}</p>
topic: news
`
const keen = (views: number) => `journey: keen
enter:
  - on: Product Viewed
    if: { event: Product Viewed, count: { gte: ${views} }, within: 24h }
again: { after: 30d }
goal: { event: Order Completed, within: 2d }
steps:
  - { id: offer, send: note }
`
/** Ada views three times in a day and buys, Bo twice, Cleo three times over three days. */
const views = [
  ['ada', '2026-03-02T10:00:00Z'],
  ['ada', '2026-03-02T11:00:00Z'],
  ['ada', '2026-03-02T12:00:00Z'],
  ['bo', '2026-03-03T10:00:00Z'],
  ['bo', '2026-03-03T10:05:00Z'],
  ['cleo', '2026-03-04T10:00:00Z'],
  ['cleo', '2026-03-05T10:30:00Z'],
  ['cleo', '2026-03-06T11:00:00Z'],
] as const
const lines = [
  ...['ada', 'bo', 'cleo'].map((userId) => ({ type: 'identify', userId, timestamp: '2026-03-01T00:00:00Z', traits: { email: `${userId}@example.com` } })),
  ...views.map(([userId, timestamp]) => ({ type: 'track', userId, event: 'Product Viewed', timestamp, properties: { product_id: 'mug' } })),
  { type: 'track', userId: 'ada', event: 'Order Completed', timestamp: '2026-03-03T12:00:00Z', properties: { revenue: 20 } },
]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-backtest-'))
  for (const name of ['live', 'draft']) await mkdir(join(folder, name))
  for (const name of ['live', 'draft']) {
    await writeFile(join(folder, name, 'workspace.yaml'), workspace)
    await writeFile(join(folder, name, 'note.yaml'), note)
  }
  await writeFile(join(folder, 'live', 'keen.yaml'), keen(3))
  await writeFile(join(folder, 'draft', 'keen.yaml'), keen(2).replace('journey: keen', 'journey: keen\nstatus: draft'))
  await writeFile(join(folder, 'keen-2.yaml'), keen(2))
  await writeFile(join(folder, 'events.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  environment = { ONCUE_DATA: join(folder, 'data'), ONCUE_DEFINITIONS: join(folder, 'live'), ONCUE_DEMO: 'false', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  const app = await startApp(readConfiguration(environment))
  await app.stop()
  const imported = await oncue(
    'import',
    'events',
    join(folder, 'events.ndjson'),
    '--mark',
    join(folder, 'mark.json'),
    '--refused',
    join(folder, 'refused.ndjson'),
  )
  if (imported.code !== 0) throw new Error(imported.err)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('over the stored history', () => {
  test('a draft is held against what is in force: who enters, what is sent, who would have reached the goal, and who differs', async () => {
    const report = await json(join(folder, 'draft'))
    expect(report).toMatchObject({ people: 3, events: 12, from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 2, 6, 11) })
    const [before, after] = report.arms.map(({ name, journeys: [keen], peopleMailed }) => {
      return { name, peopleMailed, entered: keen?.entered, messages: keen?.messages, converted: keen?.report.converted, hasRun: keen?.hasRun }
    })
    expect(before).toEqual({ name: 'in force', peopleMailed: 1, entered: 1, messages: 1, converted: 1, hasRun: true })
    expect(after).toEqual({ name: 'draft', peopleMailed: 2, entered: 2, messages: 2, converted: 1, hasRun: false })
    expect(report.arms[1]?.journeys[0]?.perDay).toEqual([
      { day: '2026-03-02', entered: 1, messages: 1 },
      { day: '2026-03-03', entered: 1, messages: 1 },
    ])
    expect(report.differences).toMatchObject([{ peopleWhoDiffer: 2, journeys: [{ journey: 'keen', onlyBefore: 0, onlyAfter: 1, otherwise: 1, alike: 0 }] }])
    expect(report.differences[0]?.examples.map(({ lines: [first] }) => first)).toEqual([
      '+ 2026-03-02T11:00:00.000Z  keen entered',
      '+ 2026-03-03T10:05:00.000Z  keen entered',
    ])
  })

  test('it reads well', async () => {
    const { out, err, code } = await oncue('backtest', join(folder, 'keen-2.yaml'))
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/2026-03-01 to 2026-03-06T11:00Z \(5 days\): 12 events of 3 people\n/)
    expect(out).toMatch(/keen +in force +draft\n {2}entered +1 +2\n/)
    expect(out).toMatch(/reached the goal +1 \(100.0 %\) +1 \(50.0 %\) anyway\n/)
    expect(out).toMatch(/2 people fare otherwise with "draft" than with "in force"/)
    expect(out).toMatch(/What this rests on\n/)
  })

  test('segments that the two sides define differently are told: who comes in and leaves, who is in them at the end, and who in one only', async () => {
    const views = (count: number) => `{ event: Product Viewed, count: { gte: ${count} }, within: 24h }`
    const folders = await Promise.all(
      [3, 2].map(async (count) => {
        const at = join(folder, `lookers-${count}`)
        await cp(join(folder, 'live'), at, { recursive: true })
        const older = count === 2 ? '---\nsegment: once\nif: { event: Product Viewed }\n' : ''
        // One that is the same on both sides is not told of, and one that asks for one of those is.
        const other = '---\nsegment: same\nif: { event: Order Completed }\n---\nsegment: away\nif: { not: { segment: lookers } }\n'
        await writeFile(join(at, 'segments.yaml'), `segment: lookers\nif: ${views(count)}\n${other}${older}`)
        return at
      }),
    )
    const words = [folders[1] as string, '--against', folders[0] as string]
    const report = await json(...words)
    const told = report.arms.map(({ segments }) => segments.map(({ segment, entered, left, people, held }) => [segment, entered, left, people, held]))
    expect(told).toEqual([
      [
        ['away', 4, 1, 3, 3],
        ['lookers', 1, 1, 1, 0],
      ],
      [
        ['away', 5, 2, 3, 3],
        ['lookers', 2, 2, 2, 0],
        ['once', 3, 0, 3, 3],
      ],
    ])
    expect(report.arms[1]?.segments[1]).toMatchObject({
      perDay: [
        { day: '2026-03-02', entered: 1, left: 0 },
        { day: '2026-03-03', entered: 1, left: 1 },
        { day: '2026-03-04', entered: 0, left: 1 },
      ],
      examples: [
        { subscriber: 1, lines: ['2026-03-02T11:00:00.000Z'] },
        { subscriber: 2, lines: ['2026-03-03T10:05:00.000Z'] },
      ],
    })
    expect(report.differences[0]?.segments).toEqual([
      { segment: 'away', onlyBefore: 0, onlyAfter: 0, both: 3 },
      { segment: 'once', onlyBefore: 0, onlyAfter: 3, both: 0 },
    ])
    // In the middle of it, who fits by then is in it, and did not come in.
    const late = await json(...words, '--from', '2026-03-03T09:00:00Z', '--to', '2026-03-03T10:06:00Z')
    const lookers = late.arms.map(({ segments }) => segments.find(({ segment }) => segment === 'lookers'))
    expect(lookers.map((one) => [one?.before, one?.entered, one?.left, one?.held])).toEqual([
      [1, 0, 1, 0],
      [1, 1, 0, 2],
    ])
    expect(late.differences[0]?.segments).toContainEqual({ segment: 'lookers', onlyBefore: 0, onlyAfter: 2, both: 0 })
    const { out } = await oncue('backtest', ...words)
    expect(out).toMatch(/segment lookers .*\n {2}in it at the start +0 +0\n {2}entered +1 +2\n {4}people +1 +2\n {2}left +1 +2\n {2}in it at the end +0 +0\n/)
    expect(out).toMatch(
      /segment away .*\n.*\n.*\n.*\n.*\n {2}in it at the end +3 +3\n {2}with "draft" 0 more are in it at the end, and 0 no more; 3 either way\n/,
    )
    expect(out).not.toContain('segment same')
  })

  test('values are tried side by side, and a period begins as if published then', async () => {
    const report = await json(join(folder, 'live'), '--what-if', 'enter.0.if.count.gte=1,2,4')
    expect(report.arms.map(({ name, journeys: [keen] }) => [name, keen?.entered])).toEqual([
      ['as it is', 1],
      ['gte 1', 3],
      ['gte 2', 2],
      ['gte 4', 0],
    ])
    const older = await json(join(folder, 'draft'), '--against', 'keen@1')
    expect(older.arms.map(({ name, journeys: [keen] }) => [name, keen?.entered])).toEqual([
      ['keen version 1', 1],
      ['draft', 2],
    ])
    expect((await oncue('backtest', join(folder, 'draft'), '--against', 'keen@9')).err).toMatch(/keen has no version 9; `oncue versions keen`/)
    const late = await json(join(folder, 'draft'), '--from', '2026-03-02T11:30:00Z', '--against', 'nothing')
    // The views before the period count; nobody enters before it.
    expect(late.arms[0]?.journeys[0]?.perDay[0]).toEqual({ day: '2026-03-02', entered: 1, messages: 1 })
    expect(late.arms[0]?.journeys[0]?.examples[0]?.lines).toEqual(['2026-03-02T12:00:00.000Z'])
  })

  test('of a journey that is asked about it is told how many enter in each week, also in those in which nobody does', async () => {
    const file = join(folder, 'weeks.csv')
    const views = ['ann,2026-03-02', 'ann,2026-03-02', 'bob,2026-03-17', 'bob,2026-03-17', 'eve,2026-03-22', 'eve,2026-03-22']
    await writeFile(file, `who,at,what\n${views.map((view, index) => `${view}T10:0${index}:00Z,Product Viewed`).join('\n')}\n`)
    const words = [join(folder, 'draft'), '--events', file, '--map', 'userId=who,timestamp=at,event=what', '--against', 'nothing']
    const { out, err } = await oncue('backtest', ...words, '--journey', 'keen')
    expect(err).toBe('')
    expect(out).toMatch(/\nEntered, by week +draft\n {2}from 2026-03-02 +1\n {2}from 2026-03-09 +0\n {2}from 2026-03-16 +2\n/)
    // Of all at once it would bury what is said of each.
    expect((await oncue('backtest', ...words)).out).not.toContain('by week')
  })

  test('what was imported lets nobody in when it counts as it was received', async () => {
    const report = await json(join(folder, 'draft'), '--imports', 'as-received', '--against', 'nothing')
    expect(report.arms[0]?.journeys[0]?.entered).toBe(0)
  })

  test('a silence after the last event counts up to now; of an old file, only up to a later end that somebody chose', async () => {
    const path = join(folder, 'silent.yaml')
    await writeFile(path, 'journey: silent\nenter:\n  - quiet: 5d\n    on: [Product Viewed]\nsteps:\n  - { id: offer, send: note }\n')
    const entered = async (now: number, ...words: string[]) => {
      const { to, arms, assumptions } = await jsonAt(now, path, '--against', 'nothing', ...words)
      const journey = arms[0]?.journeys.find((one) => one.journey === 'silent')
      return [new Date(to).toISOString().slice(0, 10), journey?.entered, assumptions.some((line) => line.startsWith('It ends with the last event'))]
    }
    // Ada fell silent on the 2nd, Bo on the 3rd, Cleo on the 6th.
    expect(await entered(Date.UTC(2026, 2, 12))).toEqual(['2026-03-12', 3, false])
    expect(await entered(today)).toEqual(['2026-03-06', 0, true])
    expect(await entered(today, '--to', '2026-03-08')).toEqual(['2026-03-08', 1, false])
    expect(await entered(today, '--from', '2026-05-01')).toEqual(['2026-06-01', 0, false])
    const { restsOn, to } = await json(join(folder, 'draft'), '--events', join(folder, 'events.ndjson'))
    expect([new Date(to).toISOString().slice(0, 10), restsOn.map(({ kind }) => kind)]).toEqual(['2026-03-06', expect.arrayContaining(['ends-with-last-event'])])
  })

  test('what makes no sense is refused with a sentence, and Ctrl-C ends it', async () => {
    const refused = async (...words: string[]) => (await oncue('backtest', ...words)).err
    expect(await refused(join(folder, 'nowhere'))).toMatch(/there is no file or folder/)
    expect(await refused(join(folder, 'live'), '--from', '2027-01-01', '--to', '2026-01-01')).toMatch(
      /the period ends before it begins: from 2027-01-01T00:00:00.000Z to 2026-01-01T00:00:00.000Z;/,
    )
    expect(await refused(join(folder, 'live'), '--from', '2099-01-01')).toMatch(/from 2099-01-01T00:00:00.000Z to \S+Z, which is now/)
    expect(await refused(join(folder, 'live'), '--journey', 'gone')).toMatch(/there is no journey "gone" here; there are: .*keen/)
    expect(await refused(join(folder, 'live'), '--what-if', 'again=sometimes')).toMatch(/keen cannot have "sometimes" at again/)
    expect(await refused(join(folder, 'live'), '--what-if', 'enter.0.nope=1')).toMatch(/keen has nothing at enter.0.nope/)
    expect(await refused(join(folder, 'live'), '--responses', 'past')).toMatch(/no mail was ever sent, so there are no past rates/)
    const stopped = await run(['backtest', join(folder, 'live')], { environment, interrupted: AbortSignal.abort() })
    expect(stopped).toMatchObject({ code: 130, err: 'oncue: stopped; nothing was changed\n' })
  })
})

describe('over a file of events', () => {
  test('it says the same, without a workspace', async () => {
    const report = await json(join(folder, 'draft'), '--events', join(folder, 'events.ndjson'), '--against', join(folder, 'live'))
    expect(report.arms.map(({ journeys: [keen] }) => keen?.entered)).toEqual([1, 2])
    expect(report).toMatchObject({ people: 3, events: 12 })
    expect(report.differences[0]?.peopleWhoDiffer).toBe(2)
  })
})
