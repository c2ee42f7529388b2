// One template as its reader would get it, with what is not saved yet: composed by the code that composes live mails, in a thread of its own with the
// limits of live mails. What cannot be made, and every field that is not there, is a problem with its place.

import type { PreviewWish, TemplatePreview, TemplateProblem } from '../../api/admin/template-door.ts'
import type { ReadTemplate, TemplateFiles } from '../../authoring/template-files.ts'
import { compilePages } from '../../content/compile-pages.ts'
import { fieldPlace, missingFix } from '../../content/field-place.ts'
import { clippedBytes, sizeProblem } from '../../content/mail-problems.ts'
import { lookOver, type MissingField } from '../../content/missing-fields.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import type { Problem, Template, Workspace } from '../../model/definitions.ts'
import type { Facts, Renderer } from '../../model/facts.ts'
import { inLocale } from '../../model/in-locale.ts'
import type { Journey } from '../../model/journey.ts'
import { localeKey } from '../../model/locale.ts'
import { mistake } from '../../model/mistake.ts'
import type { OwnHead } from '../../model/own-head.ts'
import { withHead } from '../../model/with-head.ts'
import type { EmailMessage } from '../../runtime/channel.ts'
import { readPublished } from '../../runtime/publishing/published.ts'
import { composeMessage } from '../../runtime/sending/compose-message.ts'
import { layLinks } from '../../runtime/sending/lay-links.ts'
import type { LinkMap } from '../../runtime/sending/link-map.ts'
import { nowhereLinks, nowhereUrls, type TestMail, testWork } from '../../runtime/sending/test-mail.ts'
import { blockConditionProblems } from './block-condition-problems.ts'
import { type FactsGround, type PreviewFacts, previewFacts } from './preview-facts.ts'
import { inFile, placed, writtenProblems } from './written-problems.ts'

export interface PreviewGround extends FactsGround {
  readonly files: TemplateFiles
  readonly renderer: Renderer
}

export interface AskedPreview {
  readonly wish: PreviewWish
  readonly unsaved: ReadonlyMap<string, string | null>
  readonly now: number
}

/** A template that could be read, with what fills it. */
export interface ReadyDraft {
  readonly read: ReadTemplate
  readonly problems: readonly TemplateProblem[]
  /** Undefined when its form or its page is wrong. */
  readonly template: Template | undefined
  readonly workspace: Workspace
  /** What its head is to say in place of what the template says. */
  readonly head: OwnHead
  readonly facts: PreviewFacts
  /** The first of the journeys in force that send it, and its step. */
  readonly sentBy: SentBy | undefined
}

interface SentBy {
  readonly journey: Journey
  readonly step: string
}

export type NoPreview = 'no template' | 'nobody' | 'no sample'

/** Reads it, checks it and gathers what fills it. */
export async function readyDraft(ground: PreviewGround, { wish, unsaved, now }: AskedPreview): Promise<ReadyDraft | NoPreview> {
  const folder = await ground.files(unsaved)
  const read = await folder.read(wish.template)
  if (read === undefined) return 'no template'
  const published = await readPublished(ground.store)
  const workspace = read.workspace ?? published?.workspace ?? { workspace: 'workspace' }
  const { collections, pools } = read
  const journeys = (published?.journeys ?? []).filter(({ live }) => live).map(({ definition }) => definition)
  const senders = journeys.filter((journey) => sends(journey, wish.template))
  const around = { workspace, collections, pools, journeys }
  const problems = read.problems.map(inFile)
  const pages = await compilePages({ workspace, templates: read.template === undefined ? [] : [read.template] })
  problems.push(...pages.problems.map((problem) => placed(problem, read)))
  const [page] = pages.templates
  const template = pages.problems.length > 0 || page === undefined ? undefined : withHead(page, wish)
  if (page !== undefined) problems.push(...unlessSaid(writtenProblems(page, around), pages.problems).map((problem) => placed(problem, read)))
  if (page !== undefined) {
    const templates = folder.templates.map((one) => one.template)
    const asked = blockConditionProblems(page, { workspace, collections, pools, named: read.named, templates, published })
    problems.push(...asked.map((problem) => placed(problem, read)))
  }
  const triggers = new Set(senders.flatMap(({ enter }) => enter.flatMap((trigger) => ('on' in trigger ? [trigger.on].flat() : []))))
  const filled = { template: page ?? nothing(wish.template), workspace, collections, triggers }
  const facts = await previewFacts(ground, filled, { wish, now })
  return typeof facts === 'string' ? facts : { read, problems, template, workspace, head: wish, facts, sentBy: sentBy(senders[0], wish.template) }
}

/** The preview. */
export async function previewTemplate(ground: PreviewGround, asked: AskedPreview): Promise<TemplatePreview | NoPreview> {
  const ready = await readyDraft(ground, asked)
  if (typeof ready === 'string') return ready
  const { read, template, facts } = ready
  const locale = facts.mail.attributes['locale']
  const key = typeof locale === 'string' ? localeKey(Object.keys(template?.locales ?? {}), locale) : undefined
  const answer = { template: asked.wish.template, locale: key ?? null, facts: shownOf(facts.mail), subscriber: facts.subscriber }
  if (template === undefined) return { ...answer, mail: null, problems: sorted(ready.problems) }
  const { mail, problems } = await composed(ground, { ...ready, template, locale: key, now: asked.now })
  return { ...answer, mail, problems: sorted([...ready.problems, ...problems.map((problem) => placed(problem, read))]) }
}

interface Composing extends Omit<ReadyDraft, 'template'> {
  readonly template: Template
  readonly locale: string | undefined
  readonly now: number
}

async function composed(
  ground: PreviewGround,
  { template, workspace, head, facts, sentBy, locale, now }: Composing,
): Promise<{ mail: TemplatePreview['mail']; problems: readonly Problem[] }> {
  let missing: readonly MissingField[] = []
  let filled: Facts | undefined
  const renderer: Renderer = {
    ...ground.renderer,
    async email(chosen, given) {
      filled = given
      const looked = await lookOver(ground.renderer, chosen, given)
      missing = looked.missing
      return looked.rendered
    },
  }
  const place = sentBy && { journey: sentBy.journey.journey, step: sentBy.step }
  const test: TestMail = { ...facts.mail, ...place, template: template.template, to: 'reader@test.invalid', now }
  const source = { workspace, segments: [], templates: [template], journeys: sentBy ? [{ definition: sentBy.journey, version: 0, live: true }] : [] }
  const done = await composeMessage({ source, renderer, ...nowhereLinks, consentLinks, head }, testWork(test))
  const problems = missing.map((one) => missingProblem(template, locale, one))
  if (!done.ok) return { mail: null, problems: [...problems, brokenProblem(template, done.reason)] }
  const message = done.message as EmailMessage
  const followed = layLinks(message, { utm: undefined, following, own: [...nowhereUrls, following.base] })
  const bytes = Buffer.byteLength(followed.html)
  const size = sizeProblem(template, bytes)
  const preheader = await preheaderOf(ground.renderer, inLocale(template, facts.mail.attributes['locale']), filled)
  return {
    mail: {
      subject: message.subject,
      preheader,
      html: message.html,
      text: message.text,
      bytes,
      clippedAtBytes: clippedBytes,
      from: message.from.name === undefined ? message.from.address : `${message.from.name} <${message.from.address}>`,
      links: linksOf(followed.links ?? []),
      sentBy: place ?? null,
    },
    problems: size === undefined ? problems : [...problems, size],
  }
}

const consentLinks = { preferences: () => 'https://test.invalid/preferences', confirm: () => 'https://test.invalid/confirm' }

/** Each page once, as a reader would come to it; a name is what the author calls the link. */
function linksOf(links: LinkMap): NonNullable<TemplatePreview['mail']>['links'] {
  const named = links.map(([target, label]) => ({ target, name: label === target ? null : label }))
  return [...new Map(named.map((link) => [`${link.name} ${link.target}`, link])).values()]
}

/** Links of a mail that is followed are this long. */
const sealed = 'x'.repeat(120)
const following = { base: 'https://test.invalid', click: () => `https://test.invalid/c/${sealed}`, open: () => `https://test.invalid/o/${sealed}` }

async function preheaderOf(renderer: Renderer, { preheader }: Template, facts: Facts | undefined): Promise<string> {
  if (preheader === undefined || facts === undefined) return ''
  const rendered = await renderer.texts([{ text: preheader, encode: 'none' }], facts)
  return rendered.ok ? (rendered.texts[0] ?? '') : ''
}

function missingProblem(template: Template, locale: string | undefined, { part, field }: MissingField): Problem {
  const place = fieldPlace({ template, locale, part, field })
  const at = place === undefined ? '' : `line ${place.line}, column ${place.column}: `
  return {
    severity: 'error',
    definition: { kind: 'template', name: template.template },
    path: place?.path ?? [part],
    code: 'template/missing-field',
    message: `${at}${mistake('field-missing', { field })}`,
    fix: missingFix(field),
  }
}

function brokenProblem(template: Template, reason: string): Problem {
  const [, part = 'html', words = reason] = /^template ".*?", (subject|html|text): (.*)$/s.exec(reason) ?? []
  const path = [part === 'html' && template.mjml !== undefined ? 'mjml' : part]
  // Lines of what was made from MJML are not those of its author.
  const message = path[0] === 'mjml' ? words.replace(/^line \d+, column \d+: /, '') : words
  return {
    severity: 'error',
    definition: { kind: 'template', name: template.template },
    path,
    code: 'template/render',
    message,
    fix: mistake('mend-or-other-data'),
  }
}

/** Whether a journey sends a template. */
export function sends(journey: Journey, template: string): boolean {
  return sentBy(journey, template) !== undefined
}

function sentBy(journey: Journey | undefined, template: string): SentBy | undefined {
  if (journey === undefined) return undefined
  for (const [step, place] of walkSteps(journey.steps, ['steps']))
    if ('send' in step && step.send === template) return { journey, step: step.id ?? idFromPlace(place) }
  return undefined
}

/** One mistake is said once: what MJML says of a line, Liquid need not repeat. */
function unlessSaid(problems: readonly Problem[], said: readonly Problem[]): readonly Problem[] {
  const place = ({ path, message }: Problem): string => `${path.join('/')} ${/^line \d+/.exec(message)?.[0] ?? message}`
  const known = new Set(said.map(place))
  return problems.filter((problem) => !known.has(place(problem)))
}

function sorted(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  const weight = ({ severity }: TemplateProblem): number => (severity === 'error' ? 0 : 1)
  return problems.toSorted((one, other) => weight(one) - weight(other) || one.line - other.line || one.column - other.column)
}

function shownOf({ attributes, trigger, cart = {}, segments = [], conditions, variants = {}, catalogue, code }: PreviewFacts['mail']) {
  const shown = {
    subscriber: attributes,
    trigger,
    cart,
    segments,
    ...(conditions && { conditions }),
    variants,
    ...(catalogue && { catalogue }),
    ...(code !== undefined && { code }),
  }
  return JSON.parse(JSON.stringify(shown)) as TemplatePreview['facts']
}

function nothing(template: string): Template {
  return { template, subject: ' ', html: ' ' }
}
