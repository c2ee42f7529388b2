// How the console writes numbers, in each of its languages.

import { expect, test } from 'vitest'

const path = ['../../console/src/words', 'formats.ts'].join('/')
const { formatsOf } = (await import(path)) as unknown as {
  readonly formatsOf: (language: string) => Readonly<Record<string, (...values: unknown[]) => string>>
}

/** Spaces of any width are one, so that what is expected can be read. */
const said = (language: string, name: string, ...values: unknown[]) =>
  formatsOf(language)
    [name]?.(...values)
    .replaceAll(/\s/g, ' ')

test('a number below nothing has a minus before it, and no hyphen', () => {
  expect(['en', 'de', 'ru'].map((language) => said(language, 'number', -1234.5))).toEqual(['−1,234.5', '−1.234,5', '−1 234,5'])
  expect(['en', 'de', 'ru'].map((language) => said(language, 'change', -0.302))).toEqual(['−30.2%', '−30,2 %', '−30,2 %'])
  expect(['en', 'de', 'ru'].map((language) => said(language, 'money', -5, 'EUR'))).toEqual(['−€5.00', '−5,00 €', '−5,00 €'])
  expect(said('en', 'points', -0.096)).toBe('−9.6')
})

test('what is more than a year away is told by its date, and what is nearer by how far it is', () => {
  const now = Date.UTC(2026, 10, 23, 12)
  const day = 86_400_000
  expect(said('en', 'relative', now + 3 * day, now)).toBe('in 3 days')
  expect(said('en', 'relative', now - 300 * day, now)).toBe('300 days ago')
  expect(['en', 'de', 'ru'].map((language) => said(language, 'relative', now + 26_337 * day, now))).toEqual(['Jan 1, 2099', '01.01.2099', '1 янв. 2099 г.'])
})

test('what came has a plus before it, and what did not change has nothing', () => {
  expect([0.09, 0, -0.0001].map((share) => said('de', 'change', share))).toEqual(['+9 %', '0 %', '0 %'])
})

test('rates that stand below each other have as many digits each', () => {
  expect([0.3, 0.208].map((share) => said('en', 'rate', share))).toEqual(['30.0%', '20.8%'])
  expect(['en', 'de', 'ru'].map((language) => said(language, 'rates', 0.12, 0.169))).toEqual(['12.0% – 16.9%', '12,0 % – 16,9 %', '12,0 % – 16,9 %'])
  expect([-0.0004, 0.02].map((difference) => said('ru', 'points', difference))).toEqual(['0,0', '2,0'])
})

test('where only whole percents have room, what is less than one of them is not called none', () => {
  expect([0.157, 0.085, 0.004, 0].map((share) => said('de', 'wholePercent', share))).toEqual(['16 %', '9 %', '0,4 %', '0 %'])
})
