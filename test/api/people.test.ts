// The doors for people: found among many, shown as they are now, their past as one list, and changed like by any other door.

import { describe, expect, test } from 'vitest'
import { deadLetter } from '../../src/api/tracking/dead-letter.ts'
import { day, hour, sourceWith, start } from '../runtime/workshop.ts'
import { type AdminWorld, createAdminWorld } from './admin-world.ts'

const source = {
  ...sourceWith({
    journey: 'course',
    enter: [{ on: 'Signed Up' }],
    again: 'always' as const,
    steps: [
      { id: 'greet', send: 'note' },
      { id: 'pause', wait: '1d' },
      { id: 'again', send: 'note' },
    ],
  }),
  segments: [{ segment: 'Germans', if: { attribute: 'country', eq: 'DE' } }],
}
const withPolicy = {
  ...source,
  workspace: { ...source.workspace, policy: { consent: 'opt-out' as const, caps: [{ max: 2, within: '7d', channel: 'email' }] } },
}

async function shop(max = 2): Promise<AdminWorld> {
  const policy = { ...withPolicy.workspace.policy, caps: [{ max, within: '7d', channel: 'email' }] }
  const world = await createAdminWorld({ ...withPolicy, workspace: { ...withPolicy.workspace, policy } } as never)
  const people = [
    ['ann', { email: 'ann@mail.example', first_name: 'Anna', last_name: 'Keller', country: 'DE' }],
    ['ben', { email: 'ben@mail.example', name: 'Ben Kowalski', country: 'PL' }],
  ] as const
  for (const [userId, traits] of people) {
    const event = {
      name: 'Signed Up',
      occurredAt: world.clock.instant,
      receivedAt: world.clock.instant,
      messageId: `sign-${userId}`,
      properties: { plan: 'free' },
      traits,
    }
    await world.parts.runtime.inbox.submit([{ userId, event }])
  }
  await world.parts.runtime.inbox.submit([
    { anonymousId: 'visitor', event: { name: 'Page Viewed', occurredAt: start, receivedAt: world.clock.instant, messageId: 'view', properties: {} } },
  ])
  await world.parts.runtime.settle()
  return world
}

describe('finding', () => {
  test('everybody comes newest first, a page at a time, and what is asked must all fit', async () => {
    const { ask } = await shop()
    const search = async (body: Record<string, string>, query = '') => (await ask('POST', `/subscribers/search${query}`, { body })).body
    const first = await search({}, '?limit=2')
    expect(first).toMatchObject({
      subscribers: [
        { anonymousId: 'visitor', mail: 'no address' },
        { userId: 'ben', name: 'Ben Kowalski' },
      ],
      total: 3,
    })
    expect(await search({}, `?limit=2&cursor=${first.next}`)).toMatchObject({ subscribers: [{ userId: 'ann' }], next: null })
    const found = async (body: Record<string, string>) => (await search(body)).subscribers.map(({ userId }: { userId: string }) => userId)
    expect(await found({ segment: 'Germans' })).toEqual(['ann'])
    expect(await found({ journey: 'course', mail: 'can be mailed' })).toEqual(['ben', 'ann'])
    expect(await found({ journey: 'course', segment: 'Germans' })).toEqual(['ann'])
    expect(await found({ text: 'kell' })).toEqual(['ann'])
    expect(await found({ text: 'BEN@' })).toEqual(['ben'])
    expect(await found({ text: 'ann', segment: 'Nobody' })).toEqual([])
    expect(await ask('POST', '/subscribers/search?cursor=rubbish', { body: {} })).toMatchObject({ status: 400 })
  })

  test('those at one step of a journey are found a page at a time, however many stand elsewhere', async () => {
    const { ask } = await shop()
    const found = async (body: Record<string, string>, query = '') => (await ask('POST', `/subscribers/search${query}`, { body })).body
    const first = await found({ journey: 'course', step: 'pause' }, '?limit=1')
    expect(first.subscribers).toMatchObject([{ userId: 'ben', journeys: [{ journey: 'course', step: 'pause' }] }])
    const second = await found({ journey: 'course', step: 'pause' }, `?limit=1&cursor=${first.next}`)
    expect(second.subscribers).toMatchObject([{ userId: 'ann' }])
    if (second.next !== null)
      expect(await found({ journey: 'course', step: 'pause' }, `?limit=1&cursor=${second.next}`)).toMatchObject({ subscribers: [], next: null })
    expect(await found({ journey: 'course', step: 'elsewhere' })).toMatchObject({ subscribers: [], next: null })
    expect(await found({ journey: 'course', step: 'pause', segment: 'Germans' })).toMatchObject({ subscribers: [{ userId: 'ann' }] })
    expect(await found({ journey: 'course', step: 'elsewhere', text: 'ann' })).toMatchObject({ subscribers: [] })
    expect(await ask('POST', '/subscribers/search', { body: { step: 'pause' } })).toMatchObject({ status: 400 })
  })

  test('whose next step was due and not taken is found, and nobody else', async () => {
    const { ask, clock } = await shop()
    const found = async (body: Record<string, unknown>) =>
      (await ask('POST', '/subscribers/search', { body: { overdue: true, ...body } })).body.subscribers.map(({ userId }: { userId: string }) => userId)
    expect(await found({})).toEqual([])
    // Nothing wakes the server of this test.
    clock.instant += day + 4 * 60_000
    expect(await found({})).toEqual([])
    clock.instant += 60_000
    expect((await found({})).sort()).toEqual(['ann', 'ben'])
    expect(await found({ text: 'kell' })).toEqual(['ann'])
    expect(await found({ segment: 'Germans' })).toEqual(['ann'])
    expect(await found({ journey: 'another' })).toEqual([])
  })

  test('what changes about people changes where they are found', async () => {
    const { ask } = await shop()
    expect(await ask('POST', '/lists/vip/members', { body: { add: ['ann', 'ben@mail.example', 'nobody'] } })).toMatchObject({
      status: 200,
      body: { added: 2, removed: 0, unknown: ['nobody'] },
    })
    expect((await ask('GET', '/lists')).body).toEqual({ lists: [{ list: 'vip', people: 2 }] })
    await ask('POST', '/lists/vip/members', { body: { remove: ['ann'] } })
    await ask('PATCH', '/subscribers/ann/attributes', { body: { country: 'AT', last_name: null, first_name: 'Annika' } })
    await ask('POST', '/subscribers/ann/leave-journey', { body: { journey: 'course' } })
    const found = async (body: Record<string, string>) =>
      (await ask('POST', '/subscribers/search', { body })).body.subscribers.map(({ userId }: { userId: string }) => userId)
    expect(await found({ list: 'vip' })).toEqual(['ben'])
    expect(await found({ segment: 'Germans' })).toEqual([])
    expect(await found({ text: 'keller' })).toEqual([])
    expect(await found({ text: 'annik' })).toEqual(['ann'])
    expect(await found({ journey: 'course' })).toEqual(['ben'])
  })
})

describe('one person', () => {
  test('is shown as of now, with what they wait for and how near the caps are', async () => {
    const { ask } = await shop()
    const { body } = await ask('GET', '/subscribers/ann')
    expect(body).toMatchObject({
      userIds: ['ann'],
      attributes: { first_name: 'Anna' },
      segments: ['Germans'],
      reached: [{ channel: 'email', address: 'ann@mail.example' }],
      enrollments: [{ journey: 'course', status: 'active', step: 'pause', waitsFor: expect.stringContaining('1d') }],
      pressure: [{ max: 2, channel: 'email', sentAt: [expect.any(Number)], roomFrom: null, applies: true }],
    })
    expect((await ask('GET', '/subscribers/nobody')).status).toBe(404)
  })

  test('has a past that is one list in order, whole and without repetitions however it is paged', async () => {
    const { ask, clock } = await shop()
    clock.instant += hour
    await ask('PATCH', '/subscribers/ann/attributes', { body: { plan: 'gold' } })
    const whole = (await ask('GET', '/subscribers/ann/timeline?detail=all&limit=200')).body
    expect(whole.next).toBeNull()
    const paged: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body } = await ask('GET', `/subscribers/ann/timeline?detail=all&limit=2${cursor}`)
      paged.push(...body.items)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(paged).toEqual(whole.items)
    const instants = whole.items.map(({ at }: { at: number }) => at)
    expect(instants).toEqual(instants.toSorted((one: number, other: number) => other - one))
    const short = (await ask('GET', '/subscribers/ann/timeline')).body.items.map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`)
    expect(short[0]).toBe('command set attributes')
    expect(short).toEqual(expect.arrayContaining(['event Signed Up', 'decision entered', 'message note', 'decision waiting']))
    expect(short).not.toContain('decision queued')
    // Read from below: she came, was let in, and only then was written to.
    expect(['event Signed Up', 'decision entered', 'message note'].map((line) => short.indexOf(line))).toEqual(
      ['event Signed Up', 'decision entered', 'message note'].map((line) => short.indexOf(line)).toSorted((one, other) => other - one),
    )
    const events = (await ask('GET', '/subscribers/ann/timeline?kinds=event')).body
    expect(events).toMatchObject({ items: [{ kind: 'event', event: { properties: { plan: 'free' } } }], next: null })
    expect((await ask('GET', '/subscribers/ann/timeline?kinds=gossip')).status).toBe(400)
  })

  test('has a message that waits once, with what it waits for and until when; why it waited stands apart once it was sent', async () => {
    const { ask, parts, clock } = await shop(1)
    // Whoever comes wakes the outbox, as the clock would.
    const wind = async (instant: number) => {
      clock.instant = instant
      const event = {
        name: 'Signed Up',
        occurredAt: instant,
        receivedAt: instant,
        messageId: `at-${instant}`,
        properties: {},
        traits: { email: 'cem@mail.example' },
      }
      await parts.runtime.inbox.submit([{ userId: `cem-${instant}`, event }])
      await parts.runtime.settle()
    }
    await wind(clock.instant + day)
    const put = clock.instant + 6 * day
    const lines = async () => (await ask('GET', '/subscribers/ann/timeline')).body.items as readonly { kind: string; name: string; message: unknown }[]
    const waits = (await lines()).filter(({ name }) => name === 'note' || name === 'deferred')
    expect(waits).toMatchObject([{ message: { status: 'waiting', waitsUntil: put } }, { message: { status: 'sent' } }])
    expect((await ask('GET', '/subscribers/ann/timeline?kinds=decision')).body.items.filter(({ name }: { name: string }) => name === 'deferred')).toHaveLength(
      1,
    )
    await wind(put)
    expect((await lines()).filter(({ name }) => name === 'note' || name === 'deferred')).toMatchObject([
      { message: { status: 'sent' } },
      { name: 'deferred' },
      { message: { status: 'sent' } },
    ])
  })

  test('has what an event told about somebody once, in the line of that event; and each change where nobody asks for events', async () => {
    const { ask, parts, clock } = await shop()
    const changes = async (query = '') =>
      (await ask('GET', `/subscribers/ann/timeline${query}`)).body.items.filter(({ name }: { name: string }) => name === 'changed').length
    expect([await changes(), await changes('?kinds=decision'), await changes('?detail=all')]).toEqual([0, 4, 4])
    const moved = { name: 'Identified', occurredAt: clock.instant + 60_000, messageId: 'moved', properties: {}, traits: { city: 'Bergen', country: 'NO' } }
    clock.instant += 120_000
    await parts.runtime.inbox.submit([{ userId: 'ann', event: { ...moved, receivedAt: clock.instant } }])
    expect([await changes(), await changes('?kinds=decision')]).toEqual([0, 6])
  })

  test('has what the team or an import set once, in the line that says who; and each change where nobody asks for commands', async () => {
    const { ask, parts } = await shop()
    const lines = async (query = '') =>
      (await ask('GET', `/subscribers/ann/timeline${query}`)).body.items
        .map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`)
        .filter((line: string) => line.includes('set') || line.includes('changed'))
    const [before, decided] = [await lines(), (await lines('?kinds=decision')).length]
    await parts.runtime.inbox.command({ userId: 'ann' }, { do: 'set attributes', set: { city: 'Bergen', plan: 'pro' } }, 'import')
    expect((await lines()).toSorted()).toEqual([...before, 'command set attributes'].toSorted())
    expect(await lines('?kinds=decision')).toHaveLength(decided + 2)
  })

  test('was suppressed once where somebody said so once: by the line that says who, and by the decision where nobody did', async () => {
    const { ask, parts } = await shop()
    const { inbox } = parts.runtime
    const lines = async (query = ''): Promise<string[]> =>
      (await ask('GET', `/subscribers/ann/timeline${query}`)).body.items
        .map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`)
        .filter((line: string) => line.includes('suppress'))
    await inbox.command({ userId: 'ann' }, { do: 'suppress', reason: 'asked on the telephone' }, 'admin')
    await inbox.command({ userId: 'ann' }, { do: 'lift suppression' }, 'admin')
    expect(await lines()).toEqual(['command lift suppression', 'command suppress'])
    expect((await lines('?detail=all')).toSorted()).toEqual([
      'command lift suppression',
      'command suppress',
      'decision suppressed',
      'decision suppression lifted',
    ])
    expect(await lines('?kinds=decision')).toHaveLength(2)
  })

  test('is changed as by any other door, with an entry in the audit log that holds no value', async () => {
    const { ask, parts } = await shop()
    expect((await ask('POST', '/subscribers/ann/topics', { body: { topic: 'news', subscribed: true, because: 'said so on the telephone' } })).status).toBe(200)
    expect((await ask('GET', '/subscribers/ann')).body.topics).toMatchObject([
      { topic: 'news', channel: 'email', subscribed: true, evidence: { wording: 'said so on the telephone' } },
    ])
    const sent = await ask('POST', '/subscribers/ann/events', { body: { event: 'Signed Up', properties: { plan: 'try' } } })
    expect(sent).toMatchObject({ status: 200, body: { receipt: 'accepted' } })
    await parts.runtime.settle()
    expect((await ask('GET', '/subscribers/ann/timeline')).body.items.map(({ text }: { text: string }) => text)).toEqual(
      expect.arrayContaining([expect.stringContaining('course not entered, already inside')]),
    )
    const { entries } = (await ask('GET', '/audit')).body
    expect(entries.map(({ did }: { did: string }) => did)).toEqual(['sendEventFor', 'sayTopic'])
    expect(JSON.stringify(entries)).not.toContain('telephone')
    for (const [path, body] of [
      ['attributes', {}],
      ['attributes', { email: 'two@mail.example, three@mail.example' }],
      ['attributes', { __proto__x: 1, deep: JSON.parse('['.repeat(100) + ']'.repeat(100)) }],
    ] as const) {
      expect((await ask('PATCH', `/subscribers/ann/${path}`, { body: body as never })).status).toBe(400)
    }
    expect((await ask('POST', '/subscribers/ann/topics', { body: { topic: 'all', subscribed: true, because: 'whatever' } })).status).toBe(400)
    expect((await ask('POST', '/subscribers/ann/events', { body: { event: 'Message Opened' } })).status).toBe(400)
    expect((await ask('POST', '/subscribers/ann/leave-journey', { body: { journey: 'other' } })).status).toBe(409)
  })
})

describe('refused events', () => {
  test('are listed, mended and sent again, once', async () => {
    const { ask, parts, clock } = await shop()
    const body = '{"type":"track","userId":"ann","properties":{"plan":"gold"}}'
    const letter = (reason: string) => ({ receivedAt: clock.instant, source: 'track key 1', reason, body })
    await parts.runtime.inbox.refuse([letter('event is missing'), letter('other')])
    const listed = (await ask('GET', '/dead-letters?text=MISSING')).body
    expect(listed).toMatchObject({ letters: [{ reason: 'event is missing', body }], next: null })
    const [{ letter: id }] = listed.letters
    expect(await ask('POST', `/dead-letters/${id}/replay`, { body: {} })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('still refused: event') },
    })
    clock.instant += hour
    const mended = body.replace('"userId"', '"event":"Signed Up","userId"')
    const taken = await ask('POST', `/dead-letters/${id}/replay`, { body: { body: mended } })
    expect(taken).toMatchObject({ status: 200, body: { receipt: 'accepted', event: 'Signed Up', messageId: expect.stringMatching(/^dead-letter\//) } })
    expect((await ask('GET', '/subscribers/ann/timeline?kinds=event&limit=1')).body.items).toMatchObject([
      { name: 'Signed Up', event: { occurredAt: clock.instant - hour, messageId: taken.body.messageId } },
    ])
    expect((await ask('POST', `/dead-letters/${id}/replay`, { body: { body: mended } })).status).toBe(404)
    const [{ letter: other }] = (await ask('GET', '/dead-letters')).body.letters
    for (const rubbish of ['{', '[]', '{"batch":[]}', '7']) {
      expect((await ask('POST', `/dead-letters/${other}/replay`, { body: { body: rubbish } })).status).toBe(400)
    }
    expect((await ask('DELETE', `/dead-letters/${other}`)).status).toBe(204)
    expect((await ask('GET', '/dead-letters')).body.letters).toEqual([])
    expect((await ask('DELETE', `/dead-letters/${other.replace(/-\d+$/, '-1')}`)).status).toBe(404)
  })

  test.each(['browser key 1', 'shop site'])('keep the rights of the key that they came with, whatever it is called: %s', async (name) => {
    const { ask, parts, clock } = await shop()
    const body = '{"type":"identify","userId":"ann","traits":{"email":"thief@mail.example"}}'
    const key = { name, key: 'web_1', kind: 'browser' } as const
    await parts.runtime.inbox.refuse([deadLetter({ door: 'identify', key, receivedAt: clock.instant, reason: 'x', body })])
    const [{ letter }] = (await ask('GET', '/dead-letters')).body.letters
    expect((await ask('POST', `/dead-letters/${letter}/replay`, { body: {} })).status).toBe(200)
    expect((await ask('GET', '/subscribers/ann')).body.reached).toMatchObject([{ address: 'ann@mail.example' }])
  })

  test('keep them also when the engine set them aside, whatever an admin writes into them', async () => {
    const { ask, parts, clock } = await shop()
    const event = {
      name: 'Identified',
      occurredAt: clock.instant,
      receivedAt: clock.instant,
      messageId: 'browser:m1',
      properties: {},
      traits: { email: 'thief@mail.example' },
    }
    const letter = (arrival: object) => ({ receivedAt: clock.instant, source: 'engine', reason: 'x', body: JSON.stringify(arrival) })
    const report = letter({ report: { message: 'm', subscriber: 1 }, event: { ...event, name: 'Message Opened' } })
    await parts.runtime.inbox.refuse([report, letter({ userId: 'ann', fromBrowser: true, event }), letter({ userId: 'ann', fromBrowser: true, event })])
    const [first, second, third] = (await ask('GET', '/dead-letters')).body.letters
    const replay = (one: { letter: string }, body: object) => ask('POST', `/dead-letters/${one.letter}/replay`, { body: body as never })
    expect(await replay(first, {})).toMatchObject({ status: 200, body: { messageId: 'browser:m1' } })
    const mended = { type: 'identify', userId: 'ann', traits: { email: 'thief@mail.example' } }
    expect((await replay(second, { body: JSON.stringify(mended) })).status).toBe(200)
    expect((await replay(third, {})).status).toBe(400)
    expect((await ask('GET', '/subscribers/ann')).body.reached).toMatchObject([{ address: 'ann@mail.example' }])
  })
})
