// Whoever sits down at an open session, and whoever has the password but not the phone.

import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { openAdminAccounts } from '../../src/access/admin-accounts.ts'
import { type SecondFactor, takeCode } from '../../src/access/second-factor.ts'
import type { AdminAccounts } from '../../src/api/admin/accounts.ts'
import { liveRoutes } from '../../src/api/admin/routes/live.ts'
import { limits } from '../../src/model/limits.ts'
import { type AdminWorld, type Asked, createAdminWorld } from '../api/admin-world.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const password = 'three odd words'
const windowMs = limits.signInWindowSeconds * 1000

/** Somebody who has signed in, and how their browser asks. */
async function signedIn(world: AdminWorld, headers: Readonly<Record<string, string>> = {}) {
  await world.ask('POST', '/admins', { body: { name: 'kim', role: 'viewer', password } })
  const own = { 'x-oncue-page': '1', ...headers }
  const answer = await world.ask('POST', '/session', { key: null, body: { name: 'kim', password }, headers: own })
  const set = String(answer.headers['set-cookie'])
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, more: Asked = {}) =>
    world.ask(method, path, { ...more, key: null, headers: { ...own, cookie: set.split(';')[0] ?? '' } })
  return { set, ask }
}

test('the password of an open session is guessed no more often than at the door, whichever door of the account is tried', async () => {
  const world = await createAdminWorld()
  const { ask } = await signedIn(world)
  const doors = [
    () => ask('PUT', '/account/password', { body: { current: 'a guess', password: 'another odd one' } }),
    () => ask('POST', '/account/second-factor', { body: { password: 'a guess' } }),
    () => ask('DELETE', '/account/second-factor', { body: { password: 'a guess' } }),
  ]
  for (let count = 0; count < limits.signInTries; count += 1) expect((await doors[count % doors.length]?.())?.status).toBe(401)
  for (const door of doors) expect((await door()).status).toBe(429)
  expect((await ask('POST', '/account/second-factor', { body: { password } })).status).toBe(429)
  world.clock.instant += windowMs
  expect((await ask('POST', '/account/second-factor', { body: { password } })).status).toBe(201)
})

test('no device takes the place of another without the password', async () => {
  const world = await createAdminWorld()
  const { ask } = await signedIn(world)
  expect((await ask('POST', '/account/second-factor')).status).toBe(400)
  expect((await ask('POST', '/account/second-factor', { body: { password: 'a guess' } })).status).toBe(401)
  expect((await ask('PUT', '/account/second-factor', { body: { code: '123456' } })).status).toBe(401)
})

const codeOf = (secret: string, now: number): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })

/** An account with a second factor, whose codes are tried from another place each time. */
async function protectedAccount(begin: number) {
  const data = temporaryFolder()
  let accounts: AdminAccounts = openAdminAccounts({ data, issuer: 'shop' })
  await accounts.create({ name: 'kim', role: 'owner', password, now: begin })
  const { secret } = accounts.beginSecondFactor('kim') ?? { secret: '' }
  const spare = accounts.confirmSecondFactor('kim', codeOf(secret, begin), begin) ?? []
  let places = 0
  const sign = (code: string, now: number) => {
    places += 1
    return accounts.signIn({ name: 'kim', password, code, from: `10.0.0.${places}`, now })
  }
  const restart = () => {
    accounts = openAdminAccounts({ data, issuer: 'shop' })
  }
  return { secret, spare, sign, restart }
}

test('codes of a second factor are not guessed by whoever has the password: not from many places, and not over restarts', async () => {
  const begin = Date.UTC(2026, 10, 21, 10)
  const { secret, spare, sign, restart } = await protectedAccount(begin)
  const wrong = (now: number): string => (codeOf(secret, now) === '000000' ? '111111' : '000000')
  let now = begin + 60_000
  for (let count = 0; count < limits.signInTries; count += 1) expect(await sign(wrong(now), now)).toEqual({ ok: false, why: 'wrong' })
  expect(await sign(codeOf(secret, now), now)).toEqual({ ok: false, why: 'codes wait' })
  restart()
  expect(await sign(codeOf(secret, now), now)).toEqual({ ok: false, why: 'codes wait' })
  now += windowMs - 1
  expect(await sign(codeOf(secret, now), now)).toEqual({ ok: false, why: 'codes wait' })
  now += 1
  expect(await sign(wrong(now), now)).toEqual({ ok: false, why: 'wrong' })
  // The next wait is twice as long.
  now += windowMs
  expect(await sign(codeOf(secret, now), now)).toEqual({ ok: false, why: 'codes wait' })
  // Whoever lost the phone is let in meanwhile, and is told.
  expect(await sign(spare[0] ?? '', now)).toMatchObject({ ok: true, wrongCodes: limits.signInTries + 1 })
  expect(await sign(codeOf(secret, now), now)).toMatchObject({ ok: true, wrongCodes: 0 })
})

test('a day is the longest that codes wait, however many were wrong, and a right one ends the count', () => {
  const secret = new Secret({ size: 20 }).base32
  const factor: SecondFactor = { secret }
  const device = { issuer: 'shop', name: 'kim' }
  let now = Date.UTC(2026, 10, 21, 10)
  for (let count = 0; count < limits.signInTries + 50; count += 1) {
    expect(takeCode(factor, device, { code: '12', now })).toBe('wrong')
    now += 86_400_000
  }
  expect(takeCode(factor, device, { code: codeOf(secret, now - 1), now: now - 1 })).toBe('wait')
  expect(takeCode(factor, device, { code: codeOf(secret, now), now })).toBe('right')
})

test('the cookie of a session says Secure wherever the browser reached its page over HTTPS, also behind a proxy that ends TLS', async () => {
  const behindProxy = await signedIn(await createAdminWorld(), { origin: 'https://mail.shop.example' })
  expect(behindProxy.set).toContain('; Secure')
  expect((await behindProxy.ask('DELETE', '/session')).headers['set-cookie']).toContain('; Secure')
  const plain = await signedIn(await createAdminWorld(), { origin: 'http://127.0.0.1:4400' })
  expect(plain.set).not.toContain('Secure')
})

test('a key and a person have no name in common, nor one that the audit log gives to nobody else', async () => {
  const world = await createAdminWorld()
  await signedIn(world)
  expect((await world.ask('POST', '/keys', { body: { name: 'KIM' } })).status).toBe(409)
  expect((await world.ask('POST', '/keys', { body: { name: 'till' } })).status).toBe(201)
  for (const name of ['Till', 'oncue', 'Nobody', 'owner']) {
    expect([name, (await world.ask('POST', '/admins', { body: { name, role: 'viewer', password } })).status]).toEqual([name, 409])
  }
})

test('whoever watches events arrive sees no more of them once the session is ended or the key is revoked', async () => {
  const world = await createAdminWorld()
  const { ask, set } = await signedIn(world)
  const key = (await world.ask('POST', '/keys', { body: { name: 'screen', role: 'viewer' } })).body.key
  expect(key).toMatch(/^ak_/)
  const session = set.split(';')[0]?.split('=')[1]
  const watchers = [
    { admin: { name: 'kim', role: 'viewer' as const, session }, end: () => ask('DELETE', '/session') },
    { admin: { name: 'screen', role: 'viewer' as const, session: undefined }, end: () => world.ask('DELETE', '/keys/screen') },
  ]
  for (const { admin, end } of watchers) {
    const closed: string[] = []
    const listener = { next: async () => ({ kind: 'skipped' as const, events: 1 }), close: () => void closed.push(admin.name) }
    const clock = { now: () => world.clock.instant, at: () => () => {} }
    const parts = { ...world.parts, clock, live: { listen: async () => listener } } as never
    const route = liveRoutes.find(({ name }) => name === 'liveEvents')
    const answer = (await route?.handle({ query: { recent: 0 }, now: world.clock.instant, admin } as never, parts)) as { pieces: AsyncIterable<string> }
    const pieces = answer.pieces[Symbol.asyncIterator]()
    expect((await pieces.next()).value).toContain('listening')
    expect((await pieces.next()).value).toContain('skipped')
    expect((await end()).status).toBe(204)
    world.clock.instant += 1000
    expect(await pieces.next()).toEqual({ done: true, value: undefined })
    expect(closed).toEqual([admin.name])
  }
})
