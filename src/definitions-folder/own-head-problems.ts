// What is wrong with the subjects and the lines beside them that steps give their mails: judged as those of their templates are, and whether the languages that a mail is
// written in have theirs.

import { nearestName } from '../authoring/nearest-name.ts'
import { catalogueNameProblems } from '../content/catalogue-name-problems.ts'
import { sampleProblems } from '../content/sample-problems.ts'
import { templateProblems } from '../content/template-problems.ts'
import { walkSteps } from '../engine/walk-steps.ts'
import type { Definitions, Problem, Template } from '../model/definitions.ts'
import type { SendStep } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { headLines } from '../model/own-head.ts'
import { withHead } from '../model/with-head.ts'

/** Of all journeys. A step whose template there is not is somebody else's to say. */
export function ownHeadProblems({ journeys, templates, collections = [] }: Pick<Definitions, 'journeys' | 'templates' | 'collections'>): readonly Problem[] {
  return journeys.flatMap(({ journey, steps }) =>
    [...walkSteps(steps, ['steps'])].flatMap(([step, place]): readonly Problem[] => {
      const template = 'send' in step ? templates.find((one) => one.template === step.send) : undefined
      if (template === undefined || !('send' in step)) return []
      const found = [...writtenProblems(step, template, collections), ...languageProblems(step, template)]
      return found.map(({ path, ...problem }) => ({ ...problem, definition: { kind: 'journey', name: journey }, path: [...place, ...path] }))
    }),
  )
}

/** The same for each sample of the template, as its own lines are rendered with them. What fails elsewhere in the mail is its template's. */
export async function ownHeadSampleProblems(definitions: Definitions): Promise<readonly Problem[]> {
  const steps = definitions.journeys.flatMap(({ journey, steps: all }) => Array.from(walkSteps(all, ['steps']), ([step, place]) => ({ journey, step, place })))
  const found = steps.map(async ({ journey, step, place }): Promise<readonly Problem[]> => {
    const template = 'send' in step ? definitions.templates.find((one) => one.template === step.send) : undefined
    if (template?.samples === undefined || !('send' in step) || withHead(template, step) === template) return []
    const problems = await sampleProblems({ ...definitions, templates: [withHead(template, step)] })
    return problems.flatMap((problem): readonly Problem[] => {
      const at = placeInStep(problem.path, step)
      return at === undefined ? [] : [{ ...problem, definition: { kind: 'journey', name: journey }, path: [...place, ...at] }]
    })
  })
  return (await Promise.all(found)).flat()
}

/** Where a step says the line that stands at a path of its template; undefined for what it does not say. */
function placeInStep([first, language, part]: Problem['path'], step: SendStep): Problem['path'] | undefined {
  for (const [line, inLanguages] of headLines) {
    if (first === line) return step[line] === undefined ? undefined : [line]
    if (first === 'locales' && part === line && step[inLanguages]?.[String(language)] !== undefined) return [inLanguages, String(language)]
  }
  return undefined
}

type Found = Omit<Problem, 'definition'>

function writtenProblems(step: SendStep, template: Template, collections: NonNullable<Definitions['collections']>): readonly Found[] {
  const { catalogue, code, conditions } = template
  const about = { template: template.template, html: ' ', ...(catalogue && { catalogue }), ...(code && { code }), ...(conditions && { conditions }) }
  const written = headLines.flatMap(([line, inLanguages]) => {
    const lines = [[[line], step[line]] as const, ...Object.entries(step[inLanguages] ?? {}).map(([key, text]) => [[inLanguages, key], text] as const)]
    return lines.flatMap(([path, text]) => (text === undefined ? [] : [{ path, alone: { ...about, subject: '', [line]: text } satisfies Template }]))
  })
  return written.flatMap(({ path, alone }) =>
    [...templateProblems(alone), ...catalogueNameProblems(alone, { collections, nearest: nearestName })].map((problem) => ({ ...problem, path })),
  )
}

/** Who reads the mail in another language would get a line that is not in it. */
function languageProblems(step: SendStep, { locales = {} }: Template): readonly Found[] {
  return headLines.flatMap(([line, inLanguages]): readonly Found[] => {
    const left = Object.keys(locales).filter((language) => step[inLanguages]?.[language] === undefined)
    if (step[line] === undefined || left.length === 0) return []
    const message = mistake(`own-${line}-languages`, { languages: left.join(', ') })
    const fix = mistake('say-in-languages', { example: `${inLanguages}: { ${left[0]}: ... }` })
    return [{ severity: 'warning', code: `send.${inLanguages}`, message, fix, path: [line] }]
  })
}
