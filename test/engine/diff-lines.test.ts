// What a changed definition or template shows as its difference: nothing made up, nothing left out, and as much kept as can be.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffTexts } from '../../src/engine/diff-lines.ts'

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))

test('the lines that stay with those that go are the older text, and with those that come the newer; as few as can be go and come', () => {
  fc.assert(
    fc.property(texts, texts, (older, newer) => {
      const lines = diffTexts(older, newer)
      const isSame = older === newer
      expect(without('+', lines)).toEqual(isSame ? [] : older.split('\n'))
      expect(without('-', lines)).toEqual(isSame ? [] : newer.split('\n'))
      if (!isSame) expect(lines.filter((line) => line.startsWith(' '))).toHaveLength(mostCommon(older.split('\n'), newer.split('\n')))
    }),
  )
})

function without(sign: string, lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !line.startsWith(sign)).map((line) => line.slice(2))
}

/** How many lines two texts have in common in the same order: by trying every line of the one, without a table. */
function mostCommon([first, ...rest]: readonly string[], other: readonly string[]): number {
  if (first === undefined || other.length === 0) return 0
  const at = other.indexOf(first)
  const skipped = mostCommon(rest, other)
  return at < 0 ? skipped : Math.max(skipped, 1 + mostCommon(rest, other.slice(at + 1)))
}
