// A messageId that was received before is recognized: in the same group, later, after a restart, after a merge, for 30 days.

import { describe, expect, test } from 'vitest'
import type { Arrival } from '../../src/model/arrival.ts'
import { limits } from '../../src/model/limits.ts'
import { fingerprintOf } from '../../src/runtime/writing/recent-messages.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { day, greeting, happened, signedUp, sourceWith, start, workshop } from './workshop.ts'

const source = sourceWith(greeting)

function views(userId: string, count: number, prefix = 'view'): Arrival[] {
  return Array.from({ length: count }, (_, index) => happened('Viewed', { userId, messageId: `${prefix}-${index}` }))
}

describe('the same messageId is processed once', () => {
  test('twice in one call', async () => {
    const { submit, runtime, mail, store } = await workshop(source)
    const event = signedUp('ann', { messageId: 'once' })
    expect(await submit(event, event)).toEqual(['accepted', 'duplicate'])
    await runtime.settle()
    expect(mail.recipients).toHaveLength(1)
    expect(store.commits[0]?.log).toHaveLength(1)
    await runtime.stop()
  })

  test('in a later group, and then nothing at all is written', async () => {
    const { submit, runtime, store } = await workshop(source)
    const event = happened('Viewed', { userId: 'ann', anonymousId: 'phone', messageId: 'once' })
    await submit(event)
    await runtime.settle()
    const commits = store.commits.length
    expect(await submit(event)).toEqual(['duplicate'])
    expect(store.commits).toHaveLength(commits)
    await runtime.stop()
  })

  test('after a restart', async () => {
    const store = createMemoryStore()
    const first = await workshop(source, { store })
    const event = signedUp('ann', { messageId: 'once' })
    await first.submit(event)
    await first.runtime.stop()
    const second = await workshop(source, { store })
    expect(await second.submit(event)).toEqual(['duplicate'])
    await second.runtime.stop()
  })

  test('after hundreds of others of the same subscriber, each of which is recognized too', async () => {
    const store = createMemoryStore()
    const { submit, runtime } = await workshop(source, { store })
    const events = views('ann', 5 * limits.recentMessages + 3)
    expect(new Set(await submit(...events))).toEqual(new Set(['accepted']))
    expect(new Set(await submit(...events))).toEqual(new Set(['duplicate']))
    expect(await submit(...views('ann', 2, 'new'))).toEqual(['accepted', 'accepted'])
    await runtime.stop()
    const again = await workshop(source, { store })
    expect(new Set(await again.submit(...events))).toEqual(new Set(['duplicate']))
    await again.runtime.stop()
  })

  test('after hundreds of others in the same group', async () => {
    const { submit, runtime } = await workshop(source)
    const events = views('ann', 3 * limits.recentMessages)
    const receipts = await submit(...events, ...events)
    expect(receipts.slice(0, events.length)).toEqual(events.map(() => 'accepted'))
    expect(receipts.slice(events.length)).toEqual(events.map(() => 'duplicate'))
    await runtime.stop()
  })

  test('for 30 days', async () => {
    const { submit, runtime, clock } = await workshop(source)
    const event = (at: number) => happened('Viewed', { userId: 'ann', messageId: 'once', at })
    await submit(event(start))
    clock.advanceTo(start + 29 * day)
    expect(await submit(event(clock.now()))).toEqual(['duplicate'])
    clock.advanceTo(start + 32 * day)
    expect(await submit(event(clock.now()))).toEqual(['accepted'])
    await runtime.stop()
  })

  test('and what is older is forgotten day by day', async () => {
    const store = createMemoryStore()
    const { submit, runtime, clock } = await workshop(source, { store })
    await submit(...views('ann', 2 * limits.recentMessages))
    const fingerprint = fingerprintOf('view-0')
    expect(await store.wasSeen(1, fingerprint, 0)).toBe(true)
    clock.advanceTo(start + 32 * day)
    await submit(happened('Viewed', { userId: 'bob', at: clock.now() }))
    await runtime.settle()
    expect(await store.wasSeen(1, fingerprint, 0)).toBe(false)
    await runtime.stop()
  })

  test('by each subscriber for itself', async () => {
    const { submit, runtime } = await workshop(source)
    const same = { messageId: 'same' }
    expect(await submit(happened('Viewed', { userId: 'ann', ...same }), happened('Viewed', { userId: 'bob', ...same }))).toEqual(['accepted', 'accepted'])
    await runtime.stop()
  })
})

describe('who was merged', () => {
  test('keeps what both had received, in the group of the merge and later', async () => {
    const { submit, runtime } = await workshop(source)
    const anonymous = happened('Viewed', { anonymousId: 'phone', messageId: 'from-phone' })
    const known = happened('Viewed', { userId: 'ann', messageId: 'from-ann' })
    await submit(anonymous, known)
    const merging = happened('Viewed', { userId: 'ann', anonymousId: 'phone', messageId: 'merging' })
    expect(await submit(merging, anonymous, known, merging)).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
    expect(await submit(anonymous, known, merging)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    await runtime.stop()
  })

  test('keeps what had moved out of both rows', async () => {
    const { submit, runtime } = await workshop(source)
    const anonymous = Array.from({ length: 100 }, (_, index) => happened('Viewed', { anonymousId: 'phone', messageId: `p${index}` }))
    const known = views('ann', 100)
    await submit(...anonymous, ...known)
    const merging = happened('Viewed', { userId: 'ann', anonymousId: 'phone' })
    expect(await submit(merging, ...anonymous, ...known)).toEqual(['accepted', ...[...anonymous, ...known].map(() => 'duplicate')])
    expect(new Set(await submit(...anonymous, ...known))).toEqual(new Set(['duplicate']))
    await runtime.stop()
  })
})

test.each([
  ['the one who was known', 1, 100],
  ['the device', 100, 1],
])('who was merged is known by what had moved out, also where %s had little to remember', async (_, ofUser, ofDevice) => {
  const store = createMemoryStore()
  const { submit, runtime } = await workshop(source, { store })
  const anonymous = Array.from({ length: ofDevice }, (_, index) => happened('Viewed', { anonymousId: 'phone', messageId: `p${index}` }))
  const known = views('ann', ofUser)
  await submit(...anonymous, ...known)
  await submit(happened('Viewed', { userId: 'ann', anonymousId: 'phone' }))
  await runtime.stop()
  const again = await workshop(source, { store })
  expect(new Set(await again.submit(...anonymous, ...known))).toEqual(new Set(['duplicate']))
  await again.runtime.stop()
})

test('two different message ids with the same fingerprint are two messages', async () => {
  const [one, other] = collision()
  expect(fingerprintOf(one)).toBe(fingerprintOf(other))
  const { submit, runtime } = await workshop(source)
  const event = (messageId: string) => happened('Viewed', { userId: 'ann', messageId })
  expect(await submit(event(one), event(other))).toEqual(['accepted', 'accepted'])
  expect(await submit(event(one), event(other))).toEqual(['duplicate', 'duplicate'])
  await submit(...views('bob', 1), ...views('ann', 2 * limits.recentMessages))
  expect(await submit(event(one), event(other))).toEqual(['duplicate', 'duplicate'])
  await runtime.stop()
})

test('a collision with a message that moved out long ago drops nothing', async () => {
  const [one, other] = collision()
  const { submit, runtime } = await workshop(source)
  await submit(happened('Viewed', { userId: 'ann', messageId: one }), ...views('ann', 2 * limits.recentMessages))
  expect(await submit(happened('Viewed', { userId: 'ann', messageId: other }))).toEqual(['accepted'])
  await runtime.stop()
})

/** Two ids that share a fingerprint, found by trying. */
function collision(): [string, string] {
  const seen = new Map<number, string>()
  for (let index = 0; ; index += 1) {
    const id = `id-${index}`
    const fingerprint = fingerprintOf(id)
    const other = seen.get(fingerprint)
    if (other !== undefined) return [other, id]
    seen.set(fingerprint, id)
  }
}
