// The page on templates says what is true: every row of its tables is rendered.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileText } from '../../src/content/liquid.ts'
import { facts } from './facts.ts'

const page = readFileSync(new URL('../../docs/reference/template-filters.md', import.meta.url), 'utf8')

const given = { ...facts, cart: { value: 1234.5 } }
const encodings = { HTML: 'html', 'subject and text': 'plain', "a webhook's URL": 'url', "a webhook's JSON body": 'json' } as const
const rows = page
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .map((cells) => ({ where: cells.at(-4) ?? '', template: code(cells.at(-3)), result: code(cells.at(-2)) }))
  .filter(({ template }) => template !== undefined)

function code(cell: string | undefined): string | undefined {
  return /^`(.*)`$/.exec(cell ?? '')?.[1]
}

test('the page has examples', () => {
  expect(rows.length).toBeGreaterThan(10)
})

test.each(rows)('$where $template is $result', ({ where, template = '', result = '' }) => {
  const encoding = encodings[where as keyof typeof encodings] ?? 'plain'
  expect(compileText(template, encoding).render(given).replaceAll('\u00a0', ' ')).toBe(result)
})
