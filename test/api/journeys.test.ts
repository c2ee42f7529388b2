// The doors of journeys as a whole: how they stand, what happened over the last days, and their versions.

import { expect, test } from 'vitest'
import type { Journey, SplitStep } from '../../src/model/journey.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { greeting, sourceWith } from '../runtime/workshop.ts'
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

const newsletter: Journey = {
  journey: 'newsletter',
  enter: [{ at: '2026-11-21 11:00', zone: 'UTC' }],
  again: 'never',
  steps: [
    {
      id: 'subject',
      split: [
        { variant: 'plain', steps: [{ id: 'plain-mail', send: 'note' }] },
        { variant: 'bold', steps: [{ id: 'bold-mail', send: 'note' }] },
      ],
      trial: { share: 50, for: '4h', by: 'clicked', otherwise: 'plain' },
    },
  ],
}

test('the trial of a mail to many says who waits and until when, what was chosen and why; somebody may choose before', async () => {
  const world = await createAdminWorld(sourceWith(greeting, newsletter))
  for (let person = 0; person < 12; person += 1) await signUp(world, `p${person}`)
  const choose = (variant: string, journey = 'newsletter') => world.ask('POST', `/journeys/${journey}/winner`, { body: { variant } })
  expect(await choose('bold')).toMatchObject({ status: 409, body: { detail: 'Nobody waits in the trial of newsletter yet: it has not begun.' } })
  expect(await choose('bold', 'greeting')).toMatchObject({ status: 409 })
  expect(await choose('bold', 'gone')).toMatchObject({ status: 404 })
  world.clock.instant += 3_600_000
  await world.parts.runtime.settle()
  const begins = Date.UTC(2026, 10, 21, 11)
  const shown = async () => (await world.ask('GET', '/experiments')).body.experiments[0]
  const before = await shown()
  const ahead = before.arms[0].passages + before.arms[1].passages
  expect(before.trial).toEqual({
    ...{ step: 'subject', share: 50, by: 'clicked', otherwise: 'plain', beginsAt: begins, dueAt: begins + 4 * 3_600_000 },
    ...{ waiting: 12 - ahead, chosen: null, went: {} },
  })
  expect(await choose('brave')).toMatchObject({ status: 409, body: { detail: 'The trial has no variant brave; there are: plain, bold.' } })
  expect(await choose('bold')).toMatchObject({ status: 200, body: { trial: { chosen: { variant: 'bold', because: 'by-hand' } } } })
  await world.parts.runtime.settle()
  const after = await shown()
  expect(after.trial).toMatchObject({ waiting: 0, went: { bold: 12 - ahead }, chosen: { variant: 'bold', at: begins, because: 'by-hand' } })
  // What the arms say of their mails stays what it was when it was chosen: the others came later.
  const sent = (of: typeof before) => of.arms.map((arm: typeof before) => arm.mails.sent)
  expect(sent(after)).toEqual(sent(before))
  const { versions } = (await world.ask('GET', '/journeys/newsletter/statistics')).body
  expect(versions[0].experiments[0].trial).toEqual(after.trial)
  expect(versions[0].steps.reduce((sum: number, { sent: mails }: { readonly sent: number }) => sum + mails, 0)).toBe(12)
})

test('a trial goes on with those who are in it, and its variants, when another version is published meanwhile', async () => {
  const world = await createAdminWorld(sourceWith(greeting, newsletter))
  for (let person = 0; person < 12; person += 1) await signUp(world, `p${person}`)
  world.clock.instant += 3_600_000
  await world.parts.runtime.settle()
  const shown = async () => (await world.ask('GET', '/experiments')).body.experiments
  const [before] = await shown()
  const [split] = newsletter.steps as [SplitStep]
  const renamed = split.split.map((one) => (one.variant === 'bold' ? { ...one, variant: 'daring' } : one))
  const first = sourceWith(greeting, newsletter)
  const second = { definition: { ...newsletter, steps: [{ ...split, split: renamed }] }, version: 2, live: true }
  const journeys = [...first.journeys.map((one) => ({ ...one, live: one.definition.journey !== 'newsletter' })), second]
  await world.parts.runtime.publish({ ...first, journeys })
  await world.parts.runtime.settle()
  const published = await shown()
  expect(published).toHaveLength(1)
  expect(published[0]).toMatchObject({ version: 1, arms: before.arms, trial: before.trial })
  const choose = (variant: string) => world.ask('POST', '/journeys/newsletter/winner', { body: { variant } })
  expect(await choose('daring')).toMatchObject({ status: 409, body: { detail: 'The trial has no variant daring; there are: plain, bold.' } })
  expect(await choose('bold')).toMatchObject({ status: 200 })
  await world.parts.runtime.settle()
  const { versions } = (await world.ask('GET', '/journeys/newsletter/statistics')).body
  expect(versions.map(({ version, experiments }: Told) => [version, experiments[0]?.trial?.went])).toEqual([
    [2, undefined],
    [1, { bold: before.trial.waiting }],
  ])
})

test('the first page calls for whoever has to choose, also when what is in force since tries nothing', async () => {
  const [split] = newsletter.steps as [SplitStep]
  const byHand: Journey = { ...newsletter, steps: [{ ...split, trial: { ...(split.trial as NonNullable<SplitStep['trial']>), by: 'hand' } }] }
  const first = sourceWith(greeting, byHand)
  const world = await createAdminWorld(first)
  for (let person = 0; person < 12; person += 1) await signUp(world, `p${person}`)
  world.clock.instant += 3_600_000
  await world.parts.runtime.settle()
  const { trial: _, ...alone } = split
  const second = { definition: { ...newsletter, steps: [alone] }, version: 2, live: true }
  await world.parts.runtime.publish({
    ...first,
    journeys: [...first.journeys.map((one) => ({ ...one, live: one.definition.journey !== 'newsletter' })), second],
  })
  await world.parts.runtime.settle()
  const { attention } = (await world.ask('GET', '/overview')).body
  expect(attention).toContainEqual(expect.objectContaining({ kind: 'choice', about: 'newsletter', count: expect.any(Number) }))
  await world.ask('POST', '/journeys/newsletter/winner', { body: { variant: 'bold' } })
  await world.parts.runtime.settle()
  expect((await world.ask('GET', '/overview')).body.attention).not.toContainEqual(expect.objectContaining({ kind: 'choice' }))
})

test('what was tried and chosen is told on, however often the journey is published after it, until another trial has somebody', async () => {
  const { goal: _, ...plain } = newsletter
  const [split] = plain.steps as [SplitStep]
  const world = await createAdminWorld(sourceWith(greeting, plain))
  const { runtime, store } = world.parts
  for (let person = 0; person < 12; person += 1) await signUp(world, `p${person}`)
  world.clock.instant += 3_600_000
  await runtime.settle()
  await world.ask('POST', '/journeys/newsletter/winner', { body: { variant: 'bold' } })
  world.clock.instant += 10 * dayMs
  await runtime.settle()
  const shown = async () => (await world.ask('GET', '/experiments')).body.experiments
  const [before] = await shown()
  expect(before).toMatchObject({ version: 1, trial: { chosen: { variant: 'bold' } } })
  const publish = async (name: string): Promise<readonly number[]> => {
    const renamed = split.split.map((one) => (one.variant === 'bold' ? { ...one, variant: name } : one))
    const { workspace, segments, templates } = sourceWith()
    const definitions = { workspace, segments, templates, journeys: [greeting, { ...plain, steps: [{ ...split, split: renamed }] }] }
    await runtime.publish(nextSource(await readPublished(store), definitions, await store.counts(), { at: world.clock.instant, isTakenOver: true }))
    await runtime.settle()
    const known = (await readPublished(store))?.journeys.filter(({ definition }) => definition.journey === 'newsletter') ?? []
    return known.map(({ version }) => version)
  }
  expect(await publish('daring')).toEqual([2, 1])
  expect(await publish('brave')).toEqual([3, 2, 1])
  expect(await publish('brash')).toEqual([4, 3, 1])
  const after = await shown()
  expect(after).toHaveLength(1)
  expect(after[0]).toMatchObject({ version: 1, arms: before.arms, trial: before.trial })
})

interface Told {
  readonly version: number
  readonly experiments: readonly { readonly trial: { readonly went: unknown } | null }[]
}
