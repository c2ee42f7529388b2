// Which UTM parameters the links of a mail get: from its step, its template, its journey and the workspace, the closest first. Adds them to no link.

import type { ProgramSource } from '../../engine/program.ts'
import type { Template } from '../../model/definitions.ts'
import type { Utm } from '../../model/utm.ts'
import type { Work } from '../requests.ts'
import { journeyOfWork, stepOfWork } from './step-of-work.ts'

/** Journey and step are those of the version that the person is in. Undefined when nobody says anything, and when one of the three says none. */
export function utmOfWork(source: ProgramSource, work: Pick<Work, 'effect'>, template: Pick<Template, 'template' | 'utm'>): Utm | undefined {
  const step = stepOfWork(source, work)
  const ofStep = step !== undefined && 'send' in step ? step.utm : undefined
  const ofJourney = journeyOfWork(source, work)?.utm
  if (ofStep === false || template.utm === false || ofJourney === false) return undefined
  const { utm: ofWorkspace, workspace } = source.workspace
  if ([ofWorkspace, ofJourney, template.utm, ofStep].every((one) => one === undefined)) return undefined
  const byItself = { source: workspace, medium: 'email', campaign: work.effect.journey, content: template.template }
  return { ...byItself, ...ofWorkspace, ...ofJourney, ...template.utm, ...ofStep }
}
