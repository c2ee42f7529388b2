// The doors of templates for whoever edits them: the list, one with its texts, people to look at it with, what there is to write, and what real people lack.

import { z } from 'zod'
import { dayOfInstant, messageStatistics } from '../../../insight/message-statistics.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import type { TemplateDoor } from '../template-door.ts'

const group = 'Templates'
const ofTemplate = z.strictObject({ template: z.string().min(1).max(256) })
const dayMs = 86_400_000

const line = {
  template: z.string(),
  description: z.string().nullable(),
  kind: z.enum(['mjml', 'html']),
  subject: z.string().describe('As it is written, with placeholders'),
  topic: z.string().nullable(),
  locales: z.array(z.string()),
  language: z.string().describe('That of what is for everybody: the first of the workspace'),
  samples: z.array(z.string()),
  file: z.string().describe('Where it is defined, from the definitions folder'),
  line: z.int(),
  state: z.enum(['in force', 'changed', 'new']).describe('changed: written otherwise than what is in force'),
  isEditable: z.boolean().describe('false for what a program makes'),
  journeys: z.array(z.strictObject({ journey: z.string(), steps: z.array(z.string()) })).describe('Journeys in force that send it'),
  confirms: z.boolean().describe('Whether it is the mail that asks whether an address is its owner’s (double opt-in)'),
}

const numbers = named('TemplateNumbers', {
  sent: z.int(),
  opened: z.int().describe('By people; proxies and machines are not counted'),
  clicked: z.int(),
  lastSentAt: z.int().nullable(),
})

export const templateRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/templates',
    name: 'listTemplates',
    group,
    summary: 'The templates of the folder with their drafts, who uses them, and what became of them',
    query: z.strictObject({
      days: z.coerce.number().int().min(1).max(limits.statisticsDays).default(30).describe('Days that the numbers are of, up to today'),
    }),
    answer: z.strictObject({ templates: z.array(z.strictObject({ ...line, numbers })) }),
    problems: ['conflict'],
    async handle({ query, now }, parts) {
      const { store } = parts
      const [{ templates }, counts] = await Promise.all([
        doorOf(parts).list(),
        store.dayCounts({ from: dayOfInstant(now - (query.days - 1) * dayMs), to: dayOfInstant(now) }),
      ])
      const { templates: counted } = messageStatistics(counts, { from: dayOfInstant(now - (query.days - 1) * dayMs), to: dayOfInstant(now) })
      const numbersOf = async (template: string): Promise<z.input<typeof numbers>> => {
        const own = counted.filter((one) => one.template === template)
        const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((total, one) => total + of(one), 0)
        const [last] = await store.messages({ template, status: 'sent', limit: 1 })
        return {
          sent: sum((one) => one.sent),
          opened: sum((one) => one.opened.human),
          clicked: sum((one) => one.clicked.human),
          lastSentAt: last?.finishedAt ?? null,
        }
      }
      return plain({ templates: await Promise.all(templates.map(async (one) => ({ ...one, numbers: await numbersOf(one.template) }))) })
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/gaps',
    name: 'listTemplateGaps',
    group,
    summary: 'Fields that templates print without a default, and how many real people lack them',
    description: `For each journey that sends the template, up to ${limits.profileSample} people whom it lately wrote to, or of everybody where it wrote to too few.`,
    answer: z.strictObject({
      gaps: z.array(
        z.strictObject({
          template: z.string(),
          field: z.string().describe('Such as subscriber.first_name'),
          journey: z.string().nullable().describe('Null: looked at over everybody'),
          looked: z.int().describe('How many people were looked at'),
          lack: z.int().describe('How many of them lack it'),
        }),
      ),
    }),
    problems: ['conflict'],
    handle: async (_request, parts) => ({ gaps: [...(await doorOf(parts).gaps())] }),
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/{template}',
    name: 'getTemplate',
    group,
    summary: 'One template as it is written, with the texts of its parts and all partials',
    params: ofTemplate,
    answer: z.strictObject({
      ...line,
      index: z.int().describe('Which document of its file, from 0'),
      written: anyObject.describe('As its file says it; a part that stands in a file of its own is { file: PATH }'),
      parts: z.array(
        z.strictObject({
          part: z.string().describe('html, mjml or text'),
          locale: z.string().nullable(),
          file: z.string(),
          isInline: z.boolean().describe('It stands in the definition itself'),
          text: z.string(),
        }),
      ),
      partials: z.array(z.strictObject({ file: z.string(), text: z.string() })),
    }),
    problems: ['conflict', 'not-found'],
    async handle({ params: { template } }, parts) {
      return plain(known(await doorOf(parts).read(template), template))
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/{template}/people',
    name: 'listTemplatePeople',
    group,
    summary: 'People to look at a template with: who got it, who could get it, who was here lately; with events of theirs',
    params: ofTemplate,
    answer: z.strictObject({
      people: z.array(
        z.strictObject({
          subscriber: z.int(),
          userId: z.string().nullable(),
          label: z.string().describe('Name, address or id'),
          why: z.enum(['got it', 'could get it', 'somebody']),
          events: z.array(
            z.strictObject({
              event: z.int().describe('Its place in the log'),
              name: z.string(),
              at: z.int(),
              isTrigger: z.boolean().describe('It lets people in'),
            }),
          ),
        }),
      ),
    }),
    problems: ['conflict'],
    handle: async ({ params: { template } }, parts) => plain({ people: await doorOf(parts).people(template) }),
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/{template}/placeholders',
    name: 'listPlaceholders',
    group,
    summary: 'What can be written into a template, with values that were really there',
    params: ofTemplate,
    answer: z.strictObject({
      placeholders: z.array(
        z.strictObject({
          path: z.string().describe('Such as subscriber.first_name'),
          kind: z.enum(['attribute', 'trigger', 'cart', 'catalogue', 'brand', 'link', 'workspace', 'other']),
          type: z.string(),
          example: z.string().nullable(),
          share: z.number().nullable().describe('Of the people, or events, that were looked at'),
        }),
      ),
      filters: z.array(z.string()),
      tags: z.array(z.string()),
      partials: z.array(z.string()).describe('For {% include %}'),
    }),
    problems: ['conflict', 'not-found'],
    handle: async ({ params: { template } }, parts) => plain(known(await doorOf(parts).placeholders(template), template)),
  }),
]

function doorOf({ templates }: AdminParts): TemplateDoor {
  if (templates === undefined) throw new AdminProblem('conflict', 'Templates are read by a running server only.')
  return templates
}

function known<Answer>(answer: Answer | undefined, template: string): Answer {
  if (answer === undefined) throw new AdminProblem('not-found', mistake('no-template-in-folder', { name: template.slice(0, 100) }))
  return answer
}

/** The same data, which answers may hold as their schemas' own. */
function plain<Answer>(answer: unknown): Answer {
  return answer as Answer
}
