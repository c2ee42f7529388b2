// Which findings become alerts, when they are told, and when they are over.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Alert, acknowledge, alertWords, lookAgain, reasonToTell } from '../../src/insight/overview/alert-book.ts'
import { type Attention, attentionKinds } from '../../src/insight/overview/attention.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2026, 10, 21, 12)
const finding = (kind: Attention['kind'], about: string | null = null): Attention => ({ kind, about, count: 3, since: null, because: 'a reason', said: null })
const late = finding('late')
const paused = finding('guard', 'offers')

/** Looks once a minute at what each minute finds; what was told, with the minute. */
function lived(found: readonly (readonly Attention[])[], from: readonly Alert[] = []) {
  let alerts = from
  const told: string[] = []
  for (const [index, now] of found.entries()) {
    const looked = lookAgain(alerts, now, start + index * minute)
    alerts = looked.alerts
    told.push(...looked.opened.map(({ id }) => `${index} ${id}`), ...looked.ended.map(({ id }) => `${index} over ${id}`))
  }
  return { alerts, told }
}
const minutes = (count: number, found: readonly Attention[]) => Array.from({ length: count }, () => found)

describe('an alert', () => {
  test('a publication that was refused is told at once, and a file that was saved with a mistake only once it stays so', () => {
    expect(lived(minutes(4, [finding('refused')])).told).toEqual(['0 refused'])
    expect(lived(minutes(4, [finding('refused', 'journey welcome')])).told).toEqual(['2 refused journey welcome'])
  })

  test('is told once it has been so for two minutes, and what is certain at once', () => {
    expect(lived(minutes(5, [late])).told).toEqual(['2 late'])
    expect(lived(minutes(5, [paused])).told).toEqual(['0 guard offers'])
  })

  test('that comes and goes within a minute is none, and leaves nothing behind', () => {
    const { alerts, told } = lived([[late], ...minutes(20, [])])
    expect([told, alerts]).toEqual([[], []])
  })

  test('is over ten minutes after it was found last, and told so once', () => {
    const { alerts, told } = lived([...minutes(4, [late]), ...minutes(30, [])])
    expect(told).toEqual(['2 late', '13 over late'])
    expect(alerts).toMatchObject([{ id: 'late', state: 'over', since: start, overAt: start + 13 * minute, because: null }])
  })

  test('that flickers stays one, and is told once in six hours', () => {
    const flicker = Array.from({ length: 240 }, (_, index) => (index % 8 < 4 ? [late] : []))
    expect(lived(flicker).told).toEqual(['2 late'])
    const again = lived([...minutes(4, [late]), ...minutes(20, []), ...minutes(6, [late]), ...minutes(400, []), ...minutes(4, [late])])
    expect(again.told).toEqual(['2 late', '13 over late', '432 late'])
  })

  test('is one for each cause', () => {
    const { told } = lived(minutes(4, [finding('failed', 'a'), finding('failed', 'b'), late]))
    expect(told).toEqual(['2 failed a', '2 failed b', '2 late'])
  })

  test('is never what the team did itself', () => {
    expect(lived(minutes(9, [finding('paused', 'x'), finding('stop', 'everything')])).alerts).toEqual([])
  })

  test('that somebody knows of stays until it is over, and comes back as a new one', () => {
    const { alerts } = lived(minutes(4, [late]))
    const known = acknowledge(alerts, 'late', { by: 'kim', at: start + hour }) ?? []
    expect(known).toMatchObject([{ acknowledged: { by: 'kim' } }])
    expect(lived(minutes(3, [late]), known).alerts).toMatchObject([{ acknowledged: { by: 'kim' } }])
    expect(lived([...minutes(20, []), [late]], known).alerts).toMatchObject([{ state: 'new', acknowledged: null }])
    expect(acknowledge(alerts, 'nothing', { by: 'kim', at: start })).toBeUndefined()
  })
})

test('whatever is found, each cause stands there once, and nobody is told of one more than once in six hours', () => {
  const kinds = fc.constantFrom(...attentionKinds)
  const found = fc.array(fc.uniqueArray(fc.tuple(kinds, fc.constantFrom('a', 'b')), { maxLength: 6, selector: String }), { maxLength: 400 })
  fc.assert(
    fc.property(found, (looks) => {
      const { alerts, told } = lived(looks.map((look) => look.map(([kind, about]) => finding(kind, about))))
      expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length)
      const opened = told.filter((line) => !line.includes(' over ')).map((line) => [line.slice(line.indexOf(' ') + 1), Number.parseInt(line, 10)] as const)
      for (const [id, at] of opened) for (const [other, later] of opened) if (id === other && later > at) expect(later - at).toBeGreaterThanOrEqual(360)
    }),
    { numRuns: 60 },
  )
})

test('every kind has words', () => {
  for (const kind of attentionKinds) expect(alertWords({ kind, about: 'x', count: 2 })).toMatch(/^[a-z2]\S* \S+ /)
  const ofOne = (['late', 'stuck', 'failed', 'dead-letters', 'choice'] as const).map((kind) => alertWords({ kind, about: 'hello', count: 1 }))
  expect(ofOne).toEqual([
    '1 message is due and does not leave',
    '1 person waits for a step that is overdue',
    '1 message of hello could not be made or sent',
    '1 event was refused within a day',
    '1 person waits for somebody to choose in hello',
  ])
  expect(alertWords({ kind: 'refused', about: 'journey welcome', count: null })).toBe(
    'what was saved of journey welcome has a mistake, so what was before stays in force',
  )
})

test('an alert that leaves the console quotes no stranger: no mail server, no sender of events, no feed', () => {
  const because = '550 your account is locked, sign in at https://evil.example'
  for (const kind of ['failed', 'dead-letters', 'feed'] as const) expect(reasonToTell({ kind, because })).toBeNull()
  expect(reasonToTell({ kind: 'guard', because: '30 people entered within an hour' })).toBe('30 people entered within an hour')
})
