// One condition over an event file: values and next changes to the millisecond, and what is said when something is wrong.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, oncue } from './command-line.ts'

const t0 = Date.UTC(2026, 0, 1)
const hour = 3_600_000

interface Answer {
  readonly subscriber: string
  readonly at: number
  readonly value: boolean | null
  readonly nextChangeAt: number | null
}

/** Tries a condition over events; [userId, event, ms after t0, properties?]. */
async function tried(condition: string, events: readonly (readonly [string, string, number, object?])[], flags: readonly string[] = []) {
  const folder = await newFolder()
  await writeFile(join(folder, 'c.yaml'), condition)
  await writeFile(
    join(folder, 'e.ndjson'),
    events.map(([userId, event, at, properties]) => `${JSON.stringify({ userId, event, timestamp: new Date(t0 + at).toISOString(), properties })}\n`).join(''),
  )
  const ran = await oncue(['try', join(folder, 'c.yaml'), '--events', join(folder, 'e.ndjson'), '--json', ...flags])
  return { ...ran, folder, answers: ran.code === 0 ? (JSON.parse(ran.out) as { answers: Answer[] }).answers : [] }
}

const at = (...instants: number[]): string[] => instants.flatMap((instant) => ['--at', String(t0 + instant)])
const short = ({ answers }: { answers: readonly Answer[] }): unknown[] =>
  answers.map(({ subscriber, at, value, nextChangeAt }) => [subscriber, at - t0, value, nextChangeAt === null ? null : nextChangeAt - t0])

describe('oncue try', () => {
  const viewed = 'event: Product Viewed\ncount: { gte: 3 }\nwithin: 24h\n'
  const views = [
    ['ada', 'Product Viewed', 0],
    ['ada', 'Product Viewed', hour],
    ['bob', 'Product Viewed', hour],
    ['ada', 'Product Viewed', 2 * hour + 123],
  ] as const

  test('says value and next change for each person at the instants asked', async () => {
    const day = 24 * hour
    expect(short(await tried(viewed, views, at(day - 1, day, 2 * hour + 122, 2 * hour + 123)))).toEqual([
      ['ada', 2 * hour + 122, false, null],
      ['ada', 2 * hour + 123, true, day],
      ['ada', day - 1, true, day],
      ['ada', day, false, null],
      ['bob', 2 * hour + 122, false, null],
      ['bob', 2 * hour + 123, false, null],
      ['bob', day - 1, false, null],
      ['bob', day, false, null],
    ])
  })

  test('asks at each person’s last event when no instant is given', async () => {
    expect(short(await tried(viewed, views))).toEqual([
      ['ada', 2 * hour + 123, true, 24 * hour],
      ['bob', hour, false, null],
    ])
  })

  test('knows nothing of a person who has not been seen', async () => {
    expect(short(await tried(viewed, [['ada', 'A', 0]], at(-1, 0)))).toEqual([
      ['ada', -1, null, null],
      ['ada', 0, false, null],
    ])
  })

  test('tells the instant at which the value really changes, not only when to look again', async () => {
    const both = 'all:\n  - { event: A, within: 1h }\n  - { since: B, gte: 30d, never: false }\n'
    expect(
      short(
        await tried(both, [
          ['ada', 'B', 0],
          ['ada', 'A', hour],
        ]),
      ),
    ).toEqual([['ada', hour, false, null]])
    expect(short(await tried('since: [A, B]\ngte: 14d\n', [['ada', 'A', 5]]))).toEqual([['ada', 5, false, 5 + 14 * 24 * hour]])
  })

  test('takes CSV with a mapping, lists from their events, and attributes', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'c.yaml'), 'all: [{ list: vip }, { attribute: plan, eq: pro }, { sum: price, of: Bought, gte: 10 }]')
    await writeFile(join(folder, 'e.csv'), 'u;what;when;list;plan;p\na;List Joined;1.1.2026;vip;;\na;Bought;2.1.2026;;pro;7,50\na;Bought;3.1.2026;;pro;2,50\n')
    const mapping = ['--map', 'userId=u,event=what,timestamp=when(D.M.YYYY)', '--property', 'list,price=p:money', '--trait', 'plan']
    const { out } = await oncue([
      'try',
      join(folder, 'c.yaml'),
      '--events',
      join(folder, 'e.csv'),
      ...mapping,
      ...['--at', '2026-01-02T12:00:00Z', '--at', '2026-01-03T00:00Z'],
      '--json',
    ])
    expect((JSON.parse(out) as { answers: Answer[] }).answers.map(({ value }) => value)).toEqual([false, true])
  })

  test('counts a late event from when it became known', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'c.yaml'), 'event: A\nwithin: 1h\n')
    const late = { userId: 'a', event: 'A', timestamp: t0, receivedAt: t0 + 10 }
    await writeFile(join(folder, 'e.ndjson'), `${JSON.stringify({ userId: 'a', event: 'B', timestamp: t0 - 5 })}\n${JSON.stringify(late)}\n`)
    const { out } = await oncue(['try', join(folder, 'c.yaml'), '--events', join(folder, 'e.ndjson'), ...at(9, 10), '--json'])
    expect(short(JSON.parse(out) as { answers: Answer[] })).toEqual([
      ['a', 9, false, null],
      ['a', 10, true, hour],
    ])
  })

  test('shows with --why what each part says', async () => {
    const { answers } = await tried('all: [{ event: A }, { not: { event: B } }]', [['ada', 'A', 0]], ['--why'])
    expect(answers).toMatchObject([{ value: true, why: { value: true, parts: [{ value: true }, { value: true, parts: [{ value: false }] }] } }])
  })

  test('speaks of journeys, templates and segments without their definitions, or on the ground of a workspace', async () => {
    expect(short(await tried('message: welcome\ndid: opened\n', [['ada', 'Message Opened', 0, { template: 'welcome', by: 'human' }]]))).toEqual([
      ['ada', 0, true, null],
    ])
    expect((await tried('journey: welcome\nis: active\nat: hello\n', [['ada', 'A', 0]])).code).toBe(0)
    const segment = 'segment: regulars\n'
    const orders = [0, 1, 2].map((day) => ['ada', 'Order Completed', day * 24 * hour] as const)
    expect(short(await tried(segment, orders, ['--definitions', 'examples/shop']))).toEqual([['ada', 48 * hour, true, 365 * 24 * hour]])
    expect((await tried(segment, orders)).err).toMatch(/c\.yaml:1:\d+ .*regulars/)
  })

  test('prints a table for people', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'c.yaml'), 'event: A\n')
    await writeFile(join(folder, 'e.ndjson'), `{"userId":"ada","event":"A","timestamp":${t0}}\n`)
    const { out } = await oncue(['try', join(folder, 'c.yaml'), '--events', join(folder, 'e.ndjson')])
    expect(out).toBe('A at least once\n\nsubscriber  at                        value  next change\nada         2026-01-01T00:00:00.000Z  true   never\n')
  })

  test.each([
    ['event: A\nwhithin: 1d\n', /c\.yaml:2:1 unknown key `whithin` beside `event`; did you mean `within`\?\noncue: 1 error in .*c\.yaml\n$/],
    ['event: A\nsince: step\n', /c\.yaml:2:\d+ .*\noncue: 1 error in .*c\.yaml\n$/],
    ['', /c\.yaml is empty/],
    ['event: A\n---\nevent: B\n', /holds several documents/],
    ['event: "A\n', /c\.yaml:\d+:\d+ missing closing/],
  ])('a condition that cannot be tried is explained: %j', async (condition, wanted) => {
    const { code, err } = await tried(condition, [['ada', 'A', 0]])
    expect(code).toBe(1)
    expect(err).toMatch(wanted)
  })

  test('a file without events, and lines that are none, are named', async () => {
    expect((await tried('event: A', [])).err).toMatch(/e\.ndjson holds no events\n$/)
    expect((await tried('event: A', [['ada', 'A', 0]], ['--subscriber', 'bob'])).err).toMatch(/holds no events of "bob"\n$/)
    expect(
      (
        await tried('event: A', [
          ['ada', 'A', 0],
          ['', 'A', 0],
        ])
      ).err,
    ).toBe('line 2 is left out: there is neither a userId nor an anonymousId\n')
  })
})
