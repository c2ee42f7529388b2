// The doors of backtests and of "why", at a server that runs.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { type App, startApp } from '../../src/app.ts'
import type { BacktestReport } from '../../src/insight/backtest/backtest-report.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

let app: App
let folder: string
const adminKey = 'an-admin-key-for-the-test-of-backtests'

const keen = {
  journey: 'keen',
  enter: [{ on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 3 }, within: '24h' } }],
  again: 'always',
  steps: [{ id: 'offer', send: 'note' }],
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly answer: Answer }> {
  const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, answer: (await response.json()) as Answer }
}

interface Status {
  readonly id: number
  readonly state: string
  readonly problem: string | null
  readonly report: BacktestReport | null
}

/** Begins one and asks for its end. */
async function run(body: object): Promise<Status> {
  const begun = await ask<Status>('POST', '/backtests', body)
  expect(begun.status, JSON.stringify(begun.answer)).toBe(202)
  return (await ask<Status>('GET', `/backtests/${begun.answer.id}?wait=60`)).answer
}

function start(): Promise<App> {
  return startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: adminKey,
    }),
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-backtests-'))
  await mkdir(join(folder, 'shop'))
  await writeFile(
    join(folder, 'shop', 'workspace.yaml'),
    'workspace: shop\nsender: { address: shop@example.com }\naddress: 1 Market Street\npolicy: { consent: opt-out }\ntopics: [{ topic: news, description: News }]\n',
  )
  await writeFile(
    join(folder, 'shop', 'note.yaml'),
    'template: note\nsubject: Hi\nhtml: <p><a href="{{ unsubscribe_url }}">no</a> {{ workspace.address }}</p>\ntopic: news\n',
  )
  await writeFile(join(folder, 'shop', 'keen.json'), JSON.stringify(keen))
  app = await start()
  const post = (path: string, body: object) =>
    fetch(`${app.address}/v1/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: JSON.stringify(body) })
  await post('identify', { userId: 'ada', traits: { email: 'ada@example.com' } })
  for (let view = 1; view <= 2; view += 1) await post('track', { userId: 'ada', event: 'Product Viewed', messageId: `view-${view}` })
  await app.runtime.settle()
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Walk {
  readonly subscriber: number | null
  readonly to: number
  readonly lines: readonly {
    readonly at: number
    readonly kind: string
    readonly step: string | null
    readonly until: number | null
    readonly words: string
    readonly data: unknown
  }[]
}

test('one person is led through a draft that is not published, over what they really did, and on to what is to come', async () => {
  const draft = { ...keen, enter: [{ on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 2 }, within: '24h' } }] }
  draft.steps = [{ id: 'patience', wait: '3d' } as never, ...keen.steps]
  const walk = (body: object) => ask<Walk>('POST', '/journeys/keen/walk', body)
  await ask('PUT', '/drafts', { path: 'keen.json', text: JSON.stringify(draft) })
  const { to: now } = (await walk({ subscriber: 'ada' })).answer
  const { status, answer } = await walk({ subscriber: 'ada', to: now + 10 * 86_400_000 })
  expect(status, JSON.stringify(answer)).toBe(200)
  expect(answer.lines.map(({ kind, step }) => (step === null ? kind : `${kind} ${step}`))).toEqual([
    'event',
    'event',
    'event',
    'entered',
    'waiting patience',
    'moved offer',
    'queued offer',
    'completed',
    'authorized offer',
    'handed over offer',
  ])
  const waiting = answer.lines.find(({ kind }) => kind === 'waiting')
  expect(answer.lines.find(({ kind }) => kind === 'handed over')?.at).toBe(waiting?.until)
  // Up to now they wait, as the file stands they never came in, and nothing of it happened.
  expect((await walk({ subscriber: 'ada' })).answer.lines.at(-1)?.kind).toBe('waiting')
  expect((await walk({ subscriber: 'ada', drafts: false })).answer.lines.every(({ kind }) => kind === 'event' || kind === 'not entered')).toBe(true)
  expect((await ask<{ readonly journeys: readonly { readonly entered: number }[] }>('GET', '/journeys')).answer.journeys).toMatchObject([{ entered: 0 }])
  await ask('POST', '/drafts/discard', { paths: ['keen.json'] })
})

test('somebody made up is led through as well, and what makes no sense is said', async () => {
  const walk = (body: object) => ask<Walk & { readonly detail: string }>('POST', '/journeys/keen/walk', body)
  const { to: now } = (await walk({ subscriber: 'ada' })).answer
  const events = [3, 2, 1].map((hours) => ({ name: 'Product Viewed', at: now - hours * 3_600_000, properties: { product_id: `p${hours}` } }))
  const { answer } = await walk({ events, attributes: { first_name: 'Kim' } })
  // What they did is told with what came with it, and decisions without.
  expect(answer.lines.filter(({ data }) => data !== null).map(({ data }) => data)).toEqual(events.map(({ properties }) => properties))
  expect(answer.subscriber).toBeNull()
  expect(answer.lines.filter(({ kind }) => kind !== 'event').map(({ kind }) => kind)).toEqual(['entered', 'queued', 'completed', 'authorized', 'handed over'])
  expect((await walk({})).status).toBe(400)
  expect((await walk({ subscriber: 'nobody' })).status).toBe(404)
  expect((await walk({ subscriber: 'ada', to: now + 500 * 86_400_000 })).answer.detail).toContain('400 days')
  expect((await walk({ events: [{ name: 'Product Viewed', at: 0 }] })).status).toBe(400)
  expect((await ask<{ readonly detail: string }>('POST', '/journeys/none/walk', { subscriber: 'ada' })).answer.detail).toContain('No file holds')
})

test('a draft is tried beside what is in force, and the result is asked for', async () => {
  const draft = { ...keen, enter: [{ on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 2 }, within: '24h' } }] }
  const { state, report } = await run({ journey: draft })
  expect(state).toBe('done')
  expect(report?.arms.map(({ name, journeys: [journey] }) => [name, journey?.entered, journey?.messages])).toEqual([
    ['in force', 0, 0],
    ['draft', 1, 1],
  ])
  const tried = await run({ against: 'nothing', whatIf: { journey: 'keen', path: ['enter', '0', 'if', 'count', 'gte'], values: [1, 2] } })
  expect(tried.report?.arms.map(({ journeys: [journey] }) => journey?.entered)).toEqual([0, 2, 1])
  // Nothing was sent, nobody entered.
  const { answer } = await ask<{ readonly status: string; readonly answer: string }>('GET', '/subscribers/ada/why/keen')
  expect(answer.status).toBe('never entered')
  expect(answer.answer).toMatch(/condition not met: Product Viewed at least 3 times within 24h \(2 times, last \S+; 2 of 3\)\.$/)
})

test('what cannot be tried is refused with a reason', async () => {
  expect((await ask('POST', '/backtests', { journey: { journey: 'x' } })).status).toBe(400)
  expect(await run({ journey: { ...keen, steps: [{ id: 'a', send: 'nothing' }] } })).toMatchObject({
    state: 'failed',
    problem: expect.stringMatching(/nothing/),
    // For readers of other languages.
    said: {
      code: 'backtest-cannot-be-run',
      values: { mistake: { code: 'definition-has-mistake-at', values: { kind: 'journey', name: 'keen', mistake: { code: 'no-template' } } } },
    },
  })
  expect((await ask('GET', '/backtests/999')).status).toBe(404)
  expect((await ask('GET', '/subscribers/nobody/why/keen')).status).toBe(404)
  expect((await ask('GET', '/subscribers/ada/why/keen?at=9000000000000')).status).toBe(400)
})

test('what happened to a person is a test in which nobody can be recognized', async () => {
  const { status, answer } = await ask<{ readonly yaml: string; readonly expected: string }>('GET', '/subscribers/ada/test/keen')
  expect(status, JSON.stringify(answer)).toBe(200)
  expect(answer).toMatchObject({ expected: 'each time', leftOut: [], isCut: false })
  expect(answer.yaml).toMatch(/^test: what happened to somebody in keen\njourney: keen\n/)
  expect(answer.yaml).toContain('event: Product Viewed')
  expect(answer.yaml).not.toMatch(/ada/i)
  expect(await ask('GET', '/subscribers/nobody/test/keen')).toMatchObject({ status: 404 })
  expect(await ask('GET', '/subscribers/ada/test/none')).toMatchObject({ status: 404, answer: { said: { code: 'no-journey-in-force' } } })
})

test('one that runs is stopped, and is then the last that is told of it', async () => {
  const { answer } = await ask<Status>('POST', '/backtests', { journey: keen })
  expect(await ask('POST', '/backtests', { journey: keen })).toMatchObject({ status: 409 })
  expect(await ask('DELETE', `/backtests/${answer.id}`)).toMatchObject({ answer: { state: 'cancelled', report: null } })
})

test('those that are kept are listed without their reports, and drafts stand in the place of their files', async () => {
  const text = JSON.stringify({ ...keen, enter: [{ on: 'Product Viewed' }] })
  const kept = await ask<{ readonly detail?: string }>('PUT', '/drafts', { path: 'keen.json', text })
  expect(kept.status, JSON.stringify(kept.answer)).toBe(200)
  const { report } = await run({ drafts: true })
  expect(report?.arms.map(({ journeys: [journey] }) => journey?.entered)).toEqual([0, 2])
  const { answer } = await ask<{ readonly backtests: readonly (Omit<Status, 'report'> & { readonly wish: object })[] }>('GET', '/backtests')
  expect(answer.backtests[0]).toMatchObject({ state: 'done', wish: { drafts: true, against: 'in force' } })
  expect(answer.backtests.every((one) => !('report' in one))).toBe(true)
})

test('what each arm decides about one person is told line by line', async () => {
  const begun = await run({ journey: { ...keen, enter: [{ on: 'Product Viewed' }] } })
  const { status, answer } = await ask<{ readonly arms: readonly { readonly name: string; readonly lines: readonly string[] }[] }>(
    'GET',
    `/backtests/${begun.id}/people/1`,
  )
  expect(status).toBe(200)
  const entries = answer.arms.map(({ name, lines }) => [
    name,
    lines.filter((line) => / keen#\d+ entered/.test(line)).length,
    lines.some((line) => line.includes('> Product Viewed')),
  ])
  expect(entries).toEqual([
    ['in force', 0, true],
    ['draft', 2, true],
  ])
  expect((await ask('GET', `/backtests/${begun.id}/people/99`)).status).toBe(404)
})

test('an older version is held against the draft', async () => {
  const { state, problem, report } = await run({ journey: { ...keen, enter: [{ on: 'Product Viewed' }] }, against: { journey: 'keen', version: 1 } })
  expect({ state, problem }).toEqual({ state: 'done', problem: null })
  expect(report?.arms.map(({ name, journeys: [journey] }) => [name, journey?.entered])).toEqual([
    ['keen version 1', 0],
    ['draft', 2],
  ])
  expect((await ask('POST', '/backtests', { against: { journey: 'keen', version: 9 } })).status).toBe(400)
})

test('one that ran when its server was killed is there after the next start, with its number, and says that it was cut off', async () => {
  const { answer: begun } = await ask<Status>('POST', '/backtests', { journey: keen })
  const file = join(folder, 'data', 'backtests', `${begun.id}.json`)
  // It is written before it is answered that it began.
  const kept = JSON.parse(await readFile(file, 'utf8')) as { readonly status: Status }
  await app.stop()
  await writeFile(file, JSON.stringify({ ...kept, status: { ...kept.status, state: 'running', report: null } }))
  app = await start()
  const { answer } = await ask<Status>('GET', `/backtests/${begun.id}`)
  expect(answer).toMatchObject({ state: 'failed', said: { code: 'backtest-cut-off' } })
  expect(answer.problem).toContain('Begin it anew')
  expect((await run({ journey: keen })).id).toBe(begun.id + 1)
})

test('what came of them is there after a restart, in the shape that the document says, and without whoever was erased', async () => {
  // With a segment that only the drafts have: its report names people too.
  const lookers = { segment: 'lookers', if: { event: 'Product Viewed' } }
  for (const [path, draft] of Object.entries({ 'keen.json': { ...keen, enter: [{ on: 'Product Viewed' }] }, 'lookers.json': lookers }))
    expect(await ask('PUT', '/drafts', { path, text: JSON.stringify(draft) })).toMatchObject({ status: 200 })
  const { id } = await run({ drafts: true })
  await ask('POST', '/drafts/discard', { paths: ['keen.json', 'lookers.json'] })
  const schema = adminRoutes.find(({ name }) => name === 'getBacktest')?.answer as z.ZodType
  const before = (await ask<Status>('GET', `/backtests/${id}`)).answer
  expect(schema.safeParse(before).error).toBeUndefined()
  expect(JSON.stringify(before.report)).toContain('"subscriber":1,')
  expect(before.report?.arms[1]?.segments).toMatchObject([{ segment: 'lookers', held: 1, examples: [{ subscriber: 1 }] }])
  await app.stop()
  await writeFile(join(folder, 'data', 'backtests', '77.json'), '{"form": 1, "half of a')
  app = await start()
  expect((await ask('GET', `/backtests/${id}`)).answer).toEqual(before)
  expect((await ask('GET', `/backtests/${id}/people/1`)).status).toBe(200)
  const next = await run({ journey: keen })
  expect(next.id).toBe(id + 1)
  await app.runtime.erase(1)
  const after = (await ask<Status>('GET', `/backtests/${id}`)).answer
  expect(after.report?.people).toBe(before.report?.people)
  expect(JSON.stringify(after.report)).not.toContain('"subscriber":1,')
  for (const name of await readdir(join(folder, 'data', 'backtests'))) {
    expect(await readFile(join(folder, 'data', 'backtests', name), 'utf8')).not.toContain('"subscriber":1,')
  }
})
