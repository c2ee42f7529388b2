// Which texts are amounts beyond doubt.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAmount } from '../../src/model/read-amount.ts'

test('what can be read in one way only is read', () => {
  const read = (text: string) => {
    const amount = readAmount(text)
    return amount.is === 'amount' ? amount.value : amount.is
  }
  const texts = ['19,90', '24.5', '7', '-3,5', '1.234,50 €', '$1,234.50', '1 234,5', '1’234.50', '1.234.567', '1,234,567.8', '0,125', '12.3456', 'EUR 19.90']
  expect(texts.map(read)).toEqual([19.9, 24.5, 7, -3.5, 1234.5, 1234.5, 1234.5, 1234.5, 1_234_567, 1_234_567.8, 0.125, 12.3456, 19.9])
  expect(['1,234', '19.999', '12,500'].map(read)).toEqual(['uncertain', 'uncertain', 'uncertain'])
  expect(['', 'free', '1e3', '0x10', '1.23.4', '12,34,5', 'Infinity', '--1', '1 2', `${'9'.repeat(41)}`].map(read)).toEqual(Array(10).fill('no amount'))
})

test('an amount with two decimals is read however its thousands are grouped', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.constantFrom(['.', ','], [',', '.'], [' ', ','], ['', '.'], ['', ',']),
      (cents, [group = '', point = '']) => {
        const whole = String(Math.floor(cents / 100)).replaceAll(/\B(?=(\d{3})+$)/g, group)
        expect(readAmount(`${whole}${point}${String(cents % 100).padStart(2, '0')}`)).toEqual({ is: 'amount', value: cents / 100 })
      },
    ),
  )
})
