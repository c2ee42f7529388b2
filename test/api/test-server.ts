// The server over an in-memory inbox, with a clock that the test sets and a log that the test reads.

import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createKeys } from '../../src/api/keys.ts'
import { createLinkTokens, type LinkTokens } from '../../src/api/links/link-token.ts'
import { createMetrics } from '../../src/api/metrics.ts'
import { createServer, type ServerOptions } from '../../src/api/server.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { createMemoryInbox, type MemoryInbox } from './memory-inbox.ts'

export interface TestServer {
  readonly app: FastifyInstance
  readonly inbox: MemoryInbox
  readonly clock: { instant: number }
  readonly tokens: LinkTokens
  /** Every line that was logged so far. */
  log(): string
}

export const start = Date.UTC(2026, 10, 21, 10, 0, 0)
export const serverKey = 'srv_4f1c9a'
export const browserKey = 'web_81d2b7'
export const basic = (key: string): { readonly authorization: string } => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })

/** A store in which nothing is kept. */
export const emptyStore: ServerOptions['store'] = {
  last: async () => ({ position: 0, subscriber: 0 }),
  delivery: async () => undefined,
  identitiesOf: async () => [],
  countDue: async () => 0,
}

export function createTestServer(changes: Partial<ServerOptions> = {}): TestServer {
  const inbox = createMemoryInbox()
  const clock = { instant: start }
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const tokens = createLinkTokens(['a-secret-of-at-least-32-characters-1'])
  const steppedClock: Clock = { now: () => clock.instant, at: () => () => {} }
  const app = createServer({
    inbox,
    store: emptyStore,
    keys: createKeys([
      { name: 'backend', key: serverKey, kind: 'server' },
      { name: 'site', key: browserKey, kind: 'browser' },
    ]),
    links: { tokens, workspace: () => 'Hillside Outdoor' },
    metrics: createMetrics(),
    clock: steppedClock,
    logger: pino({ level: 'trace' }, sink),
    limits: { eventsPerSecond: 50_000, burstEvents: 100_000 },
    ...changes,
  })
  return { app, inbox, clock, tokens, log: () => lines.join('') }
}
