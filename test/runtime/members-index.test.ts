// The index of who is where says what the states say, whatever brought a person there: an event, a new definition, two people who were one, and a store from
// before there was an index.

import { expect, test } from 'vitest'
import { compile } from '../../src/engine/compile.ts'
import { theEngine } from '../../src/runtime/engine.ts'
import { groupingsOf } from '../../src/runtime/people/memberships.ts'
import { unpackState } from '../../src/runtime/states/state-codec.ts'
import type { Grouping, Store } from '../../src/runtime/store.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { commitOf } from '../stores/builders.ts'
import { greeting, happened, minute, signedUp, sourceWith, start, workshop } from './workshop.ts'

const course = {
  ...greeting,
  journey: 'course',
  steps: [
    { id: 'greet', send: 'note' },
    { id: 'rest', wait: '1d' },
  ],
}
const germans = { segment: 'Germans', if: { attribute: 'country', eq: 'DE' } } as const
const source = { ...sourceWith(course), segments: [germans] }

/** What the index says of everybody, and what their states say. */
async function bothOf(store: Store, program: NonNullable<ReturnType<typeof compile>['program']>) {
  const everybody = await store.subscribersAfter(0, 100)
  const kinds = ['list', 'segment', 'journey'] as const
  const indexed = new Map<number, string[]>(everybody.map((number) => [number, []]))
  for (const kind of kinds) {
    for (const { name } of await store.people.groupings(kind)) {
      for (const number of (await store.people.find({ groupings: [{ kind, name }], limit: 100 })).numbers) indexed.get(number)?.push(`${kind} ${name}`)
    }
  }
  const rows = await store.load(everybody)
  const named = ({ kind, name }: Grouping): string[] => (kind === 'name' ? [] : [`${kind} ${name}`])
  const stated = rows.map((row) => (row === undefined ? [] : groupingsOf(program, unpackState(theEngine, row.state)).flatMap(named)))
  return { indexed: [...indexed.values()].map((one) => one.sort()), stated: stated.map((one) => one.sort()) }
}

test('the index says what the states say: after events, a merge, new definitions, and a journey that ended', async () => {
  const { runtime, store, submit, clock } = await workshop(source)
  await submit(signedUp('ann', { traits: { email: 'ann@mail.example', country: 'DE' } }), happened('Page Viewed', { anonymousId: 'visitor' }))
  await runtime.inbox.command({ anonymousId: 'visitor' }, { do: 'join list', list: 'vip' }, 'admin')
  await submit(signedUp('ben', { traits: { email: 'ben@mail.example', country: 'AT' } }))
  await submit(happened('Identified', { userId: 'ann', anonymousId: 'visitor' }))
  await runtime.settle()
  const { program } = compile(source)
  const first = await bothOf(store, program as never)
  expect(first.indexed).toEqual(first.stated)
  expect(first.indexed).toContainEqual(['journey course', 'list vip', 'segment Germans'])

  const next = { ...source, segments: [{ segment: 'Austrians', if: { attribute: 'country', eq: 'AT' } } as const] }
  await runtime.publish(next)
  await runtime.settle()
  clock.advanceTo(start + minute)
  await runtime.inbox.command({ userId: 'ann' }, { do: 'stop journey', journey: 'course' }, 'admin')
  await runtime.settle()
  const second = await bothOf(store, compile(next).program as never)
  expect(second.indexed).toEqual(second.stated)
  expect(await store.people.groupings('segment')).toEqual([{ name: 'Austrians', people: 1 }])
  expect((await store.people.find({ groupings: [{ kind: 'journey', name: 'course' }], limit: 9 })).numbers).toHaveLength(1)
})

test('a store from before there was an index is filled at the start, once', async () => {
  const store = createMemoryStore()
  const before = await workshop(source, { store })
  await before.submit(signedUp('ann', { traits: { email: 'ann@mail.example', first_name: 'Anna', country: 'DE' } }))
  await before.runtime.settle()
  await before.runtime.stop()
  await store.commit(commitOf({ members: [{ subscriber: 1, groupings: [] }] }))
  await store.setSetting('members to index', { after: 0 })
  const { runtime } = await workshop(source, { store })
  expect((await store.people.find({ groupings: [{ kind: 'segment', name: 'Germans' }], limit: 9 })).numbers).toEqual([1])
  expect(await store.people.search('anna', 9)).toEqual([1])
  expect(await store.setting('members to index')).toEqual({ isDone: true })
  await runtime.stop()
})
