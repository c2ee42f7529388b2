// What is wrong with a value of a request, in the sentences of mistakes.ts, so that the console can say it in the reader's language.

import type { z } from 'zod'
import { mistake } from '../../model/mistake.ts'
import { shownValue, sizeMistake, typeInWords } from '../../model/value-mistakes.ts'

type Issue = z.core.$ZodIssue

/** What zod has against a part of what was sent; `sent` is the whole. */
export function refusedValue(issue: Issue, sent: unknown): string {
  const value = issue.path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined),
    sent,
  )
  const key = issue.path.at(-1)
  const got = shownValue(value)
  if (value === undefined && key !== undefined && issue.code !== 'custom') return mistake('key-missing', { key: String(key) })
  // A query says everything as text.
  const measured = (origin: string): unknown => (origin === 'number' && typeof value === 'string' ? Number(value) : value)
  switch (issue.code) {
    case 'invalid_type':
      return mistake('expected', { wanted: typeInWords(issue.expected), got })
    case 'invalid_value':
      return mistake('not-one-of', { got, known: issue.values.map(String).join(', ') })
    case 'unrecognized_keys':
      return mistake('key-unknown', { key: issue.keys.join(', ') })
    case 'too_small':
      return sizeMistake({ value: measured(issue.origin), origin: issue.origin, bound: 'at least', count: Number(issue.minimum) })
    case 'too_big':
      return sizeMistake({ value: measured(issue.origin), origin: issue.origin, bound: 'at most', count: Number(issue.maximum) })
    case 'invalid_format':
      return issue.format === 'email' ? mistake('not-an-address', { got }) : mistake('does-not-fit', { got })
    case 'invalid_key':
      return mistake('key-empty')
    case 'invalid_union':
    case 'invalid_element':
    case 'not_multiple_of':
      return mistake('does-not-fit', { got })
    case 'custom':
      return issue.message
  }
}
