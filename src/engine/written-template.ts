// A template as its author wrote it: without what MJML made of its pages, which follows from the rest.

import type { LocalizedTemplate, Template } from '../model/definitions.ts'
import { canonicalJson } from './canonical-json.ts'

/** What was written, without the compiled pages. */
export function writtenTemplate(template: Template): Omit<Template, 'html'> & { readonly html?: string | undefined } {
  const { locales } = template
  const written = Object.entries(locales ?? {}).map(([locale, parts]) => [locale, pageless(parts)] as const)
  return { ...pageless(template), ...(locales === undefined ? {} : { locales: Object.fromEntries(written) }) }
}

/** One text for templates that were written alike. */
export function writtenText(template: Template): string {
  return canonicalJson(JSON.parse(JSON.stringify(writtenTemplate(template))))
}

function pageless<Parts extends LocalizedTemplate>(parts: Parts): Omit<Parts, 'html'> & { readonly html?: string | undefined } {
  if (parts.mjml === undefined) return parts
  const { html: _, ...rest } = parts
  return rest
}
