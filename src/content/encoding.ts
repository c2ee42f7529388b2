// Where a rendered value lands, and so how it must be escaped to stay data there.

/**
 * html: in a page · plain: as it is · converted: in a text that was made from a page · url: in a URL · json: between the quotes of a JSON text
 * · header: in a header of HTTP.
 */
export type Encoding = 'html' | 'plain' | 'converted' | 'url' | 'json' | 'header'

type EscapeOption = { readonly outputEscape?: 'escape' | ((value: unknown) => string) }

/** How Liquid escapes what a placeholder prints. */
export const outputEscape: Record<Encoding, EscapeOption> = {
  html: { outputEscape: 'escape' },
  plain: {},
  converted: {},
  url: { outputEscape: (value) => encodeURIComponent(printed(value).toWellFormed()) },
  header: {
    outputEscape: (value) =>
      printed(value)
        .toWellFormed()
        .replace(/[^\x20-\x7e]/gu, encodeURIComponent),
  },
  json: { outputEscape: (value) => JSON.stringify(printed(value)).slice(1, -1) },
}

/** A value as it is printed: nothing for nothing, lists run together, objects as JSON. */
function printed(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(printed).join('')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
