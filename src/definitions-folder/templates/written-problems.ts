// What is wrong with one template as it is written, found by the checks that a publication makes, and what mail programs would make of it; each with
// its place in the files and, for a part that stands in the definition itself, the line inside of it.

import type { TemplateProblem } from '../../api/admin/template-door.ts'
import { nearestName } from '../../authoring/nearest-name.ts'
import type { LocatedProblem } from '../../authoring/source-document.ts'
import type { ReadTemplate } from '../../authoring/template-files.ts'
import { catalogueNameProblems } from '../../content/catalogue-name-problems.ts'
import { mailProblems } from '../../content/mail-problems.ts'
import { templateProblems } from '../../content/template-problems.ts'
import { brandProblems } from '../../engine/brand-problems.ts'
import { catalogueProblems } from '../../engine/catalogue-problems.ts'
import { marketingProblems } from '../../engine/marketing-rules.ts'
import type { Definitions, Problem, Template } from '../../model/definitions.ts'
import { mistake } from '../../model/mistake.ts'

/** Of a template whose page was compiled. */
export function writtenProblems(template: Template, around: Pick<Definitions, 'workspace' | 'collections' | 'pools' | 'journeys'>): readonly Problem[] {
  const { workspace, collections = [] } = around
  const definitions: Definitions = { ...around, segments: [], templates: [template] }
  const topics = workspace.topics
  const isKnown = template.topic === undefined || topics === undefined || topics.some(({ topic }) => topic === template.topic)
  const languages = Object.entries(template.locales ?? {})
  return [
    ...(isKnown ? [] : [unknownTopic(template, topics?.map(({ topic }) => topic) ?? [])]),
    ...templateProblems(template),
    ...catalogueNameProblems(template, { collections, nearest: nearestName }),
    ...catalogueProblems(definitions).filter(({ definition }) => definition.kind === 'template'),
    ...marketingProblems(definitions),
    ...brandProblems(definitions),
    ...mailProblems(template, template),
    ...languages.flatMap(([locale, written]) => mailProblems(template, written, ['locales', locale])),
  ]
}

function unknownTopic({ template, topic = '' }: Template, known: readonly string[]): Problem {
  const guess = nearestName(topic, known)
  return {
    severity: 'error',
    definition: { kind: 'template', name: template },
    path: ['topic'],
    code: 'name/unknown-topic',
    message: mistake('no-topic', { topic: `"${topic}"` }),
    fix: guess === undefined ? mistake('there-are', { known: known.join(', ') || 'none' }) : mistake('meant', { name: guess }),
  }
}

const parts = ['subject', 'preheader', 'html', 'mjml', 'text']

/** A problem with its places. */
export function placed(problem: Problem, { locate }: Pick<ReadTemplate, 'locate'>): TemplateProblem {
  const located = locate(problem)
  const isLocale = problem.path[0] === 'locales'
  const part = problem.path[isLocale ? 2 : 0]
  const [, line, column] = /^line (\d+), column (\d+): /.exec(located.message) ?? []
  return {
    ...inFile(located),
    part: typeof part === 'string' && parts.includes(part) ? part : null,
    locale: isLocale ? String(problem.path[1]) : null,
    // What stands in a file of its own has lost its line to the place in that file.
    inPart: line === undefined ? null : { line: Number(line), column: Number(column) },
    message: line === undefined ? located.message : located.message.replace(/^line \d+, column \d+: /, ''),
  }
}

/** A problem of reading, which has its place already. */
export function inFile({ severity, code, message, fix, file, line, column }: LocatedProblem): TemplateProblem {
  return { severity, code, message, fix: fix ?? null, file, line, column, part: null, locale: null, inPart: null }
}
