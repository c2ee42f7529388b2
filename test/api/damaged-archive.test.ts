// A message whose kept content cannot be opened any more, because a disk or a restore lost a part of it: whoever asks for it is told, and the server goes on.

import { expect, test } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { archived, commitOf, delivery } from '../stores/builders.ts'
import { createAdminWorld } from './admin-world.ts'

test('asking for the source of a message whose content is damaged is answered as a failure, and everything else goes on', async () => {
  const { ask, parts, log } = await createAdminWorld()
  const unopened = new Uint8Array([1, 2, 3, 4])
  await (parts.store as Store).commit(commitOf({ deliveries: [delivery('whole', { status: 'sent' })], archived: [archived('whole', { content: unopened })] }))
  // A promise that nobody waits for by then would end the process; here it would fail the run.
  const { status, body } = await ask('GET', '/messages/whole/source')
  expect([status, body.detail]).toEqual([500, expect.stringContaining('The error was logged')])
  expect(log()).toContain('/messages/:message/source')
  expect((await ask('GET', '/messages/whole')).status).toBe(200)
  expect((await ask('GET', '/audit')).body.entries).not.toContainEqual(expect.objectContaining({ did: 'messageSource' }))
})
