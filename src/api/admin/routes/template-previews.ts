// The doors of templates that are not saved yet: a preview as a reader would get it, and a test of it to an address.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { domainOf } from '../../../model/sender.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { saidProblem, toldProblems } from '../said.ts'
import type { TemplateDoor } from '../template-door.ts'

const group = 'Templates'
const ofTemplate = z.strictObject({ template: z.string().min(1).max(256) })

const shownWith = {
  files: z
    .record(
      z.string().max(500),
      z
        .string()
        .max(limits.templateCharacters * 2)
        .nullable(),
    )
    .refine((files) => Object.keys(files).length <= limits.previewFiles, `at most ${limits.previewFiles} files`)
    .optional()
    .describe('Texts of files that are not saved, by path from the definitions folder; null for one that is taken away'),
  as: z.string().min(1).max(256).optional().describe('A person: userId, anonymousId, mail address, or # and the number'),
  event: z.int().min(1).optional().describe('An event of theirs by its place in the log; the newest that lets people in when it is missing'),
  sample: z.string().max(256).optional().describe('A sample of the template; the first when nobody is named'),
  data: anyObject.optional().describe('Facts as a sample has them: subscriber, trigger, cart, segments, catalogue, variants'),
  locale: z.string().max(35).optional().describe('In which language, whatever the person says'),
  subject: z.string().min(1).max(998).optional().describe('Another subject than it has, as a step may say it'),
  subjects: z.record(z.string().max(35), z.string().min(1).max(998)).optional().describe('The same in other languages'),
  preheader: z.string().min(1).max(300).optional().describe('Another line beside the subject, as a step may say it'),
  preheaders: z.record(z.string().max(35), z.string().min(1).max(300)).optional().describe('The same in other languages'),
  from: z
    .strictObject({ name: z.string().min(1).max(200) })
    .optional()
    .describe('Under whose name, as a step may say it'),
}

const problem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  fix: z.string().nullable().describe('What to do about it'),
  said: saidProblem,
  file: z.string(),
  line: z.int(),
  column: z.int(),
  part: z.string().nullable().describe('subject, preheader, html, mjml or text'),
  locale: z.string().nullable(),
  inPart: z.strictObject({ line: z.int(), column: z.int() }).nullable().describe('Where in a part that stands in the definition itself'),
})

export const templatePreviewRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/templates/{template}/preview',
    name: 'previewTemplate',
    group,
    summary: 'A template as a reader would get it, with what is not saved yet',
    description:
      'Composed by the code that composes live mails, within its limits. A field that is not there is an error here, where a live mail would leave it empty. Nothing is sent, counted or kept, and no discount code is spent.',
    isReading: true,
    bodyBytes: limits.definitionBytes * 2,
    params: ofTemplate,
    body: z.strictObject({ ...shownWith, version: z.int().min(1).optional().describe('One of its versions instead of what is written now') }).default({}),
    answer: z.strictObject({
      template: z.string(),
      mail: z
        .strictObject({
          subject: z.string(),
          preheader: z.string(),
          html: z.string(),
          text: z.string(),
          bytes: z.int().describe('Of the HTML as it is sent, with links that are followed'),
          clippedAtBytes: z.int().describe('From where on Gmail cuts it off'),
          from: z.string(),
          links: z
            .array(z.strictObject({ target: z.string(), name: z.string().nullable().describe('What the author calls it (`data-link`)') }))
            .describe('Where each link to a web page leads in the end, with the UTM parameters that it would carry; links to this server are not among them'),
          sentBy: z
            .strictObject({ journey: z.string(), step: z.string() })
            .nullable()
            .describe('The first journey in force that sends it: links carry what its step and it say. Null where none does'),
        })
        .nullable()
        .describe('Null when it cannot be made: the problems say why'),
      page: z
        .string()
        .nullable()
        .describe('Where a frame can fetch the HTML for a quarter of an hour, with `pictures=remote` and `scheme=dark`; it runs nothing and leads nowhere'),
      locale: z.string().nullable().describe('The language of the template that was chosen; null for everybody’s'),
      problems: z.array(problem),
      facts: anyObject.describe('What it was filled with'),
      subscriber: z.int().nullable(),
    }),
    problems: ['conflict', 'not-found', 'bad-request'],
    async handle({ params: { template }, body, now }, parts) {
      const preview = there(await doorOf(parts).preview({ ...body, template }, now), template)
      const page = preview.mail === null ? null : (parts.previews?.keep(preview.mail.html, now) ?? null)
      const mail = preview.mail && { ...preview.mail, links: [...preview.mail.links] }
      return { ...preview, mail, problems: toldProblems(preview.problems), page }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/templates/{template}/draft/test',
    name: 'sendDraftTest',
    needs: 'sender',
    bodyBytes: limits.definitionBytes * 2,
    group,
    summary: 'Sends a test of what is written now, saved or not, to an address',
    description: `It is marked as a test and counted nowhere; its links are not followed. Consent and caps are not asked, and no discount code is spent. At most ${limits.testMailsHourly} an hour, copies of kept mails among them, for each admin or key.`,
    params: ofTemplate,
    body: z.strictObject({ ...shownWith, to: z.email().describe('Where to') }),
    answer: z.strictObject({ sent: z.literal(true), detail: z.string() }),
    problems: ['conflict', 'not-found', 'bad-request'],
    isTestMail: () => true,
    audited: ({ params, body }) => ({ details: { template: params.template, draft: true, toDomain: domainOf(body.to) } as JsonObject }),
    async handle({ params: { template }, body: { to, ...wish }, now }, parts) {
      const { send, problems } = there(await doorOf(parts).draftOf({ ...wish, template }, now), template)
      const first = problems.find(({ severity }) => severity === 'error')
      if (send === undefined)
        throw new AdminProblem(
          'bad-request',
          `It cannot be sent: ${first === undefined ? 'the template is wrong' : `${first.file}:${first.line} ${first.message}`}.`,
        )
      const { sent, detail } = await send(to)
      if (sent) return { sent: true as const, detail }
      throw new AdminProblem('bad-request', mistake('test-not-sent', { words: detail }))
    },
  }),
]

function doorOf({ templates }: AdminParts): TemplateDoor {
  if (templates === undefined) throw new AdminProblem('conflict', 'Previews are made by a running server only.')
  return templates
}

function there<Answer extends object>(answer: Answer | 'no template' | 'nobody' | 'no sample', template: string): Answer {
  switch (answer) {
    case 'no template':
      throw new AdminProblem('not-found', mistake('no-template-in-folder', { name: template.slice(0, 100) }))
    case 'nobody':
      throw new AdminProblem('not-found', mistake('nobody-with-id'))
    case 'no sample':
      throw new AdminProblem('bad-request', mistake('no-sample'))
    default:
      return answer
  }
}
