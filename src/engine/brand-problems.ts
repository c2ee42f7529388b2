// What a brand does not say and a mail needs: where the site is, to which the buttons and names of ready designs lead. Checked before definitions come into
// force; a warning, because the mail can be sent without it.

import type { Definitions, Problem } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'

/** Links to the site of a brand that has none. What asks whether there is one is left alone. */
export function brandProblems({ workspace, templates }: Pick<Definitions, 'workspace' | 'templates'>): readonly Problem[] {
  if (workspace.brand?.site !== undefined) return []
  return templates.flatMap(({ template, html, locales = {} }) => {
    const pages = [{ html, path: ['html'] }, ...Object.entries(locales).map(([locale, parts]) => ({ html: parts.html, path: ['locales', locale, 'html'] }))]
    return pages.flatMap(({ html: page, path }): readonly Problem[] => {
      if (page === undefined || !/href\s*=\s*["']\s*\{\{-?\s*brand\.site\b/.test(page) || /\{%-?\s*(?:if|unless)\s+brand\.site\b/.test(page)) return []
      const definition = { kind: 'template', name: template } as const
      return [{ severity: 'warning', definition, path, code: 'brand/site', message: mistake('button-leads-nowhere'), fix: mistake('say-site') }]
    })
  })
}
