// Test mails and copies go to any address, and nobody's consent is asked: so that nobody writes to strangers by them, there is an end to them.

import { expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { createAdminWorld } from '../api/admin-world.ts'

const many = limits.testMailsHourly

test('each admin and each key may send so many test mails an hour, through every door that sends them, and the audit log has their domains', async () => {
  const world = await createAdminWorld()
  const { key } = (await world.ask('POST', '/keys', { body: { name: 'a program', role: 'sender' } })).body
  const send = (index: number, as: string) =>
    world.ask('POST', '/templates/note/test', { key: as, body: { to: `stranger${index}@Elsewhere.example` }, headers: { 'idempotency-key': `${as}-${index}` } })
  for (let index = 0; index < many; index += 1) {
    world.clock.instant += 100
    expect((await send(index, key)).status).toBe(200)
  }
  const refused = await send(many, key)
  expect(refused).toMatchObject({ status: 429, body: { said: { code: 'too-many-tests', values: { count: many } } } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  // A repetition sends nothing, and so is answered as before.
  expect((await send(0, key)).status).toBe(200)
  const copy = { body: { to: 'stranger@elsewhere.example', because: 'a try' }, key }
  expect((await world.ask('POST', '/messages/any/resend', copy)).status).toBe(429)
  expect((await world.ask('POST', '/messages/any/resend', { body: { because: 'a try' }, key })).status).toBe(404)
  expect((await world.ask('POST', '/templates/note/draft/test', { body: { to: 'stranger@elsewhere.example' }, key })).status).toBe(429)
  expect((await send(many, 'ak_owner')).status).toBe(200)
  world.clock.instant += 3_600_000 / many
  expect([(await send(many, key)).status, (await send(many + 1, key)).status]).toEqual([200, 429])
  const { entries } = (await world.ask('GET', '/audit')).body as { entries: { did: string; details: object }[] }
  expect(entries.find(({ did }) => did === 'sendTestMail')?.details).toEqual({ template: 'note', toDomain: 'elsewhere.example' })
})
