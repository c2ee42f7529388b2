// Tables fit the terminal and never steer it.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lettersText } from '../../src/cli/commands/dead-letters.ts'
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

test('what may stand below its row does so where all together are too wide, and nowhere else', () => {
  const rows = [['a name', 'k'.repeat(20)]] as const
  const below = [
    { title: 'name', value: (row: (typeof rows)[number]) => row[0] },
    { title: 'key', value: (row: (typeof rows)[number]) => row[1], isWhole: true as const, mayBeBelow: true as const },
  ]
  expect(table(rows, below, 28)).toBe(`name    key\na name  ${'k'.repeat(20)}\n`)
  expect(table(rows, below, 27)).toBe(`name\na name\n  ${'k'.repeat(20)}\n`)
})

test('an instant is cut only where cutting the other columns was not enough', () => {
  const when = '2026-11-22T11:15:36.214Z'
  const rows = [[when, 'why it was so, at length', 'what it was, at length as well']] as const
  const columns = rows[0].map((_, index) => ({ title: 'title', value: (row: (typeof rows)[number]) => row[index] ?? '' }))
  expect(table(rows, columns, 50).split('\n')[1]).toBe(`${when}  why it was…  what it wa…`)
  expect(table(rows, columns, 36).split('\n')[1]).toBe('2026-11-22T11:1…  why it …  what it…')
})

test('why an event was refused is never cut: where the table is too narrow, each stands in lines of its own', () => {
  const reason = 'timestamp is not a time: send ISO 8601 such as 2026-11-21T10:00:00.000Z, or Unix milliseconds'
  const letters = [{ receivedAt: Date.UTC(2026, 10, 22, 11), source: 'track write key 1', reason, body: `{"userId":"${'x'.repeat(200)}"}` }]
  const narrow = lettersText(letters, 80).split('\n')
  expect(narrow.slice(0, 2)).toEqual(['2026-11-22T11:00:00.000Z  track write key 1', `  ${reason}`])
  expect([narrow[2]?.length, narrow[2]?.at(-1)]).toEqual([80, '…'])
  expect(lettersText(letters, 200).split('\n')[1]).toContain(reason)
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
