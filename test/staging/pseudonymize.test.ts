// What leaves a workspace for a copy: nothing that tells who it was, and everything that the engine decides by.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/model/json.ts'
import { type PlayLogOptions, placedChanges } from '../../src/staging/play-log.ts'
import { createPseudonymizer } from '../../src/staging/pseudonymize.ts'
import { pseudonymizeArrival, pseudonymizeCommand } from '../../src/staging/pseudonymize-input.ts'
import { createPseudonyms } from '../../src/staging/pseudonyms.ts'

test('reasons that somebody of the team typed do not come into a copy, and those of the product do', async () => {
  const scope = { journey: 'welcome' } as const
  const asked: unknown[] = []
  const note = async (wish: unknown): Promise<never> => asked.push(wish) as never
  const runtime = { changePause: note, changeStops: note } as unknown as PlayLogOptions['runtime']
  const stops = [{ position: 2, stops: [{ scope, because: 'anna@mail.example complained', since: 1, who: 'bert' }] }]
  const pause = { at: 1, position: 1, journey: 'welcome', do: 'pause', because: 'Anna Schmidt rang', by: 'admin' } as const
  const guarded = { ...pause, position: 3, because: '40 instead of 4', by: 'guard' } as const
  for (const { apply } of placedChanges([], { pauses: [pause, guarded], stops })) await apply(runtime)
  expect(asked).toHaveLength(3)
  expect(JSON.stringify(asked)).not.toMatch(/anna|bert|rang/i)
  expect(JSON.stringify(asked)).toContain('40 instead of 4')
})

const known = new Set(['pro', 'shoes', 'https://shop.example', '/pricing', 'pricing'])
const under = (key: string, keep: readonly string[] = []) =>
  createPseudonymizer({ pseudonyms: createPseudonyms(Buffer.from(key)), isKnown: (text) => known.has(text), keep: new Set(keep) })
const hide = under('one')

describe('of what somebody said', () => {
  test('numbers, truth values, instants, zones, languages, countries and known words stay', () => {
    const kept = {
      price: 19.9,
      quantity: 3,
      amount: '19.90',
      isMember: true,
      at: '2026-03-01T10:00:00Z',
      day: '2026-03-01',
      since: 1_790_140_858_408,
      timezone: 'Europe/Berlin',
      locale: 'de-DE',
      currency: 'EUR',
      country: 'DE',
      plan: 'pro',
      items: [{ category: 'shoes', price: 5 }],
      nothing: null,
    }
    expect(hide.fields(kept, 'person')).toEqual(kept)
  })

  test('addresses, names, numbers, ids, places and free text do not, wherever they stand', () => {
    const said = {
      email: 'Anna@Mail.example',
      first_name: 'Anna',
      lastName: 'Schmidt',
      name: 'Anna Schmidt',
      phone: '+49 170 1234567',
      mobile: 491701234567,
      address: { street: 'Lindenweg 4', city: 'Ulm', zip: 89073 },
      customer_id: 14,
      note: 'Anna called, please ring +49 170 1234567',
      answers: ['Anna Schmidt', { 'anna@mail.example': 'yes please' }],
      page: 'https://anna-schmidt.example/album/anna?mail=anna@mail.example#anna',
      path: '/people/anna',
      ip: '203.0.113.7',
      birthday: '1984-05-06',
    }
    const text = JSON.stringify(hide.fields(said, 'person'))
    expect(text).not.toMatch(/anna|schmidt|1234567|170|linden|ulm|89073|203\.0|1984|called|album|people\/|yes please/i)
    expect(JSON.parse(text)).toMatchObject({ birthday: expect.stringMatching(/^\d{4}-05-06$/), phone: expect.stringMatching(/^\+999\d{9}$/) })
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(said))
  })

  test('exact places do not, whatever the numbers are called', () => {
    const said = {
      location: { lat: 52.520008, lng: 13.404954 },
      loc: [52.520008, 13.404954],
      spot: [13.404954, 52.520008],
      where: { x: 52.520008, y: 13.404954, floor: 3 },
      gps: '52.520008,13.404954',
      home: { location: '52.520008 13.404954' },
      ratio: 0.123456,
      totals: [12.5, 99.99],
    }
    const made = hide.fields(said, 'event')
    expect(JSON.stringify(made)).not.toMatch(/520008|404954/)
    expect(made).toMatchObject({
      location: { lat: 52, lng: 13 },
      loc: [52, 13],
      spot: [13, 52],
      where: { x: 52, y: 13, floor: 3 },
      ratio: 0.123456,
      totals: [12.5, 99.99],
    })
  })

  test('numbers by which a shop finds somebody do not: of customers, orders, contracts and houses, in other languages too', () => {
    const said = {
      Kundennummer: 48151,
      'order-number': 62342,
      contract_nr: 11223,
      Hausnummer: 4242,
      postleitzahl: 89073,
      ticketNo: 77881,
      imei: 490154203237518,
    }
    const text = JSON.stringify(hide.fields(said, 'person'))
    for (const number of Object.values(said)) expect(text).not.toContain(String(number))
    expect(hide.fields({ product_id: 48151, quantity: 3 }, 'event')).toEqual({ product_id: 48151, quantity: 3 })
  })

  test('the name of a list that somebody made up does not bring an address or a number along, and one of the definitions stays', () => {
    const add = (list: string) => JSON.stringify(pseudonymizeCommand({ do: 'list', list, member: true } as never, hide, (key) => key))
    expect(add('friends of anna@mail.example')).not.toContain('anna')
    expect(add('rang +49 170 123-4567')).not.toContain('170')
    expect(add('shoes')).toContain('shoes')
    expect(add('hot-leads')).toContain('hot-leads')
  })

  test('the names of events and fields stay, unless an address or a number of somebody stands in them', () => {
    expect(hide.name('Product Viewed')).toBe('Product Viewed')
    expect(`${hide.name('Called anna@mail.example')} ${hide.name('Called 491701234567')}`).not.toMatch(/anna|170/)
    const arrival = { userId: 'u', event: { name: 'Called anna@mail.example', occurredAt: 1, receivedAt: 1, messageId: 'm', properties: {} } }
    expect(JSON.stringify(pseudonymizeArrival(arrival, hide))).not.toContain('anna')
  })

  test('the name of a thing stays when it is known, and that of a person never', () => {
    expect(hide.fields({ name: 'shoes' }, 'event')).toEqual({ name: 'shoes' })
    expect(hide.fields({ name: 'shoes' }, 'person')).not.toEqual({ name: 'shoes' })
  })

  test('parts of an address that are known stay, so that conditions on pages see what they saw', () => {
    expect(hide.fields({ url: 'https://shop.example/pricing?ref=anna', path: '/pricing' }, 'event')).toEqual({
      url: 'https://shop.example/pricing',
      path: '/pricing',
    })
  })

  test('fields that the team named stay as they are', () => {
    expect(under('one', ['segment_code']).fields({ segment_code: 'Ulm West' }, 'event')).toEqual({ segment_code: 'Ulm West' })
  })
})

test('the same becomes the same in every field, in any case and however a number is written, and another under another key', () => {
  const { email, phone } = hide.fields({ email: 'anna@mail.example', phone: '+491701234567' }, 'person') as { email: string; phone: string }
  expect(hide.id('Anna@Mail.example')).toBe(email)
  expect(hide.text('ANNA@mail.example ')).not.toContain('anna')
  expect(hide.reached('+49 (170) 123-4567')).toBe(phone)
  expect(hide.fields({ recipient: 'anna@mail.example' }, 'event')).toEqual({ recipient: email })
  expect(under('two').id('anna@mail.example')).not.toBe(email)
})

test('no text of four letters or more comes through, whatever it is called and wherever it stands', () => {
  const word = fc.string({ unit: fc.constantFrom(...'qwzkjvQWZKJV'), minLength: 4, maxLength: 24 })
  const leaf = fc.oneof(
    word,
    word.map((text) => `${text}@${text}.org`),
    word.map((text) => `${text} ${text}`),
    word.map((text) => `https://${text}.org/${text}?${text}`),
    word.map((text) => `/${text}`),
  )
  const named = fc.dictionary(
    fc.constantFrom('name', 'email', 'note', 'city', 'url', 'tags', 'x', 'user_id', 'phone', 'birthday', 'ip'),
    fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
  )
  fc.assert(
    fc.property(named, fc.constantFrom('person' as const, 'event' as const), (said, about) => {
      const words = JSON.stringify(said).match(/[qwzkjv]{4,}/gi) ?? []
      const left = JSON.stringify(hide.fields({ deep: said } as JsonObject, about)).toLowerCase()
      for (const one of words) expect(left).not.toContain(one.toLowerCase())
    }),
  )
})
