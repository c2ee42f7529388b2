// Holdout: people who enter and move like everybody and are sent nothing.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { newState } from '../../../src/engine/state.ts'
import { transition } from '../../../src/engine/transition.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { definitionsOf, mail, of, refused, type Shop, somebodyIn } from './shop.ts'

/** Who of a thousand people is not sent the mail. */
function heldOut(shop: Shop): Set<number> {
  const { program } = compile(sourceOf(definitionsOf(shop)))
  if (program === undefined) throw new Error('the shop compiles')
  const held = new Set<number>()
  for (let number = 1; number <= 1000; number += 1) {
    const event = { name: 'a', occurredAt: 0, receivedAt: 0, messageId: 'm', properties: {}, traits: { email: 'p@example.com' } as JsonObject }
    const { state, effects } = transition(program, newState(String(number), 0), { kind: 'event', at: 0, event, position: 1 })
    const { authorization } = transition(program, state, { kind: 'authorize', at: 0, effect: effects[0]?.key ?? '' })
    if (authorization?.kind === 'refused' && authorization.reason === 'holdout') held.add(number)
  }
  return held
}

test('everybody at 100 percent, nobody at 0', () => {
  expect(heldOut({ workspace: { policy: { holdout: 100 } } }).size).toBe(1000)
  expect(heldOut({ workspace: { policy: { holdout: 0 } } }).size).toBe(0)
})

test('the share is as asked for, and a larger one holds out the same people and more', () => {
  const ten = heldOut({ workspace: { policy: { holdout: 10 } } })
  const twenty = heldOut({ workspace: { policy: { holdout: 20 } } })
  expect(Math.abs(ten.size - 100)).toBeLessThan(30)
  expect([...ten].every((number) => twenty.has(number))).toBe(true)
})

test("a journey's own holdout is the same people in every version, and others than the workspace's", () => {
  const one = heldOut({ journeys: [mail('a', {}, { holdout: 30 })] })
  const edited = heldOut({ journeys: [mail('a', {}, { holdout: 30, description: 'edited' })] })
  const workspace = heldOut({ workspace: { policy: { holdout: 30 } } })
  expect([...edited]).toEqual([...one])
  expect([...workspace]).not.toEqual([...one])
})

test('who is held out enters, moves and completes, with the reason in place of the mail', () => {
  const anna = somebodyIn({ workspace: { policy: { holdout: 100 } } })
  anna.event('a')
  expect([of(anna, 'entered').length, of(anna, 'completed').length, refused(anna)]).toEqual([1, 1, ['a holdout']])
})

test('transactional mail and webhooks are not held out', () => {
  const anna = somebodyIn({
    workspace: { policy: { holdout: 100 }, topics: [{ topic: 'receipts', transactional: true }] },
    templates: [{ template: 'a', topic: 'receipts' }],
    journeys: [mail('a'), { journey: 'hook', enter: [{ on: 'hook' }], steps: [{ id: 'h', webhook: { url: 'https://example.com' } }] }],
  })
  anna.event('a')
  anna.event('hook')
  expect(of(anna, 'handed over').map(({ channel }) => channel)).toEqual(['email', 'webhook'])
})

test('who is held out is settled on entering: an edit of the share moves nobody who is inside', () => {
  const journeys = [mail('a')]
  const [all, nobody] = [100, 0].map((holdout) => compile(sourceOf(definitionsOf({ journeys, workspace: { policy: { holdout } } }))).program)
  if (all === undefined || nobody === undefined) throw new Error('the shops compile')
  for (const [before, after, kind] of [
    [all, nobody, 'refused'],
    [nobody, all, 'transmit'],
  ] as const) {
    const event = { name: 'a', occurredAt: 0, receivedAt: 0, messageId: 'm', properties: {}, traits: { email: 'p@example.com' } as JsonObject }
    const { state, effects } = transition(before, newState('7', 0), { kind: 'event', at: 0, event, position: 1 })
    const effect = effects[0]?.key ?? ''
    transition(after, state, { kind: 'adopt', at: 1, history: [], decisions: [] })
    expect(transition(after, state, { kind: 'authorize', at: 2, effect }).authorization?.kind).toBe(kind)
  }
})
