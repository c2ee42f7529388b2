// Imports of people and events: what rows become, what is respected, and what a file from a stranger can do.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ImportJobs } from '../../src/desks/import-jobs.ts'
import { JobFolder, reportsOfImports } from '../../src/imports/job-folder.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { limits } from '../../src/model/limits.ts'
import { type AdminWorld, createAdminWorld } from './admin-world.ts'

const source = 'newsletter form of the old shop'

async function upload(world: AdminWorld, text: string | Buffer, { kind = 'subscribers', name = 'people.csv' } = {}): Promise<string> {
  const bytes = Buffer.from(text)
  const { body, status } = await world.ask('POST', '/imports', { body: { kind, name, bytes: bytes.length } })
  expect(status).toBe(201)
  const half = Math.ceil(bytes.length / 2)
  for (const from of [0, half]) {
    const payload = bytes.subarray(from, from === 0 ? half : bytes.length)
    if (payload.length > 0) expect((await piece(world, body.id, from, payload)).statusCode).toBe(200)
  }
  return body.id as string
}

const piece = (world: AdminWorld, id: string, from: number, payload: Buffer) =>
  world.app.inject({
    method: 'PUT',
    url: `/admin/v1/imports/${id}/content?from=${from}`,
    payload,
    headers: { authorization: 'Bearer ak_owner', 'content-type': 'application/octet-stream' },
  })

/** Starts it and answers when it has ended. */
async function run(world: AdminWorld, id: string, mapping: JsonObject, mayTrigger = false) {
  expect((await world.ask('POST', `/imports/${id}/start`, { body: { mapping, mayTrigger } })).status).toBe(202)
  await world.imports.idle()
  return (await world.ask('GET', `/imports/${id}`)).body
}

async function person(world: AdminWorld, who: { userId?: string; address?: string; anonymousId?: string }) {
  const found = await world.parts.runtime.describe(who)
  return found?.state
}

test('a piece may be as large as is said, and no larger', async () => {
  const world = await createAdminWorld()
  const bytes = limits.importPieceBytes + 1
  const { body } = await world.ask('POST', '/imports', { body: { kind: 'subscribers', name: 'people.csv', bytes } })
  expect((await piece(world, body.id, 0, Buffer.alloc(bytes))).statusCode).toBe(413)
  expect((await piece(world, body.id, 0, Buffer.alloc(bytes - 1))).statusCode).toBe(200)
  expect((await world.ask('GET', `/imports/${body.id}`)).body).toMatchObject({ received: bytes - 1, state: 'uploading' })
})

test('an upload that the end of the power left half written keeps no server from starting', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-jobs-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const jobs = new JobFolder<{ readonly id: string }>(folder)
  jobs.save({ id: 'whole' })
  jobs.save({ id: 'half' })
  writeFileSync(join(folder, 'half/job.json'), '')
  expect([jobs.jobs(), readdirSync(folder)]).toEqual([[{ id: 'whole' }], ['whole']])
})

describe('people of a table', () => {
  const csv = [
    'Customer No;E-mail;Vorname;Orders;Opted in;Since;VIP',
    '7;ann@shop.example;Ann;3;yes;01.02.2024;x',
    '8;bob@shop.example;Bob;;no;;',
    '9;eve@shop.example;Eve;many;;;',
    '10;not an address;Kim;1;;;',
    ';dan@shop.example;Dan;1;perhaps;;',
    '11;lee@shop.example;Lee;2;;;',
  ].join('\n')
  const mapping = {
    userId: 'Customer No',
    email: 'E-mail',
    attributes: [
      { name: 'first_name', column: 'Vorname' },
      { name: 'orders', column: 'Orders', type: 'number' },
    ],
    lists: [{ list: 'customers' }, { list: 'vip', column: 'VIP' }],
    topics: [{ topic: 'offers', column: 'Opted in' }],
    evidence: { at: 'Since' },
    dates: 'D.M.YYYY',
    source,
  }

  test('that name an address twice are told, with whether they become one person or two', async () => {
    const world = await createAdminWorld()
    const rows = ['id;mail', '1;ann@shop.example', '2;bob@shop.example', '1;Ann@Shop.example', '3;bob@shop.example', ';ann@shop.example', ';eve@shop.example']
    const id = await upload(world, rows.join('\n'))
    const wish = { userId: 'id', email: 'mail', source }
    const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping: wish } })).body
    const repeats = [
      { line: 4, of: 2, isOne: true },
      { line: 5, of: 3, isOne: false },
      { line: 6, of: 2, isOne: true },
    ]
    expect(tried).toMatchObject({ good: 6, refused: 0, fresh: 4, repeated: 3, repeats })
    // One of lines 2, 4 and 6, two of lines 3 and 5, and eve.
    expect(await run(world, id, wish)).toMatchObject({ state: 'done', counts: { taken: 6 } })
    expect(await world.parts.store.countSubscribers()).toBe(4)
  })

  test('with a new id and the address of somebody who is known are told before they become a second person, also where the address is the id', async () => {
    const world = await createAdminWorld()
    const mapping = { userId: 'id', email: 'mail', source }
    expect(await run(world, await upload(world, 'id;mail\n1;ann@shop.example\n2;bob@shop.example'), mapping)).toMatchObject({ counts: { fresh: 2 } })
    const id = await upload(world, 'id;mail\n1;ann@shop.example\n7;Bob@shop.example\nann@shop.example;\n;bob@shop.example\n8;eve@shop.example')
    const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping } })).body
    const numberOf = async (userId: string) => (await world.ask('GET', `/subscribers/${userId}`)).body.subscriber
    const shares = [
      { line: 3, subscriber: await numberOf('2') },
      { line: 4, subscriber: await numberOf('1') },
    ]
    expect(tried).toMatchObject({ good: 5, fresh: 3, shared: 2, shares })
  })

  test('of which many have the same mistake name it once, so that it hides no other', async () => {
    const world = await createAdminWorld()
    const rows = Array.from({ length: 300 }, (_, index) => `${index};p${index}@shop.example;unknown`)
    const id = await upload(world, ['id;mail;orders', ...rows, '300;nowhere;1', '302;also nowhere;1', '301;lee@shop.example;2'].join('\n'))
    const wish = { userId: 'id', email: 'mail', attributes: [{ name: 'orders', column: 'orders', type: 'number' }], source }
    const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping: wish } })).body
    expect(tried).toMatchObject({ good: 1, refused: 302 })
    expect(tried.problems).toMatchObject([
      { line: 2, rows: 300, reason: 'orders: "unknown" is not a number' },
      { line: 302, rows: 2, reason: 'column mail, "nowhere": that is not one mail address' },
    ])
  })

  test('are looked at, tried, taken in, and what is wrong stands in the report by line', async () => {
    const world = await createAdminWorld()
    const id = await upload(world, csv)
    const looked = (await world.ask('GET', `/imports/${id}/look`)).body
    expect(looked.columns.map(({ column, type, likely }: Record<string, unknown>) => [column, type, likely])).toEqual([
      ['Customer No', 'number', 'userId'],
      ['E-mail', 'text', 'email'],
      ['Vorname', 'text', null],
      ['Orders', 'text', null],
      ['Opted in', 'text', 'consent'],
      ['Since', 'time', null],
      ['VIP', 'text', null],
    ])
    expect(looked.rows[0]).toMatchObject({ line: 2, row: { Vorname: 'Ann' } })
    const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping } })).body
    expect(tried).toMatchObject({ rows: 6, isWhole: true, good: 3, refused: 3, fresh: 3, repeated: 0, setsOff: null })
    expect(tried.problems).toEqual([
      {
        line: 4,
        rows: 1,
        reason: 'Orders: "many" is not a number',
        said: { code: 'row-field', values: { field: 'Orders', refusal: { code: 'row-no-number', values: { written: 'many' } } } },
      },
      {
        line: 5,
        rows: 1,
        reason: 'column E-mail, "not an address": that is not one mail address',
        said: { code: 'row-in-column', values: { column: 'E-mail', written: 'not an address', refusal: { code: 'no-one-address', values: {} } } },
      },
      {
        line: 6,
        rows: 1,
        reason: 'Opted in: "perhaps" is neither yes nor no',
        said: { code: 'row-field', values: { field: 'Opted in', refusal: { code: 'row-no-yes', values: { written: 'perhaps' } } } },
      },
    ])
    expect(await person(world, { userId: '7' })).toBeUndefined()
    expect(await run(world, id, mapping)).toMatchObject({ state: 'done', progress: 1, counts: { taken: 3, fresh: 3, refused: 3 } })
    expect(await person(world, { userId: '7' })).toMatchObject({
      attributes: { email: 'ann@shop.example', first_name: 'Ann', orders: 3 },
      lists: { customers: expect.any(Number), vip: expect.any(Number) },
      topics: { offers: { subscribed: true, evidence: { at: Date.UTC(2024, 1, 1), address: 'ann@shop.example' } } },
    })
    expect((await person(world, { userId: '8' }))?.topics).toMatchObject({ offers: { subscribed: false } })
    expect((await person(world, { userId: '11' }))?.topics).toEqual({})
    const report = await world.app.inject({ url: `/admin/v1/imports/${id}/report`, headers: { authorization: 'Bearer ak_owner' } })
    expect(report.body.split('\r\n').slice(0, 2)).toEqual(['line,reason,row', expect.stringMatching(/^4,"Orders: ""many"" is not a number",/)])
    expect((await world.ask('GET', '/audit?did=startImport')).body.entries).toHaveLength(1)

    // An attribute may be left out, with the reason in the report; who it is and what was said may not.
    const again = await upload(world, csv)
    const lenient = { ...mapping, unreadable: 'left-out' }
    const left = (await world.ask('POST', `/imports/${again}/try`, { body: { mapping: lenient } })).body
    expect(left).toMatchObject({ good: 4, refused: 2, partly: 1 })
    expect(left.problems[0]).toMatchObject({ line: 4, reason: 'taken in without this: Orders: "many" is not a number', said: { code: 'row-taken-without' } })
    expect((await run(world, again, lenient)).counts).toEqual({ taken: 4, fresh: 1, refused: 2, partly: 1 })
    const eve = (await person(world, { userId: '9' }))?.attributes
    expect([eve?.['first_name'], eve?.['orders']]).toEqual(['Eve', undefined])
    const told = await world.app.inject({ url: `/admin/v1/imports/${again}/report`, headers: { authorization: 'Bearer ak_owner' } })
    expect(told.body.split('\r\n')[1]).toMatch(/^4,"taken in without this: Orders: ""many"" is not a number",/)
  })

  test('say no yes without a column and words for where it comes from', async () => {
    const world = await createAdminWorld()
    const id = await upload(world, 'email\nann@shop.example\n')
    const without = await world.ask('POST', `/imports/${id}/start`, { body: { mapping: { email: 'email', topics: [{ topic: 'offers' }] } } })
    expect([without.status, without.body.detail]).toEqual([409, expect.stringContaining('say where the yeses come from')])
    // As data too, whatever is wrong with the mapping or a row, so that it is said in the reader's language.
    const saidOf = async (mapping: JsonObject) => (await world.ask('POST', `/imports/${id}/start`, { body: { mapping } })).body.said
    expect(without.body.said).toMatchObject({ code: 'import-says-no-source' })
    expect(await saidOf({ list: 'news' })).toMatchObject({ code: 'key-unknown' })
    expect(await saidOf({ email: 7 })).toMatchObject({ code: 'import-mapping-at', values: { path: 'email', mistake: { code: 'expected' } } })
    expect(await saidOf({})).toMatchObject({ code: 'import-names-nobody' })
    expect(await saidOf({ email: 'email', zone: 'Berlin' })).toMatchObject({ code: 'import-no-zone' })
    const later = await upload(world, 'email,at\nann@shop.example,2099-01-01T00:00:00Z\n')
    const mapping = { email: 'email', topics: [{ topic: 'offers' }], source, evidence: { at: 'at' } }
    const tried = (await world.ask('POST', `/imports/${later}/try`, { body: { mapping } })).body
    expect(tried.problems).toMatchObject([{ reason: 'column at, "2099-01-01T00:00:00Z": what was said lies in the future', said: { code: 'row-in-column' } }])
    const direct = { import: 'a', people: [{ attributes: { email: 'ann@shop.example' }, topics: [{ topic: 'offers', given: true }] }] }
    expect((await world.ask('POST', '/subscribers/import', { body: direct })).body.refused).toEqual([
      { index: 0, reason: 'nothing says where the yes or no comes from' },
    ])
    await run(world, id, { email: 'email', topics: [{ topic: 'offers' }], source })
    expect((await person(world, { anonymousId: 'nobody', address: 'ann@shop.example' }))?.topics ?? {}).toEqual({})
    const [known] = await world.parts.store.reachedAt('ann@shop.example', 1)
    expect((await world.parts.runtime.describe({ subscriber: known?.subscriber ?? 0 }))?.state.topics).toMatchObject({ offers: { subscribed: true } })
  })

  test('do not take back a no, a suppression or an erasure; a yes that was said later does', async () => {
    const world = await createAdminWorld()
    const { inbox } = world.parts.runtime
    const said = (userId: string, command: Parameters<typeof inbox.command>[1]) => inbox.command({ userId }, command, 'link')
    await said('ann', { do: 'set attributes', set: { email: 'ann@shop.example' } })
    await said('ann', { do: 'unsubscribe', topic: 'offers' })
    await said('bob', { do: 'set attributes', set: { email: 'bob@shop.example' } })
    await said('bob', { do: 'unsubscribe', topic: 'all' })
    await said('eve', { do: 'set attributes', set: { email: 'eve@shop.example' } })
    await said('eve', { do: 'suppress', reason: 'bounced' })
    const take = (line: number, userId: string, at?: number) =>
      world.ask('POST', '/subscribers/import', {
        body: { import: 'x', source, people: [{ line, userId, topics: [{ topic: 'offers', given: true }], evidence: at === undefined ? {} : { at } }] },
      })
    const offers = async (userId: string) => (await person(world, { userId }))?.topics['offers']?.subscribed
    await take(1, 'ann')
    await take(2, 'ann', world.clock.instant - 1000)
    await take(3, 'bob')
    await take(4, 'eve')
    expect([await offers('ann'), await offers('bob')]).toEqual([false, undefined])
    expect((await person(world, { userId: 'eve' }))?.suppressed).toHaveLength(1)
    await take(5, 'ann', Number((await person(world, { userId: 'ann' }))?.topics['offers']?.at) + 1)
    expect(await offers('ann')).toBe(true)
  })

  test('of a suppression list are not written to, whoever has the address, now or later; what is no address is told', async () => {
    const world = await createAdminWorld()
    const { inbox } = world.parts.runtime
    await inbox.command({ userId: 'ann' }, { do: 'set attributes', set: { email: 'ann@shop.example' } }, 'admin')
    const rows = ['E-Mail;Grund', ' ANN@Shop.example ;hard bounce', 'ann@shop.example;ja', 'bob@shop.example;', 'eve@shop.example;spam', 'broken;ja', ';ja']
    const id = await upload(world, `\ufeff${rows.join('\r\n')}\r\n`)
    const mapping = { email: 'E-Mail', suppressed: { why: 'list of the old shop', column: 'Grund' } }
    const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping } })).body
    expect(tried).toMatchObject({ good: 4, refused: 2, repeated: 1 })
    expect(tried.problems.map(({ reason }: { reason: string }) => reason)).toEqual([
      'E-Mail: "broken" is not a mail address',
      'nothing says who it is: E-Mail is empty',
    ])
    expect(await run(world, id, mapping)).toMatchObject({ counts: { taken: 4, refused: 2 } })
    const ofAnn = [{ address: 'ann@shop.example', reason: 'import: list of the old shop: hard bounce' }]
    expect((await person(world, { userId: 'ann' }))?.suppressed).toMatchObject(ofAnn)
    await inbox.command({ userId: 'eva' }, { do: 'set attributes', set: { email: 'Eve@shop.example' } }, 'admin')
    expect((await person(world, { userId: 'eva' }))?.suppressed).toMatchObject([{ reason: 'import: list of the old shop: spam' }])
    const { suppressions } = (await world.ask('GET', '/suppressions')).body
    expect(new Set(suppressions.map(({ address }: { address: string }) => address))).toEqual(new Set(['ann@shop.example', 'eve@shop.example']))
    // The whole file, where no column tells. Whoever is known keeps the letters in which they are.
    await inbox.command({ userId: 'max' }, { do: 'set attributes', set: { email: 'Max.M@shop.example' } }, 'admin')
    const whole = await upload(world, 'mail\nzoe@shop.example\nMAX.M@Shop.example\nZOE@shop.example\n')
    await run(world, whole, { email: 'mail', suppressed: { why: 'list of the old shop' } })
    expect((await world.ask('POST', '/suppressions/find', { body: { address: 'Zoe@shop.example' } })).body.suppressions).toMatchObject([
      { reason: 'import: list of the old shop' },
    ])
    expect(await person(world, { userId: 'max' })).toMatchObject({
      attributes: { email: 'Max.M@shop.example' },
      suppressed: [{ address: 'max.m@shop.example', reason: 'import: list of the old shop' }],
    })
    expect((await world.ask('GET', '/subscribers/zoe@shop.example')).body).toMatchObject({ attributes: { email: 'zoe@shop.example' } })
  })

  test('let nobody into a journey unless that is wanted, and then the dry run says whom; nor do events of a table', async () => {
    const world = await createAdminWorld()
    const journey = { journey: 'hello', enter: [{ joins: { list: 'customers' } }], steps: [{ id: 'greet', send: 'note' }] }
    const source = {
      workspace: { workspace: 'shop', sender: { address: 'shop@shop.example' }, policy: { consent: 'opt-out' as const } },
      segments: [],
      templates: [{ template: 'note', subject: 'A', html: '<p>Hello</p>' }],
    }
    const thanks = { journey: 'thanks', enter: [{ on: 'Order Completed' }], steps: [{ id: 'thank', send: 'note' }] }
    const journeys = [journey, thanks].map((definition) => ({ definition: definition as never, version: 1, live: true }))
    await world.parts.runtime.publish({ ...source, journeys }, { by: 'test' } as never)
    const wish = { userId: 'id', lists: [{ list: 'customers' }] }
    const quiet = await upload(world, 'id\na\nb\n')
    await run(world, quiet, wish)
    const entered = async (name = 'hello') => (await world.parts.store.counts(name)).find(({ measure }) => measure === 'entered')?.count ?? 0
    expect(await entered()).toBe(0)
    const loud = await upload(world, 'id\nc\nd\na\n')
    const { setsOff } = (await world.ask('POST', `/imports/${loud}/try`, { body: { mapping: wish, mayTrigger: true } })).body
    expect(setsOff).toMatchObject({ people: 3, journeys: [{ journey: 'hello', entered: 2 }] })
    await run(world, loud, wish, true)
    expect(await entered()).toBe(2)
    // Rows without an instant are of now: nothing but the choice stands between them and a mail.
    const orders = async (userId: string, mayTrigger: boolean) => {
      const id = await upload(world, `{"user":"${userId}","what":"Order Completed"}\n`, { kind: 'events', name: 'orders.ndjson' })
      expect(await run(world, id, { userId: 'user', event: { column: 'what' } }, mayTrigger)).toMatchObject({ counts: { taken: 1 } })
      return entered('thanks')
    }
    expect([await orders('a', false), await orders('b', true)]).toEqual([0, 1])
  })

  test('come again without changing anything, and are one with whoever filled in a form', async () => {
    const world = await createAdminWorld()
    const body = {
      import: 'twice',
      source,
      people: [{ line: 1, userId: 'ann', attributes: { plan: 'gold' }, lists: ['a'], topics: [{ topic: 'offers', given: true }] }],
    }
    expect((await world.ask('POST', '/subscribers/import', { body })).body).toEqual({ taken: 1, fresh: 1, refused: [], shared: [] })
    await world.parts.runtime.inbox.command({ userId: 'ann' }, { do: 'set attributes', set: { plan: 'free' } }, 'admin')
    expect((await world.ask('POST', '/subscribers/import', { body })).body).toEqual({ taken: 1, fresh: 0, refused: [], shared: [] })
    expect((await person(world, { userId: 'ann' }))?.attributes['plan']).toBe('free')
  })
})

test('events of a table go the same way, as history', async () => {
  const world = await createAdminWorld()
  const id = await upload(world, '{"user":"ann","what":"Signed Up","when":"2024-05-01 10:00","plan":"gold"}\n{"user":"","what":"x"}\n', {
    kind: 'events',
    name: 'past.ndjson',
  })
  const mapping = { userId: 'user', event: { column: 'what' }, timestamp: 'when', zone: 'Europe/Berlin' }
  const tried = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping } })).body
  expect(tried).toMatchObject({
    good: 1,
    refused: 1,
    first: [{ line: 1, becomes: { userId: 'ann', event: 'Signed Up', at: '2024-05-01T08:00:00.000Z', properties: { plan: 'gold' } } }],
  })
  expect((await run(world, id, mapping)).counts).toEqual({ taken: 1, fresh: 1, refused: 1, partly: 0 })
  expect((await person(world, { userId: 'ann' }))?.enrollments).toEqual([])
  // An address that is none is told by the column in which it stands, and not as a message would call it.
  const wrong = await upload(world, 'who,e_post\nbea,no address\n', { kind: 'events', name: 'past.csv' })
  const asked = { userId: 'who', event: { always: 'Called' }, traits: [{ name: 'email', column: 'e_post' }] }
  expect((await world.ask('POST', `/imports/${wrong}/try`, { body: { mapping: asked } })).body.problems).toMatchObject([
    { line: 2, reason: 'column e_post, "no address": that is not one mail address' },
  ])
})

describe('an upload', () => {
  test('comes in pieces that may come again, and is not more than it was said to be', async () => {
    const world = await createAdminWorld()
    const { id } = (await world.ask('POST', '/imports', { body: { kind: 'subscribers', name: 'a.csv', bytes: 10 } })).body
    expect((await piece(world, id, 4, Buffer.from('x'))).statusCode).toBe(409)
    expect((await piece(world, id, 0, Buffer.from('id\na\n'))).json().received).toBe(5)
    expect((await piece(world, id, 0, Buffer.from('id\na\n'))).json().received).toBe(5)
    expect((await piece(world, id, 5, Buffer.from('b\nc\nd\n'))).statusCode).toBe(409)
    expect((await world.ask('GET', `/imports/${id}/look`)).status).toBe(409)
    expect((await piece(world, id, 5, Buffer.from('b\nc\n\n'))).json().state).toBe('ready')
    expect((await piece(world, id, 0, Buffer.alloc(limits.importPieceBytes + 1))).statusCode).toBe(413)
  })

  test('has no path, no room without end, and no open door', async () => {
    const world = await createAdminWorld()
    const create = (name: string, bytes = 5, more: object = {}) => world.ask('POST', '/imports', { body: { kind: 'subscribers', name, bytes }, ...more })
    for (const name of ['../../etc/passwd', 'a\\b.csv', 'a\u0000.csv']) expect((await create(name)).status).toBe(400)
    expect((await create('a.csv', limits.importBytes + 1)).status).toBe(400)
    for (let count = 0; count < limits.importUploads; count += 1) expect((await create('a.csv')).status).toBe(201)
    expect((await create('a.csv')).status).toBe(409)
    expect((await create('a.csv', 5, { key: null })).status).toBe(401)
    expect((await world.ask('GET', '/imports/..%2F..%2Fadmins')).status).toBe(400)
    expect((await world.ask('DELETE', '/imports/AAAAAAAAAAAA')).status).toBe(404)
    const listed = (await world.ask('GET', '/imports')).body.imports
    await world.ask('DELETE', `/imports/${listed[0].id}`)
    expect((await create('a.csv')).status).toBe(201)
  })

  test('that cannot be read at all is over, and takes the place of no other', async () => {
    const world = await createAdminWorld()
    for (let count = 0; count <= limits.importUploads; count += 1) {
      const id = await upload(world, gzipSync('id\na\n').subarray(0, 20), { name: 'a.csv.gz' })
      expect((await world.ask('GET', `/imports/${id}/look`)).status).toBeGreaterThanOrEqual(400)
      const { state, problem } = (await world.ask('GET', `/imports/${id}`)).body
      expect([state, typeof problem]).toEqual(['failed', 'string'])
    }
  })

  test('that is a bomb, broken or one endless line ends with a sentence', async () => {
    const world = await createAdminWorld()
    const broken = await upload(world, gzipSync('id\na\n').subarray(0, 20), { name: 'a.csv.gz' })
    expect(await run(world, broken, { userId: 'id' })).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('cannot be read to its end'),
      said: { code: 'file-damaged' },
    })
    const workbook = await upload(world, Buffer.from('PK\x03\x04 and so on'), { name: 'people.xlsx' })
    expect((await world.ask('GET', `/imports/${workbook}/look`)).body).toMatchObject({
      status: 409,
      said: { code: 'file-workbook', values: { name: 'people.xlsx' } },
    })
    const endless = await upload(world, gzipSync(`id\n${'a'.repeat(limits.importLineCharacters * 3)}\nb\n`), { name: 'b.csv.gz' })
    const ended = await run(world, endless, { userId: 'id' })
    expect([ended.state, ended.counts.refused > 0 || ended.problem !== null]).toEqual([ended.state, true])
  })

  test('that is cancelled stays what it was till then; its file is gone, and reports forget whoever is erased', async () => {
    const world = await createAdminWorld()
    const id = await upload(world, 'id,email\nx,ann@shop.example\n,\ny,wrong address of bob@shop.example\n')
    const done = await run(world, id, { userId: 'id', email: 'email' })
    expect(done.counts).toEqual({ taken: 1, fresh: 1, refused: 2, partly: 0 })
    const report = async () => (await world.app.inject({ url: `/admin/v1/imports/${id}/report?as=ndjson`, headers: { authorization: 'Bearer ak_owner' } })).body
    expect(await report()).toContain('bob@shop.example')
    await reportsOfImports(`${world.data}/imports`).erase({ ids: ['x'], addresses: ['bob@shop.example'] })
    expect(await report()).not.toContain('bob@shop.example')
    expect(await report()).toContain('"line":3')
    const other = await upload(world, 'id\na\n')
    expect((await world.ask('POST', `/imports/${other}/cancel`)).body.state).toBe('cancelled')
    expect((await world.ask('POST', `/imports/${other}/start`, { body: { mapping: { userId: 'id' } } })).status).toBe(409)
  })

  test('that was under way when the server stopped is gone on with, and nothing is taken in twice', async () => {
    const world = await createAdminWorld()
    const rows = Array.from({ length: 1200 }, (_, index) => `u${index}`)
    const id = await upload(world, `id\n${rows.join('\n')}\n\n`)
    const started = world.ask('POST', `/imports/${id}/start`, { body: { mapping: { userId: 'id' } } })
    await started
    await world.imports.stop()
    const stopped = world.imports.find(id)
    expect(stopped?.state).toBe('waiting')
    const { runtime, store, people } = world.parts
    const next = new ImportJobs({
      ...(people as NonNullable<typeof people>),
      folder: `${world.data}/imports`,
      inbox: runtime.inbox,
      store: store as never,
      views: store as never,
      clock: { now: () => world.clock.instant, at: () => () => {} },
      onError: () => {},
    })
    next.goOn()
    await next.idle()
    expect(next.find(id)).toMatchObject({ state: 'done', counts: { taken: 1200, fresh: 1200, refused: 0 } })
  })
})

test('what is wrong in a row is said with its column and what stands there, whatever it is and however strange the file', async () => {
  const world = await createAdminWorld()
  const mapping = {
    userId: 'Nr',
    email: 'E-Mail',
    attributes: [
      { name: 'size', column: 'Größe', type: 'number' },
      { name: 'note', column: 'Notiz', type: 'text' },
    ],
    topics: [{ topic: 'news', column: 'Ja?' }],
    evidence: { at: 'Wann', ip: 'IP' },
    source,
  }
  const rows = [
    'Nr;E-Mail;Größe;Notiz;Ja?;Wann;IP',
    `${'7'.repeat(300)};a@shop.example;1;;;;`,
    'null;b@shop.example;1;;;;',
    '3;kaputt;1;;;;',
    '4;d@shop.example;groß;;;;',
    '5;e@shop.example;1;;vielleicht;;',
    '6;f@shop.example;1;;ja;2099-01-01;',
    '7;g@shop.example;1;;ja;;keine',
    ';;1;;;;',
    '8;h@shop.example;1;"a ""quoted""; line\nof two";;;',
  ]
  // As a spreadsheet on Windows saves it.
  const id = await upload(world, Buffer.from(rows.join('\r\n'), 'latin1'))
  const { problems, good } = (await world.ask('POST', `/imports/${id}/try`, { body: { mapping } })).body
  expect(good).toBe(1)
  expect(problems.map(({ line, reason }: { line: number; reason: string }) => `${line} ${reason}`)).toEqual([
    `2 column Nr, "${'7'.repeat(37)}...": userId is longer than 256 characters`,
    '3 column Nr, "null": userId is "null", which is what a broken program sends',
    '4 column E-Mail, "kaputt": that is not one mail address',
    '5 Größe: "groß" is not a number',
    '6 Ja?: "vielleicht" is neither yes nor no',
    '7 column Wann, "2099-01-01": what was said lies in the future',
    '8 column IP, "keine": evidence.ip is not what it should be: that is no IP address',
    '9 nothing says who it is: Nr, E-Mail is empty',
  ])
})
