// Tables fit the terminal and never steer it.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { table } from '../../src/cli/table.ts'

const layout = [
  { title: 'name', value: (row: readonly [string, number]) => row[0] },
  { title: 'count', value: (row: readonly [string, number]) => row[1], align: 'right' as const },
]

test('columns are as wide as their content, numbers stand at the right', () => {
  expect(
    table(
      [
        ['a', 5],
        ['longer', 1234],
      ] as const,
      layout,
      80,
    ),
  ).toBe('name    count\na           5\nlonger   1234\n')
})

test('a line never gets wider than the terminal; what is cut ends in an ellipsis', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 80 })
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.nat()), { minLength: 1, maxLength: 5 }), fc.integer({ min: 40, max: 120 }), (rows, columns) => {
      for (const line of table(rows, layout, columns).split('\n')) expect([...line].length).toBeLessThanOrEqual(columns)
    }),
  )
  expect(table([['x'.repeat(100), 1]], layout, 30)).toBe(`name                     count\n${'x'.repeat(22)}…      1\n`)
})

test('an instant is cut only where cutting the other columns was not enough', () => {
  const when = '2026-11-22T11:15:36.214Z'
  const rows = [[when, 'why it was so, at length', 'what it was, at length as well']] as const
  const columns = rows[0].map((_, index) => ({ title: 'title', value: (row: (typeof rows)[number]) => row[index] ?? '' }))
  expect(table(rows, columns, 50).split('\n')[1]).toBe(`${when}  why it was…  what it wa…`)
  expect(table(rows, columns, 36).split('\n')[1]).toBe('2026-11-22T11:1…  why it …  what it…')
})

test('characters of East Asia take two columns, and line up', () => {
  expect(
    table(
      [
        ['日本', 1],
        ['ab', 2],
      ] as const,
      layout,
      80,
    ),
  ).toBe('name  count\n日本      1\nab        2\n')
})

test('what strangers sent cannot steer the terminal', () => {
  const shown = table([['\u001b[2J\u001b]0;x\u0007\n\u202e', 1]], layout, 80)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
  expect(shown.split('\n')).toHaveLength(3)
})
