// What mail programs make of a mail that is right in itself: what Outlook cannot show, pictures without words, links that lead nowhere, and more than
// Gmail shows. Found in the words of the author, so that each has its line. Warnings only.

import type { LocalizedTemplate, Problem, Template } from '../model/definitions.ts'
import { htmlComments, liquidComments, replaceEnclosed } from '../model/enclosed.ts'

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
    message: (found) => `Outlook does not know "${found}" and shows things one below the other`,
    fix: 'put them beside each other with columns or a table',
  },
  {
    code: 'mail/element',
    pattern: /<(?:script|form|video|audio|iframe|object|embed|svg|link)\b/i,
    message: (found) => `mail programs take ${found}> out`,
    fix: 'show a picture, or link to a page that has it',
  },
  {
    code: 'mail/import',
    pattern: /@import\b/i,
    message: () => 'mail programs load no style sheets',
    fix: 'write the styles into the template',
  },
  {
    code: 'mail/picture-words',
    pattern: { exec: pictureWithoutWords },
    message: () => 'a picture says nothing to whoever does not see it: many programs show pictures only when asked',
    fix: 'add alt="what is on it", or alt="" where it is decoration',
  },
  {
    code: 'mail/picture-inside',
    pattern: /\bsrc\s*=\s*["']data:/i,
    message: () => 'Gmail and Outlook do not show a picture that is written into the mail itself',
    fix: 'put it at an address on the net and name that',
  },
  {
    code: 'mail/relative',
    pattern: /\b(?:href|src)\s*=\s*["'](?!\s*(?:https?:|mailto:|tel:|sms:|data:|cid:|#|\{\{|\{%))[^"'\s][^"']*["']/i,
    message: (found) => `${found.slice(0, 80)} leads nowhere: a mail has no address of its own`,
    fix: 'write the whole address, beginning with https://',
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
  const message = `the mail has ${Math.ceil(bytes / 1024)} KB; Gmail cuts off what comes after 102 KB, also the way out`
  return { severity: 'warning', definition, path, code: 'mail/size', message, fix: 'show fewer items, and write styles once instead of at every element' }
}
