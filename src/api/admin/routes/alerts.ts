// The doors of alerts: which there are, and that somebody knows of one.

import { z } from 'zod'
import { alertWords } from '../../../insight/overview/alert-book.ts'
import { attentionKinds } from '../../../insight/overview/attention.ts'
import { mistake } from '../../../model/mistake.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

const group = 'Alerts'
const instant = z.int().describe('UTC milliseconds')
const alert = named('Alert', {
  id: z.string().describe('The cause: its kind, and what it is about'),
  kind: z.enum(attentionKinds),
  about: z.string().nullable().describe('The journey, event, template, channel, domain or collection'),
  count: z.int().nullable(),
  words: z.string().describe('The same in words'),
  because: z.string().nullable(),
  state: z.enum(['new', 'open', 'over']).describe('new: found, and not for long enough that anybody is told · open · over: not found any more for ten minutes'),
  since: instant.describe('When it was found first'),
  seenAt: instant.describe('When it was found last'),
  overAt: instant.nullable(),
  acknowledged: z.strictObject({ by: z.string(), at: instant }).nullable().describe('Who knows of it'),
  toldAt: instant.nullable().describe('When the team was told, where the settings say how'),
})
const answer = named('Alerts', {
  alerts: z.array(alert).describe('Open ones first, the newest first among them; what is over is kept for two weeks'),
  tells: z.strictObject({ webhook: z.boolean(), mail: z.int().describe('To how many addresses') }).describe('How the team is told'),
})

export const alertRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/alerts',
    name: 'listAlerts',
    group,
    summary: 'What is wrong, each cause once, since when, and who knows of it',
    description: 'It is looked at once a minute, and when somebody asks.',
    answer,
    problems: ['conflict'],
    handle: async (_request, parts) => answerOf(doorOf(parts)),
  }),
  adminRoute({
    method: 'POST',
    path: '/alerts/acknowledge',
    name: 'acknowledgeAlert',
    needs: 'sender',
    group,
    summary: 'Says that somebody knows of an alert; it stays until it is over',
    body: z.strictObject({ id: z.string().min(1).max(600) }),
    answer,
    problems: ['not-found', 'conflict'],
    audited: ({ body }) => ({ details: body }),
    async handle({ body: { id }, admin }, parts) {
      const door = doorOf(parts)
      if (!(await door.acknowledge(id, admin.name))) throw new AdminProblem('not-found', mistake('no-such-alert', { name: id }))
      return answerOf(door)
    },
  }),
]

function doorOf({ alerts }: AdminParts): NonNullable<AdminParts['alerts']> {
  if (alerts === undefined) throw new AdminProblem('conflict', 'Alerts are kept by a running server only: start it.')
  return alerts
}

async function answerOf(door: ReturnType<typeof doorOf>) {
  const alerts = await door.list()
  return { alerts: alerts.map((one) => ({ ...one, words: alertWords(one) })), tells: door.ways() }
}
