// Stop switches: what they hold back waits, and goes on or expires once they are lifted.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Stop, StopScope } from '../../../src/model/stop.ts'
import { deferred, definitionsOf, mail, of, refused, sent, somebodyIn, start } from './shop.ts'

const on = (scope: StopScope): Stop => ({ scope, because: 'wrong price', since: Date.parse(start) })

test.each<[string, StopScope, string[]]>([
  ['everything', { all: true }, []],
  ['one journey', { journey: 'on-a' }, ['b']],
  ['one version', { journey: 'on-a', version: 1 }, ['b']],
  ['another version', { journey: 'on-a', version: 2 }, ['a', 'b']],
  ['one template', { template: 'b' }, ['a']],
])('a switch holds back %s', (_, scope, wanted) => {
  const anna = somebodyIn({})
  anna.stop([on(scope)])
  anna.event('a')
  anna.event('b')
  expect(sent(anna).map((text) => text[0])).toEqual(wanted)
})

test('what waited goes out when the last switch that holds it is lifted, with the reason on record', () => {
  const anna = somebodyIn({})
  anna.stop([on({ all: true }), on({ template: 'a' })])
  anna.event('a')
  anna.stop([on({ template: 'a' })])
  expect(sent(anna)).toEqual([])
  anna.stop([])
  expect([sent(anna), deferred(anna)]).toEqual([[`a ${start}`], ['a lifted stop switch', 'a lifted stop switch']])
  expect(of(anna, 'deferred')[0]?.because).toBe(`everything stopped since ${start}: wrong price`)
})

test('what may expire goes out as well when the switch is lifted before that', () => {
  const anna = somebodyIn({ journeys: [mail('a', { expires: '2h' })] })
  anna.stop([on({ all: true })])
  anna.event('a')
  anna.advanceTo('2026-11-21T11:00:00.000Z')
  anna.stop([])
  expect(sent(anna)).toEqual(['a 2026-11-21T11:00:00.000Z'])
})

test('a mail that expires under a switch is refused at that instant', () => {
  const anna = somebodyIn({ journeys: [mail('a', { expires: '2h' })] })
  anna.stop([on({ all: true })])
  anna.event('a')
  anna.advanceTo('2026-11-21T12:00:00.000Z')
  expect([refused(anna), of(anna, 'refused')[0]?.at]).toEqual([['a expired'], Date.parse('2026-11-21T12:00:00.000Z')])
})

test('webhooks are held back as well, and transactional mail too', () => {
  const anna = somebodyIn({
    workspace: { topics: [{ topic: 'receipts', transactional: true }] },
    templates: [{ template: 'a', topic: 'receipts' }],
    journeys: [mail('a'), { journey: 'hook', enter: [{ on: 'hook' }], steps: [{ id: 'h', webhook: { url: 'https://example.com' } }] }],
  })
  anna.stop([on({ all: true })])
  anna.event('a')
  anna.event('hook')
  expect([of(anna, 'handed over'), deferred(anna).length]).toEqual([[], 2])
})

test('somebody who says no meanwhile is not sent what waited', () => {
  const anna = somebodyIn({})
  anna.stop([on({ all: true })])
  anna.event('a')
  anna.command({ do: 'unsubscribe', topic: 'all' })
  anna.stop([])
  expect(refused(anna)).toEqual(['a unsubscribed'])
})

test('switches are no part of what a program is: nobody has to take anything over', () => {
  const source = sourceOf(definitionsOf({}))
  expect(compile({ ...source, stops: [on({ all: true })] }).program?.id).toBe(compile(source).program?.id)
})
