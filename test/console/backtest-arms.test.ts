// How what is held against each other in a backtest is called: the server says it in English, the console in the language of the reader.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { armName } from '../../console/src/areas/backtests/report.ts'

function sayingIn(language: string) {
  const words = JSON.parse(readFileSync(`console/src/areas/backtests/words/${language}.json`, 'utf8')) as Readonly<Record<string, unknown>>
  return (key: string, values: Readonly<Record<string, unknown>> = {}): string => {
    const text = String(key.split('.').reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>>)[part], words))
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]))
  }
}

test('an older version, the draft and what is in force are called so in the language of the reader; whatever else has a name keeps it', () => {
  const german = ['keen version 12', 'draft', 'in force', 'gte: 3'].map((name) => armName(name, sayingIn('de')))
  expect(german).toEqual(['Version 12 von keen', 'der Entwurf', 'was jetzt gilt', 'gte: 3'])
  expect(armName('late version 2 version 3', sayingIn('en'))).toBe('version 3 of late version 2')
})
