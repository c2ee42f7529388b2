// What is wrong with the subjects that steps give their mails: judged as those of their templates are, and whether the languages that a mail is written in have
// theirs.

import { nearestName } from '../authoring/nearest-name.ts'
import { catalogueNameProblems } from '../content/catalogue-name-problems.ts'
import { sampleProblems } from '../content/sample-problems.ts'
import { templateProblems } from '../content/template-problems.ts'
import { walkSteps } from '../engine/walk-steps.ts'
import type { Definitions, Problem, Template } from '../model/definitions.ts'
import type { SendStep } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { withSubject } from '../model/with-subject.ts'

/** Of all journeys. A step whose template there is not is somebody else's to say. */
export function ownSubjectProblems({ journeys, templates, collections = [] }: Pick<Definitions, 'journeys' | 'templates' | 'collections'>): readonly Problem[] {
  return journeys.flatMap(({ journey, steps }) =>
    [...walkSteps(steps, ['steps'])].flatMap(([step, place]): readonly Problem[] => {
      const template = 'send' in step ? templates.find((one) => one.template === step.send) : undefined
      if (template === undefined || !('send' in step)) return []
      const found = [...writtenProblems(step, template, collections), ...languageProblems(step, template)]
      return found.map(({ path, ...problem }) => ({ ...problem, definition: { kind: 'journey', name: journey }, path: [...place, ...path] }))
    }),
  )
}

/** The same for each sample of the template, as its own subject is rendered with them. What fails elsewhere in the mail is its template's. */
export async function ownSubjectSampleProblems(definitions: Definitions): Promise<readonly Problem[]> {
  const steps = definitions.journeys.flatMap(({ journey, steps: all }) => Array.from(walkSteps(all, ['steps']), ([step, place]) => ({ journey, step, place })))
  const found = steps.map(async ({ journey, step, place }): Promise<readonly Problem[]> => {
    const template = 'send' in step ? definitions.templates.find((one) => one.template === step.send) : undefined
    if (template?.samples === undefined || !('send' in step) || withSubject(template, step) === template) return []
    const problems = await sampleProblems({ ...definitions, templates: [withSubject(template, step)] })
    return problems.flatMap((problem): readonly Problem[] => {
      const at = placeInStep(problem.path, step)
      return at === undefined ? [] : [{ ...problem, definition: { kind: 'journey', name: journey }, path: [...place, ...at] }]
    })
  })
  return (await Promise.all(found)).flat()
}

/** Where a step says the subject that stands at a path of its template; undefined for what it does not say. */
function placeInStep([first, language, part]: Problem['path'], { subject, subjects = {} }: SendStep): Problem['path'] | undefined {
  if (first === 'subject') return subject === undefined ? undefined : ['subject']
  if (first !== 'locales' || part !== 'subject' || subjects[String(language)] === undefined) return undefined
  return ['subjects', String(language)]
}

type Found = Omit<Problem, 'definition'>

function writtenProblems({ subject, subjects = {} }: SendStep, template: Template, collections: NonNullable<Definitions['collections']>): readonly Found[] {
  const { catalogue, code, conditions } = template
  const about = { template: template.template, html: ' ', ...(catalogue && { catalogue }), ...(code && { code }), ...(conditions && { conditions }) }
  const lines = [
    ...(subject === undefined ? [] : [[['subject'], subject] as const]),
    ...Object.entries(subjects).map(([key, line]) => [['subjects', key], line] as const),
  ]
  return lines.flatMap(([path, line]) => {
    const alone: Template = { ...about, subject: line }
    return [...templateProblems(alone), ...catalogueNameProblems(alone, { collections, nearest: nearestName })].map((problem) => ({ ...problem, path }))
  })
}

/** Who reads the mail in another language would get a subject that is not in it. */
function languageProblems({ subject, subjects = {} }: SendStep, { locales = {} }: Template): readonly Found[] {
  const left = Object.keys(locales).filter((language) => subjects[language] === undefined)
  if (subject === undefined || left.length === 0) return []
  const message = mistake('own-subject-languages', { languages: left.join(', ') })
  const fix = mistake('say-subjects', { example: `subjects: { ${left[0]}: ... }` })
  return [{ severity: 'warning', code: 'send.subjects', message, fix, path: ['subject'] }]
}
