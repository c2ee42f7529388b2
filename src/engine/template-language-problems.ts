// Mails that are not written in a language of the workspace: whoever reads that gets them in another, which is said before it happens. Never wrong by itself.

import type { Definitions, Problem } from '../model/definitions.ts'
import { localeKey } from '../model/locale.ts'
import { mistake } from '../model/mistake.ts'

/** Of each template, all languages that it lacks at once. */
export function templateLanguageProblems({ workspace, templates }: Pick<Definitions, 'workspace' | 'templates'>): readonly Problem[] {
  // What stands in the template itself is the first.
  const [first, ...others] = workspace.languages ?? []
  if (first === undefined) return []
  return templates.flatMap(({ template, locales = {} }): readonly Problem[] => {
    const left = others.filter((language) => localeKey(Object.keys(locales), language) === undefined)
    if (left.length === 0) return []
    return [
      {
        severity: 'warning',
        definition: { kind: 'template', name: template },
        path: Object.keys(locales).length === 0 ? ['template'] : ['locales'],
        code: 'template.languages',
        message: mistake('template-languages', { languages: left.join(', '), first }),
        fix: mistake('say-in-languages', { example: `locales: { ${left[0]}: { subject: ... } }` }),
      },
    ]
  })
}
