// Segments of text messages, at the edges of both alphabets.

import { expect, test } from 'vitest'
import { segmentsOf } from '../../src/channels/sms/segments.ts'

const rows: readonly [what: string, text: string, encoding: string, segments: number, units: number][] = [
  ['an empty text', '', 'GSM-7', 1, 0],
  ['160 letters', 'a'.repeat(160), 'GSM-7', 1, 160],
  ['161 letters', 'a'.repeat(161), 'GSM-7', 2, 161],
  ['306 letters', 'a'.repeat(306), 'GSM-7', 2, 306],
  ['307 letters', 'a'.repeat(307), 'GSM-7', 3, 307],
  ['umlauts of the default alphabet', 'äöüÄÖÜß', 'GSM-7', 1, 7],
  ['80 euro signs, two units each', '€'.repeat(80), 'GSM-7', 1, 160],
  ['81 euro signs', '€'.repeat(81), 'GSM-7', 2, 162],
  ['a euro sign that would be cut by the end of a segment', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3, 306],
  ['70 characters of another alphabet', 'д'.repeat(70), 'UCS-2', 1, 70],
  ['71 characters of another alphabet', 'д'.repeat(71), 'UCS-2', 2, 71],
  ['one character outside makes all of it UCS-2', `${'a'.repeat(70)}’`, 'UCS-2', 2, 71],
  ['35 emoji, two units each', '🎉'.repeat(35), 'UCS-2', 1, 70],
  ['emoji that are not cut in two', '🎉'.repeat(67), 'UCS-2', 3, 134],
]

test.each(rows)('%s', (_, text, encoding, segments, units) => {
  expect(segmentsOf(text)).toEqual({ encoding, segments, units })
})
