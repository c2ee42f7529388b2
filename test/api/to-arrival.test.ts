// What one message of the tracking API means, and why it is refused.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../src/api/tracking/occurred-at.ts'
import { type ArrivalTerms, toArrival } from '../../src/api/tracking/to-arrival.ts'
import { calls, isCertainlyWire, wireMessageSchema } from '../../src/api/tracking/wire-message.ts'
import { limits } from '../../src/model/limits.ts'

const receivedAt = Date.UTC(2026, 10, 21, 12, 0, 0)
const terms: ArrivalTerms = { receivedAt, trust: 'server', makeMessageId: () => 'made' }
const track = { type: 'track', userId: 'anna', event: 'E' }

function arrivalOf(message: unknown, changes: Partial<ArrivalTerms> = {}) {
  const conversion = toArrival(message, { ...terms, ...changes })
  if (!conversion.ok) throw new Error(conversion.reason)
  return conversion.arrival
}
function reasonOf(message: unknown, changes: Partial<ArrivalTerms> = {}): string {
  const conversion = toArrival(message, { ...terms, ...changes })
  return conversion.ok ? 'accepted' : conversion.reason
}

describe('amounts that came as texts', () => {
  const properties = { price: '19,90', quantity: '2', total: '1,234', name: '19,90', products: [{ price: '1.234,50 €' }, 'x', { price: 7, revenue: 'free' }] }

  test('what can be read in one way becomes a number, what cannot stays, and both are said', () => {
    const conversion = toArrival({ ...track, properties }, terms)
    expect(conversion.ok && conversion.arrival.event.properties).toEqual({
      price: 19.9,
      quantity: 2,
      total: '1,234',
      name: '19,90',
      products: [{ price: 1234.5 }, 'x', { price: 7, revenue: 'free' }],
    })
    expect(conversion.ok && conversion.notes?.map((note) => note.split(';')[0])).toEqual([
      'properties.price is the text "19,90" and was read as 19.9',
      'properties.quantity is the text "2" and was read as 2',
      'properties.total is the text "1,234", which can be read in two ways: it counts for nothing in carts, goals and sums',
      'properties.products.0.price is the text "1.234,50 €" and was read as 1234.5',
      'properties.products.2.revenue is the text "free", which is no number: it counts for nothing in carts, goals and sums',
    ])
  })

  test('who sends properties under another name is told, and nobody else', () => {
    const notesOf = (message: object) => {
      const conversion = toArrival(message, terms)
      return conversion.ok ? conversion.notes : conversion.reason
    }
    expect(notesOf({ ...track, props: { price: 5 } })).toEqual(['what stands under props is not read: track takes it as properties'])
    expect(notesOf({ ...track, traits: { plan: 'pro' } })).toEqual(['what stands under traits is not read: track takes it as properties'])
    expect(notesOf({ type: 'identify', userId: 'anna', attributes: { plan: 'pro' } })).toEqual([
      'what stands under attributes is not read: identify takes it as traits',
    ])
    for (const message of [track, { ...track, properties: {}, props: {} }, { type: 'identify', userId: 'anna' }, { ...track, data: 'text' }])
      expect(notesOf(message)).toBeUndefined()
  })

  test('of numbers nothing is said', () => {
    expect(toArrival({ ...track, properties: { price: 19.9 } }, terms)).not.toHaveProperty('notes')
  })
})

describe('the quick look at a message', () => {
  const odd = fc.oneof(
    fc.constantFrom(undefined, null, '', 'track', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(256), 'x'.repeat(257), 2 ** 53, 1.5, Number.NaN, Infinity, []),
    fc.jsonValue(),
    fc.integer(),
    fc.boolean(),
    fc.dictionary(fc.string(), fc.jsonValue()),
  )
  const fields = Object.fromEntries(Object.keys(wireMessageSchema.shape).map((name) => [name, odd]))
  const messages = fc.oneof(
    odd,
    fc.record(fields, { requiredKeys: [] }),
    fc.tuple(fc.constantFrom(...calls), fc.constantFrom(...Object.keys(fields)), odd).map(([type, field, value]) => ({ ...track, type, [field]: value })),
  )

  test('it knows a good message exactly when the schema does, and the schema changes nothing about one', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const parsed = wireMessageSchema.safeParse(message)
        expect([message, isCertainlyWire(message)]).toEqual([message, parsed.success])
        if (parsed.success) for (const name of Object.keys(fields)) expect((parsed.data as never)[name]).toBe((message as never)[name])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('identities', () => {
  test('whole numbers are ids, and null or an empty text is nobody', () => {
    expect(arrivalOf({ ...track, userId: 42 }).userId).toBe('42')
    expect(arrivalOf({ ...track, userId: '', anonymousId: 'a1' })).toMatchObject({ anonymousId: 'a1' })
    expect(arrivalOf({ ...track, userId: null, anonymousId: 'a1' })).not.toHaveProperty('userId')
  })

  test('a message about nobody is refused', () => {
    for (const nobody of [{}, { userId: '' }, { userId: null, anonymousId: null }])
      expect(reasonOf({ type: 'track', event: 'E', ...nobody })).toBe('userId or anonymousId is missing')
  })

  test('what broken programs send instead of an id never becomes a person', () => {
    for (const userId of ['undefined', 'null', 'NaN', '[object Object]']) expect(reasonOf({ ...track, userId })).toContain('broken program')
    for (const userId of [' ', '\t', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(257), 1.5, true, {}, []])
      expect([userId, reasonOf({ ...track, userId })]).not.toEqual([userId, 'accepted'])
    expect(reasonOf({ ...track, userId: 'x'.repeat(256) })).toBe('accepted')
  })

  test('alias names the new and the previous identity', () => {
    expect(arrivalOf({ type: 'alias', userId: 'anna', previousId: 'a1' })).toMatchObject({
      userId: 'anna',
      previousId: 'a1',
      event: { name: 'Identified', properties: {} },
    })
    expect(reasonOf({ type: 'alias', userId: 'anna' })).toBe('previousId is missing')
    expect(reasonOf({ type: 'alias', anonymousId: 'a1', previousId: 'a2' })).toContain('userId is missing')
    expect(arrivalOf({ ...track, previousId: 'a1' })).not.toHaveProperty('previousId')
  })
})

describe('names and shapes', () => {
  test('names that only Oncue itself may give are refused', () => {
    for (const event of ['Message Opened', 'Unsubscribed', 'List Joined'])
      expect(reasonOf({ ...track, event })).toBe(`event "${event}" is a name that only Oncue itself may give`)
    for (const event of ['Product Viewed', 'constructor', 'toString']) expect(reasonOf({ ...track, event })).toBe('accepted')
  })

  test('wrong types are refused with the field and what it must be', () => {
    expect(reasonOf(7)).toBe('the message must be a JSON object')
    expect(reasonOf(null)).toBe('the message must be a JSON object')
    expect(reasonOf({ ...track, type: 'delete' })).toBe('type must be one of track, identify, page, screen, group, alias')
    expect(reasonOf({ ...track, userId: {} })).toBe('userId must be text or a whole number')
    expect(reasonOf({ ...track, properties: [] })).toBe('properties must be an object')
    expect(reasonOf({ ...track, event: 'x'.repeat(257) })).toBe('event is longer than 256 characters')
    expect(reasonOf({ ...track, event: '  ' })).toBe('event is blank')
    expect(reasonOf({ type: 'group', userId: 'u' })).toBe('groupId is missing')
  })

  test('page and screen carry their name and category, group its id and traits', () => {
    expect(arrivalOf({ type: 'page', userId: 'u', name: 'Home', category: 'Shop', properties: { url: 'x' } }).event.properties).toEqual({
      name: 'Home',
      category: 'Shop',
      url: 'x',
    })
    const group = arrivalOf({ type: 'group', userId: 'u', groupId: 7, traits: { plan: 'gold' } }).event
    expect(group.properties).toEqual({ group_id: '7', traits: { plan: 'gold' } })
    expect(group).not.toHaveProperty('traits')
  })

  test('traits come along with identify, and only there', () => {
    expect(arrivalOf({ type: 'identify', userId: 'u', traits: { plan: 'gold' } }).event.traits).toEqual({ plan: 'gold' })
    expect(arrivalOf({ ...track, traits: { plan: 'gold' } }).event).not.toHaveProperty('traits')
  })

  test('traits.email must be one mail address, or null', () => {
    for (const email of ['a@b.example', 'ä@bücher.example', null]) expect(reasonOf({ type: 'identify', userId: 'u', traits: { email } })).toBe('accepted')
    for (const email of ['', 'a', 'a@b, c@d', 'A <a@b>', 'a@b\r\nBcc: c@d', 'a@b;c@d', 'a@b@c', 7, ['a@b']]) {
      expect([email, reasonOf({ type: 'identify', userId: 'u', traits: { email } })]).toEqual([email, 'traits.email is not one mail address'])
    }
  })

  test('of the context, the page, the campaign and the session are kept; what the client said itself wins', () => {
    const context = {
      page: { url: 'u', path: '/p', title: 'T', search: '?q' },
      campaign: { source: 's', n: 1 },
      sessionId: 77,
      library: { name: 'x' },
      ip: '1.2.3.4',
    }
    const { properties, sessionId } = arrivalOf({ ...track, context }).event
    expect([properties, sessionId]).toEqual([{ context: { url: 'u', path: '/p', title: 'T', campaign: { source: 's' } } }, '77'])
    expect(arrivalOf({ ...track, context, properties: { context: 'mine' } }).event.properties).toEqual({ context: 'mine' })
    expect(arrivalOf({ ...track, context: { page: { url: 'x'.repeat(5000) } } }).event.properties).toEqual({ context: { url: 'x'.repeat(2048) } })
  })
})

describe('hostile JSON', () => {
  test('keys that could reach a prototype are refused wherever they stand', () => {
    for (const text of ['{"__proto__":{"x":1}}', '{"a":[{"__proto__":1}]}', '{"constructor":{"prototype":{"x":1}}}']) {
      expect(reasonOf({ ...track, properties: JSON.parse(text) })).toContain('is not allowed as a key')
      expect(reasonOf({ type: 'identify', userId: 'u', traits: JSON.parse(text) })).toContain('is not allowed as a key')
    }
    expect(reasonOf({ ...track, properties: { constructor: 'Ferrari' } })).toBe('accepted')
  })

  test('depth, number of keys and size are bounded, and the reason says where', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })
    expect(reasonOf({ ...track, properties: nested(limits.eventDepth) })).toBe('accepted')
    expect(reasonOf({ ...track, properties: nested(limits.eventDepth + 1) })).toContain('properties.a.a.')
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]))
    expect(reasonOf({ ...track, properties: keys(limits.eventKeys - 4) })).toBe('accepted')
    expect(reasonOf({ ...track, properties: keys(limits.eventKeys) })).toBe('the message has more than 1000 keys')
    expect(reasonOf({ type: 'identify', userId: 'u', traits: keys(limits.attributes + 1) })).toBe('traits has more than 300 keys')
    expect(reasonOf({ type: 'identify', userId: 'u', traits: { a: 'x'.repeat(limits.attributeBytes) } })).toBe('traits is larger than 16384 bytes')
  })

  test('a number that JSON cannot carry is refused', () => {
    expect(reasonOf({ ...track, properties: JSON.parse('{"price":1e999}') })).toBe('properties.price is a number too large to keep')
  })

  test('anything at all is either an arrival or a reason, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (whole, properties, context) => {
        for (const message of [
          whole,
          { ...track, properties },
          { type: 'identify', userId: 'u', traits: properties, context },
          { ...track, timestamp: properties, sentAt: context },
        ]) {
          const conversion = toArrival(message, { ...terms, batch: { context: context as never } })
          if (conversion.ok) expect(conversion.arrival.event.occurredAt).toBeLessThanOrEqual(receivedAt)
          else expect(conversion.reason).not.toBe('')
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('when it happened', () => {
  const at = (timestamp: unknown, sentAt?: unknown) => toArrival({ ...track, timestamp, ...(sentAt !== undefined && { sentAt }) }, terms)
  const occurred = (timestamp: unknown, sentAt?: unknown): number => {
    const conversion = at(timestamp, sentAt)
    return conversion.ok ? conversion.arrival.event.occurredAt : Number.NaN
  }

  test('without a timestamp it happened when it was received', () => {
    expect(occurred(undefined)).toBe(receivedAt)
    expect(occurred(null)).toBe(receivedAt)
  })

  test("the client's clock error cancels out, whichever way it is wrong", () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), fc.integer({ min: 0, max: 86_400_000 }), (skewMs, ageMs) => {
        const sentAt = receivedAt + skewMs
        expect(occurred(new Date(sentAt - ageMs).toISOString(), new Date(sentAt).toISOString())).toBe(receivedAt - ageMs)
      }),
    )
  })

  test('it never happened after it was received', () => {
    expect(occurred('2026-11-21T12:00:05Z')).toBe(receivedAt)
    expect(occurred('2026-11-21T12:00:05Z', '2026-11-21T12:00:00Z')).toBe(receivedAt)
  })

  test('history keeps its own time to the millisecond when it names no sentAt', () => {
    expect(occurred('2017-11-25T08:00:00.123Z')).toBe(Date.UTC(2017, 10, 25, 8, 0, 0, 123))
    expect(occurred(1_511_596_800_123)).toBe(1_511_596_800_123)
  })

  test('absurd and unreadable times are refused', () => {
    for (const timestamp of [
      '1970-01-01T00:00:00Z',
      1_700_000_000,
      '2026-11-23T12:00:00Z',
      'yesterday',
      '',
      '21.11.2026',
      '2026-02-30',
      '2026-11-21T25:00:00Z',
      1.5,
      1e300,
    ]) {
      expect([timestamp, at(timestamp).ok]).toEqual([timestamp, false])
    }
    expect(reasonOf({ ...track, timestamp: '2026-11-21T11:00:00Z', sentAt: 'soon' })).toContain('sentAt is not a time')
  })

  test('a time is read as ISO 8601, in UTC unless it names an offset', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0101-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime())
      }),
    )
    expect(parseInstant('2026-11-21T10:00:00')).toBe(Date.UTC(2026, 10, 21, 10))
    expect(parseInstant('2026-11-21 10:00:00+02:00')).toBe(Date.UTC(2026, 10, 21, 8))
    expect(parseInstant('2026-11-21T10:00:00.123456-0530')).toBe(Date.UTC(2026, 10, 21, 15, 30, 0, 123))
    expect(parseInstant('2024-02-29')).toBe(Date.UTC(2024, 1, 29))
    expect(parseInstant('2026-02-29')).toBeUndefined()
  })

  test('the usual form is read like any other', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'))
    fc.assert(
      fc.property(fc.constantFrom('0000', '0099', '0100', '1900', '2024', '2026', '20 6', '9999'), two, two, two, two, two, (...parts) => {
        const [year, month, day, hour, minute, second] = parts
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`
        // With an offset it takes the other way.
        expect([text, parseInstant(`${text}.123Z`)]).toEqual([text, parseInstant(`${text}.123+00:00`)])
      }),
      { numRuns: 2000 },
    )
    expect(parseInstant('2026-11-21T10:00:00.12aZ')).toBeUndefined()
    expect(parseInstant('2026-11-21T10:00:60.000Z')).toBeUndefined()
    expect(parseInstant('2026-02-30T10:00:00.000Z')).toBeUndefined()
  })
})
