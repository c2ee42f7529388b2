// The doors of the secrets that sign webhooks: which sign, making a new one, and ending those before it.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import type { WebhookSecrets } from '../webhook-secrets-door.ts'

const group = 'Webhook secrets'
const id = z.string().describe('Tells one from another: the first of its hash')
const hourMs = 3_600_000

export const webhookSecretRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/webhook-secrets',
    name: 'listWebhookSecrets',
    group,
    summary: 'The secrets that sign calls of webhooks now, the newest first; never a secret itself',
    answer: z.strictObject({
      secrets: z.array(
        z.strictObject({
          id,
          madeAt: z.int().nullable().describe('UTC milliseconds; null for that of the first start or of the settings'),
          signsUntil: z.int().nullable().describe('Until when it signs beside the newest; null for the newest'),
          from: z.enum(['settings', 'kept']).describe('`settings`: webhookSecret of the settings, which is changed there'),
        }),
      ),
    }),
    problems: ['conflict'],
    handle: async ({ now }, parts) => ({
      secrets: ringOf(parts)
        .list(now)
        .map((one) => ({ ...one })),
    }),
  }),
  adminRoute({
    method: 'POST',
    path: '/webhook-secrets/rotate',
    name: 'rotateWebhookSecret',
    needs: 'owner',
    group,
    summary: 'Makes a new secret for webhooks and shows it this once; the one before signs beside it for a while',
    description: [
      'A call then carries a signature of each in `webhook-signature`, as Standard Webhooks has it, so a receiver that knows either takes it. Give the new secret to',
      `the receivers meanwhile. At most ${limits.webhookSecrets} sign at a time.`,
    ].join(' '),
    body: z
      .strictObject({ keepForHours: z.int().min(0).max(720).default(24).describe('How long the one before signs beside it; 0 ends it at once') })
      .default({ keepForHours: 24 }),
    answer: z.strictObject({ id, secret: z.string().describe('The secret. Keep it; it is not shown again') }),
    status: 201,
    problems: ['conflict'],
    isSecret: true,
    audited: ({ body }, { id: made }) => ({ details: { ...body, id: made } }),
    async handle({ body, now }, parts) {
      const made = ringOf(parts).rotate({ keepForMs: body.keepForHours * hourMs, now })
      if (made === 'from the settings') throw new AdminProblem('conflict', mistake('secret-from-settings'))
      if (made === 'too many') throw new AdminProblem('conflict', mistake('secrets-sign-already', { count: limits.webhookSecrets }))
      return made
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/webhook-secrets/retire',
    name: 'retireWebhookSecrets',
    needs: 'owner',
    group,
    summary: 'Ends the signing of all secrets for webhooks but the newest, from the next call on',
    answer: z.strictObject({ retired: z.int() }),
    problems: ['conflict'],
    audited: (_request, answer) => ({ details: answer }),
    handle: async ({ now }, parts) => ({ retired: ringOf(parts).retire(now) }),
  }),
]

function ringOf({ webhookSecrets }: AdminParts): WebhookSecrets {
  if (webhookSecrets === undefined) throw new AdminProblem('conflict', 'Secrets of webhooks are minded by a running server only.')
  return webhookSecrets
}
