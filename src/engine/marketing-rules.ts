// What the law wants in every mail that advertises: a way out, and the postal address of whoever sends. Checked before definitions come into
// force. A mail advertises unless its topic is transactional; one without a topic is the author's to answer for.

import type { Definitions, Problem, Template, Workspace } from '../model/definitions.ts'
import { walkSteps } from './walk-steps.ts'

/** What is missing, template by template. */
export function marketingProblems({ workspace, templates, journeys }: Definitions): Problem[] {
  const transactional = new Set((workspace.topics ?? []).filter((topic) => topic.transactional === true).map(({ topic }) => topic))
  const steps = journeys.flatMap((journey) => Array.from(walkSteps(journey.steps, ['steps']), ([step]) => step))
  const sends = steps.flatMap((step) => ('send' in step ? [{ template: step.send, topic: step.topic }] : []))
  const advertising = templates.filter(({ template, topic }) => {
    const topics = [...sends.filter((send) => send.template === template).map((send) => send.topic ?? topic), topic]
    return topics.some((one) => one !== undefined && !transactional.has(one))
  })
  const problems = advertising.flatMap((template) => missingIn(template, workspace))
  return advertising.length > 0 && workspace.address === undefined ? [noAddress(workspace), ...problems] : problems
}

function missingIn({ template, html }: Template, { address }: Workspace): Problem[] {
  const about = { severity: 'error', definition: { kind: 'template', name: template }, path: ['html'] } as const
  const problems: Problem[] = []
  if (!/\b(unsubscribe_url|preferences_url)\b/.test(html)) {
    problems.push({
      ...about,
      code: 'marketing.unsubscribe',
      message: 'there is no way out in it: nobody could unsubscribe from this mail',
      fix: 'write <a href="{{ unsubscribe_url }}">Unsubscribe</a>, or make its topic transactional if people must get it',
    })
  }
  if (!/\bworkspace\.address\b/.test(html) && !(address !== undefined && wordsOf(html).includes(wordsOf(address)))) {
    problems.push({
      ...about,
      code: 'marketing.address',
      message: 'the postal address of whoever sends is not in it',
      fix: 'write {{ workspace.address }} at its end, or make its topic transactional if people must get it',
    })
  }
  return problems
}

function noAddress({ workspace }: Workspace): Problem {
  return {
    severity: 'error',
    definition: { kind: 'workspace', name: workspace },
    path: [],
    code: 'marketing.sender',
    message: 'there is mail that advertises, and no postal address of whoever sends it',
    fix: 'add address: My Shop, 1 Market Street, 10115 Berlin, Germany',
  }
}

/** A text without tags, entities and punctuation: an address may be written over several lines. */
function wordsOf(text: string): string {
  return (
    text
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/&(?:amp|nbsp|middot);|&#\d+;/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  )
}
