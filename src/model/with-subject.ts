// A mail with the subject that a step gives it in place of its template's: the page is the same, so that two subjects need no second template.

import type { LocalizedTemplate, Template } from './definitions.ts'
import type { OwnSubject } from './own-subject.ts'

const made = new WeakMap<Template, Map<string, Template>>()

/** The template with that subject, the same object each time; the template itself where nothing is said. */
export function withSubject(template: Template, { subject, subjects }: OwnSubject): Template {
  if (subject === undefined && subjects === undefined) return template
  const known = made.get(template) ?? new Map<string, Template>()
  const key = JSON.stringify([subject, subjects])
  const before = known.get(key)
  if (before !== undefined) return before
  const next = merged(template, { subject, subjects })
  made.set(template, known.set(key, next))
  return next
}

function merged(template: Template, { subject, subjects = {} }: OwnSubject): Template {
  const languages = [...new Set([...Object.keys(template.locales ?? {}), ...Object.keys(subjects)])]
  const locales = languages.map((language): readonly [string, LocalizedTemplate] => {
    const { subject: written, ...rest } = template.locales?.[language] ?? {}
    const own = subjects[language] ?? (subject === undefined ? written : undefined)
    return [language, own === undefined ? rest : { ...rest, subject: own }]
  })
  return { ...template, ...(subject === undefined ? {} : { subject }), ...(locales.length === 0 ? {} : { locales: Object.fromEntries(locales) }) }
}
