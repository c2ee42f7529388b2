// Keys with which events are sent, the log of requests, what the server was started with, trying the mail server, domains, and what is tried.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openAdminKeys } from '../../src/access/admin-keys.ts'
import { openWebhookSecrets } from '../../src/access/webhook-secrets.ts'
import { openWriteKeys } from '../../src/access/write-keys.ts'
import { RequestLog } from '../../src/api/tracking/request-log.ts'
import { openDomainDoor } from '../../src/desks/domain-door.ts'
import { openSources } from '../../src/desks/kept-sources.ts'
import { mailServerTest } from '../../src/desks/test-mail-server.ts'
import { probabilityOfMore } from '../../src/insight/proportions.ts'
import { limits } from '../../src/model/limits.ts'
import { pageWords } from '../../src/model/page-words.ts'
import { listSettings, readConfiguration } from '../../src/settings/configuration.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { createAdminWorld } from './admin-world.ts'
import { basic, createTestServer, serverKey } from './test-server.ts'

async function worldWithKeys() {
  const data = temporaryFolder()
  const clock = { instant: 1_000_000 }
  const open = () => openWriteKeys({ data, given: [{ name: 'key 1', key: 'wk_given', kind: 'server' }], now: () => clock.instant })
  const world = await createAdminWorld(undefined, { writeKeys: open() })
  return { world, data, clock, open }
}

describe('write keys', () => {
  test('are made, shown once, used, revoked; of a server’s key only a hash is kept', async () => {
    const { world, data, clock, open } = await worldWithKeys()
    const make = (body: object) => world.ask('POST', '/write-keys', { body: body as never })
    const made = await make({ name: 'till', kind: 'server' })
    expect(made.body.key).toMatch(/^wk_/)
    expect((await make({ name: 'till', kind: 'browser' })).status).toBe(409)
    expect((await make({ name: 'x', kind: 'server', origins: ['https://shop.example'] })).status).toBe(400)
    const page = (await make({ name: 'site', kind: 'browser', origins: ['https://shop.example'] })).body.key
    expect(readFileSync(join(data, 'write-keys.json'), 'utf8')).not.toContain(made.body.key)
    const keys = open()
    clock.instant += 5
    // With the key itself, so that it can be taken out of what is kept of a refused request.
    expect(keys.find(made.body.key)).toMatchObject({ name: 'till', kind: 'server', key: made.body.key })
    expect(keys.find(page)).toMatchObject({ origins: ['https://shop.example'] })
    expect([keys.find('wk_given')?.name, keys.find('wk_other'), keys.find('')]).toEqual(['key 1', undefined, undefined])
    keys.close()
    expect(
      open()
        .list()
        .map(({ name, lastUsedAt, key }) => [name, lastUsedAt, key]),
    ).toEqual([
      ['key 1', clock.instant, null],
      ['till', clock.instant, null],
      ['site', clock.instant, page],
    ])
    expect((await world.ask('DELETE', '/write-keys/till')).status).toBe(204)
    expect([keys.revoke('till'), keys.find(made.body.key), keys.find(page)?.name]).toEqual([true, undefined, 'site'])
    expect(open().find(made.body.key)).toBeUndefined()
    expect((await world.ask('DELETE', '/write-keys/key%201')).body.detail).toContain('comes from the settings')
    expect((await world.ask('GET', '/write-keys')).body.keys).toHaveLength(2)
    expect(JSON.stringify((await world.ask('GET', '/write-keys')).body)).not.toContain('wk_')
  })
})

test('the log of requests names events, keys and reasons, nobody and nothing else, and is bounded', async () => {
  const requestLog = new RequestLog()
  const { app } = createTestServer({ requestLog })
  const post = (payload: object, headers: object = basic(serverKey)) => app.inject({ method: 'POST', url: '/v1/batch', headers: headers as never, payload })
  const library = { context: { library: { name: 'analytics.js' } } }
  await post({
    batch: [
      { type: 'track', event: 'Order Completed', userId: 'ann@shop.example', properties: { card: '4711' } },
      { type: 'track', event: 'x' },
    ],
    ...library,
  })
  await post({ batch: [] }, {})
  const [refused, taken] = requestLog.list()
  expect(taken).toMatchObject({
    door: 'POST /v1/batch',
    key: 'backend',
    status: 200,
    events: ['Order Completed'],
    accepted: 1,
    refused: 1,
    library: 'analytics.js',
    reason: 'userId or anonymousId is missing',
  })
  expect(refused).toMatchObject({ key: null, status: 401 })
  expect(JSON.stringify(requestLog.list())).not.toMatch(/ann@|4711/)
  for (let count = 0; count < limits.requestsLogged + 5; count += 1) requestLog.note({ ...(taken as NonNullable<typeof taken>) })
  expect(requestLog.list()).toHaveLength(limits.requestsLogged)
})

test('settings say where they come from, and never a secret', () => {
  const listed = listSettings(readConfiguration({ ONCUE_SMTP_URL: 'smtp://shop:pa55word@mail.example' }, { port: 5 }))
  const found = (name: string) => listed.find((one) => one.name === name)
  expect(found('smtpUrl')).toMatchObject({ from: 'environment', isSecret: true })
  expect([found('port')?.from, found('port')?.value, found('host')?.from, found('publicUrl')?.value]).toEqual(['command', '5', 'default', null])
  expect(JSON.stringify(listed)).not.toContain('pa55word')
})

test('a mail server is tried with the true dialogue, without the password, and no mail is sent', async () => {
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ password }, _session, done) => (password === 'pa55word' ? done(null, { user: 'shop' }) : done(new Error('no such name'))),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  const url = (word: string) => readConfiguration({ ONCUE_SMTP_URL: `smtp://shop:${word}@127.0.0.1:${port}` })
  const right = await mailServerTest(url('pa55word'))?.()
  expect(right?.ok).toBe(true)
  expect(right?.dialogue.some(({ by, text }) => by === 'us' && text.startsWith('EHLO'))).toBe(true)
  expect(right?.dialogue.some(({ by, text }) => by === 'them' && text.startsWith('235'))).toBe(true)
  expect(JSON.stringify(right)).not.toMatch(new RegExp(`pa55word|${Buffer.from('\0shop\0pa55word').toString('base64')}`))
  expect(await mailServerTest(url('wrong-word'))?.()).toMatchObject({ ok: false, says: expect.stringContaining('no such name') })
  expect(mailServerTest(readConfiguration({}))).toBeUndefined()
})

test('a sending domain gets its key and exact records, and a check says what is in place', async () => {
  const records = new Map<string, string[]>()
  const resolver = { txt: async (name: string) => records.get(name) ?? [], mx: async () => [], addresses: async () => [], names: async () => [] }
  const configuration = readConfiguration({ ONCUE_SMTP_URL: 'smtp://mail.example' })
  const domains = openDomainDoor({ folder: join(temporaryFolder(), 'dkim'), configuration, resolver, now: () => 7 })
  const world = await createAdminWorld(undefined, { domains })
  expect((await world.ask('GET', '/domains/shop.example/setup')).body).toMatchObject({ hasKey: false, records: [], checkedAt: null })
  const made = (await world.ask('POST', '/domains/Shop.example/key')).body
  const [dkim] = made.records
  expect(dkim).toMatchObject({ what: 'DKIM', name: 'oncue._domainkey.shop.example', type: 'TXT' })
  records.set(dkim.name, [dkim.value])
  const { findings } = (await world.ask('POST', '/domains/shop.example/check')).body
  expect(findings.find(({ check }: { check: string }) => check === 'DKIM')).toMatchObject({ result: 'pass', todo: null })
  expect((await world.ask('GET', '/domains/shop.example/setup')).body).toMatchObject({ signsSince: 7, checkedAt: 7, failed: expect.arrayContaining(['SPF']) })
  const strict = openDomainDoor({
    folder: join(temporaryFolder(), 'dkim'),
    configuration: readConfiguration({ ONCUE_SMTP_URL: 'smtp://mail.example', ONCUE_UNCHECKED_DOMAINS: 'refuse' }),
    resolver,
    now: () => 7,
  })
  expect(strict.setup('shop.example').heldBecause).toContain('was never checked')
  expect((await world.ask('GET', '/domains/shop.example/setup')).body).toMatchObject({ heldBecause: null })
  for (const wrong of ['..%2F..%2Fadmins', 'a', 'x'.repeat(300)]) expect((await world.ask('GET', `/domains/${wrong}/setup`)).status).toBe(400)
})

test('how likely it is that one share is the higher one grows with what was seen', () => {
  const share = (count: number, of: number) => ({ count, of })
  expect(probabilityOfMore(share(5, 100), share(5, 100))).toBeCloseTo(0.5, 6)
  expect(probabilityOfMore(share(0, 0), share(0, 0))).toBeCloseTo(0.5, 6)
  expect(probabilityOfMore(share(60, 1000), share(40, 1000))).toBeGreaterThan(0.97)
  expect(probabilityOfMore(share(40, 1000), share(60, 1000)) + probabilityOfMore(share(60, 1000), share(40, 1000))).toBeCloseTo(1, 9)
})

describe('secrets of webhooks', () => {
  const hourMs = 3_600_000
  const first = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

  test('are made anew while the one before signs beside it, shown once, ended by time or at once, and known after a restart', async () => {
    const data = temporaryFolder()
    const open = () => openWebhookSecrets({ data, given: first, from: 'this machine' })
    const ring = open()
    const world = await createAdminWorld(undefined, { webhookSecrets: ring })
    const now = world.clock.instant
    expect(ring.signing(now)).toEqual([first])
    const made = await world.ask('POST', '/webhook-secrets/rotate', { body: { keepForHours: 2 } })
    expect([made.status, made.body.secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)])
    expect(ring.signing(now + 2 * hourMs - 1)).toEqual([made.body.secret, first])
    expect(open().signing(now + 2 * hourMs)).toEqual([made.body.secret])
    const listed = await world.ask('GET', '/webhook-secrets')
    expect(listed.body.secrets).toMatchObject([
      { id: made.body.id, madeAt: now, signsUntil: null },
      { madeAt: null, signsUntil: now + 2 * hourMs },
    ])
    expect(JSON.stringify(listed.body)).not.toContain('whsec_')
    await world.ask('POST', '/webhook-secrets/rotate', { body: {} })
    expect((await world.ask('POST', '/webhook-secrets/rotate', { body: {} })).body.detail).toContain('3 secrets sign already')
    expect((await world.ask('POST', '/webhook-secrets/retire')).body).toEqual({ retired: 2 })
    expect(ring.signing(now)).toHaveLength(1)
    await world.ask('POST', '/webhook-secrets/rotate', { body: { keepForHours: 0 } })
    expect(open().signing(now)).toHaveLength(1)
    expect(world.log()).not.toContain('whsec_')
  })

  test('that stand in the settings are changed there, and only owners make one', async () => {
    const ring = openWebhookSecrets({ data: temporaryFolder(), given: first, from: 'settings' })
    const world = await createAdminWorld(undefined, { webhookSecrets: ring })
    const refused = await world.ask('POST', '/webhook-secrets/rotate', { body: {} })
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('ONCUE_WEBHOOK_SECRET')])
    const { key } = (await world.ask('POST', '/keys', { body: { name: 'looker', role: 'viewer' } })).body
    expect((await world.ask('POST', '/webhook-secrets/rotate', { body: {}, key })).status).toBe(403)
  })
})

test('when an admin key was last used is kept over a restart, and a new key of an old name was never used', async () => {
  const world = await createAdminWorld()
  const { key } = (await world.ask('POST', '/keys', { body: { name: 'robot', role: 'viewer' } })).body
  const lastUse = async () => (await world.ask('GET', '/keys')).body.keys.find(({ name }: { name: string }) => name === 'robot').lastUsedAt
  expect(await lastUse()).toBeNull()
  world.clock.instant += 5
  await world.ask('GET', '/keys', { key })
  expect(await lastUse()).toBe(world.clock.instant)
  world.parts.keys.close?.()
  const reopened = openAdminKeys({ data: world.data, given: [], from: 'settings', now: () => 0 })
  expect(reopened.list()).toMatchObject([{ name: 'robot', lastUsedAt: world.clock.instant }])
  reopened.revoke('robot')
  reopened.create({ name: 'robot', role: 'viewer', now: 0 })
  expect(reopened.list()).toMatchObject([{ lastUsedAt: undefined }])
})

test('keys that were made before keys had roles stay as good as they were', () => {
  const data = temporaryFolder()
  const sha256 = createHash('sha256').update('ak_old').digest('base64url')
  const kept = { name: 'screen', may: 'read', sha256, createdAt: 5 }
  writeFileSync(join(data, 'admin-keys.json'), JSON.stringify({ keys: [kept, { ...kept, name: 'robot', may: 'change', sha256: 'x'.repeat(43) }] }))
  const ring = openAdminKeys({ data, given: [], from: 'settings', now: () => 0 })
  expect(ring.find('ak_old')).toEqual({ name: 'screen', role: 'viewer' })
  ring.create({ name: 'sales', role: 'sender', now: 6 })
  const reopened = openAdminKeys({ data, given: [], from: 'settings', now: () => 0 })
  expect(reopened.list().map(({ name, role }) => [name, role])).toEqual([
    ['screen', 'viewer'],
    ['robot', 'owner'],
    ['sales', 'sender'],
  ])
})

test('when a source was last heard is kept over a restart, of a thousand keys at most', () => {
  const data = temporaryFolder()
  const clock = { instant: 1_000_000 }
  const open = () => openSources({ data, now: () => clock.instant })
  const first = open()
  first.book.note({ name: 'till', kind: 'server' }, { accepted: 3, refused: 1, at: clock.instant })
  first.close()
  clock.instant += 5
  const second = open()
  expect(second.book.since).toBe(1_000_000)
  second.book.note({ name: 'till', kind: 'server' }, { accepted: 2, refused: 0, at: clock.instant })
  expect(second.book.list()).toEqual([
    { name: 'till', kind: 'server', firstSeenAt: 1_000_000, lastSeenAt: 1_000_005, accepted: 5, refused: 1, lastRefusedAt: 1_000_000 },
  ])
  // Without being closed: what was noted a minute before is there after a crash.
  clock.instant += 60_001
  second.book.note({ name: 'site', kind: 'browser' }, { accepted: 1, refused: 0, at: clock.instant })
  expect(open().book.list()).toHaveLength(2)
  for (let key = 0; key < limits.sourcesKept; key += 1)
    second.book.note({ name: `key ${key}`, kind: 'server' }, { accepted: 1, refused: 0, at: clock.instant + key })
  expect(second.book.list()).toHaveLength(limits.sourcesKept)
  expect(second.book.list().some(({ name }) => name === 'till')).toBe(false)
})

test('every word of the pages for readers stands on one of them, with what it says in each language of ours', async () => {
  const world = await createAdminWorld()
  const { words } = (await world.ask('GET', '/workspace/page-words')).body as { words: readonly { readonly word: string; readonly texts: object }[] }
  expect(words.map(({ word }) => word).sort()).toEqual(Object.keys(pageWords).sort())
  expect(words.every(({ texts }) => Object.keys(texts).join() === 'en,de,ru')).toBe(true)
})

test('the page of preferences is shown as a draft would make it, in a frame that can do nothing; what is no workspace is named', async () => {
  const world = await createAdminWorld()
  const ask = (body: object) => world.ask('POST', '/workspace/preferences-page', { body: body as never })
  const workspace = {
    workspace: 'Shop <b>',
    policy: { tracking: 'off', consent: 'opt-out' },
    topics: [
      { topic: 'news', description: 'Neues <i>' },
      { topic: 'sale', consent: 'opt-in', locales: { 'pt-BR': { description: 'Ofertas' } } },
      { topic: 'orders', transactional: true },
    ],
  }
  const shown = await world.app.inject(String((await ask({ language: 'de', workspace })).body.page))
  expect(shown.headers['content-security-policy']).toMatch(/^sandbox;/)
  expect(shown.body).toContain('Was dürfen wir Ihnen schicken?')
  expect(shown.body).toContain('name="email:news" value="yes" checked><span><bdi>Neues &lt;i&gt;</bdi></span>')
  expect(shown.body).toContain('name="email:sale" value="yes"><span><bdi>sale</bdi></span>')
  expect(shown.body).not.toMatch(/orders|name="tracking"|Shop <b>/)
  // The page itself speaks three languages; its topics whatever they were written in.
  const brazilian = await world.app.inject(String((await ask({ language: 'pt-BR', workspace })).body.page))
  expect(brazilian.body).toContain('name="email:sale" value="yes"><span><bdi>Ofertas</bdi></span>')
  expect(brazilian.body).toContain('<html tabindex="0" lang="en">')
  // So are the other pages that readers see, in the words of the workspace before ours.
  const inFrench = {
    ...workspace,
    pages: { fr: { unsubscribe: 'Se désabonner', again: 'Me réabonner', 'confirm-button': 'Oui', 'invalid-title': 'Lien mort' } },
  }
  for (const [of, sentence] of Object.entries({ unsubscribe: 'Se désabonner', unsubscribed: 'Me réabonner', confirm: 'Oui', faults: 'Lien mort' })) {
    const one = await world.app.inject(String((await ask({ language: 'fr', of, workspace: inFrench })).body.page))
    expect(one.body, of).toContain(sentence)
  }
  const wrong = await ask({ workspace: { workspace: 'a', topics: [{ topic: 7 }] } })
  expect([wrong.status, wrong.body.errors[0].place]).toEqual([400, 'topics.0.topic'])
})
