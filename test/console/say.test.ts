// How a text of the console is found and filled in: names, numbers as the reader writes them, plurals as their language has them.

import { expect, test } from 'vitest'
import { find, sayIn, type Words } from '../../console/src/words/say.ts'

const inLanguage = (language: string, words: Words) => sayIn(language, () => words)

test('a count chooses the plural that the language has for it, and a text without plurals takes any count', () => {
  const say = inLanguage('ru', {
    row_one: '{{count, number}} строка',
    row_few: '{{count, number}} строки',
    row_many: '{{count, number}} строк',
    row_other: '{{count, number}} строки',
    found: 'Найдено: {{count}}',
  })
  const said = [0, 1, 2, 5, 11, 21, 1.5, 12_345].map((count) => say('row', { count }).replaceAll(/\s/g, ' '))
  expect(said).toEqual(['0 строк', '1 строка', '2 строки', '5 строк', '11 строк', '21 строка', '1,5 строки', '12 345 строк'])
  expect(say('found', { count: 2 })).toBe('Найдено: 2')
  const English = inLanguage('en', { row_one: '{{count, number}} row', row_other: '{{count, number}} rows' })
  expect([0, 1, 21].map((count) => English('row', { count }))).toEqual(['0 rows', '1 row', '21 rows'])
})

test('names are filled in as they are, numbers as the language writes them, and what nobody gave is left out', () => {
  const say = inLanguage('de', { sent: '{{ name }} an {{count, number}} von {{of, number}}: {{name}}{{note}}' })
  expect(say('sent', { name: '<b> {{of}} $1', count: 1000, of: 2.5 })).toBe('<b> {{of}} $1 an 1.000 von 2,5: <b> {{of}} $1')
  expect(say('sent', { name: null, count: 0, of: 0 })).toBe(' an 0 von 0: ')
})

test('dots lead into groups of texts, or belong to the name of a text; a text that is not there is its default, or its key', () => {
  const words: Words = { audit: { did: { published: 'Published' } }, 'smtp.url': 'The mail server', mail: { 'limits.rate': 'The rate' } }
  const say = inLanguage('en', words)
  expect(['audit.did.published', 'smtp.url', 'mail.limits.rate'].map((key) => say(key))).toEqual(['Published', 'The mail server', 'The rate'])
  expect(['audit.did', 'audit.did.published.by', 'toString', 'audit.constructor'].map((key) => say(key))).toEqual([
    'audit.did',
    'audit.did.published.by',
    'toString',
    'audit.constructor',
  ])
  expect(say('nothing', { defaultValue: 'As it is called' })).toBe('As it is called')
  expect(find(words, 'audit.did')).toEqual({ published: 'Published' })
})

test('what was asked before the words came is said once they are there', () => {
  let words: Words | undefined
  const say = sayIn('en', () => words)
  expect(say('title')).toBe('title')
  words = { title: 'People' }
  expect(say('title')).toBe('People')
})
