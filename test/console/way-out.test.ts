// Where what needs attention is looked into and mended.

import { expect, test } from 'vitest'
import { wayOut, wayToAllow } from '../../console/src/areas/home/way-out.ts'

type Finding = Parameters<typeof wayToAllow>[0]
const finding = (kind: Finding['kind'], code: string): Finding => {
  return { kind, about: 'looked', said: { code, values: {} }, because: '', count: null, since: null, id: `${kind} looked`, known: null } as unknown as Finding
}

test('more is offered where more people or messages came than was expected; not where they complain, leave, bounce or come late', () => {
  for (const code of ['entries-in-hour', 'entries-in-day', 'messages-in-hour', 'messages-in-day'])
    expect(wayToAllow(finding('guard', code)), code).toBeDefined()
  expect(wayToAllow(finding('journey-above', 'far-above'))).toBeDefined()
  for (const code of ['guard-complaints', 'guard-bounces', 'guard-unsubscribes', 'guard-late', 'guard-late-by', 'plain'])
    expect(wayToAllow(finding('guard', code)), code).toBeUndefined()
  expect(wayToAllow(finding('journey-below', 'far-below'))).toBeUndefined()
})

test('whatever rests or is held back on its way out leads to where the ways and the domains stand', () => {
  expect(wayOut(finding('resting', 'plain'))).toMatchObject({ path: '/settings/sending', search: {} })
  expect(wayOut({ ...finding('domain', 'plain'), about: 'shop.example' })).toMatchObject({ path: '/settings/sending', search: { domain: 'shop.example' } })
})

test('what failed leads to its messages: by their template, and by their journey where they have none', () => {
  expect(wayOut({ ...finding('failed', 'plain'), about: 'welcome' })?.search).toEqual({ status: 'failed', template: 'welcome' })
  expect(wayOut({ ...finding('failed', 'plain'), about: 'tell-crm/call' })?.search).toEqual({ status: 'failed', journey: 'tell-crm', step: 'call' })
})

test('people who are stuck lead to those whose step is overdue, and what was saved with a mistake to where it is edited', () => {
  expect(wayOut({ ...finding('stuck', 'plain'), about: null })).toMatchObject({ path: '/people', search: { overdue: '1' } })
  const placeOf = (about: string | null) => wayOut({ ...finding('refused', 'plain'), about })?.path
  expect(['journey win back', 'template hello', 'segment vip', 'collection products', 'workspace My Shop', 'odd.yaml', null].map(placeOf)).toEqual([
    ...['/journeys/win%20back', '/templates/hello', '/segments/vip', '/catalogue/products', '/settings', '/journeys', '/journeys'],
  ])
})
