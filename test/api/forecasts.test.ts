// The doors of forecasts, at a server that runs: what drafts would do is known before they are in force, and the guard goes by what was predicted.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import type { BacktestReport } from '../../src/insight/backtest/backtest-report.ts'
import type { DefinitionsForecast } from '../../src/insight/forecast.ts'
import type { JourneyVolume } from '../../src/insight/journey-volume.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'

let app: App
let folder: string
let environment: Readonly<Record<string, string>>
const adminKey = 'an-admin-key-for-the-test-of-forecasts'
const day = 86_400_000
const keen = { journey: 'keen', enter: [{ on: 'Product Viewed' }], again: 'always', steps: [{ id: 'offer', send: 'note' }] }

async function ask<Answer>(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly answer: Answer }> {
  const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, answer: (await response.json()) as Answer }
}

interface Status {
  readonly state: string
  readonly problem: string | null
  readonly forecast: DefinitionsForecast | null
}

interface Problem {
  readonly code: string
  readonly message: string
  readonly fix?: string
}

interface Measured {
  readonly state: string
  readonly baselines: readonly { readonly percentiles: object; readonly values: readonly object[] }[]
}

interface Checked {
  readonly history: string
  readonly problems: readonly Problem[]
}

interface Published {
  readonly state: string
  readonly warnings: readonly Problem[]
}

const predicted = async (body: object = {}): Promise<Status> => (await ask<Status>('POST', '/forecast', { drafts: true, wait: 60, ...body })).answer
const journeyOf = ({ forecast }: Status, name: string) => forecast?.journeys.find(({ journey }) => journey === name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-forecasts-'))
  await mkdir(join(folder, 'shop'))
  await writeFile(
    join(folder, 'shop', 'workspace.yaml'),
    'workspace: shop\nsender: { address: shop@example.com }\naddress: 1 Market Street\npolicy: { consent: opt-out }\ntopics: [{ topic: news, description: News }]\npublish: by-command\n',
  )
  await writeFile(
    join(folder, 'shop', 'note.yaml'),
    'template: note\nsubject: Hi\nhtml: <p><a href="{{ unsubscribe_url }}">no</a> {{ workspace.address }}</p>\ntopic: news\n',
  )
  await writeFile(
    join(folder, 'shop', 'named.yaml'),
    'template: named\nsubject: Hi\nhtml: |\n  <p>Dear {{ subscriber.first_name }} of {{ subscriber.city | default: "here" }}</p>\n  <p><a href="{{ unsubscribe_url }}">no</a> {{ workspace.address }}</p>\ntopic: news\n',
  )
  await writeFile(join(folder, 'shop', 'keen.json'), JSON.stringify(keen))
  environment = {
    ONCUE_DATA: join(folder, 'data'),
    ONCUE_DEFINITIONS: join(folder, 'shop'),
    ONCUE_DEMO: 'false',
    PORT: '0',
    ONCUE_LOG_LEVEL: 'silent',
    ONCUE_ADMIN_KEYS: adminKey,
    ONCUE_MAIL_PER_SECOND: '0.01',
  }
  app = await startApp(readConfiguration(environment))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

test('of no history at all nothing is predicted, and the stated limits hold', async () => {
  const status = await predicted()
  expect(status).toMatchObject({ state: 'ready', problem: null, forecast: { days: 0, warnings: [] } })
  expect(journeyOf(status, 'keen')).toMatchObject({
    version: 1,
    unknown: 'history is too short: 0 days, and a week is needed',
    bounds: { entriesPerHour: { limit: 2000, most: null }, entriesPerDay: { limit: 10_000, most: null } },
  })
})

test('drafts over imported weeks: how many would enter and be mailed, where they would wait, and from where on the guard would pause', async () => {
  const now = (await predicted()).forecast?.at ?? 0
  const noon = Math.floor(now / day) * day - 10 * day + day / 2
  const view = (person: number, at: number) => {
    return {
      type: 'track',
      userId: `p${person}`,
      event: 'Product Viewed',
      messageId: `${person}-${at}`,
      timestamp: new Date(at).toISOString(),
      properties: { product_id: 'mug' },
      silent: true,
    }
  }
  const people = Array.from({ length: 40 }, (_, index) => {
    const timestamp = new Date(noon - 10 * day).toISOString()
    return {
      type: 'identify',
      userId: `p${index}`,
      traits: { email: `p${index}@example.com`, ...(index < 10 && { first_name: 'Ada' }) },
      messageId: `i${index}`,
      timestamp,
      silent: true,
    }
  })
  const busy = Array.from({ length: 40 }, (_, index) => view(index, noon + index))
  const usual = [3, 5, 7].flatMap((before) => [view(1, noon - before * day), view(2, noon - before * day)])
  const order = { type: 'track', userId: 'p1', event: 'Order Completed', messageId: 'o1', timestamp: new Date(noon + day).toISOString(), silent: true }
  const batch = JSON.stringify({ batch: [...people, ...usual, ...busy, order] })
  const sent = await fetch(`${app.address}/v1/batch`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: batch })
  expect(sent.status).toBe(200)
  await app.runtime.settle()

  const draft = { ...keen, guard: { times: 5, atLeast: 20 } }
  expect((await ask('PUT', '/drafts', { path: 'keen.json', text: JSON.stringify(draft) })).status).toBe(200)
  const status = await predicted()
  expect(status.forecast?.days).toBeGreaterThanOrEqual(17)
  expect(journeyOf(status, 'keen')).toMatchObject({
    unknown: null,
    entries: { perHour: { most: 40 }, perDay: { most: 40 } },
    messages: { perHour: { most: 40 } },
    bounds: { entriesPerHour: { limit: 200, most: 40 } },
  })
  // A mail to many on a day to come counts as if it were today; history alone would say that nobody enters.
  const once = {
    journey: 'newsletter',
    enter: [{ at: '2199-12-01 10:00', for: { attribute: 'first_name', exists: true } }],
    steps: [{ id: 'write', send: 'note' }],
  }
  expect((await ask('PUT', '/drafts', { path: 'newsletter.json', text: JSON.stringify(once) })).status).toBe(200)
  expect(journeyOf(await predicted(), 'newsletter')).toMatchObject({
    once: true,
    unknown: null,
    entries: { perDay: { most: 10 } },
    messages: { perDay: { most: 10 } },
  })
  expect((await ask('POST', '/drafts/discard', { paths: ['newsletter.json'] })).status).toBe(200)
  const [warning] = status.forecast?.warnings.filter(({ kind }) => kind === 'rate') ?? []
  // Forty at once, at one in a hundred seconds.
  expect(warning).toMatchObject({ about: 'email', messages: 40, limit: 0.01 })
  expect(warning?.words).toMatch(/^email: at 12:00 UTC on \w+days, as on 20.*, 40 messages wait, the last for 67 minutes at 0.01 a second$/)
  // Without the drafts the guard has its usual numbers.
  expect(journeyOf(await predicted({ drafts: false }), 'keen')?.bounds?.entriesPerHour.limit).toBe(400)

  expect((await ask('POST', '/drafts/publish', {})).status).toBe(202)
  expect((await ask<{ state: string }>('GET', '/publish?wait=60')).answer.state).toBe('in force')
  // It is predicted in the background once it is in force; asking for the same waits for that.
  await predicted({ of: 'in force' })
  const look = async () => (await ask<JourneyVolume>('GET', '/journeys/keen/volume?days=3')).answer
  await expect.poll(look).toMatchObject({ forecast: { unknown: null } })
  const volume = await look()
  expect(volume).toMatchObject({ forecast: { version: 1 }, bounds: { entriesPerHour: { limit: 200, most: 40 } }, hour: { entries: 0 }, paused: null })
  expect(volume.days.map(({ entries }) => entries)).toEqual([0, 0, 0])

  // What somebody allows for a while moves the bound that is told before the next publication, at once.
  const allowance = { times: 3, until: now + 2 * day, because: 'Black Friday' }
  expect((await ask('POST', '/journeys/keen/allowance', allowance)).status).toBe(200)
  expect(journeyOf(await predicted(), 'keen')).toMatchObject({ bounds: { entriesPerHour: { limit: 600 } }, allowance })
  const told = await oncue(['forecast'], { environment: { ...environment } })
  expect(told.out).toMatch(/keen .* 600 an hour\n {2}keen: 3 times as much is allowed until \S+Z: Black Friday\n/)
  expect((await ask('DELETE', '/journeys/keen/allowance')).status).toBe(200)
  expect(journeyOf(await predicted(), 'keen')).toMatchObject({ bounds: { entriesPerHour: { limit: 200 } }, allowance: null })
})

test('what a template prints and people do not have is told by the forecast, the check of drafts, the publication and the command, with its place', async () => {
  const words = 'keen: named uses first_name, missing for 30 of 40 people it would have been sent to'
  const problem = { file: 'named.yaml', line: 3, severity: 'warning', code: 'ahead/missing-field', message: words }
  await ask('PUT', '/drafts', { path: 'keen.json', text: JSON.stringify({ ...keen, steps: [{ id: 'offer', send: 'named' }] }) })
  const { forecast } = await predicted()
  const missing = { template: 'named', field: 'first_name', people: 30, of: 40, among: 'recipients' }
  expect(forecast?.warnings.filter(({ kind }) => kind === 'missing-field')).toMatchObject([{ about: 'keen', missing, words }])

  const { answer: check } = await ask<Checked>('POST', '/drafts/check', { history: 60 })
  expect(check).toMatchObject({ isGood: true, history: 'looked at' })
  expect(check.problems).toContainEqual(expect.objectContaining(problem))
  expect(check.problems.find(({ code }) => code === 'ahead/missing-field')?.fix).toMatch(
    /default: .* or let in only who has it: \{ attribute: first_name, exists: true \}/,
  )
  expect(check.problems.find(({ code }) => code === 'ahead/rate')?.message).toMatch(/40 messages wait, the last for 67 minutes at 0.01 a second/)
  // Whoever does not ask is not kept waiting.
  expect((await ask<Checked>('POST', '/drafts/check', {})).answer).toMatchObject({ history: 'none', problems: [] })

  const { answer: meant } = await ask<Published>('POST', '/drafts/publish', { dryRun: true })
  expect(meant).toMatchObject({ isDryRun: true, history: 'looked at' })
  expect(meant.warnings.map(({ code }) => code)).toEqual(['ahead/rate', 'ahead/missing-field'])
  expect(meant.warnings).toContainEqual(expect.objectContaining(problem))

  expect((await ask('POST', '/drafts/publish', {})).status).toBe(202)
  expect((await ask<Published>('GET', '/publish?wait=60')).answer).toMatchObject({
    state: 'in force',
    warnings: expect.arrayContaining([expect.objectContaining(problem)]),
  })
  const validated = await oncue(['validate', '--json'], { environment: { ...environment } })
  expect(JSON.parse(validated.out)).toMatchObject({ valid: true, problems: expect.arrayContaining([expect.objectContaining(problem)]) })
  expect((await oncue(['validate', '--files-only'], { environment: { ...environment } })).out).toMatch(/1 journey, 0 segments, 2 templates; all good/)
})

test('what people came to in the past is told for a number that somebody is choosing, of everybody and of those who bought', async () => {
  const condition = { event: 'Product Viewed', count: { gte: 3 } }
  const measured = async (more: object = {}) => (await ask<Measured>('POST', '/conditions/history', { condition, wait: 60, ...more })).answer
  const [views, ...others] = (await measured()).baselines
  expect(others).toEqual([])
  expect(views).toMatchObject({ condition: 'Product Viewed at least 3 times', unit: 'times', wanted: 3, people: 40, reached: 2 })
  expect(views?.percentiles).toEqual({ p50: 1, p75: 1, p90: 1, p95: 1 })
  expect(views?.values).toEqual([40, 2, 2, 2, 0, 0, 0].map((people, index) => ({ value: index + 1, people })))
  // Of the one who bought, at that moment.
  expect((await measured({ when: 'Order Completed' })).baselines).toMatchObject([{ people: 1, reached: 1, percentiles: { p50: 4 } }])
  expect((await measured({ condition: { ...condition, by: 'product_id' } })).baselines).toMatchObject([{ people: 40, reached: 2 }])
  const silence = (await measured({ condition: { since: 'Product Viewed', gte: '3d' } })).baselines
  expect(silence).toMatchObject([{ unit: 'ms', wanted: 3 * day, people: 40, reached: 40 }])
  // The last days only; and what asks for no number has none.
  expect((await measured({ days: 1 })).baselines).toMatchObject([{ people: 0 }])
  expect(await measured({ condition: { attribute: 'plan', eq: 'pro' } })).toMatchObject({ state: 'ready', baselines: [] })
  expect((await ask('POST', '/conditions/history', { condition: { event: 'Product Viewed', cuont: 3 } })).status).toBe(400)
  expect((await ask('POST', '/conditions/history', { condition: { segment: 'nobody' } })).status).toBe(400)
})

test('a backtest over imported history says in the list as in its report how many events it went through', async () => {
  const { answer: begun } = await ask<{ readonly id: number }>('POST', '/backtests', { against: 'nothing' })
  const { answer: ended } = await ask<{ readonly events: number; readonly report: { readonly events: number } }>('GET', `/backtests/${begun.id}?wait=60`)
  expect(ended.events).toBeGreaterThan(80)
  expect(ended.report.events).toBe(ended.events)
})

test('the busiest minute and day are held against what may leave by the channel, in the report and by the command', async () => {
  const { answer: begun } = await ask<{ readonly id: number }>('POST', '/backtests', { against: 'nothing' })
  const { answer: ended } = await ask<{ readonly report: BacktestReport }>('GET', `/backtests/${begun.id}?wait=60`)
  // Forty at once, at one in a hundred seconds.
  expect(ended.report.arms[0]?.channels).toMatchObject([
    {
      channel: 'email',
      peakDay: { messages: 40 },
      peakMinute: { messages: 40 },
      limitPerMinute: 0.6,
      peakTakesMinutes: 66.7,
      jam: { messages: 40, minutes: 66.7 },
    },
  ])
  const told = await oncue(['backtest', join(folder, 'shop'), '--against', 'nothing'], { environment: { ...environment } })
  expect(told.out).toMatch(/takes, at 0\.6 a minute +66\.7 min\n.*worst wait for that +40 wait, the last for 66\.7 min\n/)
})

interface Refusal {
  readonly detail: string
  readonly said: object
  readonly errors: readonly { readonly place: string; readonly detail: string; readonly said: { readonly message: { readonly code: string } } }[]
}

test('a definition with a mistake is not predicted, tried, walked through or published: each says it the same way, as data, and where the mistake is', async () => {
  const broken = '{ "journey": "broken", "enter": [], "steps": [] }'
  await ask('PUT', '/drafts', { path: 'broken.json', text: broken })
  const ofDrafts = [
    await ask<Refusal>('POST', '/forecast', { drafts: true }),
    await ask<Refusal>('POST', '/backtests', { drafts: true }),
    await ask<Refusal>('POST', '/journeys/keen/walk', { subscriber: '#1', drafts: true }),
    await ask<Refusal>('POST', '/drafts/publish', {}),
  ]
  const file = join(folder, 'shop', 'broken.json')
  await writeFile(file, broken)
  const ofFolder = await ask<Refusal>('POST', '/publish', {})
  const told = await oncue(['publish', '--server', app.address, '--key', adminKey])
  await rm(file)
  for (const { status, answer } of [...ofDrafts, ofFolder]) {
    expect(status, JSON.stringify(answer)).toBe(400)
    expect(answer.said).toMatchObject({ code: expect.stringMatching(/^(folder-has|drafts-have)-mistakes$/) })
    expect(answer.errors).toMatchObject([
      { place: expect.stringMatching(/^broken\.json:1:\d+$/), said: { message: { code: expect.not.stringMatching('plain') } } },
    ])
  }
  expect(new Set([...ofDrafts, ofFolder].map(({ answer }) => JSON.stringify(answer.errors))).size).toBe(1)
  expect(told.err).toContain(`${ofFolder.answer.errors[0]?.place} ${ofFolder.answer.errors[0]?.detail}`)
  expect((await ask('POST', '/forecast', { drafts: true, paths: ['keen.json'], wait: 60 })).status).toBe(200)
  expect((await ask('GET', '/journeys/nobody/volume')).status).toBe(404)
})
