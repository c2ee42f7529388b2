// Stop switches as an operator meets them: the command, the door behind it, and the list of who already got it.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownAdminKey, readSecrets } from '../../src/access/secrets.ts'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue as run } from './command-line.ts'

let app: App
let folder: string
let environment: Record<string, string>
const oncue = (...words: string[]) => run(words, { environment })
const server = () => ['--server', app.address]
const call = (path: string, body: object) =>
  fetch(`${app.address}/v1/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: JSON.stringify(body) })
const post = async (userId: string, event: string) => {
  await call('identify', { userId, traits: { email: `${userId}@example.com` } })
  await call('track', { userId, event })
}
const admin = (path: string, body: object | undefined, key: string) =>
  fetch(`${app.address}/admin/v1/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-stop-'))
  const definitions = join(folder, 'definitions')
  await mkdir(definitions)
  const file =
    'workspace: shop\nsender: { address: shop@example.com }\naddress: My Shop, 1 Market Street, Berlin\ntopics: [{ topic: news, consent: opt-out }]\n'
  await writeFile(join(definitions, 'workspace.yaml'), file)
  const journey = (name: string) => `journey: ${name}\nenter: [{ on: ${name} }]\nagain: always\nsteps: [{ id: s, send: note }]\n`
  const advert = journey('advert').replace('send: note', 'send: note, topic: news')
  await writeFile(join(definitions, 'sale.journey.yaml'), journey('sale'))
  await writeFile(join(definitions, 'other.journey.yaml'), journey('other'))
  await writeFile(join(definitions, 'advert.journey.yaml'), advert)
  const html = '<p>Hello</p> <a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.address }}'
  await writeFile(join(definitions, 'note.template.yaml'), `template: note\nsubject: Hello\nhtml: '${html}'\n`)
  environment = {
    ONCUE_DATA: join(folder, 'data'),
    ONCUE_DEFINITIONS: definitions,
    ONCUE_DEMO: 'false',
    PORT: '0',
    ONCUE_LOG_LEVEL: 'silent',
    ONCUE_ADMIN_KEYS: 'ak_test',
  }
  app = await startApp(readConfiguration(environment))
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

const people = async () => {
  const { stops } = JSON.parse((await oncue('stop', '--list', '--json')).out) as { stops: { scope: object; messages: { userId: string; fate: string }[] }[] }
  return stops.map(({ scope, messages }) => ({ scope, people: messages.map(({ userId, fate }) => `${userId} ${fate}`).sort() }))
}

describe('oncue stop and resume', () => {
  test('hold a journey back and let it go on, with exactly who got it and who waits', async () => {
    await post('ann', 'sale')
    await app.runtime.settle()
    const stopped = await oncue('stop', '--journey', 'sale', '--because', 'wrong price', ...server())
    expect([stopped.code, stopped.err]).toEqual([0, ''])
    expect(stopped.out).toMatch(/\nSo far: 1 sent, 0 unknown, 0 on its way, 0 held, 0 not sent\.\n$/)
    await post('bob', 'sale')
    await post('bob', 'other')
    await app.runtime.settle()
    expect(await people()).toEqual([{ scope: { journey: 'sale' }, people: ['ann sent', 'bob held'] }])
    const { out } = await oncue('stop', '--list')
    expect(out).toMatch(/^journey sale, stopped since \S+Z: wrong price\n1 sent, 0 unknown, 0 on its way, 1 held, 0 not sent\n/)
    expect((await oncue('resume', '--journey', 'sale', ...server())).code).toBe(0)
    await app.runtime.settle()
    expect((await oncue('messages', '--journey', 'sale', '--status', 'sent', '--json')).out).toContain('"userId":"bob"')
    expect((await oncue('stop', '--list')).out).toBe('No stop switch is on.\n')
  })

  test('a switch for one version, and one for a template, name only what is theirs', async () => {
    await oncue('stop', '--journey', 'sale', '--version', '7', '--because', 'x', ...server())
    await oncue('stop', '--template', 'note', '--because', 'y', ...server())
    const [version, template] = await people()
    expect([version?.people, template?.people.length]).toEqual([[], 3])
    await oncue('resume', '--journey', 'sale', '--version', '7', ...server())
    await oncue('resume', '--template', 'note', ...server())
    expect(await people()).toEqual([])
  })

  test('by domain, what advertises is held and the rest goes on; doctor, the door and the metrics say so', async () => {
    await oncue('stop', '--domain', 'example.com', '--advertising', '--because', 'on a blocklist', ...server())
    await post('dan', 'advert')
    await post('dan', 'other')
    await app.runtime.settle()
    expect(await people()).toEqual([{ scope: { domain: 'example.com', purpose: 'advertising' }, people: ['dan held'] }])
    expect((await oncue('messages', '--journey', 'other', '--status', 'sent', '--json')).out).toContain('"userId":"dan"')
    expect((await oncue('doctor')).out).toMatch(
      /example\.com: what advertises is stopped: on a blocklist; `oncue resume --domain example\.com --advertising` lets it go on \(0 hard bounces and 0 complaints of \d mails since \S+\)\./,
    )
    const { domains } = (await (await admin('domains', undefined, 'ak_test')).json()) as { domains: object[] }
    expect(domains).toEqual([expect.objectContaining({ domain: 'example.com', advertising: 'stopped', because: 'on a blocklist', warmUp: null })])
    const metrics = await (await fetch(`${app.address}/metrics`)).text()
    expect(metrics).toMatch(/^oncue_domain_advertising\{domain="example\.com"\} 0$/m)
    expect(metrics).toMatch(/^oncue_domain_mails\{domain="example\.com",what="sent"\} [1-9]$/m)
    await oncue('resume', '--domain', 'example.com', '--advertising', ...server())
    await app.runtime.settle()
    expect((await oncue('messages', '--journey', 'advert', '--status', 'sent', '--json')).out).toContain('"userId":"dan"')
  })

  test('say what is wrong and what to do', async () => {
    expect((await oncue('stop', '--because', 'x')).err).toBe('oncue: name exactly one of --all, --journey, --template and --domain\n')
    expect((await oncue('stop', '--all', '--advertising', '--because', 'x')).err).toBe('oncue: --advertising needs --domain\n')
    expect((await oncue('stop', '--domain', 'exmaple.com', '--because', 'x', ...server())).err).toContain(
      'No mail comes from exmaple.com; domains of senders: example.com.',
    )
    expect((await oncue('stop', '--all')).err).toContain('say why with --because')
    expect((await oncue('stop', '--journey', 'slae', '--because', 'x', ...server())).err).toContain('There is no journey slae; there are: advert, other, sale.')
    expect((await oncue('resume', '--all', ...server())).err).toContain('There is no stop switch on everything; those that are on: none.')
    expect((await oncue('stop', '--all', '--because', 'x', '--key', app.writeKey, ...server())).err).toContain('answered 401')
    expect((await oncue('stop', '--all', '--because', 'x', '--server', 'http://127.0.0.1:1')).err).toContain('no server answers at http://127.0.0.1:1')
  })
})

describe('the admin door', () => {
  test('opens to an admin key and never to a write key or none', async () => {
    expect((await admin('stops', undefined, 'ak_test')).status).toBe(200)
    expect((await admin('stops', undefined, app.writeKey)).status).toBe(401)
    const refused = await fetch(`${app.address}/admin/v1/stops`)
    expect([refused.status, refused.headers.get('www-authenticate'), refused.headers.get('content-type')]).toEqual([
      401,
      'Bearer realm="oncue admin"',
      'application/problem+json',
    ])
  })

  test.each([
    ['neither scope nor reason', {}],
    ['two scopes', { all: true, journey: 'sale', because: 'x' }],
    ['no reason', { all: true }],
    ['an unknown key', { all: true, because: 'x', until: 'noon' }],
  ])('refuses %s', async (_, body) => {
    expect((await admin('stops', body, 'ak_test')).status).toBe(400)
    expect(await (await admin('stops', undefined, 'ak_test')).json()).toEqual({ stops: [], held: 0 })
  })
})

test('a data folder from before there were admin keys gets one and keeps its other secrets', async () => {
  const data = await mkdtemp(join(tmpdir(), 'oncue-secrets-'))
  const before = { link: 'l'.repeat(43), webhook: 'whsec_AAAA', writeKeys: ['wk_old'] }
  await writeFile(join(data, 'secrets.json'), JSON.stringify(before))
  const configuration = readConfiguration({ ONCUE_DATA: data })
  expect(knownAdminKey(configuration)).toBeUndefined()
  const made = readSecrets(configuration)
  expect(made).toMatchObject(before)
  expect(made.adminKeys[0]).toMatch(/^ak_.{32}$/)
  expect([readSecrets(configuration), knownAdminKey(configuration)]).toEqual([made, made.adminKeys[0]])
  await rm(data, { recursive: true, force: true })
})
