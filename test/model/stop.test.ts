// What a stop switch holds back: exactly what its scope names.

import { expect, test } from 'vitest'
import { isInScope, type StopScope } from '../../src/model/stop.ts'

const message = { journey: 'welcome', version: 2, template: 'hello', domain: 'shop.example', purpose: 'advertising' } as const

test.each<[boolean, StopScope]>([
  [true, { all: true }],
  [true, { journey: 'welcome' }],
  [true, { journey: 'welcome', version: 2 }],
  [false, { journey: 'welcome', version: 1 }],
  [false, { journey: 'win-back', version: 2 }],
  [true, { template: 'hello' }],
  [false, { template: 'bye' }],
  [true, { domain: 'shop.example' }],
  [true, { domain: 'shop.example', purpose: 'advertising' }],
  [false, { domain: 'other.example' }],
  [false, { domain: 'other.example', purpose: 'advertising' }],
])('%s for an advertisement of version 2 of welcome from shop.example: %o', (isHeld, scope) => {
  expect(isInScope(scope, message)).toBe(isHeld)
})

test('a switch on what advertises from a domain leaves its receipts alone, one on the domain does not', () => {
  const receipt = { ...message, purpose: 'transactional' } as const
  expect(isInScope({ domain: 'shop.example', purpose: 'advertising' }, receipt)).toBe(false)
  expect(isInScope({ domain: 'shop.example' }, receipt)).toBe(true)
})
