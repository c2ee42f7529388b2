// Health for whoever runs the process: alive (restart me when not), ready (send me work), and numbers. It never tells more
// than names of checks.

import type { FastifyInstance } from 'fastify'
import { channelNames } from '../model/channel-names.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../runtime/store.ts'
import type { ChannelNumbers, DomainNumbers, PrometheusMetrics } from './metrics.ts'

/** Due deliveries of a channel are counted up to here: more are as alarming, and counting must not keep requests waiting. */
const countedDue = 100_000

export interface HealthOptions {
  readonly store: Pick<Store, 'last' | 'countDue'>
  readonly clock: Clock
  readonly metrics: PrometheusMetrics
  readonly isDraining: () => boolean
  /** How the ways out stand; none that rests makes the process less ready, because messages wait. */
  readonly ways?: () => Readonly<Record<string, string>>
  /** How the channels stand, asked when the numbers are. */
  readonly channels?: () => readonly ChannelNumbers[]
  /** How the sending domains stand, asked when the numbers are. */
  readonly domains?: () => Promise<readonly (DomainNumbers & { readonly domain: string })[]>
  /** Further checks of the runtime; each throws or answers false when it is not well. */
  readonly checks?: Readonly<Record<string, () => boolean | Promise<boolean>>>
}

/** Registers /livez, /readyz and /metrics. */
export async function healthRoutes(app: FastifyInstance, options: HealthOptions): Promise<void> {
  const checks = { store: async (): Promise<boolean> => (await options.store.last()).position >= 0, ...options.checks }
  app.get('/livez', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const results: Record<string, 'ok' | 'failing'> = {}
    for (const [name, check] of Object.entries(checks)) results[name] = await isWell(check)
    const status = options.isDraining() ? 'draining' : Object.values(results).includes('failing') ? 'failing' : 'ready'
    reply.header('cache-control', 'no-store')
    if (status !== 'ready') reply.code(503).header('retry-after', '2')
    return reply.send({ status, checks: results, ...(options.ways && { ways: options.ways() }) })
  })
  app.get('/metrics', async (_request, reply) => {
    options.metrics.queued('outbox', await countOutbox(options))
    for (const channel of options.channels?.() ?? []) options.metrics.channelStands(channel)
    for (const domain of (await options.domains?.().catch(() => [])) ?? []) options.metrics.domainStands(domain.domain, domain)
    return reply.header('content-type', options.metrics.contentType).send(await options.metrics.text())
  })
}

/** What is due and not taken; popups wait for a visit and are no queue. NaN while the store cannot be read. */
async function countOutbox({ store, clock }: HealthOptions): Promise<number> {
  let sum = 0
  for (const channel of channelNames) {
    if (channel !== 'popup') sum += await store.countDue(clock.now(), countedDue, channel).catch(() => Number.NaN)
  }
  return sum
}

async function isWell(check: () => boolean | Promise<boolean>): Promise<'ok' | 'failing'> {
  try {
    return (await check()) ? 'ok' : 'failing'
  } catch {
    return 'failing'
  }
}
