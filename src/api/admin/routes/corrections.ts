// The doors of corrections: after something wrong was sent, one mail to exactly those who got it.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { isAllowed } from '../../../model/admin-role.ts'
import type { Affected, CorrectionOrder, CorrectionReport } from '../../../model/correction-order.ts'
import type { JsonObject } from '../../../model/json.ts'
import { mistake } from '../../../model/mistake.ts'
import { scopeText, stopScopeSchema } from '../../../model/stop.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { whatIsMissing } from './stops.ts'

const instant = z.int().min(0)
const [everything, journey, template] = stopScopeSchema.options
const scopeSchema = z.union([everything, journey, template])
const bodySchema = z.strictObject({
  of: scopeSchema.describe('What was wrong: {"all": true}, {"journey": NAME}, {"journey": NAME, "version": NUMBER} or {"template": NAME}'),
  template: z.string().min(1).max(256).describe('The mail that corrects'),
  topic: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe(
      "Whose consent is asked; the template's own by default. One that is transactional reaches everybody; where the template's own is not, only editors may name it",
    ),
  since: instant.optional().describe('Only what was decided from then on, UTC milliseconds'),
  until: instant.optional().describe('Only what was decided until then; now by default'),
  inDoubt: z.boolean().default(false).describe('Also to those of whom nobody knows whether they got it'),
  because: z.string().trim().min(1).max(500).describe('Why, for those who wonder later'),
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'small letters, digits and -, at most 41')
    .optional()
    .describe('Names the correction; made up when there is none, and then an order about the same is refused, as one under the same id is'),
  dryRun: z.boolean().default(false).describe('Only say whom it would be for'),
})
const affected = named('Affected', {
  sent: z.int(),
  unknown: z.int().describe('Nobody knows whether it was transmitted'),
  onItsWay: z.int().describe('Being handed over at that moment'),
  held: z.int().describe('Waited, or was held back'),
  notSent: z.int().describe('Was refused, or failed'),
  people: z.int().describe('Whom the correction is for'),
})
const reach = z
  .strictObject({
    atOnce: z.int(),
    later: z.int().describe('After quiet hours, or when a frequency cap has room'),
    held: z.int().describe('Behind a stop switch, until that is lifted'),
    refused: z.record(z.string(), z.int()).describe('Never, by why not'),
  })
  .describe('What would become of the mail for those people at this moment; null but for a dry run')
const order = z.strictObject({
  id: z.string(),
  of: scopeSchema,
  since: instant,
  until: instant,
  template: z.string(),
  topic: z.string().nullable(),
  inDoubt: z.boolean(),
  because: z.string(),
})

const group = 'Corrections'

export const correctionRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/corrections',
    name: 'correct',
    needs: 'sender',
    group,
    summary: 'Sends one mail to exactly those who got what was wrong, and to nobody else',
    description:
      'Begins at once and goes on by itself, also over a restart; nobody gets the same correction twice. Each mail is asked about before it leaves as any other; a stop switch on everything that was on already does not hold it back.',
    body: bodySchema,
    answer: z.strictObject({ id: z.string().nullable().describe('Null for a dry run'), affected, reach: reach.nullable() }),
    status: 202,
    problems: ['not-found', 'conflict', 'admin-forbidden'],
    async handle({ body, admin, now }, parts) {
      const corrections = correctionsOf(parts)
      const { dryRun, id = `c-${randomBytes(5).toString('hex')}`, of, topic, since = 0, until = now, ...rest } = body
      const missing = (await whatIsMissing(of, parts.store)) ?? (await unknownMail(parts.store, body))
      if (missing !== undefined) throw new AdminProblem('not-found', missing)
      if (!isAllowed(admin.role, 'editor')) await refuseOtherTopic(parts.store, body)
      const wanted: CorrectionOrder = { ...rest, id, scope: of, since, until, ...(topic === undefined ? {} : { topic }) }
      if (dryRun) {
        const tried = await corrections.reach(wanted)
        return { id: null, affected: tried.affected, reach: tried.reach ?? null }
      }
      const found = await corrections.preview(wanted)
      const same = body.id === undefined ? (await corrections.reports()).find(({ order }) => isAboutTheSame(order, wanted)) : undefined
      if (same !== undefined) throw new AdminProblem('conflict', orderedAlready(same, wanted))
      const isNew = await corrections.begin(wanted, { admin: admin.name, through: 'api' })
      if (!isNew) throw new AdminProblem('conflict', mistake('correction-id-taken', { name: id }))
      return { id, affected: found, reach: null }
    },
    audited: ({ body }) => ({ details: body as unknown as JsonObject }),
  }),
  adminRoute({
    method: 'GET',
    path: '/corrections',
    name: 'listCorrections',
    group,
    summary: 'Corrections and what became of them, newest first',
    description: 'All whose order the audit log still holds.',
    answer: z.strictObject({
      corrections: z.array(
        z.strictObject({
          order,
          by: z.string(),
          at: z.int().describe('UTC milliseconds'),
          state: z.enum(['going on', 'ordered']).describe('`ordered`: everybody was found, and each mail is queued, sent or refused'),
          affected: affected.nullable().describe('Null while it is going on'),
          told: z
            .strictObject({ queued: z.int(), sent: z.int(), failed: z.int(), refused: z.int(), unknown: z.int() })
            .describe('What became of the mails that correct; `queued` counts all'),
        }),
      ),
    }),
    async handle(_request, parts) {
      const reports = await correctionsOf(parts).reports()
      return {
        corrections: reports.map(({ order: { scope, topic, ...given }, affected: found, ...report }) => ({
          order: { ...given, of: scope, topic: topic ?? null },
          affected: (found as Affected | undefined) ?? null,
          ...report,
        })),
      }
    },
  }),
]

function correctionsOf({ corrections }: AdminParts): NonNullable<AdminParts['corrections']> {
  if (corrections === undefined) throw new AdminProblem('conflict', mistake('correction-needs-server'))
  return corrections
}

async function unknownMail(
  store: AdminParts['store'],
  { template, topic }: { readonly template: string; readonly topic?: string | undefined },
): Promise<string | undefined> {
  const published = await readPublished(store)
  const templates = published?.templates.map((one) => one.template) ?? []
  if (!templates.includes(template)) return mistake('no-such-template', { name: template, known: templates.join(', ') || 'none' })
  const topics = published?.workspace.topics?.map((one) => one.topic)
  return topic === undefined || topics === undefined || topics.includes(topic) ? undefined : mistake('no-such-topic', { name: topic, known: topics.join(', ') })
}

/** A mail that asks for a yes goes past that yes only where somebody says so who may also change its topic. */
async function refuseOtherTopic(
  store: AdminParts['store'],
  { template, topic }: { readonly template: string; readonly topic?: string | undefined },
): Promise<void> {
  const published = await readPublished(store)
  const mustReach = (name: string | undefined): boolean => published?.workspace.topics?.some((one) => one.topic === name && one.transactional === true) === true
  const own = published?.templates.find((one) => one.template === template)?.topic
  if (topic !== undefined && mustReach(topic) && !mustReach(own)) throw new AdminProblem('admin-forbidden', mistake('topic-past-consent', { template, topic }))
}

/** About the same, from the same instant on: a second click, a command that was run once more, or somebody else who saw it too and wrote a mail of their own. */
function isAboutTheSame(one: CorrectionOrder, other: CorrectionOrder): boolean {
  return one.since === other.since && scopeText(one.scope) === scopeText(other.scope)
}

function orderedAlready({ order: { id: name, template }, at }: CorrectionReport, wanted: CorrectionOrder): string {
  const when = new Date(at).toISOString()
  return template === wanted.template ? mistake('correction-same-mail', { name, at: when }) : mistake('correction-other-mail', { name, at: when, template })
}
