// The doors of journeys as a whole: how they stand, what happened over the last days, and their versions.

import { expect, test } from 'vitest'
import { type AdminWorld, createAdminWorld } from './admin-world.ts'

const dayMs = 86_400_000

async function signUp(world: AdminWorld, userId: string): Promise<void> {
  const at = world.clock.instant
  const event = {
    name: 'Signed Up',
    occurredAt: at,
    receivedAt: at,
    messageId: `sign-up-${userId}`,
    properties: {},
    traits: { email: `${userId}@example.com` },
  }
  await world.parts.runtime.inbox.submit([{ userId, event }])
  await world.parts.runtime.settle()
}

test('journeys are listed with how they stand and what happened in them, day by day', async () => {
  const world = await createAdminWorld()
  await signUp(world, 'ann')
  await signUp(world, 'bob')
  const { body } = await world.ask('GET', '/journeys?days=3')
  const [greeting] = body.journeys
  expect(greeting).toMatchObject({ journey: 'greeting', status: 'live', version: 1, paused: null, stopped: null, entered: 2, completed: 2, sent: 2, inside: 0 })
  expect(greeting.lastSentAt).toBe(world.clock.instant)
  expect(greeting.days).toEqual([
    { day: '2026-11-19', entered: 0, converted: 0, sent: 0 },
    { day: '2026-11-20', entered: 0, converted: 0, sent: 0 },
    { day: '2026-11-21', entered: 2, converted: 0, sent: 2 },
  ])
  await world.ask('POST', '/journeys/greeting/pause', { body: { because: 'a wrong price' } })
  await world.ask('POST', '/stops', { body: { journey: 'greeting', because: 'checked' } })
  expect((await world.ask('GET', '/journeys')).body.journeys[0]).toMatchObject({
    status: 'paused',
    paused: { because: 'a wrong price', by: 'admin' },
    stopped: 'checked',
  })
})

test('the numbers of a journey are given since the beginning, or over the last days alone', async () => {
  const world = await createAdminWorld()
  await signUp(world, 'ann')
  const over = async (query: string) => (await world.ask('GET', `/journeys/greeting/statistics${query}`)).body.versions[0]
  expect(await over('?days=1')).toMatchObject({ entered: 1, completed: 1, steps: [{ step: 'greet', reached: 1, waiting: 0, sent: 1 }] })
  world.clock.instant += 2 * dayMs
  expect(await over('?days=1')).toMatchObject({ entered: 0, steps: [{ step: 'greet', reached: 0, sent: 0 }] })
  expect(await over('?days=3')).toMatchObject({ entered: 1, steps: [{ step: 'greet', reached: 1, waiting: 0, sent: 1 }] })
  expect(await over('')).toMatchObject({ entered: 1, steps: [{ step: 'greet', reached: 1, waiting: 0, sent: 1 }] })
  // With everything decided, the numbers are those of now.
  expect((await world.ask('GET', '/journeys/greeting/statistics')).body.decidedUpTo).toBe(world.clock.instant)
})

test('versions say who published them, and an unknown journey is told so', async () => {
  const world = await createAdminWorld()
  const { body } = await world.ask('GET', '/journeys/greeting/versions')
  expect(body.versions).toMatchObject([{ version: 1, status: 'live', entered: 0, inside: 0, definition: { journey: 'greeting' }, changes: [] }])
  expect((await world.ask('GET', '/journeys/gone/versions')).status).toBe(404)
})
