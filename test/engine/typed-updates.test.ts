// Updates of attributes whose type is declared: what cannot fit is a problem at save, what does not fit is a decision, and nothing is converted.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { newState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { AttributeType } from '../../src/model/definitions.ts'
import type { UpdateStep } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'

const attributes: Record<string, AttributeType> = { plan: 'text', seats: 'number', vip: 'boolean', since: 'date', tags: 'list', home: 'object' }

function compiled(update: UpdateStep['update']) {
  const journey = { journey: 'tour', enter: [{ on: 'Go' }], steps: [{ id: 'change', update }] }
  return compile(sourceOf({ workspace: { workspace: 'Shop', attributes }, journeys: [journey], segments: [], templates: [] }))
}

const wrong: readonly [update: UpdateStep['update'], message: string][] = [
  [{ set: { seats: '12' } }, 'seats is a number, and "12" is a text'],
  [{ set: { plan: 3 } }, 'plan is a text, and 3 is a number'],
  [{ set: { since: 'tomorrow' } }, 'since is a date such as 2026-11-21, and "tomorrow" is a text'],
  [{ set: { vip: 'yes' } }, 'vip is true or false, and "yes" is a text'],
  [{ increment: { plan: 1 } }, 'plan is declared as text, and increment is for a number'],
  [{ append: { seats: 1 } }, 'seats is declared as number, and append is for a list'],
]
test.each(wrong)('%j is a problem at save', (update, message) => {
  expect(compiled(update).problems).toMatchObject([{ severity: 'error', code: 'update.type', message }])
})

test('what fits is no problem, and what is not declared may hold anything', () => {
  const update = { set: { plan: 'gold', seats: 2, vip: true, since: '2026-11-21', tags: ['a'], other: 5 }, increment: { orders: 1 }, unset: ['home'] }
  expect(compiled(update).problems).toEqual([])
})

/** What somebody with these attributes has after the step, and the decisions about it. */
function changed(update: UpdateStep['update'], before: JsonObject, properties: JsonObject = {}) {
  const { program } = compiled(update)
  if (program === undefined) throw new Error('it does not compile')
  const at = 1_800_000_000_000
  const state = newState('somebody', at)
  const first = transition(program, state, { kind: 'command', at, command: { do: 'set attributes', set: before }, source: 'admin', position: 1 })
  const event = { name: 'Go', occurredAt: at, receivedAt: at, messageId: 'm', properties }
  const { state: after, decisions, counts } = transition(program, first.state, { kind: 'event', at, event, position: 2 })
  return { attributes: after.attributes, decisions: decisions.filter(({ kind }) => kind === 'skipped' || kind === 'acted'), counts, state: after }
}

test('a value of the event that does not fit changes nothing, and is a decision; the rest of the step is done', () => {
  const update = { set: { seats: { ref: 'trigger.seats' }, plan: 'gold' } }
  const { attributes: after, decisions, counts } = changed(update, { seats: 3 }, { seats: '12' })
  expect(after).toEqual({ seats: 3, plan: 'gold' })
  expect(decisions).toMatchObject([
    { kind: 'skipped', reason: 'wrong type', because: 'seats is a number, and "12" is a text' },
    { kind: 'acted', action: 'updates plan' },
  ])
  expect(counts.filter(({ measure }) => measure.startsWith('skipped')).map(({ measure }) => measure)).toEqual(['skipped', 'skipped: wrong type'])
})

test('what is there already and is no number is not counted up, nor is what is no list made one', () => {
  const { attributes: after, decisions } = changed({ increment: { orders: 1 }, append: { colors: 'red' } }, { orders: 'many', colors: 'blue' })
  expect(after).toEqual({ orders: 'many', colors: 'blue' })
  expect(decisions).toMatchObject([{ kind: 'skipped', because: 'orders is a number, and "many" is a text; colors is a list, and "blue" is a text' }])
})

test('set, unset, increment and append work together, inside of objects too', () => {
  const update = { set: { 'home.city': 'Berlin' }, increment: { seats: 2 }, append: { tags: 'new' }, unset: ['plan'] }
  expect(changed(update, { plan: 'gold', seats: 1, tags: ['old'] }).attributes).toEqual({ home: { city: 'Berlin' }, seats: 3, tags: ['old', 'new'] })
})

test('the passage goes on after a step that changed nothing', () => {
  const { state } = changed({ increment: { orders: 1 } }, { orders: 'many' })
  expect(state.enrollments.filter(({ status }) => status === 'active')).toEqual([])
})
