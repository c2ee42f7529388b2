// How an instant is written out: as the calendar says, whatever was written before.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoInstant } from '../../src/model/iso-instant.ts'

const oneOfAll = fc.integer({ min: -8.64e15, max: 8.64e15 })
const nearOneAnother = fc.integer({ min: 1_767_225_600_000, max: 1_767_225_600_000 + 3 * 86_400_000 })

describe('an instant as ISO text', () => {
  test('is what the calendar says, in whatever order instants come', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(oneOfAll, nearOneAnother)), (instants) => {
        for (const at of instants) expect(isoInstant(at)).toBe(new Date(at).toISOString())
      }),
    )
  })

  test.each([0, 86_399_999, 86_400_000, 253_402_300_799_999, 253_402_300_800_000, -1, 1.5])('is so at %d', (at) => {
    expect(isoInstant(at)).toBe(new Date(at).toISOString())
  })

  test('is none for what is no instant', () => {
    expect(() => isoInstant(Number.NaN)).toThrow(RangeError)
  })
})
