// A template as its author wrote it: without what MJML made of its pages, which follows from the rest.

import type { LocalizedTemplate, Template } from './definitions.ts'

export type WrittenTemplate = Omit<Template, 'html'> & { readonly html?: string | undefined }

/** What was written, without the compiled pages, as plain data. */
export function writtenTemplate(template: Template): WrittenTemplate {
  return JSON.parse(JSON.stringify(withoutPages(template))) as WrittenTemplate
}

function withoutPages(template: Template): WrittenTemplate {
  const { locales } = template
  const written = Object.entries(locales ?? {}).map(([locale, parts]) => [locale, pageless(parts)] as const)
  return { ...pageless(template), ...(locales === undefined ? {} : { locales: Object.fromEntries(written) }) }
}

function pageless<Parts extends LocalizedTemplate>(parts: Parts): Omit<Parts, 'html'> & { readonly html?: string | undefined } {
  if (parts.mjml === undefined) return parts
  const { html: _, ...rest } = parts
  return rest
}
