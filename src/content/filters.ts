// The filters of mails: money and dates in the subscriber's own locale and zone, and the standard ones made safe for each
// encoding. No filter reads the clock or throws for what a subscriber's data holds.

import { filters, type Liquid } from 'liquidjs'
import type { Facts } from '../model/facts.ts'
import { isZone } from '../model/is-zone.ts'
import type { Encoding } from './encoding.ts'
import { htmlToText } from './html-to-text.ts'
import { formatInstant, remembered } from './local-date.ts'

type Handler = Extract<(typeof filters)[string], (...args: never[]) => unknown>
type FilterThis = ThisParameterType<Handler>

/** Filters of Liquid's dialects that are left out: they run text as code, draw by chance, or read the machine's clock and zone. */
export const leftOut: ReadonlySet<string> = new Set([
  ...['where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_exp', 'find_index_exp'],
  ...['date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'],
  ...['sample', 'inspect'],
])

/** Sets an engine's filters up for its encoding. */
export function registerFilters(engine: Liquid, encoding: Encoding): void {
  for (const name of leftOut) engine.unregisterFilter(name)
  engine.registerFilter('money', money)
  engine.registerFilter('date', date)
  engine.registerFilter('day_and_time', dayAndTime)
  for (const name of ['json', 'jsonify']) {
    // In a JSON text it stands for a whole value, so it must not be escaped once more.
    engine.registerFilter(name, { handler: toJson, raw: encoding === 'json' })
  }
  for (const name of ['escape', 'escape_once', 'xml_escape']) {
    // Authors write `| escape` out of habit: in a page it replaces the escaping of the output instead of doubling it.
    if (encoding === 'html') engine.registerFilter(name, { handler: builtin(name), raw: true })
    if (encoding === 'converted') engine.registerFilter(name, (value) => value)
  }
  if (encoding === 'converted') {
    engine.registerFilter('newline_to_br', (value) => value)
    engine.registerFilter('raw', (value) => (typeof value === 'string' && looksLikeHtml.test(value) ? htmlToText(value) : value))
  }
}

const looksLikeHtml = /<[a-z/!]|&[a-z#0-9]+;/i

function builtin(name: string): Handler {
  const filter = filters[name]
  if (typeof filter !== 'function') throw new Error(`Liquid has no filter "${name}"`)
  return filter
}

const builtinJson = builtin('json')

function toJson(this: FilterThis, value: unknown, space: unknown): unknown {
  return builtinJson.call(this, value, typeof space === 'number' ? Math.min(space, 8) : 0) ?? 'null'
}

/** `{{ 19.9 | money: 'EUR' }}`, `{{ 19.9 | money: 'EUR', 'de' }}`; without a currency a number with two decimals. */
function money(this: FilterThis, value: unknown, currency: unknown, locale: unknown): string {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return ''
  const code = typeof currency === 'string' && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : ''
  return moneyFormat(localeFor(factsOf(this), locale), code).format(amount)
}

const moneyFormats = new Map<string, Intl.NumberFormat>()

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  return remembered(moneyFormats, `${locale} ${currency}`, () =>
    currency === ''
      ? new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
      : new Intl.NumberFormat(locale, { style: 'currency', currency }),
  )
}

const styles = ['full', 'long', 'medium', 'short'] as const
const millisecondsFrom = 1e11

/**
 * `{{ trigger.at | date: '%d.%m.%Y %H:%M' }}` in the subscriber's zone, or in a zone that is named: `date: '%H:%M', 'Europe/Berlin'`.
 * The formats full, long, medium and short write the date as the subscriber's locale does. Numbers are milliseconds, or seconds below 1e11.
 */
function date(this: FilterThis, value: unknown, format: unknown, zone: unknown): unknown {
  const facts = factsOf(this)
  const instant = instantOf(value, facts)
  if (instant === undefined) return value === 'now' || value === 'today' ? '' : value
  const locale = localeFor(facts, undefined)
  const zoneName = zoneFor(facts, zone)
  const style = styles.find((name) => name === format)
  if (style !== undefined) return dateFormat(locale, style, zoneName).format(instant)
  const written = formatInstant(instant, { format: typeof format === 'string' ? format : '%Y-%m-%d %H:%M', zone: zoneName, locale })
  this.context.memoryLimit.use(written.length)
  return written
}

/** `{{ catalogue.product.offer_ends | day_and_time }}`: "today at 6:00 PM", "morgen um 18:00", "Freitag, 4. Dezember um 18:00", as the subscriber's locale and zone have it. */
function dayAndTime(this: FilterThis, value: unknown, zone: unknown): unknown {
  const facts = factsOf(this)
  const instant = instantOf(value, facts)
  if (instant === undefined) return value === 'now' || value === 'today' ? '' : value
  const words = dayWords(localeFor(facts, undefined), zoneFor(facts, zone))
  const days = facts.now === undefined ? undefined : words.dayOf(instant) - words.dayOf(facts.now)
  const day = days === 0 || days === 1 ? words.relative.format(days, 'day') : words.date.format(instant)
  return `${day}${words.between}${words.time.format(instant)}`
}

interface DayWords {
  readonly relative: Intl.RelativeTimeFormat
  readonly date: Intl.DateTimeFormat
  readonly time: Intl.DateTimeFormat
  /** What a language says between a day and a time: " at ", " um ". */
  readonly between: string
  /** The number of the day in the zone, counted from 1970. */
  readonly dayOf: (instant: number) => number
}

const knownDayWords = new Map<string, DayWords>()

function dayWords(locale: string, zone: string): DayWords {
  return remembered(knownDayWords, `${locale} ${zone}`, () => {
    const both = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone }).formatToParts(0)
    const hour = both.findIndex(({ type }) => type === 'hour')
    const calendar = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone })
    return {
      relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
      date: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone }),
      time: new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone }),
      between: both[hour - 1]?.type === 'literal' ? (both[hour - 1]?.value ?? ' ') : ' ',
      dayOf: (instant) => Date.parse(`${calendar.format(instant)}T00:00:00Z`) / 86_400_000,
    }
  })
}

function instantOf(value: unknown, facts: Facts): number | undefined {
  if (value === 'now' || value === 'today') return facts.now
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value
  const instant = typeof number === 'number' ? number * (Math.abs(number) < millisecondsFrom ? 1000 : 1) : Date.parse(String(value))
  return Number.isFinite(instant) && Math.abs(instant) <= 8.64e15 ? instant : undefined
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, style: (typeof styles)[number], zone: string): Intl.DateTimeFormat {
  return remembered(dateFormats, `${locale} ${style} ${zone}`, () => new Intl.DateTimeFormat(locale, { dateStyle: style, timeZone: zone }))
}

/** The facts as they were given: what a template assigned does not change them. */
function factsOf(filter: FilterThis): Facts {
  return filter.context.environments as unknown as Facts
}

function zoneFor(facts: Facts, named: unknown): string {
  for (const zone of [named, facts.subscriber?.timezone, facts.workspace?.zone]) {
    if (typeof zone === 'string' && zone.length < 64 && isZone(zone)) return zone
  }
  return 'UTC'
}

const locales = new Map<string, string>()

function localeFor(facts: Facts, named: unknown): string {
  for (const locale of [named, facts.subscriber?.locale]) {
    if (typeof locale !== 'string' || locale === '' || locale.length > 35) continue
    const known = remembered(locales, locale, () => supportedLocale(locale))
    if (known !== '') return known
  }
  return 'en'
}

function supportedLocale(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale.replaceAll('_', '-'))[0] ?? ''
  } catch {
    return ''
  }
}
