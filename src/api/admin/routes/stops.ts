// The doors of the stop switches: on, off, and which are on. An answer means that the switch is in force and that nothing it holds back
// can leave any more.

import { z } from 'zod'
import { type MessageFates, messageFates } from '../../../insight/message-fates.ts'
import { correctionJourney } from '../../../model/correction.ts'
import type { JsonObject } from '../../../model/json.ts'
import { mistake } from '../../../model/mistake.ts'
import { type Stop, type StopScope, scopeText, stopScopeSchema } from '../../../model/stop.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { sendingDomains } from '../../../runtime/sending/sending-domains.ts'
import { isHeldBack, readStops } from '../../../runtime/stopping/stop-switches.ts'
import { readWatch } from '../../../runtime/watching/domain-watcher.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

/** Messages that are looked through to count what is held back. */
const mostHeld = 1000
const because = z.string().trim().min(1).max(500).describe('Why, for those who wonder later')
const scopeWords =
  'Name one of {"all": true}, {"journey": NAME}, {"journey": NAME, "version": NUMBER}, {"template": NAME}, {"domain": NAME} or {"domain": NAME, "purpose": "advertising"}'
const [everything, journey, template, domain] = stopScopeSchema.options
const since = z.int().describe('When it was switched on, UTC milliseconds')
const shown = {
  because,
  since,
  who: z.string().optional().describe('Who of the team switched it on'),
  by: z.literal('watch').optional().describe('watch: complaints or bounces switched it on, nobody of the team did'),
  lifts: z.literal('when clean').optional().describe('It ends by itself, too, once complaints and bounces are few again'),
}
const messagesOfScope = named('MessagesOfScope', {
  sent: z.int(),
  unknown: z.int().describe('Nobody knows whether it was transmitted'),
  onItsWay: z.int().describe('Being handed over at this moment'),
  held: z.int().describe('Waits, or is held back'),
  notSent: z.int().describe('Was refused, or failed'),
})
const stopsAnswer = named('Stops', {
  stops: z
    .array(z.union([everything.extend(shown), journey.extend(shown), template.extend(shown), domain.extend(shown)]))
    .describe('The stop switches that are on'),
  held: z.int().describe(`Messages that switches and pauses hold back now, counted up to ${mostHeld}`),
  messages: messagesOfScope
    .nullable()
    .optional()
    .describe('Of what was stopped just now: what became of its messages so far. Null of a domain, by which they are not counted'),
})

const group = 'Stop switches'

export const stopRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/stops',
    name: 'listStops',
    group,
    summary: 'The stop switches that are on',
    answer: stopsAnswer,
    handle: async (_request, { store }) => answerOf((await readStops(store)).stops, store),
  }),
  adminRoute({
    method: 'GET',
    path: '/stops/messages',
    name: 'messagesOfScope',
    group,
    summary: 'How many got what a switch would be about, are in doubt, and wait',
    description: 'Of a journey, one version of it, or a template; of everything when none is named. Who they are: `GET /messages` with a `status`.',
    query: z.strictObject({
      journey: z.string().min(1).max(256).optional(),
      version: z.coerce.number().int().min(1).optional().describe('With its journey'),
      template: z.string().min(1).max(256).optional(),
    }),
    answer: messagesOfScope,
    problems: ['not-found'],
    async handle({ query }, { store }) {
      const scope = scopeOf(query)
      const missing = await whatIsMissing(scope, store)
      if (missing !== undefined) throw new AdminProblem('not-found', missing)
      return (await messageFates(scope, store)) as MessageFates
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/stops',
    name: 'stop',
    needs: 'sender',
    group,
    summary: 'Holds messages back at once',
    description: 'Nothing that the switch holds back leaves after the answer. A switch of the same scope is replaced.',
    body: z.union([everything.extend({ because }), journey.extend({ because }), template.extend({ because }), domain.extend({ because })], {
      error: `${scopeWords}, and say why in "because"`,
    }),
    answer: stopsAnswer,
    problems: ['not-found'],
    audited: ({ body }) => ({ details: body as JsonObject }),
    async handle({ body: { because: reason, ...scope }, now, admin }, { runtime, store }) {
      const missing = await whatIsMissing(scope, store)
      if (missing !== undefined) throw new AdminProblem('not-found', missing)
      const stops = await runtime.changeStops({ stop: { scope, because: reason, since: now, who: admin.name } })
      return answerOf(stops, store, (await messageFates(scope, store)) ?? null)
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/stops/resume',
    name: 'resume',
    needs: 'sender',
    group,
    summary: 'Lifts the switch of this scope; what waited under it goes on',
    body: z.union(stopScopeSchema.options, { error: scopeWords }),
    answer: stopsAnswer,
    problems: ['not-found'],
    audited: ({ body }) => ({ details: body as JsonObject }),
    async handle({ body: scope }, { runtime, store }) {
      const { stops } = await readStops(store)
      const isSlowed = 'domain' in scope && (await readWatch(store)).slowed[scope.domain] !== undefined
      if (isSlowed || stops.some((stop) => scopeText(stop.scope) === scopeText(scope))) return answerOf(await runtime.changeStops({ resume: scope }), store)
      const on = stops.map((stop) => scopeText(stop.scope)).join(', ') || 'none'
      throw new AdminProblem('not-found', mistake('no-such-stop', { what: scopeText(scope), known: on }))
    },
  }),
]

interface NamedScope {
  readonly journey?: string | undefined
  readonly version?: number | undefined
  readonly template?: string | undefined
}

function scopeOf({ journey: name, version, template: mail }: NamedScope): StopScope {
  if (mail !== undefined && name !== undefined) throw new AdminProblem('bad-request', 'Name a "journey" or a "template", not both.')
  if (name === undefined && version !== undefined) throw new AdminProblem('bad-request', 'Name the "journey" of the "version".')
  if (mail !== undefined) return { template: mail }
  return name === undefined ? { all: true } : { journey: name, ...(version === undefined ? {} : { version }) }
}

async function answerOf(stops: readonly Stop[], store: AdminParts['store'], messages?: MessageFates | null) {
  // Where no switch is on, nothing has to be looked through.
  const waiting = stops.length === 0 ? [] : await store.messages({ status: 'waiting', limit: mostHeld })
  return {
    held: waiting.filter(isHeldBack).length,
    ...(messages === undefined ? {} : { messages }),
    stops: stops.map(({ scope, because: reason, ...rest }) => ({ ...scope, because: reason, ...rest })),
  }
}

/** A switch for a misspelt name would hold nothing back. */
export async function whatIsMissing(scope: StopScope, store: AdminParts['store']): Promise<string | undefined> {
  if ('all' in scope) return undefined
  const published = await readPublished(store)
  if ('template' in scope) {
    const templates = published?.templates.map((one) => one.template) ?? []
    return templates.includes(scope.template) ? undefined : mistake('no-such-template', { name: scope.template, known: templates.join(', ') || 'none' })
  }
  if ('domain' in scope) {
    const domains = published === undefined ? [] : sendingDomains(published)
    return domains.includes(scope.domain) ? undefined : `No mail comes from ${scope.domain}; domains of senders: ${domains.join(', ') || 'none'}.`
  }
  if (scope.journey === correctionJourney) return undefined
  const journeys = [...new Set(published?.journeys.map(({ definition }) => definition.journey) ?? [])]
  return journeys.includes(scope.journey) ? undefined : mistake('no-such-journey-there', { name: scope.journey, known: journeys.join(', ') || 'none' })
}
