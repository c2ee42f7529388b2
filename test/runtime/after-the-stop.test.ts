// What still comes in when a server has stopped.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { AttemptOutcome } from '../../src/runtime/channel.ts'
import { greeting, minute, signedUp, sourceWith, start, workshop } from './workshop.ts'

const source = sourceWith(greeting)

test('an answer that comes when everything has stopped is tried to be recorded once, and keeps the process from ending no longer', async () => {
  const said: string[] = []
  const note = (_: object, text: string): void => void said.push(text)
  const shop = await workshop(source, { logger: { info: note, warn: note, error: note } as never })
  const { promise: answer, resolve } = Promise.withResolvers<AttemptOutcome>()
  shop.mail.answer = () => answer
  await shop.submit(signedUp('ann'))
  await expect.poll(() => shop.mail.messages.length).toBe(1)
  let hasStopped = false
  const stopping = shop.runtime.stop().then(() => {
    hasStopped = true
  })
  // The longest that is waited for what is being handed over.
  let at = start
  await expect
    .poll(() => {
      at += minute
      shop.clock.advanceTo(at)
      return hasStopped
    })
    .toBe(true)
  await stopping
  // The writer is gone, and its store with it.
  shop.store.before = () => {
    throw new Error('the store is closed')
  }
  resolve({ kind: 'unknown', reason: 'nobody answered' })
  for (let round = 0; round < 5; round += 1) {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn()
    at += minute
    shop.clock.advanceTo(at)
  }
  expect(said).toEqual([
    'stopped while messages were being handed over; they will be unknown at the next start',
    'a group could not be committed; its callers were told',
  ])
})
