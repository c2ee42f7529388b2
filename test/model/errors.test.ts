// The catalogue of errors: every entry can be read by the person it is for.

import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCatalogue, isOncueError, OncueError } from '../../src/model/errors.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]

describe('the catalogue of errors', () => {
  test.each(codes)('%s says what is wrong and the way out, in sentences', (code) => {
    const { sentence, wayOut } = errorCatalogue[code]
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(wayOut).toMatch(/^[A-Z].*\.$/)
  })

  test('stands in alphabetical order', () => {
    expect(codes).toEqual([...codes].sort())
  })

  test('an error fills its details in and keeps its cause', () => {
    const cause = new Error('disk I/O error')
    const error = new OncueError('store-locked', { path: 'shop.db', holder: 'process 42' }, cause)
    expect(error.message).toBe('The store shop.db is in use by process 42.')
    expect(error.wayOut).toContain('Stop that process')
    expect(error.cause).toBe(cause)
    expect(isOncueError(error, 'store-locked')).toBe(true)
    expect(isOncueError(error, 'store-full')).toBe(false)
    expect(isOncueError(cause)).toBe(false)
  })

  test('code and details make the same error again on the other side of a thread', () => {
    const error = new OncueError('store-full', { path: 'shop.db' })
    const { code, details } = structuredClone({ code: error.code, details: error.details })
    expect(new OncueError(code, details).message).toBe(error.message)
  })
})
