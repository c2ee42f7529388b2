// Rows to messages: fields, names, instants, money and the rest of what files hold.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { chosenUses, nameFrom } from '../../console/src/areas/imports/column-uses.ts'
import { mapRow, readMapping } from '../../src/imports/field-mapping.ts'
import { compileInstantFormat, convertValue, readInstant, type ValueType } from '../../src/imports/field-values.ts'
import { lookAtRows } from '../../src/imports/look-at-rows.ts'
import { openRows } from '../../src/imports/read-rows.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { newFolder } from '../cli/command-line.ts'

function mapped(flags: { map?: string[]; property?: string[]; trait?: string[]; zone?: string }, row: JsonObject) {
  return mapRow(readMapping({ map: [], property: [], trait: [], zone: 'UTC', ...flags }), row)
}

describe('a row becomes a message', () => {
  test('by columns, constants and names for values', () => {
    const flags = { map: ['userId=user,event=type{pv:Product Viewed,buy:Order Completed}', 'timestamp=ts'], property: ['product_id=item,price=p:money'] }
    expect(mapped(flags, { user: 7, type: 'buy', ts: '1511658000', item: '55', p: '1.234,50 €' })).toEqual({
      kind: 'messages',
      event: 'Order Completed',
      timestamp: 1511658000000,
      messages: [{ type: 'track', userId: '7', event: 'Order Completed', timestamp: 1511658000000, properties: { product_id: '55', price: 1234.5 } }],
    })
    expect(mapped(flags, { user: 7, type: 'fav', ts: '1511658000', item: '55', p: '' })).toEqual({ kind: 'passed over', value: 'type = fav' })
    expect(mapped({ map: ['userId=a.b,event=:Order, Completed'.replace(', ', ' ')] }, { a: { b: 'x' } })).toMatchObject({
      messages: [{ userId: 'x', event: 'Order Completed' }],
    })
  })

  test('with traits as an identify before the event', () => {
    expect(
      mapped(
        { map: ['userId=id,event=:Bought,timestamp=t'], trait: ['email', 'age=years:number'] },
        { id: 'a', t: '2026-01-01', email: 'a@b.org', years: '40' },
      ),
    ).toMatchObject({
      messages: [
        { type: 'identify', userId: 'a', timestamp: Date.UTC(2026, 0, 1), traits: { email: 'a@b.org', age: 40 } },
        { type: 'track', userId: 'a', event: 'Bought' },
      ],
    })
    expect(mapped({ map: ['type=:identify,userId=id'], trait: ['plan'] }, { id: 'a', plan: 'pro' })).toMatchObject({
      messages: [{ type: 'identify', traits: { plan: 'pro' } }],
    })
  })

  test('without a mapping: columns of the fields’ own names, everything else as properties; tracking messages as they are', () => {
    expect(mapped({}, { userId: 'a', event: 'E', timestamp: '2026-01-01T00:00:00Z', price: '5' })).toMatchObject({
      messages: [{ userId: 'a', event: 'E', properties: { price: '5' } }],
    })
    expect(mapped({}, { userId: 'a', event: 'E', timestamp: 1, properties: { x: 1 } })).toMatchObject({ messages: [{ properties: { x: 1 } }] })
    const wire = { type: 'group', userId: 'a', groupId: 'g', traits: { size: 3 }, timestamp: '2026-01-01T00:00:00Z' }
    expect(mapped({}, wire)).toMatchObject({ messages: [wire] })
    expect(mapped({ map: ['userId=u,event=e'], property: ['*'] }, { u: 'a', e: 'E', color: 'red' })).toMatchObject({
      messages: [{ properties: { color: 'red' } }],
    })
    expect(mapped({ map: ['userId=u,event=e'] }, { u: 'a', e: 'E', color: 'red' })).toMatchObject({ messages: [{ properties: {} }] })
  })

  test.each([
    [{ event: 'E' }, 'there is neither a userId nor an anonymousId'],
    [{ userId: ' ', event: 'E' }, 'there is neither a userId nor an anonymousId'],
    [{ userId: 'a' }, 'there is no event name'],
    [{ userId: 'a', event: 'E', timestamp: 'yesterday' }, /^timestamp: "yesterday" is no instant/],
  ] as const)('what cannot be one says why: %j', (row, problem) => {
    const result = mapped({}, row)
    expect(result.kind).toBe('problem')
    if (typeof problem === 'string') expect(result).toEqual({ kind: 'problem', problem })
    else expect((result as { problem: string }).problem).toMatch(problem)
  })

  test('a mapping that cannot be read is refused', () => {
    const read = (flags: object) => () => readMapping({ map: [], property: [], trait: [], zone: 'UTC', ...flags })
    expect(read({ map: ['evnt=x'] })).toThrow('--map "evnt=x" is not FIELD=COLUMN')
    expect(read({ map: ['event'] })).toThrow('is not FIELD=COLUMN')
    expect(read({ map: ['event=t{pv}'] })).toThrow('"pv" is not VALUE:NAME')
    expect(read({ map: ['timestamp=t(HH:mm)'] })).toThrow('"HH:mm" is no form of a date')
    expect(read({ property: ['a=b:float'] })).toThrow('there is no type float')
  })
})

describe('values', () => {
  test.each([
    ['number', '12.5', 12.5],
    ['number', '-3e2', -300],
    ['number', '12,5', undefined],
    ['number', '', undefined],
    ['money', '12,5', 12.5],
    ['money', '1.234,56 €', 1234.56],
    ['money', '$1,234.56', 1234.56],
    ['money', '1 234,56', 1234.56],
    ['money', '1’234.50 CHF', 1234.5],
    ['money', '1.234', 1234],
    ['money', '1,234,567', 1234567],
    ['money', '-0,99', -0.99],
    ['money', '(5.00)', -5],
    ['money', '.5', 0.5],
    ['money', '0.0042', 0.0042],
    ['money', '1.23.45', undefined],
    ['money', 'free', undefined],
    ['boolean', 'Yes', true],
    ['boolean', '0', false],
    ['boolean', 'maybe', undefined],
    ['json', '{"a":[1]}', { a: [1] }],
    ['json', '{a}', undefined],
    ['time', '1511658000', '2017-11-26T01:00:00.000Z'],
    ['text', '007', '007'],
  ] as const)('%s "%s"', (type, text, value) => {
    const converted = convertValue(text, { type: type as ValueType, zone: 'UTC' })
    expect(converted.ok ? converted.value : undefined).toEqual(value)
  })

  test.each([
    ['2026-11-21T10:00:00.123Z', 'UTC', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00+02:00', 'UTC', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21 10:00', 'Europe/Berlin', '2026-11-21T09:00:00.000Z'],
    ['2026-07-21 10:00:30', 'Europe/Berlin', '2026-07-21T08:00:30.000Z'],
    ['2026-11-21', 'America/New_York', '2026-11-21T05:00:00.000Z'],
    ['1511658000', 'UTC', '2017-11-26T01:00:00.000Z'],
    ['1511658000123', 'UTC', '2017-11-26T01:00:00.123Z'],
    ['1511658000.5', 'UTC', '2017-11-26T01:00:00.500Z'],
    ['2026-02-30', 'UTC', undefined],
    ['21.11.2026', 'UTC', '2026-11-21T00:00:00.000Z'],
  ] as const)('the instant %s in %s', (text, zone, iso) => {
    const read = readInstant(text, { zone })
    expect(read.ok ? new Date(read.value).toISOString() : undefined).toBe(iso)
  })

  test.each([
    ['M/D/YYYY H:mm', '12/1/2010 8:26', '2010-12-01T08:26:00.000Z'],
    ['D.M.YY HH:mm:ss', '1.2.99 08:26:05', '1999-02-01T08:26:05.000Z'],
    ['YYYYMMDD', '20261121', '2026-11-21T00:00:00.000Z'],
    ['MM/DD/YYYY h:mm A', '11/21/2026 12:05 AM', '2026-11-21T00:05:00.000Z'],
    ['MM/DD/YYYY h:mm A', '11/21/2026 1:05 p.m.', '2026-11-21T13:05:00.000Z'],
    ['D.M.YYYY', '31.2.2026', undefined],
    ['D.M.YYYY', '2026-01-01', undefined],
  ] as const)('the form %s reads %s', (form, text, iso) => {
    const read = compileInstantFormat(form)?.(text, 'UTC')
    expect(read?.ok ? new Date(read.value).toISOString() : undefined).toBe(iso)
  })
})

test('a date with points has its day first, and a yes may be a ja', () => {
  expect(convertValue('5.6.2026', { type: 'time', zone: 'UTC' })).toEqual({ ok: true, value: '2026-06-05T00:00:00.000Z' })
  expect(convertValue('05.06.2026 14:30', { type: 'time', zone: 'Europe/Berlin' })).toEqual({ ok: true, value: '2026-06-05T12:30:00.000Z' })
  expect(convertValue('13.13.2026', { type: 'time', zone: 'UTC' }).ok).toBe(false)
  // What other systems write for "never" refuses its row, and ends nothing.
  expect(convertValue('9999999999999999', { type: 'time', zone: 'UTC' })).toEqual({ ok: false, problem: '"9999999999999999" is beyond the calendar' })
  expect(convertValue('Ja', { type: 'boolean', zone: 'UTC' })).toEqual({ ok: true, value: true })
})

test('a table of a shop in another language is proposed as what templates and conditions ask for', async () => {
  const path = join(await newFolder(), 'kunden.csv')
  await writeFile(path, 'Kunden-Nr.;Vorname;Umsatz;Letzte Bestellung;Newsletter\n1;Jörg;1.213,69;05.06.2026;ja\n2;Zoë;12,5;13.10.2026;nein\n')
  const { columns } = await lookAtRows(await openRows(path))
  expect(columns.map(({ column, type, likely }) => [column, type, likely])).toEqual([
    ['Kunden-Nr.', 'number', 'userId'],
    ['Vorname', 'text', undefined],
    ['Umsatz', 'money', undefined],
    ['Letzte Bestellung', 'time', undefined],
    ['Newsletter', 'boolean', 'consent'],
  ])
  expect(['Vorname', 'First Name', 'Telefon-Nr.', 'Nachname', 'Umsatz gesamt'].map(nameFrom)).toEqual([
    'first_name',
    'first_name',
    'phone',
    'last_name',
    'umsatz_gesamt',
  ])
})

test('what somebody said of a column stays, whatever is proposed for it when the file is looked at again', () => {
  const chosen = { use: 'topic', name: 'newsletter', type: 'text' } as const
  const look = (likely: string | null) => [
    { column: 'newsletter', type: 'boolean', likely },
    { column: 'mail', type: 'text', likely: likely === null ? null : 'email' },
  ]
  const usesAfter = (likely: string | null) => chosenUses({ columns: look(likely), kind: 'subscribers', said: { newsletter: chosen } })
  expect(usesAfter(null)).toEqual({ newsletter: chosen, mail: { use: 'attribute', name: 'mail', type: 'text' } })
  expect(usesAfter('consent')).toEqual({ newsletter: chosen, mail: { use: 'email', name: 'mail', type: 'text' } })
})
