// A newsletter: one mail to everybody of a segment, on one day. Each through the publisher and the writer, in virtual time.

import { expect, test } from 'vitest'
import { ReadingDesk } from '../../src/insight/matching/reading-desk.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import { pastInstants } from '../../src/runtime/publishing/preview-publication.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { readPaused } from '../../src/runtime/stopping/pauses.ts'
import { advanceTo } from '../../src/testing/virtual-clock.ts'
import { day, happened, hour, signedUp, sourceWith, start, workshop } from '../runtime/workshop.ts'

const segments = [{ segment: 'viewers', if: { event: 'Viewed' } }]
const on = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')
const newsletter = (at: number): Journey => ({
  journey: 'december',
  enter: [{ at: on(at), zone: 'UTC', for: { segment: 'viewers' } }],
  steps: [{ id: 'write', send: 'note' }],
})

async function office(more: Partial<Definitions['workspace']> = {}) {
  const source = sourceWith()
  const shopWith = { ...source, workspace: { ...source.workspace, ...more }, segments }
  const definitions: Definitions = { ...shopWith, journeys: [] }
  const shop = await workshop({ ...shopWith, journeys: [] })
  const publisher = new Publisher({ store: shop.store, runtime: shop.runtime, clock: shop.clock })
  const publish = async (own: readonly Journey[], mode: 'dry run' | 'publish' = 'publish') => {
    const status = await publisher.publish({ definitions: { ...definitions, journeys: [...own] }, choices: { ...stayingPeople, by: 'kim' }, mode })
    await shop.runtime.settle()
    return status
  }
  await publish([])
  return { ...shop, publish }
}

test('everybody of the segment gets it once, at its instant; who joins the segment later does not', async () => {
  const { submit, runtime, clock, mail, publish } = await office()
  await submit(signedUp('ann'), happened('Viewed', { userId: 'ann' }), signedUp('bob'), happened('Viewed', { userId: 'bob' }), signedUp('cid'))
  await publish([newsletter(start + day)])
  await advanceTo(clock, runtime, start + day - 1)
  expect(mail.recipients).toEqual([])
  await advanceTo(clock, runtime, start + day)
  expect(mail.recipients.toSorted()).toEqual(['ann@mail.example', 'bob@mail.example'])
  await submit(happened('Viewed', { userId: 'cid', at: start + day + hour }), signedUp('dan', { at: start + day + hour }))
  await advanceTo(clock, runtime, start + 40 * day)
  expect(mail.recipients).toHaveLength(2)
  await runtime.stop()
})

test('it can be moved before its instant, and called off', async () => {
  const { submit, runtime, clock, mail, publish } = await office()
  await submit(signedUp('ann'), happened('Viewed', { userId: 'ann' }))
  await publish([newsletter(start + day)])
  await publish([newsletter(start + 3 * day)])
  await advanceTo(clock, runtime, start + 2 * day)
  expect(mail.recipients).toEqual([])
  await publish([])
  await advanceTo(clock, runtime, start + 9 * day)
  expect(mail.recipients).toEqual([])
  await runtime.stop()
})

test('an instant in the past is refused before it is in force, and one that was in force may be edited', async () => {
  const { submit, runtime, clock, publish } = await office()
  await submit(signedUp('ann'), happened('Viewed', { userId: 'ann' }))
  const time = on(start - hour)
  const asked = [{ code: 'instant-past', journey: 'december', time }]
  const words = `december is to begin on ${time}, which has passed, so nobody would enter: write an instant that is still to come`
  expect(await publish([newsletter(start - hour)], 'dry run')).toMatchObject({ state: 'ready', preview: { asked, questions: [words] } })
  expect(await publish([newsletter(start - hour)])).toMatchObject({ state: 'refused', problem: words })
  const sent = newsletter(start + hour)
  await publish([sent])
  await advanceTo(clock, runtime, start + 2 * hour)
  expect(await publish([{ ...sent, maxAge: '2h' }])).toMatchObject({ state: 'in force' })
  expect(await publish([{ ...sent, enter: [{ at: on(start), zone: 'UTC' }] }])).toMatchObject({ state: 'refused' })
  await runtime.stop()
})

test('definitions that come into an empty workspace may hold mails of last year', () => {
  const after = { ...sourceWith(), journeys: [{ definition: newsletter(start - 300 * day), version: 1, live: true }] }
  expect(pastInstants({ before: undefined, after, now: start })).toEqual([])
  expect(pastInstants({ before: sourceWith(), after, now: start })).toHaveLength(1)
})

test('its guard does not take the day on which everybody is written to for an accident', async () => {
  const { submit, runtime, store, clock, mail, publish } = await office({ guard: { atLeast: 10, unknown: { perHour: 20, perDay: 30 } } })
  const people = Array.from({ length: 60 }, (_, index) => `p${index}`)
  await submit(...people.flatMap((userId) => [signedUp(userId), happened('Viewed', { userId })]))
  await publish([newsletter(start + day)])
  await advanceTo(clock, runtime, start + day + hour)
  expect([...(await readPaused(store)).keys()]).toEqual([])
  expect(mail.recipients).toHaveLength(60)
  await runtime.stop()
})

test('what is counted before is what becomes of it: who gets it, and what keeps it from the others', async () => {
  const topics = [
    { topic: 'news', consent: 'opt-in' },
    { topic: 'orders', transactional: true },
  ] as const
  const shop = { ...sourceWith(), segments }
  const source = { ...shop, workspace: { ...shop.workspace, topics, policy: { holdout: 30 } }, templates: [{ ...shop.templates[0], topic: 'news' }] } as never
  const { submit, runtime, store, clock, mail } = await workshop(source)
  const people = Array.from({ length: 60 }, (_, index) => `p${index}`)
  const seen = (userId: string) => happened('Viewed', { userId, ...(userId.endsWith('7') ? {} : { traits: { email: `${userId}@mail.example` } }) })
  await submit(...people.map(seen), signedUp('elsewhere'))
  for (const [index, userId] of people.entries()) {
    if (index % 5 !== 1) await runtime.inbox.command({ userId }, { do: 'subscribe', topic: 'news' }, 'admin')
    if (index % 6 === 2) await runtime.inbox.command({ userId }, { do: 'unsubscribe', topic: index % 4 === 0 ? 'all' : 'news' }, 'link')
    if (index % 9 === 3) await runtime.inbox.command({ userId }, { do: 'suppress', reason: 'a hard bounce' }, 'admin')
    if (index % 11 === 4) await runtime.inbox.command({ userId }, { do: 'pause mail', until: start + 9 * day }, 'link')
  }
  const quiet = { onEstimate: () => {}, onAsked: () => {}, isOver: () => false }
  const ask = (topic: string | null) =>
    new ReadingDesk(store).count({ condition: { segment: 'viewers' }, place: 'segment', now: clock.now(), topic }, quiet) as Promise<{
      reach: Record<string, number>
    }>
  const { reach } = await ask('news')
  const publisher = new Publisher({ store, runtime, clock })
  const definitions = { ...(source as Definitions), journeys: [newsletter(start + day)] }
  await publisher.publish({ definitions, choices: { ...stayingPeople, by: 'kim' }, mode: 'publish' })
  await advanceTo(clock, runtime, start + day + hour)
  const refused: Record<string, number> = {}
  for (let number = 1; number <= people.length + 1; number += 1) {
    for (const decision of await store.decisions(number, 100)) if (decision.kind === 'refused') refused[decision.reason] = (refused[decision.reason] ?? 0) + 1
  }
  expect(Object.values(reach).every((count) => count > 0)).toBe(true)
  expect(reach).toEqual({ ...refused, sent: mail.recipients.length })
  // A receipt is asked about nothing but its address.
  expect((await ask('orders')).reach).toMatchObject({ unsubscribed: 0, 'no consent': 0, 'mail paused': 0, holdout: 0 })
  await runtime.stop()
})
