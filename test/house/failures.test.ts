// The page of failures: every row has tests that begin with its number, in the file it leads to, and every such test has its row.

import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow } from './sources.ts'

const page = 'docs/reference/failures-that-cannot-happen.md'
const rows = [...readFileSync(page, 'utf8').matchAll(/^\| S(\d+) \| .+ \| \[test\]\((.+)\) \|$/gm)].map(([, number, link]) => ({
  number: Number(number),
  path: posix.join(posix.dirname(page), link ?? ''),
}))

/** The numbers that tests of a file begin with. */
const numbersIn = (path: string): ReadonlySet<number> =>
  new Set(
    [...readFileSync(path, 'utf8').matchAll(/\btest(?:\.each\b[\s\S]*?\]\)|\.each\(\w+\)|\.each\(.+\))?\(\s*['"`]S(\d+): /g)].map(([, number]) =>
      Number(number),
    ),
  )

test('the rows are numbered from 1 to 28, each once', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1))
})

test.each(rows)('S$number has a test in the file that its row leads to', ({ number, path }) => {
  expect(numbersIn(path)).toContain(number)
})

test('every test of a failure has its row', () => {
  const known = new Set(rows.map(({ number }) => number))
  const unknown = filesBelow('test/scenarios', '.test.ts').flatMap(({ path }) => [...numbersIn(path)].filter((number) => !known.has(number)))
  expect(unknown).toEqual([])
})
