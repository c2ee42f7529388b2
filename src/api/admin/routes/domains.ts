// The door that shows how sending domains stand: what was counted, what complaints and bounces did, and where a warm-up is.

import { z } from 'zod'
import { mistake } from '../../../model/mistake.ts'
import { readMistake } from '../../../model/read-mistake.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { reportDomains } from '../../../runtime/watching/domain-report.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import type { DomainDoor, DomainSetup } from '../domain-door.ts'
import { named } from '../named.ts'
import { saidMistake, saidProblem } from '../said.ts'

const count = z.int()
const percent = z.strictObject({ slow: z.number(), stop: z.number() })
const report = named('DomainReport', {
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

const ofDomain = z.strictObject({ domain: z.string().min(1).max(253).toLowerCase() })
const setup = named('DomainSetup', {
  hasKey: z.boolean(),
  signsSince: z.int().nullable().describe('UTC milliseconds; null while its mails are not signed'),
  checkedAt: z.int().nullable(),
  failed: z.array(z.string()).describe('What failed at the last check'),
  heldBecause: z.string().nullable().describe('Why its mails are held, where the setting uncheckedDomains is refuse; null where they go'),
  records: z.array(z.strictObject({ what: z.string(), name: z.string(), type: z.enum(['TXT', 'MX']), value: z.string(), why: z.string(), said: saidMistake })),
})
const finding = z.strictObject({
  check: z.string(),
  result: z.enum(['pass', 'warn', 'fail', 'unknown']),
  found: z.string(),
  todo: z.string().nullable(),
  said: saidProblem,
  demandedBy: z.array(z.string()),
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
  adminRoute({
    method: 'GET',
    path: '/domains/{domain}/setup',
    name: 'getDomainSetup',
    group: 'Sending',
    summary: 'The key of a sending domain and the exact DNS records to set',
    params: ofDomain,
    answer: setup,
    problems: ['bad-request', 'conflict'],
    handle: async ({ params }, parts) => shownSetup(doorOf(parts, params.domain).setup(params.domain)),
  }),
  adminRoute({
    method: 'POST',
    path: '/domains/{domain}/key',
    name: 'makeDomainKey',
    needs: 'owner',
    group: 'Sending',
    summary: 'Makes the key that signs the mails of a domain, when there is none, and names the records to set',
    params: ofDomain,
    answer: setup,
    status: 201,
    problems: ['bad-request', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      const door = doorOf(parts, params.domain)
      door.makeKey(params.domain)
      return shownSetup(door.setup(params.domain))
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/domains/{domain}/check',
    name: 'checkDomain',
    group: 'Sending',
    summary: 'Asks the DNS whether everything is in place that receivers demand; mails are signed from the check on that finds the key',
    params: ofDomain,
    answer: z.strictObject({ findings: z.array(finding) }),
    problems: ['bad-request', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      const findings = await doorOf(parts, params.domain).check(params.domain)
      return {
        findings: findings.map(({ todo, demandedBy, ...one }) => ({
          ...one,
          todo: todo ?? null,
          said: { message: readMistake(one.found), fix: todo === undefined ? null : readMistake(todo) },
          demandedBy: [...demandedBy],
        })),
      }
    },
  }),
]

function doorOf({ domains }: AdminParts, domain: string): DomainDoor {
  if (domains === undefined) throw new AdminProblem('conflict', 'This needs a running server. Start it with `oncue start`.')
  if (!domains.isDomain(domain)) throw new AdminProblem('bad-request', mistake('no-domain-name'))
  return domains
}

function shownSetup({ signsSince, checkedAt, records, failed, hasKey, heldBecause }: DomainSetup): z.input<typeof setup> {
  return {
    hasKey,
    signsSince: signsSince ?? null,
    checkedAt: checkedAt ?? null,
    records: records.map((one) => ({ ...one, said: readMistake(one.why) })),
    failed: [...failed],
    heldBecause: heldBecause ?? null,
  }
}
