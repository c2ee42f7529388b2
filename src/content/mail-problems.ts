// What mail programs make of a mail that is right in itself: what Outlook cannot show, pictures without words, links that lead nowhere, and more than
// Gmail shows. Found in the words of the author, so that each has its line. Warnings only.

import type { LocalizedTemplate, Problem, Template } from '../model/definitions.ts'
import { htmlComments, liquidComments, replaceEnclosed } from '../model/enclosed.ts'
import { mistake } from '../model/mistake.ts'

/** Gmail shows this much of a mail's HTML, and a link to the rest. */
export const clippedBytes = 102 * 1024

interface Rule {
  readonly code: string
  readonly pattern: { readonly exec: (text: string) => { readonly index: number; readonly 0: string } | null }
  readonly message: (found: string) => string
  readonly fix: string
}

const rules: readonly Rule[] = [
  {
    code: 'mail/outlook-layout',
    pattern: /\b(?:display\s*:\s*(?:flex|grid|inline-flex|inline-grid)|position\s*:\s*(?:absolute|fixed|relative|sticky)|float\s*:\s*(?:left|right))/i,
    message: (found) => mistake('outlook-layout', { words: found }),
    fix: mistake('columns-or-table'),
  },
  {
    code: 'mail/element',
    pattern: /<(?:script|form|video|audio|iframe|object|embed|svg|link)\b/i,
    message: (found) => mistake('element-taken-out', { words: found }),
    fix: mistake('picture-or-link'),
  },
  {
    code: 'mail/import',
    pattern: /@import\b/i,
    message: () => mistake('no-style-sheets'),
    fix: mistake('styles-inside'),
  },
  {
    code: 'mail/picture-words',
    pattern: { exec: pictureWithoutWords },
    message: () => mistake('picture-without-words'),
    fix: mistake('add-alt'),
  },
  {
    code: 'mail/picture-inside',
    pattern: /\bsrc\s*=\s*["']data:/i,
    message: () => mistake('picture-inside'),
    fix: mistake('picture-on-net'),
  },
  {
    code: 'mail/relative',
    pattern: /\b(?:href|src)\s*=\s*["'](?!\s*(?:https?:|mailto:|tel:|sms:|data:|cid:|#|\{\{|\{%))[^"'\s][^"']*["']/i,
    message: (found) => mistake('link-relative', { words: found.slice(0, 80) }),
    fix: mistake('whole-link'),
  },
]

/** What only Outlook reads, what nobody reads, and what only says how elements look. */
const unread = [htmlComments, liquidComments, { opens: /<mj-attributes>/g, closes: /<\/mj-attributes>/g }]

/** Of one language's own words; each rule says its first place. */
export function mailProblems(template: Template, written: LocalizedTemplate, above: readonly string[] = []): Problem[] {
  const part = written.mjml === undefined ? 'html' : 'mjml'
  const text = written[part]
  if (text === undefined) return []
  const read = replaceEnclosed(text, unread, (words) => words.replaceAll(/[^\n]/g, ' '))
  return rules.flatMap(({ code, pattern, message, fix }) => {
    const found = pattern.exec(read)
    if (found === null) return []
    const before = read.slice(0, found.index).split('\n')
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `
    const definition = { kind: 'template', name: template.template } as const
    return [{ severity: 'warning' as const, definition, path: [...above, part], code, message: `${place}${message(found[0])}`, fix }]
  })
}

/** The first picture without an alt. A tag is looked at once, and one that never ends not at all. */
function pictureWithoutWords(text: string): { readonly index: number; readonly 0: string } | null {
  const tags = /<(?:img|mj-image|mj-carousel-image)\b/gi
  for (let start = tags.exec(text); start !== null; start = tags.exec(text)) {
    const end = text.indexOf('>', start.index)
    if (end < 0) return null
    const tag = text.slice(start.index, end + 1)
    if (!/\salt\s*=/i.test(tag)) return { index: start.index, 0: tag }
    tags.lastIndex = end + 1
  }
  return null
}

/** Undefined for a mail that is shown whole. */
export function sizeProblem(template: Template, bytes: number): Problem | undefined {
  if (bytes <= clippedBytes) return undefined
  const definition = { kind: 'template', name: template.template } as const
  const path = [template.mjml === undefined ? 'html' : 'mjml']
  const message = mistake('mail-large', { count: Math.ceil(bytes / 1024) })
  return { severity: 'warning', definition, path, code: 'mail/size', message, fix: mistake('fewer-items') }
}
