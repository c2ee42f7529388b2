// What is wrong with a value of a request, in the sentences of mistakes.ts, so that the console can say it in the reader's language.

import type { z } from 'zod'
import { mistake } from '../../model/mistake.ts'
import { shownValue, sizeMistake, typeInWords } from '../../model/value-mistakes.ts'

type Issue = z.core.$ZodIssue

export interface Refusal {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** What would fit; undefined where nobody wrote that down. */
  readonly fix: string | undefined
}

/** The same, with its place and what would fit. Of several forms the one is meant whose keys were sent. */
export function refusalOf(issue: Issue, sent: unknown): Refusal {
  const meant = meantBranch(issue, sent)
  return { path: meant.path, message: refusedValue(meant, sent), fix: fixOf(meant) }
}

/** What zod has against a part of what was sent; `sent` is the whole. */
export function refusedValue(issue: Issue, sent: unknown): string {
  const value = valueAt(sent, issue.path)
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

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => (typeof part === 'object' && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined), sent)
}

/** Of a union, what is wrong in the only form that has the keys that were sent; else the union itself. */
function meantBranch(issue: Issue, sent: unknown): Issue {
  if (issue.code !== 'invalid_union') return issue
  const branches = issue.errors
    .map((issues) => issues.map((one) => ({ ...one, path: [...issue.path, ...one.path] }) as Issue))
    .filter((issues) => issues.every(({ code, path }) => code !== 'unrecognized_keys' && path.length > issue.path.length && valueAt(sent, path) !== undefined))
  const [first] = branches.length === 1 ? (branches[0] ?? []) : []
  return first === undefined ? issue : meantBranch(first, sent)
}

/** What the schema says in words of its own about what it wants; zod's begin with "Invalid". */
function fixOf({ code, message, ...issue }: Issue): string | undefined {
  if (code === 'invalid_format' && 'format' in issue && issue.format === 'email') return mistake('address-form')
  return (code === 'invalid_format' || code === 'invalid_union') && !message.startsWith('Invalid ') ? message : undefined
}
