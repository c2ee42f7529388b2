// The doors of definitions and drafts, at a server that runs on a folder of its own.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { pathProblem } from '../../src/definitions-folder/drafts/definition-path.ts'
import { readFolder } from '../../src/definitions-folder/drafts/folder-files.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'

let app: App
let folder: string
const adminKey = 'an-admin-key-for-the-test-of-drafts'
const shop = (path: string): string => join(folder, 'shop', path)

const workspace =
  'workspace: shop\nsender: { address: shop@example.com }\naddress: 1 Market Street\npublish: by-command\ntopics: [{ topic: news, description: News }]\n'
const note = 'template: note\nsubject: Hi\nhtml: { file: ./parts/note.html }\ntopic: news\n'
const welcome = `# The first words.
journey: welcome
enter:
  - on: Signed Up # when they sign up
steps:
  - id: hello
    send: note
  - wait: 1d
    id: day
`

// biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
type Answer = any

async function ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly answer: Answer }> {
  const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, answer: await response.json() }
}

const read = async (path: string): Promise<Answer> => (await ask('GET', `/definitions/file?path=${encodeURIComponent(path)}`)).answer
const keep = (path: string, text: string | null, more: object = {}) => ask('PUT', '/drafts', { path, text, ...more })

async function published(body: object = {}): Promise<Answer> {
  const begun = await ask('POST', '/drafts/publish', body)
  expect(begun.status, JSON.stringify(begun.answer)).toBe(202)
  return (await ask('GET', '/publish?wait=60')).answer
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-drafts-'))
  mkdirSync(shop('parts'), { recursive: true })
  writeFileSync(shop('workspace.yaml'), workspace)
  writeFileSync(shop('note.yaml'), note)
  writeFileSync(shop('parts/note.html'), '<p><a href="{{ unsubscribe_url }}">no</a> {{ workspace.address }}</p>\n')
  writeFileSync(shop('welcome.yaml'), welcome)
  writeFileSync(shop('code.ts'), "export default { segment: 'coders', if: { attribute: 'codes', eq: true } }\n")
  writeFileSync(join(folder, 'secret.yaml'), 'key: 123\n')
  symlinkSync(join(folder, 'secret.yaml'), shop('linked.txt'))
  app = await startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: `ann:${adminKey}`,
    }),
  )
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  const { files } = (await ask('GET', '/definitions')).answer
  const paths = files.filter(({ draft }: Answer) => draft !== null).map(({ path }: Answer) => path)
  if (paths.length > 0) await ask('POST', '/drafts/discard', { paths })
})

test('the folder is shown with what each file holds, its version in force, and what cannot be changed here', async () => {
  const { answer } = await ask('GET', '/definitions')
  expect(answer).toMatchObject({ locked: null, publish: 'by-command', problems: [] })
  expect(answer.files.map(({ path, format, holds }: Answer) => [path, format, holds.map(({ kind, name, version }: Answer) => [kind, name, version])])).toEqual([
    ['code.ts', 'typescript', [['segment', 'coders', null]]],
    ['note.yaml', 'yaml', [['template', 'note', null]]],
    ['parts/note.html', 'html', []],
    ['welcome.yaml', 'yaml', [['journey', 'welcome', 1]]],
    ['workspace.yaml', 'yaml', [['workspace', 'shop', null]]],
  ])
  expect((await read('code.ts')).locked).toContain('TypeScript')
  expect((await keep('code.ts', 'export default 1')).answer.detail).toContain('TypeScript')
})

test('a file is asked for by its path or by a journey that it holds, and by nothing else', async () => {
  expect((await ask('GET', '/definitions/file?journey=welcome')).answer).toEqual(await read('welcome.yaml'))
  expect(await ask('GET', '/definitions/file?journey=nobody')).toMatchObject({ status: 404, answer: { detail: expect.stringContaining('nobody') } })
  for (const neither of ['', '?path=welcome.yaml&journey=welcome']) expect((await ask('GET', `/definitions/file${neither}`)).status).toBe(400)
})

test('a draft is kept beside the file, told apart by revision, and is none when it says the same again', async () => {
  const first = await keep('welcome.yaml', welcome.replace('1d', '2d'), { revision: 0 })
  expect(first.answer).toMatchObject({ draft: { does: 'change', revision: 1, by: 'ann', isConflict: false }, text: welcome })
  expect(first.answer.documents[0].value.steps[1].wait).toBe('2d')
  expect(readFileSync(shop('welcome.yaml'), 'utf8')).toBe(welcome)
  const late = await keep('welcome.yaml', welcome.replace('1d', '3d'), { revision: 0 })
  expect(late.status).toBe(409)
  expect((await read('welcome.yaml')).drafted.text).toContain('2d')
  expect((await keep('welcome.yaml', welcome, { revision: 1 })).answer.draft).toBeNull()
})

test('drafts are checked together by the code that reads the folder, and tell file, line and what to do', async () => {
  await keep('welcome.yaml', welcome.replace('send: note', 'send: letter'))
  const bad = (await ask('POST', '/drafts/check', {})).answer
  expect(bad.isGood).toBe(false)
  expect(bad.problems[0]).toMatchObject({ file: 'welcome.yaml', line: 7, severity: 'error' })
  expect((await read('welcome.yaml')).problems).toHaveLength(1)
  const refused = await ask('POST', '/drafts/publish', {})
  expect([refused.status, refused.answer.errors[0].place]).toEqual([400, 'welcome.yaml:7:11'])
  await keep('letter.yaml', note.replaceAll('note', 'letter'))
  await keep('parts/letter.html', '<p>{{ workspace.address }} {{ unsubscribe_url }}</p>')
  await keep('welcome.test.yaml', 'test: greeted\ngiven: []\n')
  expect((await ask('POST', '/drafts/check', {})).answer.problems).toEqual([])
  // A part alone does not hold.
  expect((await ask('POST', '/drafts/check', { paths: ['welcome.yaml'] })).answer.isGood).toBe(false)
  expect(existsSync(shop('letter.yaml'))).toBe(false)
})

test('chosen drafts are previewed, written whole into the folder, and in force; the others stay drafts', async () => {
  await keep('welcome.yaml', welcome.replace('1d', '2d'))
  await keep('workspace.yaml', workspace.replace('Market Street', 'Market Square'))
  const preview = await published({ paths: ['welcome.yaml'], dryRun: true })
  expect(preview).toMatchObject({
    state: 'ready',
    preview: { hasWorkspaceChanged: false, journeys: [{ journey: 'welcome', change: 'changed', from: 1, to: 2 }] },
  })
  expect(readFileSync(shop('welcome.yaml'), 'utf8')).toBe(welcome)
  const done = await published({ paths: ['welcome.yaml'] })
  expect(done).toMatchObject({ state: 'in force', publication: { by: 'ann' } })
  expect(readFileSync(shop('welcome.yaml'), 'utf8')).toBe(welcome.replace('1d', '2d'))
  const { files } = (await ask('GET', '/definitions')).answer
  expect(files.filter(({ draft }: Answer) => draft !== null).map(({ path }: Answer) => path)).toEqual(['workspace.yaml'])
  expect(files.find(({ path }: Answer) => path === 'welcome.yaml').holds[0].version).toBe(2)
  await keep('welcome.yaml', welcome)
  await published({ paths: ['welcome.yaml'] })
})

test('a file that was changed on disk meanwhile is a conflict with both texts, until the draft is kept on top of it or discarded', async () => {
  await keep('note.yaml', note.replace('Hi', 'Hello'))
  writeFileSync(shop('note.yaml'), note.replace('Hi', 'Good day'))
  const { text, drafted, draft, hash } = await read('note.yaml')
  expect([draft.isConflict, text.includes('Good day'), drafted.text.includes('Hello')]).toEqual([true, true, true])
  const refused = await ask('POST', '/drafts/publish', {})
  expect([refused.status, refused.answer.detail]).toEqual([409, expect.stringContaining('note.yaml: the file was changed')])
  expect(readFileSync(shop('note.yaml'), 'utf8')).toContain('Good day')
  expect((await keep('note.yaml', drafted.text, { base: hash })).answer.draft.isConflict).toBe(false)
  expect((await published()).state).toBe('in force')
  expect(readFileSync(shop('note.yaml'), 'utf8')).toContain('Hello')
})

test('files are renamed and taken away as drafts, and only a publication touches them', async () => {
  expect((await ask('POST', '/drafts/rename', { from: 'welcome.yaml', to: 'journeys/hello.yaml' })).answer.draft.does).toBe('create')
  expect((await ask('POST', '/drafts/check', {})).answer.isGood).toBe(true)
  expect((await published()).state).toBe('in force')
  expect([existsSync(shop('welcome.yaml')), readFileSync(shop('journeys/hello.yaml'), 'utf8')]).toEqual([false, welcome])
  await keep('journeys/hello.yaml', null)
  expect((await published()).preview.journeys).toMatchObject([{ journey: 'welcome', change: 'retired' }])
  expect(existsSync(shop('journeys/hello.yaml'))).toBe(false)
})

test.each([
  '../secret.yaml',
  '/etc/passwd.yaml',
  'a/../../secret.yaml',
  '.env.yaml',
  'node_modules/x.yaml',
  'package.json',
  'code.ts',
  'a\\..\\..\\secret.yaml',
  'x.sh',
  'oncue.sqlite',
  'nul.yaml',
  'a//b.yaml',
  'x\u0000.yaml',
  'x\u202e.yaml',
  `${'a/'.repeat(9)}x.yaml`,
])('nothing can be written at %j', async (path) => {
  expect(pathProblem(path)).toBeDefined()
  expect((await keep(path, 'segment: x\n')).status).toBeGreaterThanOrEqual(400)
})

test('nothing outside the folder is read or written through a link', async () => {
  symlinkSync(folder, shop('up'))
  try {
    expect((await ask('GET', '/definitions/file?path=linked.txt')).status).toBe(404)
    expect((await ask('GET', '/definitions/file?path=..%2Fsecret.yaml')).status).toBe(404)
    expect((await ask('GET', '/definitions/file?path=up%2Fsecret.yaml')).status).toBe(404)
    await keep('up/new.yaml', 'segment: x\nif: { attribute: a, eq: 1 }\n')
    expect((await ask('POST', '/drafts/publish', {})).status).toBe(409)
    expect(existsSync(join(folder, 'new.yaml'))).toBe(false)
    await keep('linked.txt', 'mine')
    expect((await ask('POST', '/drafts/publish', { paths: ['linked.txt'] })).status).toBe(409)
    expect(readFileSync(join(folder, 'secret.yaml'), 'utf8')).toBe('key: 123\n')
  } finally {
    rmSync(shop('up'))
  }
})

test('what the server keeps among the definitions is hidden, also when the way to both is a link', async () => {
  mkdirSync(join(folder, 'apart/data'), { recursive: true })
  writeFileSync(join(folder, 'apart/shown.yaml'), '')
  writeFileSync(join(folder, 'apart/data/secrets.json'), '{}')
  symlinkSync(join(folder, 'apart'), join(folder, 'way'))
  for (const way of ['apart', 'way'])
    for (const data of ['apart', 'way'])
      expect((await readFolder(join(folder, way), [join(folder, data, 'data')])).map(({ path }) => path)).toEqual(['shown.yaml'])
})

test('a large text is taken up to its limit, and each writer leaves one line in the audit log', async () => {
  expect((await keep('parts/large.html', 'x'.repeat(1_000_000))).status).toBe(200)
  expect((await keep('parts/large.html', 'y'.repeat(1_000_001))).status).toBe(200)
  expect((await keep('parts/large.html', 'z'.repeat(2_100_000))).answer.detail).toContain('bytes')
  const { answer } = await ask('GET', '/audit?limit=20')
  expect(answer.entries.filter(({ did, details }: Answer) => did === 'keepDraft' && details.path === 'parts/large.html')).toHaveLength(1)
})

test('the command line lists drafts, shows what they say and throws them away', async () => {
  await keep('extra.yaml', 'segment: extra\nif: { attribute: a, eq: 1 }\n')
  const run = (...words: readonly string[]) => oncue(['draft', ...words, '--server', app.address, '--key', adminKey])
  expect((await run('list')).out).toMatch(/extra\.yaml +create +ann/)
  expect((await run('show', 'extra.yaml')).out).toContain('segment: extra')
  expect((await run('discard', 'extra.yaml')).out).toContain('The draft of extra.yaml is gone')
  expect((await run('list')).out).toBe('No drafts.\n')
})

test('a key may publish for somebody; whoever signed in publishes under their own name', async () => {
  await keep('welcome.yaml', welcome.replace('1d', '3d'))
  expect(await published({ paths: ['welcome.yaml'], by: 'carol' })).toMatchObject({ publication: { by: 'carol' } })
  const { answer: made } = await ask('POST', '/admins', { name: 'erin', role: 'editor' })
  const page = { 'content-type': 'application/json', 'x-oncue-page': '1' }
  const body = JSON.stringify({ name: 'erin', password: made.password })
  const signedIn = await fetch(`${app.address}/admin/v1/session`, { method: 'POST', headers: page, body })
  const headers = { ...page, cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  await keep('welcome.yaml', welcome)
  const wish = JSON.stringify({ paths: ['welcome.yaml'], by: 'carol' })
  const begun = await fetch(`${app.address}/admin/v1/drafts/publish`, { method: 'POST', headers, body: wish })
  expect(begun.status).toBe(202)
  expect((await ask('GET', '/publish?wait=60')).answer).toMatchObject({ state: 'in force', publication: { by: 'erin' } })
})

test('a draft that cannot be read belongs to what its file holds, and a test of a journey holds none', async () => {
  const pathsOf = async (): Promise<string[]> =>
    (await ask('GET', '/definitions')).answer.files
      .filter(({ holds }: Answer) => holds.some(({ kind, name }: Answer) => kind === 'journey' && name === 'welcome'))
      .map(({ path }: Answer) => path)
  await keep('welcome.test.yaml', 'test: says hello\njourney: welcome\nstory:\n  - event: Signed Up\n    expect: { sends: [note] }\n')
  expect(await pathsOf()).toEqual(['welcome.yaml'])
  // Nobody has an address there: it is said what was expected, and what came.
  expect((await ask('POST', '/drafts/check', { tests: true })).answer.tests).toMatchObject({
    passed: 0,
    failed: [
      {
        file: 'welcome.test.yaml',
        message: 'the test "says hello" fails: sends should be note, and is empty',
        said: { code: 'test-says', values: { name: 'says hello' } },
      },
    ],
  })
  const { answer } = await keep('welcome.yaml', `${welcome}  - { wait: 1d\n    goto: hello\n`)
  expect(answer.problems.map(({ severity }: Answer) => severity)).toContain('error')
  expect(answer.holds).toMatchObject([{ kind: 'journey', name: 'welcome' }])
  expect(await pathsOf()).toEqual(['welcome.yaml'])
})
