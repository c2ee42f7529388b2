// What the cache of decoded subscribers holds, and whom it does not hold.

import { describe, expect, test } from 'vitest'
import { Returning } from '../../src/runtime/writing/returning.ts'

describe('a cache for what comes back', () => {
  test('holds a value from the second use of its key on', () => {
    const cache = new Returning<string, number>(10)
    cache.set('a', 1)
    expect(cache.get('a')).toBeUndefined()
    cache.set('a', 2)
    expect(cache.get('a')).toBe(2)
  })

  test('a crowd of passers-by does not push out who comes often', () => {
    const cache = new Returning<number, string>(4)
    cache.set(0, 'regular')
    cache.set(0, 'regular')
    for (let passerBy = 1; passerBy < 1000; passerBy += 1) cache.set(passerBy, 'passer-by')
    expect(cache.get(0)).toBe('regular')
    expect(cache.get(999)).toBeUndefined()
  })

  test('whoever comes again too late is noted anew', () => {
    const cache = new Returning<number, string>(2)
    cache.set(0, 'first')
    for (let passerBy = 1; passerBy < 1000; passerBy += 1) cache.set(passerBy, 'passer-by')
    cache.set(0, 'second')
    expect(cache.get(0)).toBeUndefined()
  })

  test('who comes again after more others than there is room for is not held', () => {
    const cache = new Returning<number, string>(4)
    cache.set(0, 'first')
    for (let passerBy = 1; passerBy <= 6; passerBy += 1) cache.set(passerBy, 'passer-by')
    cache.set(0, 'second')
    expect(cache.get(0)).toBeUndefined()
  })

  test('what is deleted is not held, and held again when it comes again', () => {
    const cache = new Returning<string, number>(10)
    cache.set('a', 1)
    cache.set('a', 2)
    cache.delete('a')
    expect(cache.get('a')).toBeUndefined()
    cache.set('a', 3)
    expect(cache.get('a')).toBe(3)
  })
})
