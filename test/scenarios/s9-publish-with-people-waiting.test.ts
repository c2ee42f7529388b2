// People came while a journey was not published. Elsewhere all of them were mailed the moment it was.

import { expect, test } from 'vitest'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Journey } from '../../src/model/journey.ts'
import { Publisher, stayingPeople } from '../../src/runtime/publishing/publisher.ts'
import { happened, signedUp, sourceWith, workshop } from '../runtime/workshop.ts'

const segments = [{ segment: 'viewers', if: { event: 'Viewed', count: { gte: 2 } } }]
const entrances: readonly (readonly [string, Journey['enter'][number]])[] = [
  ['a condition', { becomes: { event: 'Viewed', count: { gte: 2 } } }],
  ['a segment', { joins: { segment: 'viewers' } }],
  ['an attribute', { becomes: { attribute: 'email', exists: true } }],
]

test.each(entrances)('S9: whoever was there before is not mailed by the publication, by the next event neither, and newcomers are: %s', async (_, enter) => {
  const offer: Journey = { journey: 'offer', enter: [enter], steps: [{ id: 'mail', send: 'note' }] }
  const draft: Definitions = { ...sourceWith(), segments, journeys: [{ ...offer, status: 'draft' }] }
  const { submit, runtime, store, clock, mail } = await workshop({ ...sourceWith(), segments })
  const publisher = new Publisher({ store, runtime, clock })
  const publish = async (definitions: Definitions, existing: boolean, mode: 'dry run' | 'publish' = 'publish') => {
    const status = await publisher.publish({ definitions, choices: { ...stayingPeople, existing, by: 'kim' }, mode })
    await runtime.settle()
    return status
  }
  await publish(draft, false)
  const people = ['ann', 'bob', 'cid', 'dan', 'eve']
  await submit(...people.flatMap((userId) => [signedUp(userId), happened('Viewed', { userId }), happened('Viewed', { userId })]))
  await runtime.settle()
  const live = { ...draft, journeys: [offer] }

  const preview = await publish(live, false, 'dry run')
  expect(preview).toMatchObject({ state: 'ready', preview: { journeys: [{ journey: 'offer', change: 'new', existing: 5 }] } })
  expect(mail.recipients).toEqual([])

  // Whoever is inside an older version may be moved by it; nobody else is looked at.
  await publisher.publish({ definitions: live, choices: { ...stayingPeople, people: 'move', by: 'kim' }, mode: 'publish' })
  await runtime.settle()
  await submit(...people.map((userId) => happened('Viewed', { userId })))
  await runtime.settle()
  expect(mail.recipients).toEqual([])
  await submit(signedUp('new'), happened('Viewed', { userId: 'new' }), happened('Viewed', { userId: 'new' }))
  await runtime.settle()
  expect(mail.recipients).toEqual(['new@mail.example'])
  await runtime.stop()
})

test('S9: whoever was there before is mailed exactly once when that was chosen, as many as were counted', async () => {
  const offer: Journey = { journey: 'offer', enter: [{ joins: { segment: 'viewers' } }], again: 'always', steps: [{ id: 'mail', send: 'note' }] }
  const { submit, runtime, store, clock, mail } = await workshop({ ...sourceWith(), segments })
  const publisher = new Publisher({ store, runtime, clock, fillFromEntries: 1 })
  const people = ['ann', 'bob', 'cid']
  await submit(...people.flatMap((userId) => [signedUp(userId), happened('Viewed', { userId }), happened('Viewed', { userId })]), signedUp('dan'))
  await runtime.settle()
  const definitions: Definitions = { ...sourceWith(), segments, journeys: [offer] }
  const choices = { ...stayingPeople, existing: true, by: 'kim' }
  const counted = await publisher.publish({ definitions, choices, mode: 'dry run' })
  expect(counted.preview?.journeys[0]?.existing).toBe(3)
  await publisher.publish({ definitions, choices, mode: 'publish' })
  await runtime.settle()
  expect(mail.recipients.toSorted()).toEqual(people.map((userId) => `${userId}@mail.example`))
  // What was chosen was chosen for that publication: neither one that leaves the journey as it is nor an edit of it does it again.
  const besides = { ...definitions, segments: [...segments, { segment: 'known', if: { attribute: 'email', exists: true } }] } satisfies Definitions
  await publisher.publish({ definitions: besides, choices: { ...choices, existing: false }, mode: 'publish' })
  await runtime.settle()
  expect(mail.recipients).toHaveLength(3)
  const edited = { ...definitions, journeys: [{ ...offer, maxAge: '2h' }] }
  await publisher.publish({ definitions: edited, choices: { ...choices, existing: false }, mode: 'publish' })
  await submit(...people.map((userId) => happened('Viewed', { userId })))
  await runtime.settle()
  expect(mail.recipients).toHaveLength(3)
  await runtime.stop()
})
