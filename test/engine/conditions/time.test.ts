// Local time: every jump of the clock is a boundary, and an answer never outlives it.

import { expect, test } from 'vitest'
import { newState } from '../../../src/engine/state.ts'
import type { TimeCondition } from '../../../src/model/condition.ts'
import { compiling } from './asking.ts'

function ask(time: TimeCondition['time'], zone: string): (at: string) => { value: boolean; until: string } {
  const { condition } = compiling({ time })
  const state = newState('somebody', 0)
  return (at) => {
    const { value, until } = condition.evaluate({ state, now: Date.parse(at), zone, passage: undefined })
    return { value, until: new Date(until).toISOString() }
  }
}

test('office hours end at the local minute, and over the weekend nothing is announced before monday', () => {
  const at = ask({ between: ['09:00', '17:00'], days: ['mon', 'tue', 'wed', 'thu', 'fri'] }, 'Europe/Berlin')
  expect(at('2026-11-20T10:00:00Z')).toEqual({ value: true, until: '2026-11-20T16:00:00.000Z' })
  expect(at('2026-11-20T16:00:00Z')).toEqual({ value: false, until: '2026-11-23T08:00:00.000Z' })
  expect(at('2026-11-23T08:00:00Z').value).toBe(true)
})

test('from 22:00 to 06:00 goes over midnight', () => {
  const at = ask({ between: ['22:00', '06:00'] }, 'UTC')
  expect(at('2026-11-21T23:00:00Z')).toEqual({ value: true, until: '2026-11-22T06:00:00.000Z' })
  expect(at('2026-11-22T06:00:00Z')).toEqual({ value: false, until: '2026-11-22T22:00:00.000Z' })
})

test('a boundary inside the gap of spring is the first instant after it', () => {
  const at = ask({ between: ['02:30', '04:00'] }, 'Europe/Berlin')
  expect(at('2026-03-29T00:59:59Z')).toEqual({ value: false, until: '2026-03-29T01:00:00.000Z' })
  expect(at('2026-03-29T01:00:00Z')).toEqual({ value: true, until: '2026-03-29T02:00:00.000Z' })
})

test('in the overlap of autumn the clock leaves the window and comes back', () => {
  const at = ask({ between: ['02:30', '04:00'] }, 'Europe/Berlin')
  expect(at('2026-10-25T00:30:00Z')).toEqual({ value: true, until: '2026-10-25T01:00:00.000Z' })
  expect(at('2026-10-25T01:00:00Z')).toEqual({ value: false, until: '2026-10-25T01:30:00.000Z' })
  expect(at('2026-10-25T01:30:00Z')).toEqual({ value: true, until: '2026-10-25T03:00:00.000Z' })
})

test('a zone of its own is kept apart from that of the subscriber', () => {
  const at = ask({ between: ['09:00', '10:00'], zone: 'Asia/Tokyo' }, 'UTC')
  expect(at('2026-11-21T00:30:00Z').value).toBe(true)
  expect(at('2026-11-21T09:30:00Z').value).toBe(false)
})

test('asking about an earlier instant than before gives the answer of that instant', () => {
  const at = ask({ between: ['09:00', '10:00'] }, 'UTC')
  expect(at('2026-11-21T12:00:00Z').value).toBe(false)
  expect(at('2026-11-21T09:30:00Z').value).toBe(true)
})
