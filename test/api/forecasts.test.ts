// The doors of forecasts, at a server that runs: what drafts would do is known before they are in force, and the guard goes by what was predicted.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import type { DefinitionsForecast } from '../../src/insight/forecast.ts'
import type { JourneyVolume } from '../../src/insight/journey-volume.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

let app: App
let folder: string
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
  await writeFile(join(folder, 'shop', 'keen.json'), JSON.stringify(keen))
  app = await startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: adminKey,
      ONCUE_MAIL_PER_SECOND: '0.01',
    }),
  )
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
    return { type: 'track', userId: `p${person}`, event: 'Product Viewed', messageId: `${person}-${at}`, timestamp: new Date(at).toISOString(), silent: true }
  }
  const people = Array.from({ length: 40 }, (_, index) => {
    const timestamp = new Date(noon - 10 * day).toISOString()
    return { type: 'identify', userId: `p${index}`, traits: { email: `p${index}@example.com` }, messageId: `i${index}`, timestamp, silent: true }
  })
  const busy = Array.from({ length: 40 }, (_, index) => view(index, noon + index))
  const usual = [3, 5, 7].flatMap((before) => [view(1, noon - before * day), view(2, noon - before * day)])
  const batch = JSON.stringify({ batch: [...people, ...usual, ...busy] })
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
  let volume: JourneyVolume | undefined
  for (let turn = 0; volume?.forecast?.unknown !== null && turn < 500; turn += 1)
    volume = (await ask<JourneyVolume>('GET', '/journeys/keen/volume?days=3')).answer
  expect(volume).toMatchObject({ forecast: { version: 1 }, bounds: { entriesPerHour: { limit: 200, most: 40 } }, hour: { entries: 0 }, paused: null })
  expect(volume?.days.map(({ entries }) => entries)).toEqual([0, 0, 0])
})

test('a draft with a mistake is not predicted, and says where the mistake is', async () => {
  await ask('PUT', '/drafts', { path: 'broken.json', text: '{ "journey": "broken", "enter": [], "steps": [] }' })
  const { status, answer } = await ask<{ detail: string }>('POST', '/forecast', { drafts: true })
  expect(status).toBe(400)
  expect(answer.detail).toMatch(/broken\.json/)
  expect((await ask('POST', '/forecast', { drafts: true, paths: ['keen.json'], wait: 60 })).status).toBe(200)
  expect((await ask('GET', '/journeys/nobody/volume')).status).toBe(404)
})
