// What is wrong with a template, found without rendering it: for `oncue validate` and the editor. It never judges wording.

import type { Variable } from 'liquidjs'
import type { LocalizedTemplate, Problem, Template } from '../model/definitions.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import type { Encoding } from './encoding.ts'
import { hasTooManyTags, liquidFor, liquidProblem, problemSentence } from './liquid.ts'

const parts = { subject: 'plain', preheader: 'html', html: 'html', mjml: 'html', text: 'plain' } as const satisfies Record<string, Encoding>

/** What a template may speak of; each is explained in src/model/facts.ts. */
const knownNames = [
  'subscriber',
  'trigger',
  'cart',
  'catalogue',
  'code',
  'code_expires',
  'journey',
  'step',
  'workspace',
  'unsubscribe_url',
  'preferences_url',
  'view_url',
  'confirm_url',
  'topics',
  'now',
  'brand',
  'segments',
  'conditions',
  'variants',
] as const

/** Errors for what cannot be rendered, warnings for what will come out empty. */
export function templateProblems(template: Template): Problem[] {
  const problems = [...partProblems(template, template, [])]
  for (const [locale, localized] of Object.entries(template.locales ?? {})) problems.push(...partProblems(template, localized, ['locales', locale]))
  if (/[\r\n]/.test(template.subject.trim())) {
    problems.push(
      located({ severity: 'warning', code: 'subject has lines', message: mistake('subject-lines'), fix: mistake('one-line') }, template, ['subject']),
    )
  }
  return problems
}

function partProblems(template: Template, written: LocalizedTemplate, above: readonly string[]): Problem[] {
  return Object.entries(parts).flatMap(([name, encoding]) => {
    const text = written[name as keyof typeof parts]
    // What was made from MJML is judged where it was written.
    if (text === undefined || (name === 'html' && written.mjml !== undefined)) return []
    return textProblems(text, encoding).map((problem) => located(problem, template, [...above, name]))
  })
}

/** The same for a text outside of a template, such as a webhook's URL or body. */
export function textProblems(text: string, encoding: Encoding): TextProblem[] {
  if (hasTooManyTags(text)) return [tooManyTags]
  const engine = liquidFor(encoding)
  try {
    const { globals } = engine.parseAndAnalyzeSync(text, undefined, { partials: false })
    return [...Object.entries(globals).flatMap(([name, uses]) => unknownName(name, uses)), ...(encoding === 'html' ? openLinks(text) : [])]
  } catch (error) {
    return [{ severity: 'error', code: 'template does not parse', message: problemSentence(liquidProblem(error)), ...fixFor(error) }]
  }
}

/** A problem whose place is still to be said. */
export type TextProblem = Omit<Problem, 'definition' | 'path'>

const tooManyTags: TextProblem = {
  severity: 'error',
  code: 'template has too many tags',
  message: mistake('tags-many', { count: limits.templateTags }),
  fix: mistake('fewer-tags', { example: '{% for %}' }),
}

function unknownName(name: string, uses: readonly Variable[]): TextProblem[] {
  if ((knownNames as readonly string[]).includes(name)) return []
  const location = uses[0]?.location
  const where = location === undefined ? '' : `line ${location.row}, column ${location.col}: `
  return [
    {
      severity: 'warning',
      code: 'unknown name in template',
      message: `${where}${mistake('name-unknown', { name })}`,
      fix: mistake('names-known', { attribute: `{{ subscriber.${name} }}`, property: `{{ trigger.${name} }}`, known: knownNames.join(', ') }),
    },
  ]
}

/** Links whose host is a property of the event. Everybody may send events with the key of a page, and so say where the links of somebody's mail lead. */
function openLinks(text: string): TextProblem[] {
  return [...text.matchAll(/\bhref\s*=\s*["']?\s*(https?:\/\/[^"'\s>/?#]*\{\{-?\s*(trigger\b[\w.[\]]*)[^{}]*\}\})/gi)].map(([, , name = 'trigger']) => ({
    severity: 'warning',
    code: 'link to anywhere',
    message: mistake('link-anywhere', { name: `{{ ${name} }}` }),
    fix: mistake('link-host', { example: `https://shop.example/{{ ${name} }}` }),
  }))
}

function fixFor(error: unknown): { readonly fix?: string } {
  const { message } = liquidProblem(error)
  if (message.startsWith('there is no filter')) return { fix: mistake('filters-are', { known: Object.keys(liquidFor('plain').filters).sort().join(', ') }) }
  if (message.startsWith('there is no tag')) return { fix: mistake('tags-are', { known: Object.keys(liquidFor('plain').tags).sort().join(', ') }) }
  if (message.endsWith('not closed')) return { fix: mistake('close-tags', { example: '{% if %}', ends: '{% endif %}', opens: '{{', closes: '}}' }) }
  if (message.startsWith('it is longer')) return { fix: mistake('keep-parts-short', { count: limits.templateCharacters }) }
  return {}
}

function located(problem: TextProblem, template: Template, path: readonly string[]): Problem {
  return { ...problem, definition: { kind: 'template', name: template.template }, path }
}
