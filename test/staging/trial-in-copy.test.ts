// A copy of a workspace in which a mail to many is being tried: whoever went ahead did so in the copy, whoever waits waits there, and its own clock brings them the rest.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { stageWorkspace } from '../../src/app.ts'
import { runApp } from '../../src/run-app.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { readPauses } from '../../src/runtime/stopping/pauses.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { openProduct, type Product, shop } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const key = 'ak_trial'
const people = 20
const root = mkdtempSync(join(tmpdir(), 'oncue-trial-'))
let product: Product

async function ask(address: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

beforeAll(async () => {
  product = await openProduct(root, { demo: true, adminKeys: [key], files: { ...shop, 'journey.yaml': tomorrow() } })
  for (let number = 0; number < people; number += 1) await product.identify(`p${number}`, { email: `p${number}@mail.example`, first_name: 'Pat' })
  await product.settle()
  await ask(product.app.address, 'POST', '/demo/clock', { forward: '25h' })
  await product.settle()
})
afterAll(async () => {
  await product.stop()
  rmSync(root, { recursive: true, force: true })
})

/** At an instant that the clock of the demo is wound over. */
function tomorrow(): string {
  const at = new Date(wallClock().now() + 86_400_000).toISOString().slice(0, 16).replace('T', ' ')
  return `
journey: news
enter: [{ at: '${at}', zone: UTC, for: { attribute: email, exists: true } }]
again: never
steps:
  - id: subject
    split:
      - { variant: plain, steps: [{ id: plain-mail, send: hello }] }
      - { variant: bold, steps: [{ id: bold-mail, send: hello, subject: Today }] }
    trial: { share: 50, for: 4h, by: clicked, otherwise: bold }
`
}

async function countsOf(data: string): Promise<Readonly<Record<string, number>>> {
  const store = await openSqliteStore({ path: join(data, 'workspace.db'), readOnly: true })
  try {
    return Object.fromEntries((await store.counts('news')).map(({ step, measure, count }) => [`${step} ${measure}`, count]))
  } finally {
    await store.close()
  }
}

async function copyOf(some: number | 'all' = 'all'): Promise<{ readonly data: string; readonly definitions: string }> {
  const folder = join(temporaryFolder(), 'copy')
  expect(await stageWorkspace({ data: product.data, definitions: product.definitions }, { folder, people: some, keep: [] }, {})).toMatchObject({
    unmatched: 0,
  })
  return { data: join(folder, 'data'), definitions: join(folder, 'definitions') }
}

test('in a copy of some of the people each of them stands where they stand, and each gets one mail when the time is over', async () => {
  const some = 7
  const { data, definitions } = await copyOf(some)
  const there = await countsOf(data)
  const ahead = ['plain', 'bold'].map((variant) => there[`subject variant: ${variant}`] ?? 0)
  const waiting = there['subject here now'] ?? 0
  expect([there[' entered'], waiting + ahead.reduce((sum, one) => sum + one, 0)]).toEqual([some, some])
  const settings = { data, definitions, port: 0, logLevel: 'silent', adminKeys: [key] }
  const app = await runApp(readConfiguration({}, settings), (error) => {
    throw error
  })
  onTestFinished(() => app.stop())
  await ask(app.address, 'POST', '/demo/clock', { forward: '5h' })
  const sentTo = async (): Promise<readonly string[]> => {
    const { mails } = (await (await fetch(`${app.address}/mailbox.json`)).json()) as {
      readonly mails: readonly { readonly journey: string; readonly to: string }[]
    }
    return mails.filter(({ journey }) => journey === 'news').map(({ to }) => to)
  }
  await expect.poll(async () => (await sentTo()).length).toBe(some)
  expect(new Set(await sentTo()).size).toBe(some)
  const [trial] = ((await ask(app.address, 'GET', '/experiments')) as { experiments: { trial: unknown; arms: { passages: number }[] }[] }).experiments
  expect(trial).toMatchObject({ arms: ahead.map((passages) => ({ passages })), trial: { waiting: 0, chosen: { because: 'too-few' } } })
  await app.stop()
})

test('a copy of a running trial goes on where it stood: the clock of the copy brings the choice, and everybody their mail', async () => {
  const there = await countsOf(product.data)
  expect(there['subject here now']).toBeGreaterThan(0)
  expect(there[' entered']).toBeGreaterThanOrEqual(people)
  const { data, definitions } = await copyOf()
  expect(await countsOf(data)).toEqual(there)
  const settings = { data, definitions, port: 0, logLevel: 'silent', adminKeys: [key] }
  const app = await runApp(readConfiguration({}, settings), (error) => {
    throw error
  })
  onTestFinished(() => app.stop())
  await ask(app.address, 'POST', '/demo/clock', { forward: '5h' })
  const sent = async (): Promise<number> => {
    const { mails } = (await (await fetch(`${app.address}/mailbox.json`)).json()) as { readonly mails: readonly { readonly journey: string }[] }
    return mails.filter(({ journey }) => journey === 'news').length
  }
  // The demo has a visitor of its own, who gets it as well.
  await expect.poll(sent).toBe(there[' entered'])
  const [trial] = ((await ask(app.address, 'GET', '/experiments')) as { experiments: { trial: unknown }[] }).experiments
  const waited = there['subject here now'] ?? 0
  expect(trial?.trial).toMatchObject({ waiting: 0, chosen: { variant: 'bold', because: 'too-few' }, went: { bold: waited } })
  // What is decided in a copy is nobody's business in the workspace.
  expect(await countsOf(product.data)).toEqual(there)
  await app.stop()
})

test('a choice that somebody made stands in a copy that is made after it', async () => {
  const { trial } = (await ask(product.app.address, 'POST', '/journeys/news/winner', { variant: 'plain' })) as { trial: { chosen: unknown } }
  expect(trial.chosen).toMatchObject({ variant: 'plain', because: 'by-hand' })
  await product.settle()
  const { data } = await copyOf()
  expect(await countsOf(data)).toEqual(await countsOf(product.data))
  const store = await openSqliteStore({ path: join(data, 'workspace.db'), readOnly: true })
  expect(await readPauses(store)).toMatchObject([{ do: 'choose', variant: 'plain', because: 'by-hand' }])
  await store.close()
})
