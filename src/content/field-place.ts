// Where in a template a field is spoken of that was missing when it was rendered: in the words of its author, because what was made of them has other
// lines. It renders nothing.

import type { Template } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'

export interface AskedField {
  readonly template: Template
  /** The key under `locales` whose words are looked at first. */
  readonly locale: string | undefined
  /** Of what was rendered: subject, html or text. */
  readonly part: string
  /** Such as subscriber.first_name. */
  readonly field: string
}

export interface FieldPlace {
  /** The part from the definition's root, such as ['locales', 'de', 'mjml']. */
  readonly path: readonly string[]
  readonly line: number
  readonly column: number
}

/** What to do about a field that may be missing. */
export function missingFix(field: string): string {
  return mistake('default-or-ask', { example: `{{ ${field} | default: '...' }}`, condition: `{% if ${field} %}` })
}

/** Where a field is spoken of in what the author wrote: what was made of it has other lines. */
export function fieldPlace({ template, locale, part, field }: AskedField): FieldPlace | undefined {
  const localized = locale === undefined ? undefined : template.locales?.[locale]
  const written = [...(localized === undefined ? [] : [{ parts: localized, above: ['locales', locale as string] }]), { parts: template, above: [] as string[] }]
  for (const { parts, above } of written) {
    const names = part === 'html' ? (['mjml', 'html', 'preheader'] as const) : ([part as 'subject' | 'text'] as const)
    for (const name of names) {
      const text = parts[name]
      const index = text === undefined ? -1 : indexOfField(text, field)
      if (text === undefined || index < 0) continue
      const lines = text.slice(0, index).split('\n')
      return { path: [...above, name], line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
    }
  }
  return undefined
}

function indexOfField(text: string, field: string): number {
  const whole = new RegExp(`(?<![\\w.])${field.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'g')
  for (const found of text.matchAll(whole)) {
    const open = text.slice(0, found.index)
    if (Math.max(open.lastIndexOf('{{'), open.lastIndexOf('{%')) > Math.max(open.lastIndexOf('}}'), open.lastIndexOf('%}'))) return found.index
  }
  return -1
}
