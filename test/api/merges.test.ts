// The doors at which a merge is taken back.

import { expect, test } from 'vitest'
import type { Arrival } from '../../src/model/arrival.ts'
import { createAdminWorld } from './admin-world.ts'

test('who was merged in is listed; what taking it back means is shown, then done, and noted with who did it', async () => {
  const { ask, parts, clock } = await createAdminWorld()
  const at = clock.instant
  let messages = 0
  const identified = (given: Pick<Arrival, 'userId' | 'previousId'>, traits: Record<string, string>): Arrival => {
    messages += 1
    return { ...given, event: { name: 'Identified', occurredAt: at, receivedAt: at, messageId: `m${messages}`, properties: {}, traits } }
  }
  await parts.runtime.inbox.submit([identified({ userId: 'ann' }, { plan: 'gold' }), identified({ userId: 'bob' }, { city: 'Bonn' })])
  await parts.runtime.inbox.submit([identified({ userId: 'ann', previousId: 'bob' }, {})])
  const { merges, subscriber } = (await ask('GET', '/subscribers/ann/merges')).body
  expect(merges).toEqual([{ from: expect.any(Number), at, because: 'an alias said that they are the same' }])
  const [{ from }] = merges
  const preview = await ask('POST', '/subscribers/ann/unmerge/preview', { body: { from } })
  expect(preview.body).toMatchObject({
    kept: { subscriber, identities: ['u:ann'], attributes: { plan: 'gold' }, events: 2 },
    parted: { subscriber: from, identities: ['a:bob', 'u:bob'], attributes: { city: 'Bonn' }, events: 1 },
  })
  expect((await ask('GET', '/subscribers/ann/merges')).body.merges).toHaveLength(1)
  expect((await ask('POST', '/subscribers/ann/unmerge', { body: { from } })).status).toBe(400)
  expect((await ask('POST', '/subscribers/ann/unmerge', { body: { from: 99, because: 'x' } })).status).toBe(404)
  const done = await ask('POST', '/subscribers/ann/unmerge', { body: { from, because: 'two people' } })
  expect(done).toMatchObject({ status: 200, body: preview.body })
  expect((await ask('POST', '/subscribers/ann/unmerge', { body: { from, because: 'again' } })).status).toBe(404)
  expect((await ask('GET', '/subscribers/ann/merges')).body.merges).toEqual([])
  expect((await ask('GET', '/audit')).body.entries[0]).toMatchObject({ did: 'unmerge', subscriber, details: { from, because: 'two people' } })
  expect((await parts.runtime.describe({ userId: 'bob' }))?.number).toBe(from)
})
