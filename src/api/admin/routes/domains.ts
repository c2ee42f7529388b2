// The door that shows how sending domains stand: what was counted, what complaints and bounces did, and where a warm-up is.

import { z } from 'zod'
import { reportDomains } from '../../../runtime/domain-report.ts'
import { readPublished } from '../../../runtime/published.ts'
import { type AdminRoute, adminRoute } from '../admin-route.ts'

const count = z.int()
const percent = z.strictObject({ slow: z.number(), stop: z.number() })
const report = z.strictObject({
  domain: z.string(),
  advertising: z
    .enum(['goes', 'waits', 'slowed', 'stopped'])
    .describe('What becomes of mails that advertise; waits: the number of the day is reached. Transactional ones always go.'),
  because: z.string().nullable().describe('Why it is slowed or stopped'),
  perHour: z.int().nullable().describe('The most advertising mails an hour while it is slowed'),
  window: z
    .strictObject({ since: z.int(), sent: count, bounced: count.describe('Hard bounces'), complained: count })
    .describe('What is judged: counts since an instant (UTC milliseconds)'),
  limits: z
    .strictObject({ atLeast: count, complaints: percent, bounces: percent })
    .nullable()
    .describe('Percent from which it is slowed and stopped; null when nothing watches it'),
  warmUp: z
    .strictObject({ day: count, number: count.describe('Mails of today'), sent: count.describe('Those that were let out today'), again: z.int() })
    .nullable()
    .describe('While the domain is new'),
})

export const domainRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/domains',
    name: 'listDomains',
    group: 'Sending',
    summary: 'How the domains that mails come from stand',
    description: 'A domain that was slowed or stopped goes on with POST /stops/resume {"domain": NAME, "purpose": "advertising"}.',
    answer: z.strictObject({ domains: z.array(report) }),
    async handle(_request, { store, clock }) {
      const source = await readPublished(store)
      const domains = source === undefined ? [] : await reportDomains(store, source, clock.now())
      return { domains: domains.map((one) => ({ ...one, limits: one.limits && { ...one.limits }, window: { ...one.window } })) }
    },
  }),
]
