// A template in a reader's language: what is written for `pt-BR`, else for `pt`, else for everybody. A page of its own brings its own text; a
// subject alone may be translated too.

import type { LocalizedTemplate, Template } from './definitions.ts'
import { localeKey } from './locale.ts'

const chosen = new WeakMap<Template, Map<string, Template>>()

/** The template for a locale, the same object each time. */
export function inLocale(template: Template, locale: unknown): Template {
  if (template.locales === undefined || typeof locale !== 'string') return template
  let known = chosen.get(template)
  if (known === undefined) {
    known = new Map()
    chosen.set(template, known)
  }
  const key = localeKey(Object.keys(template.locales), locale)
  const localized = key === undefined ? undefined : template.locales[key]
  if (key === undefined || localized === undefined) return template
  const before = known.get(key)
  if (before !== undefined) return before
  const made = merged(template, localized)
  known.set(key, made)
  return made
}

function merged(template: Template, localized: LocalizedTemplate): Template {
  const { text: _, locales: __, ...rest } = template
  const { html, text } = localized
  // The text of another language does not belong to this page.
  const own = html === undefined ? (text ?? template.text) : text
  return { ...rest, ...defined(localized), ...(own === undefined ? {} : { text: own }) }
}

function defined({ subject, preheader, html }: LocalizedTemplate): Partial<Template> {
  return { ...(subject === undefined ? {} : { subject }), ...(preheader === undefined ? {} : { preheader }), ...(html === undefined ? {} : { html }) }
}
