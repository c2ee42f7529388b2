// Signing in: passwords, sessions, the second factor, roles, and what another site or a guesser gets.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { openAdminAccounts } from '../../src/access/admin-accounts.ts'
import type { AdminAccounts } from '../../src/api/admin/accounts.ts'
import { needsOf } from '../../src/api/admin/admin-route.ts'
import { csvCell } from '../../src/api/admin/csv-cell.ts'
import { type FirstOwner, openFirstOwner } from '../../src/api/admin/first-owner.ts'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { roles } from '../../src/model/admin-role.ts'
import { limits } from '../../src/model/limits.ts'
import { type AdminWorld, type Answered, type Asked, createAdminWorld } from './admin-world.ts'

const password = 'three odd words'
const page = { 'x-oncue-page': '1' }
const hour = 3_600_000

const signIn = ({ ask }: AdminWorld, name: string, given = password, more: object = {}) =>
  ask('POST', '/session', { key: null, body: { name, password: given, ...more }, headers: page })
const cookieOf = ({ headers }: Answered): string => String(headers['set-cookie']).split(';')[0] ?? ''

/** Somebody who has signed in, and how they ask. */
async function signedIn(world: AdminWorld, role: string, name = role) {
  expect((await world.ask('POST', '/admins', { body: { name, role, password } })).status).toBe(201)
  const cookie = cookieOf(await signIn(world, name))
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, more: Asked = {}) =>
    world.ask(method, path, { ...more, key: null, headers: { cookie, ...page, ...more.headers } })
  return { cookie, ask }
}

describe('a session', () => {
  test('is opened by name and password, says who it is, and is closed', async () => {
    const world = await createAdminWorld()
    const kim = await signedIn(world, 'editor', 'kim@shop.example')
    expect(await kim.ask('GET', '/session')).toMatchObject({
      status: 200,
      body: { name: 'kim@shop.example', role: 'editor', signedIn: true, secondFactor: false },
    })
    expect((await world.ask('GET', '/session')).body).toEqual({ name: 'owner', role: 'owner', signedIn: false, secondFactor: false, spareCodesLeft: 0 })
    expect((await kim.ask('POST', '/stops', { body: { all: true, because: 'a wrong price' } })).status).toBe(200)
    const left = await kim.ask('DELETE', '/session')
    expect([left.status, left.headers['set-cookie']]).toEqual([204, 'oncue_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0'])
    expect((await kim.ask('GET', '/session')).status).toBe(401)
    const { entries } = (await world.ask('GET', '/audit')).body
    expect(entries.map(({ admin, did }: Record<string, string>) => `${admin} ${did}`)).toEqual([
      'kim@shop.example signOut',
      'kim@shop.example stop',
      'kim@shop.example signIn',
      'owner createAdmin',
    ])
  })

  test('is kept by the browser out of reach of scripts and of other sites, over HTTPS never without', async () => {
    const world = await createAdminWorld()
    await world.ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password } })
    expect((await signIn(world, 'kim')).headers['set-cookie']).toMatch(/^oncue_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/)
  })

  test('cannot be used by another site', async () => {
    const world = await createAdminWorld()
    const { cookie } = await signedIn(world, 'owner', 'kim')
    const change = (headers: Record<string, string>) =>
      world.ask('POST', '/stops', { key: null, body: { all: true, because: 'x' }, headers: { cookie, ...headers } })
    expect((await change({})).status).toBe(401)
    expect((await change({ ...page, 'sec-fetch-site': 'cross-site' })).status).toBe(401)
    expect((await change({ ...page, 'sec-fetch-site': 'same-site' })).status).toBe(401)
    expect((await world.ask('GET', '/stops', { key: null, headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status).toBe(401)
    const looked = await world.app.inject({ method: 'HEAD', url: '/admin/v1/stops', headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect(looked.statusCode).toBe(200)
    expect((await world.ask('POST', '/session', { key: null, body: { name: 'kim', password } })).status).toBe(401)
    expect((await change({ ...page, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })

  test('ends unused after half a day and in any case after a month, at the millisecond', async () => {
    const world = await createAdminWorld()
    const { ask } = await signedIn(world, 'viewer')
    world.clock.instant += limits.sessionIdleHours * hour - 1
    expect((await ask('GET', '/session')).status).toBe(200)
    world.clock.instant += limits.sessionIdleHours * hour
    expect((await ask('GET', '/session')).status).toBe(401)
    const again = { cookie: cookieOf(await signIn(world, 'viewer')) }
    const openedAt = world.clock.instant
    while (world.clock.instant < openedAt + limits.sessionDays * 24 * hour - 1) {
      expect((await world.ask('GET', '/session', { key: null, headers: again })).status).toBe(200)
      world.clock.instant = Math.min(world.clock.instant + 11 * hour, openedAt + limits.sessionDays * 24 * hour - 1)
    }
    world.clock.instant += 1
    expect((await world.ask('GET', '/session', { key: null, headers: again })).status).toBe(401)
  })

  test('outlives a restart, and the file holds neither password nor token', async () => {
    const world = await createAdminWorld()
    const { cookie } = await signedIn(world, 'viewer')
    const token = cookie.split('=')[1] ?? ''
    const file = join(world.data, 'admins.json')
    expect(openAdminAccounts({ data: world.data, issuer: '' }).find(token, world.clock.instant)).toEqual({ name: 'viewer', role: 'viewer' })
    expect(readFileSync(file, 'utf8')).not.toContain(token)
    expect(readFileSync(file, 'utf8')).not.toContain('words')
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  test('is closed by the eleventh, by a new password and by removal', async () => {
    const world = await createAdminWorld()
    const first = await signedIn(world, 'viewer', 'kim')
    for (let count = 1; count < limits.sessionsPerAdmin; count += 1) await signIn(world, 'kim')
    expect((await first.ask('GET', '/session')).status).toBe(200)
    const last = cookieOf(await signIn(world, 'kim'))
    expect((await first.ask('GET', '/session')).status).toBe(401)
    const changed = await world.ask('PUT', '/account/password', {
      key: null,
      headers: { cookie: last, ...page },
      body: { current: password, password: 'another odd one' },
    })
    expect(changed.status).toBe(204)
    expect((await world.ask('GET', '/session', { key: null, headers: { cookie: last } })).status).toBe(200)
    expect((await signIn(world, 'kim')).status).toBe(401)
    expect((await world.ask('DELETE', '/admins/kim')).status).toBe(204)
    expect((await world.ask('GET', '/session', { key: null, headers: { cookie: last } })).status).toBe(401)
    // Somebody else of the same name is somebody else.
    expect((await world.ask('POST', '/admins', { body: { name: 'kim', role: 'owner', password } })).status).toBe(201)
    expect((await world.ask('GET', '/session', { key: null, headers: { cookie: last } })).status).toBe(401)
  })
})

describe('guessing', () => {
  test('a wrong password and a name that nobody has are answered alike', async () => {
    const world = await createAdminWorld()
    await world.ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password } })
    const [wrong, nobody] = [await signIn(world, 'kim', 'something else'), await signIn(world, 'lee', 'something else')]
    expect([wrong.status, wrong.body.type, wrong.body.detail]).toEqual([401, 'urn:oncue:problem:sign-in-failed', nobody.body.detail])
    expect(nobody.status).toBe(401)
  })

  test('stops after so many tries from one place, and starts anew after a while; a right one from elsewhere is let in', async () => {
    const world = await createAdminWorld()
    const { accounts } = world.parts
    await accounts?.create({ name: 'kim', role: 'viewer', password, now: world.clock.instant })
    const from = (place: string, given: string, now = world.clock.instant) => accounts?.signIn({ name: 'Kim', password: given, from: place, now })
    for (let count = 0; count < limits.signInTries; count += 1) expect(await from('10.0.0.1', 'wrong')).toEqual({ ok: false, why: 'wrong' })
    expect(await from('10.0.0.1', password)).toEqual({ ok: false, why: 'wait' })
    expect(await from('10.0.0.2', password)).toMatchObject({ ok: true, name: 'kim' })
    const later = world.clock.instant + limits.signInWindowSeconds * 1000
    expect(await from('10.0.0.1', password, later - 1)).toEqual({ ok: false, why: 'wait' })
    expect(await from('10.0.0.1', password, later)).toMatchObject({ ok: true })
  })

  test('finds no room for more than a few at a time', async () => {
    const world = await createAdminWorld()
    const tries = Array.from({ length: limits.signInsAtOnce + 1 }, (_, index) =>
      world.parts.accounts?.signIn({ name: `n${index}`, password: 'x', from: 'a', now: 0 }),
    )
    expect((await Promise.all(tries)).map((one) => one?.ok === false && one.why)).toEqual([...Array(limits.signInsAtOnce).fill('wrong'), 'wait'])
  })

  test.each([
    ['short one', 'a2345678b'.slice(0, limits.passwordCharactersLeast - 1)],
    ['long one', 'ab3d5'.repeat(60)],
    ['name in it', 'kim-kim-kim-1'],
    ['few characters', 'aabbaabbaabb'],
  ])('a password with a %s is refused', async (_, weak) => {
    const { ask } = await createAdminWorld()
    expect((await ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password: weak } })).status).toBe(400)
  })

  test('a password typed with another keyboard is the same', async () => {
    const world = await createAdminWorld()
    await world.ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password: 'caf\u00e9 au lait' } })
    expect((await signIn(world, 'kim', 'cafe\u0301 au lait')).status).toBe(200)
  })
})

describe('a second factor', () => {
  const codeOf = (secret: string, timestamp: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })

  test('counts once a code of it was given; then nobody signs in without one, and no code works twice', async () => {
    const world = await createAdminWorld()
    const kim = await signedIn(world, 'owner', 'kim')
    const { secret, uri, picture } = (await kim.ask('POST', '/account/second-factor', { body: { password } })).body
    // A picture that stands for itself: nothing in it is fetched or run.
    expect(picture).toMatch(/^<svg [^>]*>(<(rect|path) [^<>]*\/>)+<\/svg>$/)
    expect(uri).toMatch(/^otpauth:\/\/totp\/Oncue%20shop:kim\?/)
    expect((await signIn(world, 'kim')).status).toBe(200)
    expect((await kim.ask('PUT', '/account/second-factor', { body: { code: '000000' } })).status).toBe(401)
    const { spare } = (await kim.ask('PUT', '/account/second-factor', { body: { code: codeOf(secret, world.clock.instant) } })).body
    expect(spare).toHaveLength(10)
    expect(await signIn(world, 'kim')).toMatchObject({ status: 401, body: { type: 'urn:oncue:problem:code-needed' } })
    expect((await signIn(world, 'kim', password, { code: codeOf(secret, world.clock.instant) })).status).toBe(401)
    world.clock.instant += 30_000
    const code = codeOf(secret, world.clock.instant)
    expect((await signIn(world, 'kim', password, { code })).status).toBe(200)
    expect((await signIn(world, 'kim', password, { code })).status).toBe(401)
    expect((await signIn(world, 'kim', password, { code: spare[3] })).status).toBe(200)
    expect((await signIn(world, 'kim', password, { code: spare[3] })).status).toBe(401)
    expect((await kim.ask('GET', '/session')).body).toMatchObject({ secondFactor: true, spareCodesLeft: 9 })
    expect((await world.ask('GET', '/admins')).body.admins).toMatchObject([{ name: 'kim', spareCodesLeft: 9 }])
    // New codes need the password, and end those that somebody may have found.
    expect((await kim.ask('POST', '/account/second-factor/spare', { body: { password: 'wrong' } })).status).toBe(401)
    const renewed = (await kim.ask('POST', '/account/second-factor/spare', { body: { password } })).body.spare
    expect((await kim.ask('GET', '/session')).body.spareCodesLeft).toBe(10)
    expect((await signIn(world, 'kim', password, { code: spare[4] })).status).toBe(401)
    expect((await signIn(world, 'kim', password, { code: renewed[4] })).status).toBe(200)
    expect((await kim.ask('DELETE', '/account/second-factor', { body: { password: 'wrong' } })).status).toBe(401)
    expect((await kim.ask('DELETE', '/account/second-factor', { body: { password } })).status).toBe(204)
    expect((await kim.ask('POST', '/account/second-factor/spare', { body: { password } })).body.detail).toContain('Set one up first')
    expect((await signIn(world, 'kim')).status).toBe(200)
  })

  test('is turned off by an owner who gives a new password', async () => {
    const world = await createAdminWorld()
    const kim = await signedIn(world, 'viewer', 'kim')
    const { secret } = (await kim.ask('POST', '/account/second-factor', { body: { password } })).body
    await kim.ask('PUT', '/account/second-factor', { body: { code: codeOf(secret, world.clock.instant) } })
    const made = (await world.ask('POST', '/admins/kim/password')).body.password
    expect((await kim.ask('GET', '/session')).status).toBe(401)
    expect((await signIn(world, 'kim', made)).status).toBe(200)
  })
})

describe('roles', () => {
  const needs = new Map(adminRoutes.map((route) => [route.name, needsOf(route)]))
  test.each([
    ['stop', 'sender'],
    ['pauseJourney', 'sender'],
    ['sendTestMail', 'sender'],
    ['publish', 'editor'],
    ['exportSubscriber', 'editor'],
    ['exportCodes', 'editor'],
    ['eraseSubscriber', 'owner'],
    ['createKey', 'owner'],
    ['createAdmin', 'owner'],
    ['removeAdmin', 'owner'],
    ['listAudit', 'viewer'],
    ['signIn', 'nobody'],
  ])('%s needs %s', (name, role) => {
    expect(needs.get(name)).toBe(role)
  })

  test('only signing in, and making the first owner, is open to whoever comes', () => {
    expect([...needs].filter(([, role]) => role === 'nobody').map(([name]) => name)).toEqual(['getSetup', 'makeFirstOwner', 'signIn'])
  })

  test('each may do what is its own and what those below may, and no more', async () => {
    const world = await createAdminWorld()
    const statuses: Record<string, number[]> = {}
    for (const role of roles) {
      const { ask } = await signedIn(world, role, `some ${role}`)
      statuses[role] = [
        (await ask('GET', '/stops')).status,
        (await ask('POST', '/stops', { body: { all: true, because: 'x' } })).status,
        (await ask('POST', '/keys', { body: { name: `of ${role}` } })).status,
      ]
    }
    expect(statuses).toEqual({ viewer: [200, 403, 403], sender: [200, 200, 403], editor: [200, 200, 403], owner: [200, 200, 201] })
  })

  test('the last owner stays one', async () => {
    const world = await createAdminWorld()
    const { ask } = await signedIn(world, 'owner', 'kim')
    expect((await ask('PATCH', '/admins/kim', { body: { role: 'viewer' } })).status).toBe(409)
    expect((await ask('DELETE', '/admins/kim')).status).toBe(409)
    await ask('POST', '/admins', { body: { name: 'lee', role: 'owner' } })
    expect((await ask('PATCH', '/admins/kim', { body: { role: 'viewer' } })).status).toBe(204)
    expect((await ask('PATCH', '/admins/lee', { body: { role: 'viewer' } })).status).toBe(403)
    expect((await world.ask('DELETE', '/admins/nobody')).status).toBe(404)
    expect((await world.ask('POST', '/admins', { body: { name: 'LEE', role: 'viewer' } })).status).toBe(409)
  })
})

describe('the first owner', () => {
  const open = async () => {
    const world = await createAdminWorld()
    const setup = world.parts.setup as FirstOwner
    const make = (more: object = {}, headers: Record<string, string> = page) =>
      world.ask('POST', '/setup', { key: null, headers, body: { token: setup.token ?? '', name: 'ann@shop.example', password, ...more } })
    const state = async () => (await world.ask('GET', '/setup', { key: null })).body.state
    return { world, setup, make, state }
  }

  test('is made with the link of the start, is signed in at once, and the link is worth nothing then', async () => {
    const { world, make, state } = await open()
    expect(await state()).toBe('open')
    const made = await make()
    expect([made.status, made.body]).toEqual([201, { name: 'ann@shop.example', role: 'owner' }])
    const who = await world.ask('GET', '/session', { key: null, headers: { cookie: cookieOf(made), ...page } })
    expect(who.body).toMatchObject({ name: 'ann@shop.example', role: 'owner', signedIn: true })
    expect(await state()).toBe('done')
    expect(await make({ name: 'eve' })).toMatchObject({ status: 409 })
    const { entries } = (await world.ask('GET', '/audit')).body
    expect(entries[0]).toMatchObject({ admin: 'ann@shop.example', did: 'makeFirstOwner', details: { role: 'owner' } })
    expect(JSON.stringify(entries)).not.toContain(password)
  })

  test('is not made without it: not by a guess, not from this machine, not by another site', async () => {
    const { world, make, setup, state } = await open()
    expect((await make({ token: 'x'.repeat(32) })).status).toBe(401)
    expect((await make({ token: '' })).status).toBe(401)
    expect((await make({}, {})).status).toBe(401)
    expect((await make({}, { ...page, 'sec-fetch-site': 'cross-site' })).status).toBe(401)
    expect((await make({ password: 'short' })).status).toBe(400)
    expect(await state()).toBe('open')
    expect(world.log()).not.toContain(setup.token)
    expect(world.parts.accounts?.list()).toEqual([])
  })

  test('of two browsers at once is one', async () => {
    const { world, make } = await open()
    const made = await Promise.all([make({ name: 'ann' }), make({ name: 'bob' })])
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(world.parts.accounts?.list()).toHaveLength(1)
  })

  test('needs a newer link after a day, and none is made where there is an owner', async () => {
    const { world, make, state } = await open()
    world.clock.instant += limits.setupHours * hour
    expect(await state()).toBe('expired')
    expect((await make()).status).toBe(409)
    await world.ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password } })
    expect(await state()).toBe('expired')
    await world.ask('POST', '/admins', { body: { name: 'ann', role: 'owner', password } })
    expect(await state()).toBe('done')
    expect(openFirstOwner(world.parts.accounts as AdminAccounts, world.clock.instant).token).toBeUndefined()
  })
})

describe('sessions of an account', () => {
  test('are listed without what would open them, and are ended one by one, all others, or by an owner', async () => {
    const world = await createAdminWorld()
    const kim = await signedIn(world, 'viewer', 'kim')
    const firefox = { ...page, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
    const open = () => world.ask('POST', '/session', { key: null, body: { name: 'kim', password }, headers: firefox })
    const [second, third] = [await open(), await open()]
    const listed = (await kim.ask('GET', '/account/sessions')).body.sessions
    expect(listed.map(({ isThisOne, browser }: Record<string, unknown>) => [isThisOne, browser])).toEqual([
      [true, null],
      [false, 'Firefox on Linux'],
      [false, 'Firefox on Linux'],
    ])
    for (const cookie of [kim.cookie, cookieOf(second)]) expect(JSON.stringify(listed)).not.toContain(cookie.split('=')[1])
    expect((await kim.ask('DELETE', `/account/sessions/${listed[1].id}`)).status).toBe(204)
    expect((await kim.ask('DELETE', `/account/sessions/${listed[1].id}`)).status).toBe(404)
    expect((await world.ask('GET', '/session', { key: null, headers: { cookie: cookieOf(second) } })).status).toBe(401)
    expect((await kim.ask('DELETE', '/account/sessions')).body).toEqual({ ended: 1 })
    expect((await world.ask('GET', '/session', { key: null, headers: { cookie: cookieOf(third) } })).status).toBe(401)
    expect((await world.ask('GET', '/admins/kim/sessions')).body.sessions).toHaveLength(1)
    expect((await kim.ask('GET', '/admins/kim/sessions')).status).toBe(403)
    expect((await world.ask('DELETE', '/admins/KIM/sessions')).body).toEqual({ ended: 1 })
    expect((await kim.ask('GET', '/session')).status).toBe(401)
    expect((await world.ask('DELETE', '/admins/nobody/sessions')).status).toBe(404)
  })
})

describe('the audit log', () => {
  test('is filtered, and given whole as a table in which nothing is a formula', async () => {
    const world = await createAdminWorld()
    await world.ask('POST', '/stops', { body: { all: true, because: 'x' } })
    await world.ask('POST', '/keys', { body: { name: 'till', role: 'viewer' } })
    expect((await world.ask('GET', '/audit?did=stop')).body.entries.map(({ did }: Record<string, string>) => did)).toEqual(['stop'])
    expect((await world.ask('GET', `/audit?from=${world.clock.instant + 1}`)).body.entries).toEqual([])
    await world.app.inject({ url: '/admin/v1/audit/export', headers: { authorization: 'Bearer ak_owner' } })
    const did = async (query: string) => (await world.ask('GET', `/audit?${query}`)).body.entries.map((entry: Record<string, string>) => entry['did'])
    expect(await did('kind=looks')).toEqual(['exportAudit'])
    expect(await did('kind=changes')).toEqual(['createKey', 'stop'])
    const { entries: newest, next } = (await world.ask('GET', '/audit?kind=changes&limit=1')).body
    expect(newest).toMatchObject([{ did: 'createKey' }])
    expect(await did(`kind=changes&limit=1&cursor=${next}`)).toEqual(['stop'])
    const table = await world.app.inject({ url: '/admin/v1/audit/export?as=csv', headers: { authorization: 'Bearer ak_owner' } })
    expect(table.headers['content-disposition']).toBe('attachment; filename="audit.csv"')
    expect(table.body.split('\r\n')).toEqual([
      'id,at,admin,through,did,subscriber,details',
      expect.stringContaining(',exportAudit,'),
      expect.stringContaining(',exportAudit,'),
      '2,2026-11-21T10:00:00.000Z,owner,api,createKey,,"{""name"":""till"",""role"":""viewer""}"',
      expect.stringContaining(',stop,'),
      '',
    ])
    expect(['=1+1', '@x', '-cmd', '+1', '-1.5', 'a"b'].map(csvCell)).toEqual(["'=1+1", "'@x", "'-cmd", '+1', '-1.5', '"a""b"'])
  })
})
