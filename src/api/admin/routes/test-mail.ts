// The door for test mails.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { domainOf } from '../../../model/sender.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { shownFacts } from '../../../runtime/sending/shown-facts.ts'
import { AdminProblem, type AdminRoute, adminRoute, anyObject, noteAbout } from '../admin-route.ts'

export const testMailRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/templates/{template}/test',
    name: 'sendTestMail',
    needs: 'sender',
    group: 'Templates',
    summary: 'Sends a test of a template to an address',
    description: `It is marked as a test and counted nowhere; its links are not followed. Consent and caps are not asked. Items are those of the catalogue, or made up where it has none; no discount code is spent. At most ${limits.testMailsHourly} an hour, copies of kept mails among them, for each admin or key.`,
    params: z.strictObject({ template: z.string().min(1).max(256) }),
    body: z.strictObject({
      to: z.email().describe('Where to'),
      as: z.string().min(1).max(256).optional().describe('The userId of the person whose data are filled in'),
      trigger: anyObject.optional().describe('Properties of the event that would have started the journey'),
    }),
    answer: z.strictObject({ sent: z.literal(true), detail: z.string() }),
    problems: ['not-found', 'bad-request'],
    isTestMail: () => true,
    // Not the whole address, which may be somebody's; whose data were sent there is noted.
    audited: async ({ params: { template }, body: { to, as } }, _answer, { runtime }) => ({
      ...(as === undefined ? {} : noteAbout(await runtime.describe({ userId: as }))),
      details: { template, toDomain: domainOf(to) } as JsonObject,
    }),
    async handle({ params: { template }, body: { to, as, trigger = {} }, now }, { runtime, store }) {
      const published = await readPublished(store)
      const written = published?.templates.find((one) => one.template === template)
      if (published === undefined || written === undefined) {
        const templates = published?.templates.map((one) => one.template) ?? []
        throw new AdminProblem('not-found', mistake('no-such-template', { name: template, known: templates.join(', ') || 'none' }))
      }
      const person = as === undefined ? undefined : await runtime.describe({ userId: as })
      if (as !== undefined && person === undefined) throw new AdminProblem('not-found', mistake('nobody-with-id'))
      const attributes = person?.state.attributes ?? { email: to }
      const shown = await shownFacts(written, { store, collections: published.collections ?? [], person, attributes, trigger, now })
      const outcome = await runtime.sendTest({ template, to, attributes, trigger, ...shown, now })
      if (outcome.kind === 'sent') return { sent: true as const, detail: outcome.detail ?? '' }
      throw new AdminProblem('bad-request', mistake('test-not-sent', { words: outcome.reason }))
    },
  }),
]
