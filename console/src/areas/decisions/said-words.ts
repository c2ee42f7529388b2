// A sentence that the server answered as data, in the language of the console: names between quotes, durations in words, times in the reader's zone, and
// conditions as the builder says them.

import type { Json } from '../conditions/condition-json.ts'
import { partsOfDuration } from '../conditions/durations.ts'
import { inWords } from '../conditions/in-words.ts'
import type { Said } from './told.ts'
import type { Tongue } from './tongue.ts'

/** Names that a sentence may lack: which of them are there chooses its words. */
export const optionalNames: Readonly<Record<string, readonly string[]>> = {
  'until-time': ['days'],
  'until-date': ['offset'],
  silence: ['others'],
  schedule: ['condition'],
  'one-instant': ['condition'],
  'most-in-hour': ['times'],
  'most-in-day': ['times'],
  'inside-already': ['key'],
  'quiet-hours': ['days'],
  cap: ['topic', 'segment'],
  'cap-full': ['rivals'],
  'scope-journey': ['version'],
  'row-no-number': ['money'],
  'row-says-nobody': ['columns'],
  complaint: ['words'],
  'hard-bounce': ['words'],
  'not-delivered': ['words'],
  'outside-holdout': ['journey'],
  'soft-bounces': ['words'],
  'inside-since': ['until'],
  'service-answered': ['words'],
  'service-account': ['words'],
  'provider-answered': ['error', 'words'],
  'provider-sender': ['error', 'words'],
  'test-message': ['template'],
  'test-passage': ['key', 'inner'],
  'condition-numbers': ['numbers'],
  'way-silence': ['condition'],
  'way-event': ['condition'],
  'way-joins-list': ['condition'],
  'way-leaves-list': ['condition'],
  'way-joins-segment': ['condition'],
  'way-leaves-segment': ['condition'],
}

/** The sentence in words. */
export function saidWords({ code, values }: Said, tongue: Tongue): string {
  if (code === 'plain') return String(values['words'])
  if (code === 'condition') return conditionWords(values, tongue)
  if (code === 'outside') return tongue.say('outside.known', { means: tongue.say(`outside.means.${values['means']}`), words: String(values['words']) })
  const key = [code, ...(optionalNames[code] ?? []).filter((name) => values[name] !== undefined)].join('-')
  return tongue.say(`said.${key}`, saidValues(values, tongue))
}

/** What is filled in, as it is said. */
export function saidValues(values: Said['values'], tongue: Tongue): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => [
      [name, valueWords(name, value, tongue)],
      ...(name === 'duration' || name === 'within' ? [[`${name}After`, lengthAfter(String(value), tongue)]] : []),
    ]),
  )
}

/** A name between the quotes of the language. */
export function quoted(name: unknown, { say }: Tongue): string {
  return say('quoted', { name: String(name) })
}

function valueWords(name: string, value: unknown, tongue: Tongue): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(name, one, tongue)).join('; ')
  if (isSaid(value)) return saidWords(value, tongue)
  if (typeof value === 'number') return instants.has(name) ? tongue.formats.dateTime(value) : tongue.formats.number(value)
  return (wordsOf[name] ?? String)(String(value), tongue)
}

function isSaid(value: unknown): value is Said {
  return typeof value === 'object' && value !== null && 'code' in value && 'values' in value
}

/** Numbers with commas between the thousands, as English writes them. */
const counted = (text: string, { formats }: Tongue): string => formats.number(Number(text.replaceAll(',', '')))

/** "2.9 %" with the point, or comma, of the language. */
const percents = (text: string, { formats }: Tongue): string => text.replace(/^\d+(?:\.\d+)?(?= %$)/, (digits) => formats.number(Number(digits)))

const instants: ReadonlySet<string> = new Set(['at', 'since', 'until'])

const names = (text: string, tongue: Tongue): string => tongue.formats.list(text.split(', ').map((one) => quoted(one, tongue)))

/** By what the winner of a trial was chosen. */
const trialMeasures: ReadonlySet<string> = new Set(['opened', 'clicked', 'converted', 'hand'])

/** How a text is said, by the name of its place; all others as they are. */
const wordsOf: Readonly<Record<string, (text: string, tongue: Tongue) => string>> = {
  duration: lengthWords,
  within: lengthWords,
  offset: (text, tongue) => `${text.startsWith('-') ? '−' : '+'}${lengthWords(text, tongue)}`,
  length: (text, tongue) =>
    lengthWords(
      text.replaceAll(/ and | /g, '').replaceAll(/(day|hour|minute|second)s?/g, (unit) => unit[0] as string),
      tongue,
    ),
  days: (text, { formats, language }) => formats.list(text.split(', ').map((day) => weekday(day, language))),
  channel: (text, { say }) => say(`channel.${text}`),
  reason: (text, { say }) => say(`reason.${text}`),
  outcome: (text, { say }) => say(`door.${text}`),
  step: quoted,
  journey: quoted,
  template: quoted,
  segment: quoted,
  list: quoted,
  topic: quoted,
  topics: names,
  attribute: quoted,
  event: quoted,
  events: names,
  others: names,
  variant: quoted,
  by: (text, { say }) => (trialMeasures.has(text) ? say(`trial.by.${text}`) : text),
  path: quoted,
  many: counted,
  most: counted,
  bound: counted,
  spread: counted,
  times: counted,
  rate: percents,
  surely: percents,
  limitRate: percents,
  field: (text, { say }) => (text === 'the message' ? say('the-message') : text),
  pool: quoted,
}

const unitNames = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' } as const

/** 1d12h: "1 day 12 hours". */
function lengthWords(duration: string, { language }: Tongue): string {
  return partsOfDuration(duration)
    .map(({ amount, unit }) => new Intl.NumberFormat(language, { style: 'unit', unit: unitNames[unit], unitDisplay: 'long' }).format(Number(amount)))
    .join(' ')
}

/** The same as it stands behind "after": some languages bend it. */
function lengthAfter(duration: string, { sayCondition }: Tongue): string {
  return partsOfDuration(duration)
    .map(({ amount, unit }) => `${amount} ${sayCondition(`unit.${unit}`, { count: Number(amount) })}`)
    .join(' ')
}

/** A monday, and the days after it. */
const monday = Date.UTC(2024, 0, 1)
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function weekday(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(monday + weekdays.indexOf(day) * 86_400_000)
}

/** What the builder cannot say stays in English, as the server said it. */
function conditionWords({ condition, words }: Said['values'], { sayCondition }: Tongue): string {
  const said = inWords(condition as Json, sayCondition)
  return said.includes('{"') ? String(words) : said
}
