// What of a drawing can be seen, which is asked a thousand times for one page, so it says what it leaves out.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeSight, touches } from '../../console/src/kit/sight.ts'

const window = { width: 1000, height: 600 }

describe('a part of a drawing', () => {
  test('is far away until somebody looks, however large the drawing is', () => {
    expect(makeSight().detailOf({ x: 0, y: 0, width: 240, height: 78 })).toBe('far')
  })

  test('that can be seen is drawn as its scale allows, and one two windows away is not', () => {
    const place = fc.integer({ min: -20_000, max: 20_000 })
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.02, max: 1.5, noNaN: true }), place, place, (x, y, scale, left, top) => {
        const sight = makeSight()
        sight.look({ x: 0, y: 0, scale: 1 }, window)
        sight.look({ x, y, scale }, window)
        const part = { x: left, y: top, width: 240, height: 78 }
        const seen = { x: -x / scale, y: -y / scale, width: window.width / scale, height: window.height / scale }
        const scaled = scale < 0.38 ? 'far' : scale < 0.5 ? 'middle' : 'near'
        if (touches(seen, part)) expect(sight.detailOf(part)).toBe(scaled)
        const wide = { x: seen.x - 2 * seen.width, y: seen.y - 2 * seen.height, width: 5 * seen.width, height: 5 * seen.height }
        if (scale < 0.6 && !touches(wide, part)) expect(sight.detailOf(part)).toBe('far')
      }),
    )
  })

  test('is told when it comes near, and not at each step of a movement', () => {
    const sight = makeSight()
    sight.look({ x: 0, y: 0, scale: 1 }, window)
    const part = { x: 3000, y: 0, width: 240, height: 78 }
    let told = 0
    sight.whenChanged(() => {
      told += 1
    })
    for (let x = 0; x >= -2600; x -= 10) sight.look({ x, y: 0, scale: 1 }, window)
    expect(sight.detailOf(part)).toBe('near')
    expect(told).toBeLessThan(10)
    expect(sight.readable()).toBe(sight.readable())
    sight.look({ x: 0, y: 0, scale: 0.1 }, window)
    expect(sight.readable()).toBeUndefined()
  })
})
