// When the messages of one person leave under quiet hours and frequency caps: the engine against the oracle, in whichever order the engine is asked
// about them. ONCUE_RUNS sets how many random worlds are tried.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationMs } from '../../../src/model/duration.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { weekdays } from '../../../src/model/local-time.ts'
import type { Cap, QuietHours } from '../../../src/model/policy.ts'
import { type Decided, type Fate, letOutNaively } from '../../../src/testing/oracle/let-out-naively.ts'
import { howMany } from '../../how-many.ts'
import { mail, of, somebodyIn } from '../policies/shop.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** All that is random here lies on it: spans, times of day, what zones differ by, and halfway between the others the instants at which a zone is another one. */
const gridMs = 7.5 * minuteMs
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const topics = [{ topic: 'news' }, { topic: 'tips' }, { topic: 'orders', transactional: true }]
/** A day before clocks change in Berlin, New York and on Lord Howe, and a summer's. */
const starts = ['2026-03-28T09:00:00.000Z', '2026-10-24T21:30:00.000Z', '2026-03-07T18:00:00.000Z', '2026-10-03T06:45:00.000Z', '2026-06-10T00:00:00.000Z']

const times = fc.constantFrom('00:00', '02:30', '07:00', '12:00', '15:00', '21:00')
const quiet: fc.Arbitrary<QuietHours> = fc
  .record(
    {
      from: times,
      to: times,
      zone: fc.constantFrom('subscriber', 'subscriber', 'subscriber', 'Asia/Kathmandu'),
      days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 3 }),
      topics: fc.uniqueArray(fc.constantFrom('news', 'tips'), { minLength: 1 }),
    },
    { requiredKeys: ['from', 'to'], noNullPrototype: true },
  )
  .filter(({ from, to, days }) => from !== to || days !== undefined)
const capOf = (then: fc.Arbitrary<Cap['then']>): fc.Arbitrary<Cap> =>
  fc.record(
    { max: fc.integer({ min: 1, max: 3 }), within: fc.constantFrom('90m', '6h', '24h', '2d'), then, topic: fc.constantFrom('news', 'tips') },
    { requiredKeys: ['max', 'within', 'then'], noNullPrototype: true },
  )

interface Mail {
  readonly topic?: string
  readonly priority?: number
  readonly expires?: string
  readonly fails?: boolean
}
const mails: fc.Arbitrary<Mail> = fc.record(
  {
    topic: fc.constantFrom('news', 'news', 'tips', 'orders'),
    priority: fc.constantFrom(0, 0, 0, 1, -1),
    expires: fc.constantFrom('5h', '20h', '3d', '3d'),
    fails: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
)

const happenings = fc.oneof(
  { weight: 9, arbitrary: fc.record({ do: fc.constant('mail' as const), which: fc.nat({ max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(2 * gridMs, hourMs, 3 * hourMs, 6 * hourMs, 24 * hourMs) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('zone' as const), zone: fc.constantFrom(...zones) }) },
)

// Of two that want one place, where the first fails and one more is not sent, the order of asking says whether the second was refused before.
const limits = fc.oneof(
  fc.record({ caps: fc.array(capOf(fc.constant('defer')), { minLength: 1, maxLength: 2 }), mayFail: fc.constant(true) }),
  fc.record({ caps: fc.array(capOf(fc.constantFrom('defer', 'skip')), { minLength: 1, maxLength: 3 }), mayFail: fc.constant(false) }),
)

const worlds = fc.record({
  start: fc.constantFrom(...starts).map((text) => Date.parse(text)),
  quietHours: fc.option(quiet, { nil: undefined, freq: 3 }),
  limits,
  mails: fc.array(mails, { minLength: 4, maxLength: 4 }),
  happens: fc.array(happenings, { maxLength: 30, size: 'max' }),
  salt: fc.integer(),
})

test('each message leaves, or is refused, at exactly the instant that the oracle says', () => {
  fc.assert(
    fc.property(worlds, ({ start, quietHours, limits: { caps, mayFail }, mails: given, happens, salt }) => {
      const kinds = given.map(({ fails, ...rest }, index) => ({
        name: `m${index}`,
        outcome: fails === true && mayFail ? ('failed' as const) : ('sent' as const),
        ...rest,
      }))
      const policy: JsonObject = {
        consent: 'opt-out',
        caps: caps as unknown as JsonObject[],
        ...(quietHours && { quietHours: quietHours as unknown as JsonObject }),
      }
      const shop = {
        workspace: { topics, policy },
        templates: kinds.map(({ name }) => ({ template: name })),
        journeys: kinds.map(({ name, outcome: _, ...more }) => mail(name, withoutName(more))),
      }
      const anna = somebodyIn(shop, {}, new Date(start).toISOString())
      anna.outcome = (effect) => kinds.find(({ name }) => name === ('template' in effect ? effect.template : ''))?.outcome ?? 'sent'
      anna.order((one, other) => hash(one.key, salt) - hash(other.key, salt))

      let now = start
      const zoneFrom: { at: number; zone: string }[] = [{ at: start, zone: 'UTC' }]
      const decided: Decided[] = []
      for (const one of happens) {
        if (one.do === 'mail') {
          const { name, topic, priority = 0, expires, outcome } = kinds[one.which] as (typeof kinds)[number]
          anna.event(name)
          const mark = of(anna, 'queued').at(-1)?.effect ?? ''
          decided.push({
            mark,
            at: now,
            topic,
            priority,
            outcome,
            isTransactional: topic === 'orders',
            expiresAt: expires === undefined ? undefined : now + durationMs(expires),
          })
        }
        if (one.do === 'zone') {
          // Beside everything else: at one instant it would have to be said what came first.
          const at = now + gridMs
          anna.advanceTo(new Date(at).toISOString())
          anna.identify({ timezone: one.zone })
          zoneFrom.push({ at, zone: one.zone })
        }
        if (one.do !== 'mail') {
          now += one.do === 'wait' ? one.ms : 2 * gridMs
          anna.advanceTo(new Date(now).toISOString())
        }
      }
      const end = now + 5 * 24 * hourMs
      anna.advanceTo(new Date(end).toISOString())

      const instants = Array.from({ length: (end - start) / gridMs + 1 }, (_, index) => start + index * gridMs)
      const zoneAt = (instant: number) => zoneFrom.findLast(({ at }) => at <= instant)?.zone ?? 'UTC'
      expect(told(fatesOf(anna))).toEqual(told(letOutNaively(decided, instants, { quietHours, caps, zoneAt })))
    }),
    { numRuns: howMany(80) },
  )
})

function withoutName({ name: _, ...rest }: Mail & { readonly name?: string }): JsonObject {
  return { ...rest }
}

function fatesOf(anna: ReturnType<typeof somebodyIn>): Fate[] {
  const left = of(anna, 'handed over').map(({ at, effect, outcome }) => ({ mark: effect, at, fate: outcome as Fate['fate'] }))
  return [...left, ...of(anna, 'refused').map(({ at, effect, reason }) => ({ mark: effect, at, fate: reason as Fate['fate'] }))]
}

/** In an order that does not depend on who was asked first at one instant. */
function told(fates: readonly Fate[]): string[] {
  return fates.map(({ mark, at, fate }) => `${new Date(at).toISOString()} ${mark} ${fate}`).sort()
}

function hash(text: string, salt: number): number {
  let value = salt | 0
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}
