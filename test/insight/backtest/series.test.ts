// Counts by day, hour and minute: what is added is there, wherever on the scale it stands.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addAt, addSeries, placesOf, type Series } from '../../../src/insight/backtest/series.ts'

const places = fc.array(fc.oneof(fc.integer({ min: -600, max: 600 }), fc.integer({ min: 29_000_000, max: 29_001_000 })), { maxLength: 60 })

function seriesOf(all: readonly number[]): Series {
  const series: Series = new Map()
  for (const place of all) addAt(series, place)
  return series
}

test('two series together count what each of them counted, earliest first, and neither loses anything', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      const counts = new Map<number, number>()
      for (const place of [...one, ...other]) counts.set(place, (counts.get(place) ?? 0) + 1)
      const [sum, added] = [seriesOf(one), seriesOf(other)]
      addSeries(sum, added)
      expect(placesOf(sum)).toEqual([...counts].sort(([a], [b]) => a - b))
      // What was added is still the other's own.
      addAt(sum, other[0] ?? 0)
      expect(placesOf(added).reduce((all, [, count]) => all + count, 0)).toBe(other.length)
    }),
  )
})
