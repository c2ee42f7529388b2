// Numbers, times and durations as people write them in their language, in the zone of their machine. It knows no words but those of Intl.

import { type Language, useLanguage } from './words.ts'

/** The formats of a language. */
export interface Formats {
  /** 12,345 */
  number(value: number): string
  /** 12K, for narrow places. */
  short(value: number): string
  /** 0.123 is 12.3 %. */
  percent(share: number): string
  /** The same where there is room for whole percents only: 0.123 is 12 %; what is less than one of them is not called none. */
  wholePercent(share: number): string
  /** The same beside others of its kind, always with one digit: 12.0%. */
  rate(share: number): string
  /** From a rate to another: 12.0% – 16.9%. */
  rates(low: number, high: number): string
  /** What came or went, with its sign: +12.3%, −4%. */
  change(share: number): string
  /** A difference of shares in points, with one digit: −9.6 */
  points(difference: number): string
  /** Nov 21, 2026, 7:40 PM */
  dateTime(at: number): string
  /** With seconds, for logs. */
  exact(at: number): string
  /** Nov 21, 2026 */
  date(at: number): string
  /** The same of an instant that stands for a whole day (UTC). */
  day(at: number): string
  /** 7:40:12 PM */
  time(at: number): string
  /** 3 hours ago, in 2 days; a date where it is more than a year away. */
  relative(at: number, now: number): string
  /** 184 ms, 1.2 s, 3 min, 2 h, 5 days */
  duration(milliseconds: number): string
  /** A stretch of time as authors write it: 1d12h is 1 day 12 hours. */
  span(text: string): string
  /** The name of a day, 0 for Monday. */
  weekday(day: number): string
  money(amount: number, currency: string): string
  /** One, two and three */
  list(parts: readonly string[]): string
}

const made = new Map<Language, Formats>()

/** The formats of the language of now. */
export function useFormats(): Formats {
  return formatsOf(useLanguage())
}

/** The formats of a language, made once. */
export function formatsOf(language: Language): Formats {
  const known = made.get(language) ?? make(language)
  made.set(language, known)
  return known
}

const units = [
  { unit: 'millisecond', milliseconds: 1 },
  { unit: 'second', milliseconds: 1000 },
  { unit: 'minute', milliseconds: 60_000 },
  { unit: 'hour', milliseconds: 3_600_000 },
  { unit: 'day', milliseconds: 86_400_000 },
] as const

const letters = { w: 'week', d: 'day', h: 'hour', m: 'minute', s: 'second', ms: 'millisecond' } as const
const farMs = 366 * 86_400_000
/** The first of January 2024 was a Monday. */
const mondayMs = Date.UTC(2024, 0, 1)

function make(language: Language): Formats {
  const number = whenAsked(() => new Intl.NumberFormat(language))
  const short = whenAsked(() => new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }))
  const percent = whenAsked(() => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }))
  const rate = whenAsked(() => new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }))
  const change = whenAsked(() => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }))
  const points = whenAsked(() => new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'negative' }))
  const dateTime = whenAsked(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }))
  const exact = whenAsked(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }))
  const date = whenAsked(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }))
  const day = whenAsked(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }))
  const time = whenAsked(() => new Intl.DateTimeFormat(language, { timeStyle: 'medium' }))
  const weekday = whenAsked(() => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }))
  const relative = whenAsked(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' }))
  const list = whenAsked(() => new Intl.ListFormat(language))
  const ofUnits = new Map<string, Intl.NumberFormat>()
  const inUnit = (unit: string, unitDisplay: 'long' | 'short'): Intl.NumberFormat => {
    const name = `${unit} ${unitDisplay}`
    const known = ofUnits.get(name) ?? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 })
    ofUnits.set(name, known)
    return known
  }
  const largest = (milliseconds: number): (typeof units)[number] => units.findLast((one) => Math.abs(milliseconds) >= one.milliseconds) ?? units[0]
  return {
    number: (value) => written(number(), value),
    short: (value) => written(short(), value),
    percent: (share) => written(percent(), share),
    wholePercent: (share) => written(percent(), share < 0.01 ? share : Math.round(share * 100) / 100),
    rate: (share) => written(rate(), share),
    rates: (low, high) => `${written(rate(), low)} – ${written(rate(), high)}`,
    change: (share) => written(change(), share),
    points: (difference) => written(points(), difference * 100),
    dateTime: (at) => dateTime().format(at),
    exact: (at) => exact().format(at),
    date: (at) => date().format(at),
    day: (at) => day().format(at),
    time: (at) => time().format(at),
    relative(at, now) {
      const apart = at - now
      // So far away nobody counts days.
      if (Math.abs(apart) > farMs) return date().format(at)
      const { unit, milliseconds } = largest(apart)
      return unit === 'millisecond' ? relative().format(0, 'second') : relative().format(Math.round(apart / milliseconds), unit)
    },
    duration(length) {
      const { unit, milliseconds } = largest(length)
      return inUnit(unit, unit === 'day' ? 'long' : 'short').format(length / milliseconds)
    },
    span: (text) =>
      [...text.matchAll(/(\d+)(ms|[wdhms])/g)].map(([, amount, letter]) => inUnit(letters[letter as 'd'], 'long').format(Number(amount))).join(' '),
    weekday: (day) => weekday().format(mondayMs + day * 86_400_000),
    money: (amount, currency) => written(new Intl.NumberFormat(language, { style: 'currency', currency }), amount),
    list: (parts) => list().format(parts),
  }
}

/** Less than nothing has a minus before it, and not the hyphen that most languages have there: it is as wide as a plus and as a digit. */
function written(format: Intl.NumberFormat, value: number): string {
  if (value >= 0) return format.format(value)
  const parts = format.formatToParts(value)
  return parts.map(({ type, value: text }) => (type === 'minusSign' ? '−' : text)).join('')
}

/** Each format costs a browser milliseconds to make, and a page needs few of them. */
function whenAsked<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}
