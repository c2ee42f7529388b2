// A mail with the lines that a step gives its head in place of its template's: the page is the same, so that two subjects need no second template.

import type { LocalizedTemplate, Template } from './definitions.ts'
import { headLines, type OwnHead } from './own-head.ts'

const made = new WeakMap<Template, Map<string, Template>>()

/** The template with those lines, the same object each time; the template itself where nothing is said. The sender's name is not among them: whom a mail comes from may
 * be decided when it leaves. */
export function withHead(template: Template, { subject, subjects, preheader, preheaders }: OwnHead): Template {
  if (subject === undefined && subjects === undefined && preheader === undefined && preheaders === undefined) return template
  const known = made.get(template) ?? new Map<string, Template>()
  const key = JSON.stringify([subject, subjects, preheader, preheaders])
  const before = known.get(key)
  if (before !== undefined) return before
  const head = { subject, subjects, preheader, preheaders }
  const next = headLines.reduce((one, line) => withLine(one, head, line), template)
  made.set(template, known.set(key, next))
  return next
}

function withLine(template: Template, head: OwnHead, [line, inLanguages]: (typeof headLines)[number]): Template {
  const { [line]: everywhere, [inLanguages]: own = {} } = head
  const languages = [...new Set([...Object.keys(template.locales ?? {}), ...Object.keys(own)])]
  const locales = languages.map((language): readonly [string, LocalizedTemplate] => {
    const { [line]: written, ...rest } = template.locales?.[language] ?? {}
    const said = own[language] ?? (everywhere === undefined ? written : undefined)
    return [language, said === undefined ? rest : { ...rest, [line]: said }]
  })
  const changed = everywhere === undefined ? {} : { [line]: everywhere }
  return { ...template, ...changed, ...(locales.length === 0 ? {} : { locales: Object.fromEntries(locales) }) }
}
