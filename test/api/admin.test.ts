// What every admin door has in common: keys, limits, parsing, repetitions, the audit log, and the document that describes them.

import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { adminRoute } from '../../src/api/admin/admin-route.ts'
import { named } from '../../src/api/admin/named.ts'
import { openApiDocument } from '../../src/api/admin/openapi.ts'
import { adminRoutes } from '../../src/api/admin/routes.ts'
import { limits } from '../../src/model/limits.ts'
import { readPublished } from '../../src/runtime/publishing/published.ts'
import { createAdminWorld } from './admin-world.ts'

const everything = { all: true, because: 'a wrong price' }

test('a large answer is compressed for whoever takes it so, a small one and one for anybody else is not', async () => {
  const { app } = await createAdminWorld()
  const asked = (url: string, encodings?: string) =>
    app.inject({ url, headers: { authorization: 'Bearer ak_owner', ...(encodings === undefined ? {} : { 'accept-encoding': encodings }) } })
  const plain = await asked('/admin/v1/openapi.json')
  const packed = await asked('/admin/v1/openapi.json', 'br, gzip;q=0.8')
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
  expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true)
  for (const other of [plain, await asked('/admin/v1/openapi.json', 'br, gzip;q=0'), await asked('/admin/v1/stops', 'gzip')])
    expect(other.headers['content-encoding']).toBeUndefined()
})

describe('keys', () => {
  test('open the doors to whoever holds one, and the audit log has their name', async () => {
    const { ask } = await createAdminWorld()
    expect((await ask('POST', '/stops', { body: everything })).status).toBe(200)
    expect((await ask('POST', '/stops/resume', { body: { all: true }, key: 'ak_second' })).status).toBe(200)
    const { body } = await ask('GET', '/audit')
    expect(body.entries).toMatchObject([
      { admin: 'settings 2', did: 'resume', through: 'api', details: { all: true }, subscriber: null },
      { admin: 'owner', did: 'stop', through: 'api', details: everything },
    ])
  })

  test.each([
    ['none', ''],
    ['a wrong one', 'Bearer ak_wrong'],
    ['a write key', 'Basic c3J2XzRmMWM5YTo='],
    ['one with more behind it', 'Bearer ak_owner2'],
  ])('refuse %s before anything else', async (_, authorization) => {
    const { app } = await createAdminWorld()
    const refused = await app.inject({ method: 'POST', url: '/admin/v1/stops', headers: { authorization, 'content-type': 'text/nonsense' }, payload: 'x' })
    expect(refused.statusCode).toBe(401)
    expect(refused.headers).toMatchObject({ 'www-authenticate': 'Bearer realm="oncue admin"', 'content-type': 'application/problem+json' })
  })

  test('are made, listed and revoked; a key itself is shown once and kept as a hash', async () => {
    const { ask, log } = await createAdminWorld()
    const made = await ask('POST', '/keys', { body: { name: 'dashboard', role: 'viewer' } })
    expect(made).toMatchObject({ status: 201, body: { name: 'dashboard', role: 'viewer', key: expect.stringMatching(/^ak_\S{32}$/) } })
    const { key } = made.body
    const listed = await ask('GET', '/keys', { key })
    expect(listed.body.keys.map(({ name, from }: Record<string, unknown>) => [name, from])).toEqual([
      ['owner', 'settings'],
      ['settings 2', 'settings'],
      ['dashboard', 'kept'],
    ])
    expect(JSON.stringify([listed.body, (await ask('GET', '/audit')).body]) + log()).not.toContain(key)
    expect((await ask('DELETE', '/keys/dashboard')).status).toBe(204)
    expect((await ask('GET', '/stops', { key })).status).toBe(401)
    expect(await ask('DELETE', '/keys/owner')).toMatchObject({
      status: 404,
      body: { detail: 'The key "owner" comes from the settings or from secrets.json; remove it there.' },
    })
    expect((await ask('POST', '/keys', { body: { name: 'owner' } })).status).toBe(409)
  })

  test('that may only read change nothing', async () => {
    const { ask } = await createAdminWorld()
    const { key } = (await ask('POST', '/keys', { body: { name: 'viewer', role: 'viewer' } })).body
    expect(await ask('POST', '/stops', { body: everything, key })).toMatchObject({ status: 403, body: { type: 'urn:oncue:problem:admin-forbidden' } })
    expect((await ask('GET', '/stops', { key })).body).toEqual({ stops: [], held: 0 })
  })
})

describe('limits', () => {
  test('one key may ask so often, and another one all the same; with time it may again', async () => {
    const { ask, clock } = await createAdminWorld()
    for (let count = 0; count < limits.adminRequestsPerSecond * 2; count += 1) await ask('GET', '/stops')
    expect(await ask('GET', '/stops')).toMatchObject({ status: 429, headers: { 'retry-after': '1' }, body: { type: 'urn:oncue:problem:too-many-requests' } })
    expect((await ask('GET', '/stops', { key: 'ak_second' })).status).toBe(200)
    clock.instant += 1000
    expect((await ask('GET', '/stops')).status).toBe(200)
  })

  test('wrong keys are told to wait, and a right one is let in meanwhile', async () => {
    const { ask } = await createAdminWorld()
    for (let count = 0; count < limits.adminRefusalsPerSecond * 4; count += 1) expect((await ask('GET', '/stops', { key: `guess-${count}` })).status).toBe(401)
    expect(await ask('GET', '/stops', { key: 'guess' })).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect((await ask('GET', '/stops')).status).toBe(200)
  })

  test('nobody keeps the team from signing in by asking often, without a key or at the doors of signing in', async () => {
    const { ask, app } = await createAdminWorld()
    const visit = async (remoteAddress: string) => {
      const headers = { 'x-oncue-page': '1', 'content-type': 'application/json' }
      const payload = JSON.stringify({ name: 'kim', password: 'a guess' })
      return (await app.inject({ method: 'POST', url: '/admin/v1/session', headers, payload, remoteAddress })).statusCode
    }
    const most = limits.adminRefusalsPerSecond * 4
    for (let count = 0; count <= most; count += 1) await ask('GET', '/stops', { key: null })
    expect((await ask('GET', '/stops', { key: null })).status).toBe(429)
    expect(await visit('192.0.2.1')).toBe(401)
    for (let count = 0; count <= most; count += 1) await app.inject({ url: '/admin/v1/setup', remoteAddress: '192.0.2.2' })
    expect([await visit('192.0.2.2'), await visit('192.0.2.1')]).toEqual([429, 401])
  })

  test('a body may be so large, must be JSON and say that it is', async () => {
    const { ask } = await createAdminWorld()
    const large = { ...everything, because: 'x'.repeat(limits.adminBodyBytes) }
    expect((await ask('POST', '/stops', { body: large })).status).toBe(413)
    expect((await ask('POST', '/stops', { body: '{"all": ' })).body).toMatchObject({ status: 400, detail: 'The body is not JSON.' })
    expect((await ask('POST', '/stops', { body: 'all=true', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(415)
    expect((await ask('GET', '/audit?limit=0&colour=red')).body).toMatchObject({
      status: 400,
      detail: 'the query: limit: 0 must be at least 1; the query: unknown key `colour`.',
      errors: [
        { place: 'the query: limit', said: { message: { code: 'number-small', values: { got: '0', max: 1 } }, fix: null } },
        { place: 'the query', said: { message: { code: 'key-unknown', values: { key: 'colour' } }, fix: null } },
      ],
    })
    expect((await ask('DELETE', '/keys/till', { body: 'all=true', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await ask('GET', '/nowhere')).status).toBe(404)
  })

  test('by a method that no door there takes says which it may be, and where no door is says nothing of methods', async () => {
    const { app } = await createAdminWorld()
    const asked = async (method: string, url: string) => {
      const { statusCode, headers } = await app.inject({ method: method as 'PUT', url, headers: { authorization: 'Bearer ak_owner' } })
      return [statusCode, headers['content-type'], headers['allow']]
    }
    const problem = 'application/problem+json'
    expect(await asked('PUT', '/admin/v1/stops?all=1')).toEqual([405, problem, 'GET, HEAD, POST'])
    expect(await asked('OPTIONS', '/admin/v1/keys/some%20key')).toEqual([405, problem, 'DELETE'])
    expect(await asked('GET', '/admin/v1/stops/resume')).toEqual([405, problem, 'POST'])
    expect(await asked('POST', '/v1/nowhere')).toEqual([404, problem, undefined])
    expect(await asked('DELETE', '/admin/v1/stops/x')).toEqual([404, problem, undefined])
    expect(await asked('HEAD', '/admin/v1/stops')).toEqual([200, 'application/json', undefined])
  })

  test('says of a value that does not fit what would, also of one of several forms', async () => {
    const { ask } = await createAdminWorld()
    const said = async (path: string, body: object) => (await ask('POST', path, { body: body as never })).body
    expect(await said('/demo/clock', { forward: 'soon' })).toMatchObject({
      detail: 'the body: forward: "soon" does not fit; write a duration like 30m, 24h, 14d or 1d12h.',
      errors: [{ place: 'the body: forward', said: { message: { code: 'does-not-fit' }, fix: { code: 'write-duration' } } }],
    })
    expect((await said('/demo/clock', { backward: '1d' })).detail).toMatch(/^the body: the keys backward does not fit; Say \{"forward": "30m"\}/)
    expect((await said('/write-keys', { name: '?', kind: 'server' })).detail).toBe(
      'the body: name: "?" does not fit; letters, digits, space, . @ - and _, at most 64.',
    )
    expect((await said('/templates/note/test', { to: 'nobody' })).detail).toBe(
      'the body: to: "nobody" is not an e-mail address; write it like name@example.com.',
    )
  })

  test('says where there is no collection yet how one is made', async () => {
    const { ask } = await createAdminWorld()
    expect((await ask('GET', '/catalogue/products/items')).body).toMatchObject({
      detail:
        'There is no collection products, and no other yet. Make one in the console under Catalogue, or with a definitions file that says `collection: NAME`.',
      said: { code: 'no-collections', values: { name: 'products' } },
    })
  })
})

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'b7c1' }

  test('answers a repetition as the first time and does nothing twice', async () => {
    const { ask, clock } = await createAdminWorld()
    const first = await ask('POST', '/stops', { body: everything, headers })
    clock.instant += 5000
    const second = await ask('POST', '/stops', { body: everything, headers })
    expect([second.body, second.headers['idempotency-replayed']]).toEqual([first.body, 'true'])
    expect((await ask('GET', '/audit')).body.entries).toHaveLength(1)
    clock.instant += limits.idempotencyKeyMs
    expect((await ask('POST', '/stops', { body: everything, headers })).headers['idempotency-replayed']).toBeUndefined()
  })

  test('belongs to one request of one admin', async () => {
    const { ask } = await createAdminWorld()
    await ask('POST', '/stops', { body: everything, headers })
    expect((await ask('POST', '/stops', { body: { ...everything, because: 'another' }, headers })).status).toBe(422)
    expect((await ask('POST', '/stops', { body: everything, headers, key: 'ak_second' })).headers['idempotency-replayed']).toBeUndefined()
    expect((await ask('POST', '/stops', { body: everything, headers: { 'idempotency-key': 'with space' } })).status).toBe(400)
  })

  test('lets two equal requests at once do it once', async () => {
    const { ask } = await createAdminWorld()
    const answers = await Promise.all([1, 2].map(() => ask('POST', '/stops', { body: everything, headers })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('of a request that failed here is free again, and a secret is not kept', async () => {
    const { ask, parts } = await createAdminWorld()
    expect((await ask('POST', '/stops', { body: { journey: 'nowhere', because: 'x' }, headers })).status).toBe(404)
    expect((await ask('POST', '/stops', { body: everything, headers })).status).toBe(200)
    const { key } = (await ask('POST', '/keys', { body: { name: 'new' }, headers: { 'idempotency-key': 'k' } })).body
    expect(await ask('POST', '/keys', { body: { name: 'new' }, headers: { 'idempotency-key': 'k' } })).toMatchObject({ status: 409 })
    expect(JSON.stringify(await parts.store.adminAnswer('owner', 'k'))).not.toContain(key)
  })
})

test('what is done to a person by their userId stands in the audit log by their number', async () => {
  const { ask, parts, clock } = await createAdminWorld()
  const at = clock.instant
  const event = { name: 'Identified', occurredAt: at, receivedAt: at, messageId: 'm1', properties: {}, traits: { email: 'anna@mail.example' } }
  await parts.runtime.inbox.submit([{ userId: 'anna', event }])
  const number = (await parts.runtime.describe({ userId: 'anna' }))?.number
  expect((await ask('POST', '/suppressions/lift', { body: { userId: 'anna' } })).status).toBe(204)
  const template = (await readPublished(parts.store))?.templates[0]?.template
  expect((await ask('POST', `/templates/${template}/test`, { body: { to: 'colleague@shop.example', as: 'anna' } })).status).toBe(200)
  const { entries } = (await ask('GET', '/audit')).body
  expect(entries).toMatchObject([
    { did: 'sendTestMail', subscriber: number },
    { did: 'liftSuppression', subscriber: number },
  ])
  expect(JSON.stringify(entries)).not.toMatch(/anna|colleague/)
})

test('lists come in pages, and what is added meanwhile neither repeats nor skips anything', async () => {
  const { ask } = await createAdminWorld()
  for (const because of ['1', '2', '3', '4', '5']) await ask('POST', '/stops', { body: { all: true, because } })
  const reasons = ({ body }: Awaited<ReturnType<typeof ask>>) => body.entries.map(({ details }: { details: { because: string } }) => details.because)
  const first = await ask('GET', '/audit?limit=2')
  await ask('POST', '/stops', { body: { all: true, because: '6' } })
  const second = await ask('GET', `/audit?limit=2&cursor=${first.body.next}`)
  const third = await ask('GET', `/audit?limit=2&cursor=${second.body.next}`)
  expect([reasons(first), reasons(second), reasons(third), third.body.next]).toEqual([['5', '4'], ['3', '2'], ['1'], null])
  expect((await ask('GET', '/audit?cursor=nonsense')).body).toMatchObject({ status: 400, detail: expect.stringContaining('The cursor is none of this list') })
})

describe('the OpenAPI document', () => {
  test('has every door that is registered, and no other', async () => {
    const { app, ask } = await createAdminWorld()
    const registered: string[] = []
    app.addHook('onRoute', ({ method, url }) => {
      if (url.startsWith('/admin/') && method !== 'HEAD') registered.push(`${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`)
    })
    const { body } = await ask('GET', '/openapi.json')
    const described = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations as object).map((method) => `${method.toUpperCase()} /admin/v1${path}`),
    )
    expect(described.sort()).toEqual(registered.sort())
    expect(described.length).toBeGreaterThan(5)
  })

  test('refers only to what it has, and says of each door what it takes and answers', async () => {
    const { ask } = await createAdminWorld()
    const { body } = await ask('GET', '/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const refs = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(refs.filter((name) => body.components.schemas[name ?? ''] === undefined)).toEqual([])
    expect(JSON.stringify(body)).not.toContain('#/$defs')
    expect(body.paths['/keys/{name}'].delete).toMatchObject({
      operationId: 'revokeKey',
      parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 204: {}, 401: {}, 403: {}, 404: {}, 429: {} },
    })
  })

  test('says of what is streamed in which forms it comes', async () => {
    const { app, ask } = await createAdminWorld()
    const { body } = await ask('GET', '/openapi.json')
    const formsOf = (path: string) => Object.keys(body.paths[path].get.responses[200].content)
    const typeOf = async (url: string) =>
      String((await app.inject({ url: `/admin/v1${url}`, headers: { authorization: 'Bearer ak_owner' } })).headers['content-type']).split(';')[0]
    expect(formsOf('/audit/export')).toEqual([await typeOf('/audit/export'), await typeOf('/audit/export?as=csv')])
    expect(formsOf('/consents/export')).toEqual([await typeOf('/consents/export'), await typeOf('/consents/export?format=csv')])
    expect(formsOf('/events/live')).toEqual(['text/event-stream'])
    const undescribed = adminRoutes.filter(({ answer, streams }) => answer instanceof z.ZodString && streams === undefined)
    expect(undescribed.map(({ name }) => name)).toEqual([])
  })

  test('what several doors take or answer stands in it once, under a name', async () => {
    const { ask } = await createAdminWorld()
    const { body } = await ask('GET', '/openapi.json')
    const places = new Map<string, string[]>()
    const look = (part: unknown, place: string): void => {
      if (part === null || typeof part !== 'object') return
      const { type, properties } = part as { type?: string; properties?: object }
      if (type === 'object' && properties !== undefined && Object.keys(properties).length >= 3) {
        const shape = JSON.stringify(part, (key, value) => (key === 'description' ? undefined : value))
        places.set(shape, [...(places.get(shape) ?? []), place])
      }
      for (const [key, inner] of Object.entries(part)) look(inner, `${place}/${key}`)
    }
    look(body.paths, 'paths')
    look(body.components.schemas, 'schemas')
    expect([...places.values()].filter((of) => of.length > 1)).toEqual([])
    expect(body.paths['/backtests/{id}'].get.responses[200].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Backtest' })
  })

  test('two shapes of one name are refused', () => {
    const one = (name: string, answer: z.ZodType) =>
      adminRoute({ method: 'GET', path: `/${name}`, name, group: 'Test', summary: 'Test', answer, handle: async () => undefined })
    const routes = [one('a', named('SameName', { id: z.int() })), one('b', named('SameName', { id: z.string() }))]
    expect(() => openApiDocument(routes)).toThrow('Two shapes of the admin doors are called "SameName"')
  })

  test('every route has a name of its own, parameters that its path has, and a summary without a full stop', () => {
    expect(new Set(adminRoutes.map(({ name }) => name)).size).toBe(adminRoutes.length)
    for (const route of adminRoutes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const described = route.params instanceof z.ZodObject ? Object.keys(route.params.shape) : []
      expect([route.name, described.sort()]).toEqual([route.name, inPath.sort()])
      expect(route.summary).not.toMatch(/\.$/)
    }
  })
})
