// Whatever happens and in whichever order messages are asked about: no window ever holds more than its cap, nothing is forgotten, and
// somebody who merely waited is sent the mail in the end.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deferred, mail, of, refused, sent, somebodyIn, start } from './shop.ts'

const hourMs = 3_600_000
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mail' as const), template: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('zone' as const), zone: fc.constantFrom('Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), share: fc.integer({ min: 0, max: 3 }) }) },
)

test('no more than max in any window, and every mail that may go out does', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 6, max: 48 }), fc.integer(), (steps, max, hours, salt) => {
      const shop = {
        workspace: { policy: { quietHours: { from: '22:00', to: '07:00' }, caps: [{ max, within: `${hours}h`, then: 'defer' }] } },
        journeys: [mail('a'), mail('b', { priority: 2 }), mail('c', { priority: 1, expires: '20h' })],
      }
      const anna = somebodyIn(shop)
      let now = Date.parse(start)
      let asked = 0
      anna.order((one, other) => hash(one.key, salt) - hash(other.key, salt))
      for (const one of steps) {
        if (one.do === 'mail') {
          anna.event(one.template)
          asked += 1
        }
        if (one.do === 'wait') {
          now += one.hours * hourMs
          anna.advanceTo(new Date(now).toISOString())
        }
        if (one.do === 'zone') anna.identify({ timezone: one.zone })
        if (one.do === 'fail') anna.outcome = (effect) => (one.share > 0 && hash(effect.key, salt) % 4 < one.share ? 'failed' : 'sent')
      }
      anna.outcome = () => 'sent'
      anna.advanceTo(new Date(now + 200 * 24 * hourMs).toISOString())
      const times = of(anna, 'handed over')
        .filter(({ outcome }) => outcome === 'sent')
        .map(({ at }) => at)
      for (const [index, at] of times.entries()) {
        const inWindow = times.slice(0, index + 1).filter((earlier) => at - earlier < hours * hourMs)
        expect(inWindow.length, `${sent(anna).join('\n')}\n${deferred(anna).join('\n')}`).toBeLessThanOrEqual(max)
      }
      expect(new Set(refused(anna))).toEqual(new Set(refused(anna).length === 0 ? [] : ['c expired']))
      expect(sent(anna).length + refused(anna).length).toBe(asked)
      expect(anna.state.enrollments).toEqual([])
    }),
    { numRuns: 300 },
  )
})

function hash(text: string, salt: number): number {
  let value = salt | 0
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}
