// What the law wants in every mail that advertises: a way out, and the postal address of whoever sends. Checked before definitions come into
// force. A mail advertises unless its topic is transactional; one without a topic is the author's to answer for, who is told so. Partials are in
// their place by then, and every language is looked at.

import type { Definitions, Problem, Template, Workspace } from '../model/definitions.ts'
import { htmlComments, liquidComments, replaceEnclosed } from '../model/enclosed.ts'
import { mistake } from '../model/mistake.ts'
import { walkSteps } from './walk-steps.ts'

/** What is missing, template by template. */
export function marketingProblems({ workspace, templates, journeys }: Definitions): Problem[] {
  const transactional = new Set((workspace.topics ?? []).filter((topic) => topic.transactional === true).map(({ topic }) => topic))
  const steps = journeys.flatMap((journey) => Array.from(walkSteps(journey.steps, ['steps']), ([step]) => step))
  const sends = steps.flatMap((step) => ('send' in step ? [{ template: step.send, topic: step.topic }] : []))
  const topicsOf = ({ template, topic }: Template): readonly (string | undefined)[] => {
    const own = sends.filter((send) => send.template === template).map((send) => send.topic ?? topic)
    return own.length === 0 ? [topic] : [...own, topic ?? own[0]]
  }
  const advertising = templates.filter((template) => topicsOf(template).some((one) => one !== undefined && !transactional.has(one)))
  const knowsTopics = (workspace.topics ?? []).some((topic) => topic.transactional !== true)
  const untold = templates.filter((template) => {
    const isSent = sends.some((send) => send.template === template.template)
    return topicsOf(template).includes(undefined) && ((knowsTopics && isSent) || pagesOf(template).some(({ html }) => hasWayOut(html)))
  })
  const problems = [
    ...advertising.flatMap((template) => pagesOf(template).flatMap((page) => missingIn(template, page, workspace))),
    ...untold.map((template) => noTopic(template)),
  ]
  return advertising.length > 0 && workspace.address === undefined ? [noAddress(workspace), ...problems] : problems
}

interface Page {
  readonly html: string
  readonly path: readonly string[]
}

/** What is shown to readers of each language: without what only the author sees. */
function pagesOf({ html, locales = {} }: Template): readonly Page[] {
  const others = Object.entries(locales).flatMap(([locale, parts]) =>
    parts.html === undefined ? [] : [{ html: parts.html, path: ['locales', locale, 'html'] }],
  )
  return [{ html, path: ['html'] }, ...others].map((page) => ({ ...page, html: withoutComments(page.html) }))
}

/** Words for Outlook alone are no words for everybody. */
function withoutComments(html: string): string {
  return replaceEnclosed(html, [htmlComments, liquidComments], () => ' ')
}

function hasWayOut(html: string): boolean {
  return /\b(unsubscribe_url|preferences_url)\b/.test(html)
}

function noTopic({ template }: Template): Problem {
  return {
    severity: 'warning',
    definition: { kind: 'template', name: template },
    path: [],
    code: 'marketing.topic',
    message: mistake('no-topic-at-all'),
    fix: mistake('add-a-topic'),
  }
}

function missingIn({ template }: Template, { html, path }: Page, { address }: Workspace): Problem[] {
  const about = { severity: 'error', definition: { kind: 'template', name: template }, path } as const
  const problems: Problem[] = []
  if (!hasWayOut(html)) {
    problems.push({
      ...about,
      code: 'marketing.unsubscribe',
      message: mistake('no-way-out'),
      fix: mistake('add-way-out', { example: '<a href="{{ unsubscribe_url }}">Unsubscribe</a>' }),
    })
  }
  if (!/\bworkspace\.address\b/.test(html) && !(address !== undefined && wordsOf(html).includes(wordsOf(address)))) {
    problems.push({
      ...about,
      code: 'marketing.address',
      message: mistake('no-postal-address'),
      fix: mistake('add-postal-address', { example: '{{ workspace.address }}' }),
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
    message: mistake('workspace-without-address'),
    fix: mistake('address-example'),
  }
}

/** A text without tags, entities and punctuation: an address may be written over several lines. */
function wordsOf(text: string): string {
  return (
    text
      .replaceAll(/<[^<>]*>/g, ' ')
      .replaceAll(/&(?:amp|nbsp|middot);|&#\d+;/g, ' ')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  )
}
