// The schedule of a new domain, and what the rule makes of it: which mails wait, until when, who goes first, and which go by the second domain.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { compiledDomain } from '../../../src/engine/policies/compile-domains.ts'
import type { CompiledWarmUp } from '../../../src/engine/policies/compiled-policy.ts'
import { warmUpStanding } from '../../../src/engine/policies/warm-up.ts'
import { usualVolumes, type WarmUp } from '../../../src/model/sending-domain.ts'
import { definitionsOf } from './shop.ts'

const day = 86_400_000
const hour = 3_600_000
/** A tuesday, midnight in Berlin. */
const first = Date.UTC(2026, 10, 30, 23)

function schedule(warmUp: Partial<WarmUp> = {}): CompiledWarmUp {
  const domains = [{ domain: 'new.example', warmUp: { from: '2026-12-01', volumes: [10, 20, 40], ...warmUp } }]
  return compiledDomain({ workspace: 'shop', zone: 'Europe/Berlin', domains }, 'new.example').warmUp as CompiledWarmUp
}

/** Mails by the day of the schedule, from 0. */
function sentOn(days: Readonly<Record<number, number>>) {
  return (from: number, to: number): number =>
    Object.entries(days).reduce((sum, [index, count]) => (first + Number(index) * day >= from && first + Number(index) * day < to ? sum + count : sum), 0)
}

describe('the number of a day', () => {
  test.each([
    ['the first day', {}, first + hour, { day: 1, number: 10, sent: 0 }],
    ['its last millisecond', { 0: 7 }, first + day - 1, { day: 1, number: 10, sent: 7 }],
    ['the second, once half of the first was sent', { 0: 5 }, first + day, { day: 2, number: 20, sent: 0 }],
    ['the first again, when less was sent', { 0: 4 }, first + day, { day: 1, number: 10, sent: 0 }],
    ['days without mails do not count', { 0: 10, 4: 20 }, first + 5 * day, { day: 3, number: 40, sent: 0 }],
  ] as const)('%s', (_, sent, now, expected) => {
    expect(warmUpStanding(schedule(), sentOn(sent), now)).toMatchObject(expected)
  })

  test('nothing advertises before the first day, and after the last there is no bound', () => {
    expect(warmUpStanding(schedule(), sentOn({}), first - 1)).toEqual({ day: 0, number: 0, sent: 0, again: first + 8 * hour })
    expect(warmUpStanding(schedule(), sentOn({ 0: 10, 1: 20, 2: 40 }), first + 3 * day)).toBeUndefined()
  })

  test('what waits goes on at eight in the morning of the next day, also where the clocks change', () => {
    expect(warmUpStanding(schedule(), sentOn({}), first + 12 * hour)?.again).toBe(first + day + 8 * hour)
    const spring = schedule({ from: '2026-03-28' })
    expect(new Date(warmUpStanding(spring, () => 0, Date.UTC(2026, 2, 28, 12))?.again ?? 0).toISOString()).toBe('2026-03-29T06:00:00.000Z')
  })

  test('the usual table grows from 50 to 100,000 in 21 days', () => {
    expect([usualVolumes[0], usualVolumes.at(-1), usualVolumes.length]).toEqual([50, 100_000, 21])
    expect(usualVolumes.every((volume, index) => volume > (usualVolumes[index - 1] ?? 0))).toBe(true)
  })
})

describe('what cannot be meant', () => {
  const sender = { address: 'hello@new.example' }
  const wrong = (...domains: readonly object[]): string[] => {
    const { workspace, ...rest } = definitionsOf({ workspace: { sender, domains: domains as never } })
    return compile(sourceOf({ workspace, ...rest })).problems.map(({ path, message }) => `${path.join('.')}: ${message}`)
  }

  test.each([
    ['a domain that no mail comes from', [{ domain: 'nwe.example' }], 'domains.0.domain: no mail comes from nwe.example'],
    ['the same domain twice', [{ domain: 'new.example' }, { domain: 'new.example' }], 'domains.1.domain: new.example is declared twice'],
    [
      'mails beyond the number by the same domain',
      [{ domain: 'new.example', warmUp: { from: '2026-12-01', beyond: { address: 'hello@NEW.example' } } }],
      'domains.0.warmUp.beyond: mails beyond the number of the day would come from new.example all the same',
    ],
    [
      'mails beyond the number by a domain that is new itself',
      [
        { domain: 'new.example', warmUp: { from: '2026-12-01', beyond: { address: 'hello@other.example' } } },
        { domain: 'other.example', warmUp: { from: '2026-12-01' } },
      ],
      'domains.0.warmUp.beyond: other.example is warmed up itself',
    ],
    [
      'fewer mails on a later day',
      [{ domain: 'new.example', warmUp: { from: '2026-12-01', volumes: [50, 40] } }],
      'domains.0.warmUp.volumes: a later day has fewer mails than an earlier one',
    ],
    [
      'a stop before a slowing',
      [{ domain: 'new.example', watch: { complaints: { stop: 0.05 } } }],
      'domains.0.watch.complaints: it would be stopped at 0.05 %, before it is slowed at 0.1 %',
    ],
    ['a window of a minute', [{ domain: 'new.example', watch: { within: '1m' } }], 'domains.0.watch.within: 1m is no stretch to judge by'],
  ])('%s', (_, domains, expected) => {
    expect(wrong(...domains)).toContain(expected)
  })
})
