// The trigger `at`: whoever a condition holds for at an instant of a schedule, and what it costs where it does not hold.

import { Cron as Croner } from 'croner'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkState } from '../../src/engine/check-state.ts'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { type Definitions, workspaceSchema } from '../../src/model/definitions.ts'
import type { Input } from '../../src/model/input.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { conditions } from '../../src/testing/arbitraries/conditions.ts'
import { histories } from '../../src/testing/arbitraries/histories.ts'
import { cartEvents, scales, segments, sessionGapUnits } from '../../src/testing/arbitraries/vocabulary.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'
import { entriesScheduled } from '../../src/testing/oracle/enter-naively.ts'
import { howMany } from '../how-many.ts'
import { engineWorld, programOf } from './oracle/engine-world.ts'
import { probeDefinitions } from './oracle/probe-definitions.ts'

const runs = howMany(200)

function begin(journey: JsonObject, traits: JsonObject = {}, start = '2026-11-21T10:00:00.000Z'): OneSubscriber {
  const nightly = journeySchema.parse({ journey: 'nightly', again: 'always', steps: [], ...journey })
  const helper = journeySchema.parse({
    journey: 'helper',
    enter: [{ on: 'Go' }],
    again: 'always',
    steps: [{ wait: { until: '03:00' } }, { update: { set: { plan: 'trial' } } }],
  })
  const definitions: Definitions = { workspace: workspaceSchema.parse({ workspace: 'shop' }), journeys: [nightly, helper], segments: [], templates: [] }
  const it = oneSubscriber(definitions, start)
  it.identify({ email: 'anna@example.com', ...traits })
  return it
}

function entries(it: OneSubscriber): string[] {
  return it.decisions.flatMap((one) => (one.kind === 'entered' && one.journey === 'nightly' ? [new Date(one.at).toISOString().slice(0, 16)] : []))
}

const trial: JsonObject = { attribute: 'plan', eq: 'trial' }
const nights = { enter: [{ at: '0 3 * * *', for: trial }] }

describe('a schedule lets in', () => {
  test('whoever the condition holds for at its instants, and nobody in between', () => {
    const it = begin(nights)
    it.advanceTo('2026-11-23T12:00:00Z')
    it.identify({ plan: 'trial' })
    it.advanceTo('2026-11-25T12:00:00Z')
    it.identify({ plan: 'gold' })
    it.advanceTo('2026-11-29T12:00:00Z')
    expect(entries(it)).toEqual(['2026-11-24T03:00', '2026-11-25T03:00'])
    expect(it.trace).toContain('2026-11-24T03:00:00.000Z  nightly#1 entered: on schedule 0 3 * * *: plan is trial')
  })

  test('whoever it comes to hold for by time alone', () => {
    const it = begin({ enter: [{ at: '0 3 * * *', for: { since: 'Viewed', gte: '2d', never: false } }], again: { after: '3d' } })
    it.event('Viewed')
    it.advanceTo('2026-11-28T12:00:00Z')
    expect(entries(it)).toEqual(['2026-11-24T03:00', '2026-11-27T03:00'])
  })

  test('everybody, where no condition is named', () => {
    const it = begin({ enter: [{ at: '30 8 * * mon' }] })
    it.advanceTo('2026-12-08T12:00:00Z')
    expect(entries(it)).toEqual(['2026-11-23T08:30', '2026-11-30T08:30', '2026-12-07T08:30'])
  })

  test("on the subscriber's own clock, also after it moved, or on one that is named", () => {
    const own = begin(nights, { plan: 'trial', timezone: 'Asia/Kolkata' })
    own.advanceTo('2026-11-22T12:00:00Z')
    own.identify({ timezone: 'America/New_York' })
    own.advanceTo('2026-11-24T12:00:00Z')
    expect(entries(own)).toEqual(['2026-11-21T21:30', '2026-11-23T08:00', '2026-11-24T08:00'])
    const named = begin({ enter: [{ at: '0 3 * * *', zone: 'Asia/Tokyo', for: trial }] }, { plan: 'trial', timezone: 'Asia/Kolkata' })
    named.advanceTo('2026-11-22T12:00:00Z')
    expect(entries(named)).toEqual(['2026-11-21T18:00'])
  })

  test('once a night on both edges of daylight saving', () => {
    const at = { enter: [{ at: '30 2 * * *', zone: 'Europe/Berlin' }] }
    const spring = begin(at, {}, '2026-03-28T10:00:00.000Z')
    spring.advanceTo('2026-03-30T12:00:00Z')
    expect(entries(spring)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30'])
    const autumn = begin(at, {}, '2026-10-24T10:00:00.000Z')
    autumn.advanceTo('2026-10-26T12:00:00Z')
    expect(entries(autumn)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30'])
  })

  test('by what was known just before: neither an event nor a step at the very instant counts', () => {
    const byEvent = begin(nights)
    byEvent.advanceTo('2026-11-22T03:00:00Z')
    byEvent.identify({ plan: 'trial' })
    byEvent.advanceTo('2026-11-22T12:00:00Z')
    expect(entries(byEvent)).toEqual([])
    const byStep = begin(nights)
    byStep.event('Go')
    byStep.advanceTo('2026-11-22T12:00:00Z')
    expect(byStep.state.attributes['plan']).toBe('trial')
    expect(entries(byStep)).toEqual([])
  })

  test('whoever leaves at that very instant, again', () => {
    const it = begin({ enter: [{ at: '0 3 * * *' }], steps: [{ wait: '1d' }] })
    it.advanceTo('2026-11-24T12:00:00Z')
    expect(entries(it)).toEqual(['2026-11-22T03:00', '2026-11-23T03:00', '2026-11-24T03:00'])
  })

  test('at exactly the instants that a look at the whole history says', () => {
    const cases = fc.constantFrom(...scales).chain((scale) =>
      fc.record({
        scale: fc.constant(scale),
        cron: fc.constantFrom('* * * * *', '*/3 * * * *', '0 * * * *', '0 0 * * *'),
        condition: fc.option(conditions(scale, 'anywhere'), { nil: undefined, freq: 1 }),
        history: histories(scale, 'only from outside'),
      }),
    )
    fc.assert(
      fc.property(cases, ({ scale, cron, condition, history }) => {
        const first = history[0] as Input
        const end = (history.at(-1) as Input).at + 30 * scale.unitMs
        const given = probeDefinitions(scale, { at: cron, zone: 'Asia/Kathmandu', ...(condition === undefined ? {} : { for: condition }) })
        const program = programOf(given)
        fc.pre(program !== undefined)
        const world = engineWorld(given, program as NonNullable<typeof program>, first)
        for (const input of [...history, { kind: 'time', at: end } as const]) world.applyAtOnce(input)
        const entered = world.decisions.flatMap((decision) => (decision.kind === 'entered' ? [decision.at] : []))
        // In a zone without daylight saving the library says when.
        const library = new Croner(cron, { timezone: 'Asia/Kathmandu' })
        const instants: number[] = []
        for (let at = library.nextRun(new Date(first.at)); at !== null && at.getTime() <= end; at = library.nextRun(at)) instants.push(at.getTime())
        const context = { zone: scale.zone, sessionGapMs: sessionGapUnits * scale.unitMs, cartEvents, segments, enrollments: [], passage: undefined }
        expect(entered).toEqual(entriesScheduled(condition, history, instants, context))
        expect(checkState(program as NonNullable<typeof program>, world.state())).toEqual([])
      }),
      { numRuns: runs },
    )
  })
})

describe('one instant lets in', () => {
  const once = { enter: [{ at: '2026-11-23 10:00', for: trial }], again: 'never' }

  test('whoever the condition holds for then, and nobody who comes to fit afterwards', () => {
    const fits = begin(once, { plan: 'trial' })
    fits.advanceTo('2026-12-08T12:00:00Z')
    expect(entries(fits)).toEqual(['2026-11-23T10:00'])
    expect(fits.trace).toContain('2026-11-23T10:00:00.000Z  nightly#1 entered: once, on 2026-11-23 10:00: plan is trial')
    expect(fits.state.deadline).toBe(Number.POSITIVE_INFINITY)
    const joinedLate = begin(once)
    joinedLate.advanceTo('2026-11-23T10:00:00Z')
    joinedLate.identify({ plan: 'trial' })
    joinedLate.advanceTo('2026-12-08T12:00:00Z')
    expect(entries(joinedLate)).toEqual([])
    const leftBefore = begin(once, { plan: 'trial' })
    leftBefore.advanceTo('2026-11-23T09:59:59Z')
    leftBefore.identify({ plan: 'gold' })
    leftBefore.advanceTo('2026-12-08T12:00:00Z')
    expect(entries(leftBefore)).toEqual([])
  })

  test('nobody where it lies in the past, and nobody who is first seen after it', () => {
    const late = begin(once, { plan: 'trial' }, '2026-11-23T10:00:00.000Z')
    late.advanceTo('2027-12-08T12:00:00Z')
    expect(entries(late)).toEqual([])
  })

  test('once for each person, also who moves on to where it is still to come', () => {
    const it = begin(once, { plan: 'trial', timezone: 'Asia/Tokyo' })
    it.advanceTo('2026-11-23T02:00:00Z')
    it.identify({ timezone: 'America/New_York' })
    it.advanceTo('2026-11-25T12:00:00Z')
    expect(entries(it)).toEqual(['2026-11-23T01:00'])
  })

  test.each([
    ['2026-03-29 02:30', 'Europe/Berlin', '2026-03-29T01:00'],
    ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30'],
    ['2026-09-06 00:30', 'America/Santiago', '2026-09-06T04:00'],
    ['2011-12-30 09:00', 'Pacific/Apia', '2011-12-30T10:00'],
  ])('%s in %s is %s on the clock of the world', (at, zone, instant) => {
    const it = begin({ enter: [{ at, zone }] }, {}, `${Number(at.slice(0, 4)) - 1}-11-21T10:00:00.000Z`)
    it.advanceTo(`${Number(at.slice(0, 4)) + 1}-11-23T12:00:00Z`)
    expect(entries(it)).toEqual([instant])
  })

  test('for whom a look at the whole history says so', () => {
    const cases = fc
      .constantFrom(...scales)
      .chain((scale) =>
        fc.record({ scale: fc.constant(scale), minute: fc.nat(90), condition: conditions(scale, 'anywhere'), history: histories(scale, 'only from outside') }),
      )
    fc.assert(
      fc.property(cases, ({ scale, minute, condition, history }) => {
        const first = history[0] as Input
        const at = Math.ceil(first.at / 60_000) * 60_000 + minute * 60_000
        const end = Math.max((history.at(-1) as Input).at, at) + 30 * scale.unitMs
        const given = probeDefinitions(scale, { at: new Date(at).toISOString().slice(0, 16).replace('T', ' '), zone: 'UTC', for: condition })
        const program = programOf(given)
        fc.pre(program !== undefined)
        const world = engineWorld(given, program as NonNullable<typeof program>, first)
        for (const input of [...history, { kind: 'time', at: end } as const]) world.applyAtOnce(input)
        const entered = world.decisions.flatMap((decision) => (decision.kind === 'entered' ? [decision.at] : []))
        const context = { zone: scale.zone, sessionGapMs: sessionGapUnits * scale.unitMs, cartEvents, segments, enrollments: [], passage: undefined }
        expect(entered).toEqual(entriesScheduled(condition, history, at > first.at ? [at] : [], context))
      }),
      { numRuns: runs },
    )
  })

  test.each([
    ['2026-02-30 10:00', 'there is no 2026-02-30 in the calendar: write a day that there is, from the year 2000 on'],
    ['2026-12-01', 'write a date and a time of day, such as 2026-12-01 10:00'],
    ['2026-12-01 24:00', 'write a date and a time of day, such as 2026-12-01 10:00'],
    ['2026-12-01T10:00', 'write a date and a time of day, such as 2026-12-01 10:00'],
  ])('%s is refused', (at, message) => {
    const parsed = journeySchema.safeParse({ journey: 'j', enter: [{ at }], steps: [] })
    expect(JSON.stringify(parsed.error?.issues)).toContain(message)
  })
})

describe('what a schedule costs', () => {
  test('nothing, where the condition does not hold and cannot come to hold by itself', () => {
    const it = begin(nights)
    expect(it.state.deadline).toBe(Number.POSITIVE_INFINITY)
    it.identify({ plan: 'gold' })
    expect(it.state.deadline).toBe(Number.POSITIVE_INFINITY)
  })

  test('one look at the first instant of the schedule at which it could hold', () => {
    const it = begin({ enter: [{ at: '0 3 * * *', for: { since: 'Viewed', gte: '30d', never: false } }] })
    it.event('Viewed')
    expect(new Date(it.state.deadline).toISOString()).toBe('2026-12-22T03:00:00.000Z')
  })

  test('nothing any more once `again` lets in no more', () => {
    const it = begin({ ...nights, again: 'never' }, { plan: 'trial' })
    it.advanceTo('2026-11-22T12:00:00Z')
    expect(entries(it)).toHaveLength(1)
    expect(it.state.deadline).toBe(Number.POSITIVE_INFINITY)
  })
})

test('a schedule has no event to take a key from', () => {
  const journey = journeySchema.parse({ journey: 'j', enter: [{ at: '0 3 * * *' }], key: 'properties.id', steps: [] })
  const { problems } = compile(sourceOf({ workspace: { workspace: 'shop' }, journeys: [journey], segments: [], templates: [] }))
  expect(problems.map(({ code, path }) => [code, path])).toEqual([['key.becomes', ['key']]])
})

test('an on step may wait for the next instant of a schedule', () => {
  const pair = { at: '0 9 1 * *', zone: 'Europe/Berlin', steps: [{ id: 'first', update: { set: { month: 'new' } } }] }
  const it = begin({ enter: [{ on: 'Signed Up' }], steps: [{ id: 'wait', on: [pair, { event: 'Left', steps: [] }] }] })
  it.event('Signed Up')
  it.advanceTo('2026-12-01T07:59:59Z')
  expect(it.state.attributes['month']).toBeUndefined()
  it.advanceTo('2026-12-01T08:00:00Z')
  expect(it.state.attributes['month']).toBe('new')
  const both = journeySchema.parse({ journey: 'j', enter: [{ on: 'A' }], steps: [{ on: [{ at: '0 9 * * *', days: ['mon'], steps: [] }] }] })
  const { problems } = compile(sourceOf({ workspace: { workspace: 'shop' }, journeys: [both], segments: [], templates: [] }))
  expect(problems.map(({ code }) => code)).toEqual(['at.days'])
})
