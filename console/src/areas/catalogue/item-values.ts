// What an item holds as the texts of a form, and back: each attribute by its kind. What nobody touched goes back as it was, to the last digit; what cannot be read goes
// as it was typed, so that the server says what is wrong with it.

export interface KnownAttribute {
  readonly attribute: string
  readonly type: string
  readonly required: boolean
}
export type Values = Readonly<Record<string, unknown>>
export type Typed = Readonly<Record<string, string>>

/** What an item says in another language of its own: what people read, and where it leads. */
const translated: ReadonlySet<string> = new Set(['text', 'url', 'list'])

/** Those of the attributes that may be said in another language; the currency is none of them. */
export function translatedOf(known: readonly KnownAttribute[]): readonly KnownAttribute[] {
  return known.filter(({ attribute, type }) => translated.has(type) && attribute !== 'currency')
}

/** The texts of the form. */
export function typedOf(values: Values, known: readonly KnownAttribute[]): Typed {
  return Object.fromEntries(known.map(({ attribute, type }) => [attribute, textOf(values[attribute], type)]))
}

/** The values that the texts say; what is empty is left out. `was`: the values that the form began with. */
export function valuesOf(typed: Typed, { known, was }: { readonly known: readonly KnownAttribute[]; readonly was: Values }): Values {
  const before = typedOf(was, known)
  const said = known.flatMap(({ attribute, type }) => {
    const text = typed[attribute] ?? ''
    if (text === before[attribute]) return was[attribute] === undefined ? [] : [[attribute, was[attribute]] as const]
    return text.trim() === '' ? [] : [[attribute, readText(text.trim(), type, was[attribute])] as const]
  })
  const asked = new Set(known.map(({ attribute }) => attribute))
  return { ...Object.fromEntries(Object.entries(was).filter(([name]) => !asked.has(name))), ...Object.fromEntries(said) }
}

function textOf(value: unknown, type: string): string {
  if (value === undefined || value === null) return ''
  if (type === 'list' && Array.isArray(value)) return value.map(String).join('\n')
  if (type === 'date') return localTime(value)
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

function readText(text: string, type: string, before: unknown): unknown {
  switch (type) {
    case 'number': {
      // 19,90 has one reading; 1,234 has two, which the server says.
      const number = Number(text.replace(/^(-?\d+),(\d{1,2})$/, '$1.$2'))
      return Number.isFinite(number) ? number : text
    }
    case 'boolean':
      return text === 'true'
    case 'list': {
      const entries = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
      const areNumbers = Array.isArray(before) && before.length > 0 && before.every((one) => typeof one === 'number')
      return areNumbers && entries.every((one) => Number.isFinite(Number(one))) ? entries.map(Number) : entries
    }
    case 'date':
      return Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString()
    case 'object':
      try {
        return JSON.parse(text)
      } catch {
        return text
      }
    default:
      return text
  }
}

/** An instant as a field of the browser has it: in the zone of the reader, to the minute. */
function localTime(value: unknown): string {
  const at = new Date(typeof value === 'number' ? value : String(value))
  if (Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
