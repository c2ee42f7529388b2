// How what is held against each other in a backtest is called, and what a channel makes of it: the server says it in English, the console in the language of the reader.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { armName, limitWords } from '../../console/src/areas/backtests/report.ts'

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

test('what may leave by a channel is told with how long the busiest minute takes and who waits at worst', () => {
  const formats = { number: String, duration: (ms: number) => `${ms / 60_000} min`, dateTime: (at: number) => new Date(at).toISOString() }
  const jam = { since: Date.UTC(2026, 10, 11, 12), messages: 40, minutes: 66.7 }
  const said = ['en', 'de', 'ru'].map((language) => limitWords({ limitPerMinute: 0.6, peakTakesMinutes: 65, jam }, sayingIn(language), formats))
  expect(said).toEqual([
    '0.6 a minute: 65 min · at worst 40 wait, the last for 66.7 min, from 2026-11-11T12:00:00.000Z on',
    '0.6 je Minute: 65 min · schlimmstenfalls warten 40, die letzte 66.7 min, ab 2026-11-11T12:00:00.000Z',
    '0.6 в минуту: 65 мин · в худшем случае ждут: 40, последнее — 66.7 min, с 2026-11-11T12:00:00.000Z',
  ])
  expect(limitWords({ limitPerMinute: 600, peakTakesMinutes: 0.1, jam: null }, sayingIn('en'), formats)).toBe('600 a minute: 0.1 min')
  expect(limitWords({ limitPerMinute: null, peakTakesMinutes: null, jam: null }, sayingIn('en'), formats)).toBe('none')
})
