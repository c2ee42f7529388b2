// What a template said before, at a server that runs: its versions, two of them side by side, one brought back as a draft, and which one a mail was made from.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'

let app: App
let folder: string
const adminKey = 'an-admin-key-for-the-test-of-versions'

const files = {
  'workspace.yaml': 'workspace: shop\npublish: by-command\nsender: { name: Shop, address: shop@shop.example }\naddress: Kiln Street 1\n',
  'welcome.yaml': [
    'journey: welcome',
    'enter: [{ on: Signed Up }]',
    'steps: [{ id: hello, send: welcome }]',
    '---',
    '# What newcomers get.',
    'template: welcome',
    'subject: Welcome # short',
    'mjml: { file: ./welcome.mjml }',
    'locales:',
    '  de: { subject: Willkommen }',
    '---',
    'template: plain',
    'subject: Plain',
    'html: <p>Plain {{ workspace.address }} {{ unsubscribe_url }}</p>',
    '',
  ].join('\n'),
  'welcome.mjml': page('A first hello', "{% include 'foot' %}"),
  'partials/foot.mjml': foot('Kiln Street'),
}

function page(words: string, end: string): string {
  return `<mjml>\n<mj-body>\n<mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section>\n${end}\n</mj-body>\n</mjml>\n`
}

function foot(words: string): string {
  return `<mj-section><mj-column><mj-text>${words}, {{ workspace.address }} <a href="{{ unsubscribe_url }}">no more</a></mj-text></mj-column></mj-section>\n`
}

// biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
async function ask(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<{ readonly status: number; readonly answer: any }> {
  const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, answer: await response.json() }
}

const write = (path: string, text: string): void => writeFileSync(join(folder, 'shop', path), text)
const said = (path: string): string => readFileSync(join(folder, 'shop', path), 'utf8')

async function publish(by: string): Promise<void> {
  expect(await ask('POST', '/publish', { by })).toMatchObject({ status: 202 })
  expect((await ask('GET', '/publish?wait=60')).answer).toMatchObject({ state: 'in force' })
}

async function publishDrafts(): Promise<void> {
  expect(await ask('POST', '/drafts/publish', {})).toMatchObject({ status: 202 })
  expect((await ask('GET', '/publish?wait=60')).answer).toMatchObject({ state: 'in force' })
}

async function signUp(userId: string): Promise<void> {
  const headers = { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }
  const body = JSON.stringify({ userId, event: 'Signed Up', context: { traits: { email: `${userId}@shop.example` } } })
  await fetch(`${app.address}/v1/identify`, { method: 'POST', headers, body: JSON.stringify({ userId, traits: { email: `${userId}@shop.example` } }) })
  expect((await fetch(`${app.address}/v1/track`, { method: 'POST', headers, body })).status).toBe(200)
  await app.runtime.settle()
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-versions-'))
  mkdirSync(join(folder, 'shop', 'partials'), { recursive: true })
  for (const [path, text] of Object.entries(files)) write(path, text)
  app = await startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: adminKey,
    }),
  )
  await signUp('ada')
  write('welcome.mjml', page('A second hello', "{% include 'foot' %}"))
  write('welcome.yaml', files['welcome.yaml'].replace('subject: Welcome #', 'subject: Welcome to us #'))
  await publish('Bo')
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('lists who published what, and what each version says', async () => {
  const { answer } = await ask('GET', '/templates/welcome/versions')
  expect(answer.versions).toMatchObject([
    { version: 2, publication: 2, by: 'Bo', endedAt: null, isInForce: true, sameAs: null, subject: 'Welcome to us' },
    { version: 1, publication: 1, isInForce: false, subject: 'Welcome', changed: [] },
  ])
  expect(answer.versions[0].changed).toEqual([
    { part: 'subject', locale: null },
    { part: 'mjml', locale: null },
  ])
  expect(answer.versions[1].endedAt).toBe(answer.versions[0].at)
  // Another template did not change, and has one version.
  expect((await ask('GET', '/templates/plain/versions')).answer.versions).toMatchObject([{ version: 1, isInForce: true }])
  const { answer: first } = await ask('GET', '/templates/welcome/versions/1')
  expect(first.settings).toContain('subject: Welcome\n')
  expect(first.settings).not.toContain('mjml')
  expect(first.parts).toEqual([{ part: 'mjml', locale: null, text: page('A first hello', foot('Kiln Street').trimEnd()) }])
  expect((await ask('GET', '/templates/welcome/versions/folder')).answer.parts[0].text).toContain('A second hello')
  expect((await ask('POST', '/templates/welcome/preview', { version: 1 })).answer.mail).toMatchObject({
    subject: 'Welcome',
    html: expect.stringContaining('A first hello'),
  })
  expect((await ask('POST', '/templates/welcome/preview', {})).answer.mail.subject).toBe('Welcome to us')
  expect((await ask('POST', '/templates/welcome/preview', { subject: 'As a step says it' })).answer.mail.subject).toBe('As a step says it')
  const headed = await ask('POST', '/templates/welcome/preview', { preheader: 'Beside it', from: { name: 'Anna of the Shop' } })
  expect(headed.answer.mail).toMatchObject({ preheader: 'Beside it', from: expect.stringMatching(/^Anna of the Shop </) })
})

test('answers of what is not there say so', async () => {
  expect(await ask('GET', '/templates/nothing/versions')).toMatchObject({ status: 404, answer: { detail: expect.stringContaining('there was none') } })
  expect(await ask('GET', '/templates/welcome/versions/9')).toMatchObject({ status: 404 })
  expect(await ask('GET', '/templates/welcome/versions/0')).toMatchObject({ status: 400 })
  expect(await ask('POST', '/templates/welcome/versions/9/restore', {})).toMatchObject({ status: 404 })
  expect(await ask('POST', '/templates/welcome/preview', { version: 9 })).toMatchObject({ status: 404 })
})

test('a mail says which version it was made from', async () => {
  await signUp('bo')
  const { answer } = await ask('GET', '/messages?template=welcome')
  const versions: [string, number | null][] = []
  for (const { key, userId } of answer.messages as { key: string; userId: string }[]) {
    versions.push([userId, (await ask('GET', `/messages/${encodeURIComponent(key)}`)).answer.templateVersion])
  }
  expect(Object.fromEntries(versions)).toEqual({ ada: 1, bo: 2 })
})

test('the command tells the same', async () => {
  const { out: list } = await oncue(['template', 'versions', 'welcome', '--server', app.address, '--key', adminKey])
  expect(list).toMatch(/2 +in force .* Bo +subject, mjml +Welcome to us/)
  const { out: diff } = await oncue(['template', 'diff', 'welcome', '1', '2', '--server', app.address, '--key', adminKey])
  expect(diff).toContain('- subject: Welcome\n+ subject: Welcome to us\n')
  expect(diff).toMatch(/^- .*A first hello/m)
  expect(diff).not.toContain('Kiln Street,\n')
  const { out: none } = await oncue(['template', 'diff', 'welcome', '--server', app.address, '--key', adminKey])
  expect(none).toBe('welcome: version 2 -> the folder\nno difference\n')
})

test('brings a version back as drafts that say the very same, with comments and shared parts as they are', async () => {
  expect((await ask('POST', '/templates/welcome/versions/2/restore', {})).answer).toEqual({ restored: [] })
  const { answer } = await ask('POST', '/templates/welcome/versions/1/restore', {})
  expect(answer.restored.toSorted()).toEqual(['welcome.mjml', 'welcome.yaml'])
  const drafted = async (path: string): Promise<string> => (await ask('GET', `/definitions/file?path=${path}`)).answer.drafted?.text
  expect(await drafted('welcome.mjml')).toBe(files['welcome.mjml'])
  expect(await drafted('welcome.yaml')).toContain('# What newcomers get.\ntemplate: welcome\nsubject: Welcome # short\n')
  expect(said('welcome.mjml')).toContain('A second hello')
  await publishDrafts()
  const { answer: list } = await ask('GET', '/templates/welcome/versions')
  expect(list.versions[0]).toMatchObject({ version: 3, sameAs: 1, subject: 'Welcome' })
  expect((await ask('GET', '/templates/plain/versions')).answer.versions).toHaveLength(1)
})

test('a shared part that was changed since stands in the page, and other templates keep theirs', async () => {
  write('partials/foot.mjml', foot('Harbour Road'))
  await publish('Cy')
  expect((await ask('GET', '/templates/welcome/versions')).answer.versions[0]).toMatchObject({ version: 4, changed: [{ part: 'mjml', locale: null }] })
  expect((await ask('POST', '/templates/welcome/versions/2/restore', {})).status).toBe(200)
  const { answer } = await ask('GET', '/templates/welcome/versions/folder')
  expect(answer).toEqual((await ask('GET', '/templates/welcome/versions/2')).answer)
  expect(said('partials/foot.mjml')).toContain('Harbour Road')
})

test('does not write over a draft of somebody unless that is said', async () => {
  const refused = await ask('POST', '/templates/welcome/versions/1/restore', {})
  expect(refused).toMatchObject({ status: 409, answer: { detail: expect.stringContaining('There is a draft of welcome') } })
  const { out } = await oncue(['template', 'restore', 'welcome', '--to', '1', '--replace', '--server', app.address, '--key', adminKey])
  expect(out).toContain('Version 1 stands in drafts')
  expect((await ask('GET', '/templates/welcome/versions/folder')).answer).toEqual((await ask('GET', '/templates/welcome/versions/1')).answer)
  // Its settings are those of the file again, so only the page is a draft.
  expect(await ask('POST', '/drafts/discard', { paths: ['welcome.mjml'] })).toMatchObject({ status: 200 })
})

test('one whose file is gone comes back in files of its own', async () => {
  write(
    'welcome.yaml',
    'journey: welcome\nenter: [{ on: Signed Up }]\nsteps: [{ id: hello, send: plain }]\n---\ntemplate: plain\nsubject: Plain\nhtml: <p>{{ workspace.address }} {{ unsubscribe_url }}</p>\n',
  )
  unlinkSync(join(folder, 'shop', 'welcome.mjml'))
  await publish('Cy')
  const { answer: list } = await ask('GET', '/templates/welcome/versions')
  expect(list.versions[0]).toMatchObject({ version: 4, isInForce: false })
  const { answer } = await ask('POST', '/templates/welcome/versions/1/restore', {})
  expect(answer.restored.toSorted()).toEqual(['templates/welcome.mjml', 'templates/welcome.yaml'])
  expect((await ask('GET', '/templates/welcome/versions/folder')).answer).toEqual((await ask('GET', '/templates/welcome/versions/1')).answer)
  await publishDrafts()
  expect((await ask('GET', '/templates/welcome/versions')).answer.versions[0]).toMatchObject({ version: 5, sameAs: 1, isInForce: true })
})
