// The doors of the stop switches: on, off, and which are on. An answer means that the switch is in force and that nothing it holds back
// can leave any more.

import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Stop, type StopScope, scopeText, stopScopeSchema } from '../../model/stop.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { StopChange } from '../../runtime/stop-switches.ts'
import { sendProblem } from '../problem.ts'
import { askAdminKey } from './admin-key.ts'

export interface StopRouteOptions {
  readonly adminKeys: readonly string[]
  readonly clock: Pick<Clock, 'now'>
  readonly changeStops: (change: StopChange) => Promise<readonly Stop[]>
  readonly stops: () => Promise<readonly Stop[]>
  /** Names of the journeys and templates there are: a switch for a misspelt one would hold nothing back. */
  readonly known: () => Promise<{ readonly journeys: readonly string[]; readonly templates: readonly string[] }>
}

const bodyBytes = 16 * 1024
const becauseSchema = z.string().trim().min(1).max(500)
const scopeWords = 'Name one of {"all": true}, {"journey": NAME}, {"journey": NAME, "version": NUMBER} or {"template": NAME}'

export async function stopRoutes(app: FastifyInstance, options: StopRouteOptions): Promise<void> {
  askAdminKey(app, options.adminKeys)
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: bodyBytes }, (_request, body, done) => done(null, body))
  app.get('/admin/v1/stops', async (_request, reply) => answer(reply, await options.stops()))
  app.post('/admin/v1/stops', async (request, reply) => {
    const { because, ...rest } = objectOf(request.body)
    const scope = stopScopeSchema.safeParse(rest)
    if (!scope.success) return sendProblem(reply, { code: 'bad-request', detail: `${scopeWords}, and "because".` })
    const reason = becauseSchema.safeParse(because)
    if (!reason.success) return sendProblem(reply, { code: 'bad-request', detail: 'Say why in "because": 1 to 500 characters, for those who wonder later.' })
    const missing = whatIsMissing(scope.data, await options.known())
    if (missing !== undefined) return sendProblem(reply, { code: 'not-found', detail: missing })
    return answer(reply, await options.changeStops({ stop: { scope: scope.data, because: reason.data, since: options.clock.now() } }))
  })
  app.post('/admin/v1/stops/resume', async (request, reply) => {
    const scope = stopScopeSchema.safeParse(objectOf(request.body))
    if (!scope.success) return sendProblem(reply, { code: 'bad-request', detail: `${scopeWords}.` })
    const stops = await options.stops()
    if (!stops.some((stop) => scopeText(stop.scope) === scopeText(scope.data))) {
      const on = stops.map((stop) => scopeText(stop.scope)).join(', ') || 'none'
      return sendProblem(reply, { code: 'not-found', detail: `There is no stop switch on ${scopeText(scope.data)}; those that are on: ${on}.` })
    }
    return answer(reply, await options.changeStops({ resume: scope.data }))
  })
}

function answer(reply: FastifyReply, stops: readonly Stop[]): FastifyReply {
  return reply.header('cache-control', 'no-store').send({ stops: stops.map(({ scope, because, since }) => ({ ...scope, because, since })) })
}

function objectOf(body: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(String(body))
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function whatIsMissing(scope: StopScope, known: { readonly journeys: readonly string[]; readonly templates: readonly string[] }): string | undefined {
  if ('template' in scope && !known.templates.includes(scope.template)) {
    return `There is no template ${scope.template}; there are: ${known.templates.join(', ') || 'none'}.`
  }
  if ('journey' in scope && !known.journeys.includes(scope.journey)) {
    return `There is no journey ${scope.journey}; there are: ${known.journeys.join(', ') || 'none'}.`
  }
  return undefined
}
