// The door to events as they arrive, as server-sent events: the browser of somebody who has signed in keeps it open.

import { z } from 'zod'
import { type LiveItem, type LiveListener, liveSources } from '../../../insight/live-events.ts'
import { limits } from '../../../model/limits.ts'
import type { Clock } from '../../../runtime/clock.ts'
import { AdminProblem, type AdminRoute, adminRoute, StreamedAnswer } from '../admin-route.ts'
import { numberOf } from '../number-of.ts'

/** Proxies close connections that say nothing for a minute. */
const heartbeatMs = 15_000

export const liveRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/sources',
    name: 'listSources',
    group: 'Events',
    summary: 'When each write key last sent something, and how much of it was taken in',
    answer: z.strictObject({
      since: z.int().describe('Since when it is counted, over restarts: UTC milliseconds'),
      sources: z.array(
        z.strictObject({
          name: z.string().describe('What the key is called'),
          kind: z.enum(['browser', 'server']),
          firstSeenAt: z.int(),
          lastSeenAt: z.int(),
          accepted: z.int().describe('Events that were taken in, repetitions included'),
          refused: z.int(),
          lastRefusedAt: z.int().nullable(),
        }),
      ),
    }),
    problems: ['conflict'],
    async handle(_request, { sources }) {
      if (sources === undefined) throw new AdminProblem('conflict', 'No server runs that events could arrive at.')
      return { since: sources.since, sources: [...sources.list()] }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/events/live',
    name: 'liveEvents',
    group: 'Events',
    summary: 'Events as they arrive, each with what it matched, and those that are refused, as server-sent events',
    description: [
      'Each message of the stream is JSON: `event` (what came, whose it is, and what was decided because of it, in words), `refused` (a dead letter), `skipped` (so many came too fast to be shown) or `cut` (why nothing more comes).',
      'A reader that does not keep up is cut off. The stream ends when whoever watches is signed out or the key is revoked, and by itself after a quarter of an hour; a browser opens it again.',
    ].join(' '),
    query: z.strictObject({
      event: z.string().max(256).optional().describe('Names that begin so, in any case'),
      person: z.string().max(300).optional().describe('A userId, an anonymousId, or # and the number'),
      source: z.enum(liveSources).optional().describe('import: history that fires nothing; report: what was reported about a message'),
      recent: z.coerce.number().int().min(0).max(100).default(0).describe('Begin with so many of the newest'),
    }),
    answer: z.string(),
    streams: ['text/event-stream'],
    problems: ['not-found', 'conflict', 'overloaded'],
    async handle({ query: { event, person, source, recent }, now, admin }, { store, live, clock, keys, accounts }) {
      if (live === undefined) throw new AdminProblem('conflict', 'No server runs that events could arrive at.')
      const subscriber = person === undefined || person === '' ? undefined : await numberOf(person, store)
      const listener = await live.listen({ event: event === '' ? undefined : event, subscriber, source }, recent)
      if (listener === undefined) throw new AdminProblem('overloaded', 'Too many people are watching already.', { retryAfterSeconds: 30 })
      const isLetIn = (): boolean => {
        if (admin.session === undefined) return keys.list().some(({ name }) => name === admin.name)
        return accounts?.sessionsOf(admin.name, clock.now(), admin.session).some(({ isThisOne }) => isThisOne) === true
      }
      const pieces = new LiveStream({ listener, clock, isLetIn, endsAt: now + limits.liveStreamMs })
      return new StreamedAnswer(pieces, { contentType: 'text/event-stream' })
    },
  }),
]

interface LiveStreamOptions {
  readonly listener: LiveListener
  readonly clock: Pick<Clock, 'now' | 'at'>
  /** Whether whoever watches might still ask: false once the session ended or the key was revoked. */
  readonly isLetIn: () => boolean
  readonly endsAt: number
}

/** What a listener hears as text, with a heartbeat where there is nothing to hear. Ended by whoever reads it, or by its time. */
class LiveStream implements AsyncIterable<string>, AsyncIterator<string> {
  readonly #options: LiveStreamOptions
  #next: Promise<LiveItem | undefined> | undefined
  #hasBegun = false
  #checkedAt = 0

  constructor(options: LiveStreamOptions) {
    this.#options = options
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return this
  }

  async next(): Promise<IteratorResult<string>> {
    const { listener, clock, endsAt, isLetIn } = this.#options
    if (!this.#hasBegun) {
      this.#hasBegun = true
      return { done: false, value: 'retry: 1500\n: listening\n\n' }
    }
    if (clock.now() >= endsAt) return this.return()
    this.#next ??= listener.next()
    let cancel = (): void => {}
    const beat = new Promise<'beat'>((resolve) => {
      cancel = clock.at(Math.min(clock.now() + heartbeatMs, endsAt), () => resolve('beat'))
    })
    const heard = await Promise.race([this.#next, beat])
    cancel()
    // Asked once a second at most, however much there is to hear.
    if (clock.now() >= this.#checkedAt + 1000) {
      this.#checkedAt = clock.now()
      if (!isLetIn()) return this.return()
    }
    if (heard === 'beat') return { done: false, value: ': still here\n\n' }
    this.#next = undefined
    if (heard === undefined) return this.return()
    return { done: false, value: `data: ${JSON.stringify(heard)}\n\n` }
  }

  async return(): Promise<IteratorResult<string>> {
    this.#options.listener.close()
    return { done: true, value: undefined }
  }
}
