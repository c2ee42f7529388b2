// An instant written as people of a zone and a language write it. Liquid's own date filter goes through the zone of the machine, which loses the
// hour that the machine's summer time skips, and makes a new format for every call; this one does neither.

/** How a date is to be written. */
export interface DateStyle {
  /** strftime, such as "%d.%m.%Y %H:%M". */
  readonly format: string
  /** An IANA zone that the platform knows. */
  readonly zone: string
  /** A locale that the platform knows. */
  readonly locale: string
}

/** Widest field that a format may ask for: `%20d`. */
const widest = 20
const directive = /%([-0_^#]*)(\d{0,4})(:?[a-zA-Z%+])/g

/** Writes an instant (UTC milliseconds) by a strftime format. What is not a directive stays as it is. */
export function formatInstant(instant: number, style: DateStyle): string {
  const local = localFields(instant, style.zone)
  return style.format.replace(directive, (whole, flags: string, width: string, letter: string) => {
    const compound = compounds[letter]
    if (compound !== undefined) return formatInstant(instant, { ...style, format: compound })
    const field = fields[letter]
    return field === undefined ? whole : padded(field(local, style), flags, width)
  })
}

interface LocalFields {
  readonly instant: number
  /** The local wall clock as if it were UTC, so that the getUTC methods read it. */
  readonly wall: Date
  /** Minutes east of UTC. */
  readonly offset: number
}

function localFields(instant: number, zone: string): LocalFields {
  const parts = new Map(
    clockFormat(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const milliseconds = ((instant % 1000) + 1000) % 1000
  const wall = new Date(0)
  wall.setUTCFullYear(part('year'), part('month') - 1, part('day'))
  wall.setUTCHours(part('hour'), part('minute'), part('second'), milliseconds)
  return { instant, wall, offset: Math.round((wall.getTime() - instant) / 60_000) }
}

interface Field {
  readonly text: string
  readonly width: number
  readonly fill: '0' | ' '
}
type WriteField = (local: LocalFields, style: DateStyle) => Field

const number = (value: number, width: number, fill: '0' | ' ' = '0'): Field => ({ text: String(value), width, fill })
const word = (text: string): Field => ({ text, width: 0, fill: ' ' })

const fields: Readonly<Record<string, WriteField>> = {
  Y: ({ wall }) => number(wall.getUTCFullYear(), 4),
  y: ({ wall }) => number(wall.getUTCFullYear() % 100, 2),
  C: ({ wall }) => number(Math.floor(wall.getUTCFullYear() / 100), 2),
  m: ({ wall }) => number(wall.getUTCMonth() + 1, 2),
  d: ({ wall }) => number(wall.getUTCDate(), 2),
  e: ({ wall }) => number(wall.getUTCDate(), 2, ' '),
  j: ({ wall }) => number(dayOfYear(wall), 3),
  H: ({ wall }) => number(wall.getUTCHours(), 2),
  k: ({ wall }) => number(wall.getUTCHours(), 2, ' '),
  I: ({ wall }) => number(wall.getUTCHours() % 12 || 12, 2),
  l: ({ wall }) => number(wall.getUTCHours() % 12 || 12, 2, ' '),
  M: ({ wall }) => number(wall.getUTCMinutes(), 2),
  S: ({ wall }) => number(wall.getUTCSeconds(), 2),
  L: ({ wall }) => number(wall.getUTCMilliseconds(), 3),
  N: ({ wall }) => number(wall.getUTCMilliseconds(), 3),
  p: ({ wall }) => word(wall.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: ({ wall }) => word(wall.getUTCHours() < 12 ? 'am' : 'pm'),
  u: ({ wall }) => number(wall.getUTCDay() || 7, 1),
  w: ({ wall }) => number(wall.getUTCDay(), 1),
  s: ({ instant }) => number(Math.floor(instant / 1000), 1),
  q: ({ wall }) => word(ordinal(wall.getUTCDate())),
  B: ({ wall }, { locale }) => word(nameFormat(locale, { month: 'long' }).format(wall)),
  b: ({ wall }, { locale }) => word(nameFormat(locale, { month: 'short' }).format(wall)),
  h: ({ wall }, { locale }) => word(nameFormat(locale, { month: 'short' }).format(wall)),
  A: ({ wall }, { locale }) => word(nameFormat(locale, { weekday: 'long' }).format(wall)),
  a: ({ wall }, { locale }) => word(nameFormat(locale, { weekday: 'short' }).format(wall)),
  Z: (_, { zone }) => word(zone),
  z: ({ offset }) => word(offsetText(offset, '')),
  ':z': ({ offset }) => word(offsetText(offset, ':')),
  n: () => word('\n'),
  t: () => word('\t'),
  '%': () => word('%'),
}

const compounds: Readonly<Record<string, string>> = {
  F: '%Y-%m-%d',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  c: '%a %b %e %H:%M:%S %Y',
}

function padded({ text, width, fill }: Field, flags: string, asked: string): string {
  const last = [...flags].findLast((flag) => '-0_'.includes(flag))
  const cased = flags.includes('^') ? text.toUpperCase() : flags.includes('#') ? swapped(text) : text
  if (last === '-') return cased
  const columns = asked === '' ? width : Math.min(Number(asked), widest)
  return cased.padStart(columns, last === '_' ? ' ' : last === '0' ? '0' : fill)
}

function swapped(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()
}

function dayOfYear(wall: Date): number {
  const january = new Date(0)
  january.setUTCFullYear(wall.getUTCFullYear(), 0, 1)
  return Math.floor((wall.getTime() - january.getTime()) / 86_400_000) + 1
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

function offsetText(offset: number, separator: string): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`
}

const clockFormats = new Map<string, Intl.DateTimeFormat>()
const nameFormats = new Map<string, Intl.DateTimeFormat>()

function clockFormat(zone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
  return remembered(clockFormats, zone, () => new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone, calendar: 'iso8601' }))
}

function nameFormat(locale: string, options: { readonly month?: 'long' | 'short'; readonly weekday?: 'long' | 'short' }): Intl.DateTimeFormat {
  const name = `${locale} ${options.month ?? ''} ${options.weekday ?? ''}`
  return remembered(nameFormats, name, () => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }))
}

const rememberedAtMost = 500

/** Formats are slow to make, and their names come from data: they are kept, but never without end. */
export function remembered<Value>(known: Map<string, Value>, name: string, make: () => Value): Value {
  const found = known.get(name)
  if (found !== undefined) return found
  const made = make()
  if (known.size >= rememberedAtMost) known.clear()
  known.set(name, made)
  return made
}
