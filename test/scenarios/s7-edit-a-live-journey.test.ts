// An author edits or deletes a step of a journey with people inside. Elsewhere everyone was processed again, and the statistics vanished.

import { expect, test } from 'vitest'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey, Step } from '../../src/model/journey.ts'
import type { PublishChoices } from '../../src/model/publication.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { day, happened, hour, signedUp, sourceWith, type Workshop, workshop } from '../runtime/workshop.ts'

const first: Step = { id: 'first', send: 'note' }
const pause: Step = { id: 'pause', wait: '2d' }
const second: Step = { id: 'second', send: 'note' }
const course = (...steps: Step[]): Journey => ({
  journey: 'course',
  enter: [{ on: 'Signed Up' }],
  goal: { event: 'Bought', within: '10d' },
  steps,
})

interface Live extends Workshop {
  readonly publish: (journey: Journey, choices?: Partial<PublishChoices>) => Promise<void>
  readonly steps: () => Promise<Record<string, number>>
}

async function live(): Promise<Live> {
  const shop = await workshop(sourceWith(course(first, pause, second)))
  const publisher = new Publisher({ store: shop.store, runtime: shop.runtime, clock: shop.clock })
  await shop.submit(signedUp('ann'), signedUp('bob'))
  await shop.runtime.settle()
  expect(shop.mail.recipients).toHaveLength(2)
  return {
    ...shop,
    async publish(journey, choices = {}) {
      const definitions: Definitions = { ...sourceWith(), journeys: [journey] }
      const status = await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim', ...choices }, mode: 'publish' })
      expect(status.problem).toBeNull()
      await shop.runtime.settle()
    },
    async steps() {
      const reached: Record<string, number> = {}
      for (const { journey, step, measure, count } of await shop.store.counts('course')) {
        if (measure === 'sent' && journey === 'course') reached[step] = (reached[step] ?? 0) + count
      }
      return reached
    },
  }
}

test.each(['stay', 'move'] as const)('S7: after an edit nobody is processed again, whether people %s', async (people) => {
  const { publish, runtime, clock, mail, steps } = await live()
  // What was waited counts: half a day here, half a day on the new version.
  clock.advanceTo(clock.now() + day / 2)
  await publish(course({ ...first, note: 'edited' }, { id: 'pause', wait: '1d' }, second), { people })
  expect(mail.recipients).toHaveLength(2)
  clock.advanceTo(clock.now() + day / 2 + hour)
  await runtime.settle()
  expect(mail.recipients).toHaveLength(people === 'move' ? 4 : 2)
  clock.advanceTo(clock.now() + day)
  await runtime.settle()
  expect(mail.recipients).toHaveLength(4)
  expect(await steps()).toEqual({ first: 2, second: 2 })
  await runtime.stop()
})

test('S7: a step that is deleted and comes back keeps its numbers, and people at it go where the author says', async () => {
  const { publish, runtime, clock, mail, steps, submit, store } = await live()
  await publish(course(pause, second))
  await publish(course(first, second), { people: 'move', map: { pause: 'second' } })
  expect(mail.recipients).toHaveLength(4)
  await publish(course(first, pause, second))
  await submit(signedUp('cid'))
  await runtime.settle()
  clock.advanceTo(clock.now() + 3 * day)
  await runtime.settle()
  expect(mail.recipients).toHaveLength(6)
  expect(await steps()).toEqual({ first: 3, second: 3 })
  const entered = (await store.counts('course')).filter(({ measure }) => measure === 'entered').reduce((sum, { count }) => sum + count, 0)
  expect(entered).toBe(3)
  await runtime.stop()
})

test('S7: who began anew did so because the author said so, and it stands in the decisions', async () => {
  const { publish, runtime, mail, store } = await live()
  await publish(course(first, pause), { people: 'restart' })
  expect(mail.recipients).toHaveLength(4)
  expect(await store.decisions(1, 100)).toContainEqual(
    expect.objectContaining({ kind: 'changed version', from: 1, journeyVersion: 2, because: 'begins anew with the publication' }),
  )
  await runtime.stop()
})

test('S7: who finished an older version still reaches its goal, after several edits and with nobody inside any more', async () => {
  const { publish, runtime, clock, submit, store } = await live()
  clock.advanceTo(clock.now() + 3 * day)
  await runtime.settle()
  for (const id of ['a', 'b', 'c']) await publish(course({ id, send: 'note' }))
  await submit(happened('Bought', { userId: 'ann', at: clock.now() }))
  await runtime.settle()
  expect((await store.counts('course')).filter(({ measure, step }) => measure === 'converted' && step === '')).toMatchObject([{ version: 1, count: 1 }])
  clock.advanceTo(clock.now() + 20 * day)
  await publish(course({ id: 'd', send: 'note' }))
  await publish(course({ id: 'e', send: 'note' }))
  await submit(happened('Bought', { userId: 'bob', at: clock.now() }))
  expect((await store.counts('course')).filter(({ measure, step }) => measure === 'converted' && step === '')).toHaveLength(1)
  await runtime.stop()
})

test.each([{ people: 'move' }, { people: 'restart' }, { existing: true }] as const)(
  'S7: nobody is moved or let in by %o while the journey is paused',
  async (choices) => {
    const { runtime, store, clock } = await live()
    await runtime.changePause({ journey: 'course', do: 'pause', because: 'a wrong price', by: 'admin' })
    const publisher = new Publisher({ store, runtime, clock })
    const definitions: Definitions = { ...sourceWith(), journeys: [course(first, { id: 'pause', wait: '1d' }, second)] }
    const refused = await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim', ...choices }, mode: 'publish' })
    expect(refused).toMatchObject({ state: 'refused', problem: expect.stringContaining('course is paused') })
    const stayed = await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
    expect(stayed.problem).toBeNull()
    await runtime.stop()
  },
)
