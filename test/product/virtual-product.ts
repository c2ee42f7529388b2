// The product's own parts in virtual time: definitions from files, the SQLite store, the real templates and the real channels, over a clock
// that the test winds. For what takes hours and days. It can be stopped and started again on the same file, later.

import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { reactionRoutes } from '../../src/api/links/reaction-routes.ts'
import { createReactionTokens } from '../../src/api/links/reaction-token.ts'
import { createVisits } from '../../src/api/links/visits.ts'
import { checkDefinitions } from '../../src/app.ts'
import { createRenderer } from '../../src/content/renderer.ts'
import type { Receipt } from '../../src/model/arrival.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { Channel } from '../../src/runtime/channel.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import type { Store } from '../../src/runtime/store.ts'
import { reportArrival } from '../../src/runtime/writing/report-arrival.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { writeFiles } from './product.ts'

export const publicUrl = 'https://mail.shop.example'
export const start = Date.UTC(2026, 0, 5, 12)
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export interface VirtualProduct {
  readonly store: Store
  readonly runtime: Runtime
  readonly clock: VirtualClock
  track(userId: string, name: string, more?: { properties?: JsonObject; messageId?: string; traits?: JsonObject }): Promise<Receipt>
  identify(userId: string): Promise<Receipt>
  /** Asks for an address of a mail as a browser would; what is held at the door is judged once the clock has gone on. */
  visit(
    url: string,
    headers?: Readonly<Record<string, string>>,
    method?: 'GET' | 'HEAD',
  ): Promise<{ readonly status: number; readonly location: string | undefined }>
  /** Winds to an instant in steps, letting everything due on the way be decided and handed over. */
  advanceTo(instant: number, stepMs?: number): Promise<void>
  /** Writes definition files over those there are, and puts them in force. */
  edit(files: Readonly<Record<string, string>>): Promise<void>
  /** Stops, and starts again at a later instant. */
  restartAt(instant: number): Promise<void>
}

/** Starts at `start`. The channels are made anew at each start. */
export async function startVirtualProduct(files: Readonly<Record<string, string>>, channels: () => readonly Channel[]): Promise<VirtualProduct> {
  const folder = temporaryFolder()
  writeFiles(join(folder, 'definitions'), files)
  const read = async (): Promise<Definitions> => {
    const { definitions, problems } = await checkDefinitions(join(folder, 'definitions'))
    if (definitions === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
    return definitions
  }
  await read()
  const renderer = createRenderer()
  const tokens = createReactionTokens(['a-secret-of-at-least-32-characters-1'])
  let messages = 0
  const open = async (instant: number) => {
    const store = await openSqliteStore({ path: join(folder, 'workspace.db') })
    const clock = new VirtualClock(instant)
    const source = nextSource(await readPublished(store), await read(), await store.counts())
    const unsubscribeUrl = (about: { readonly effect: string }) => `https://shop.example/u/${encodeURIComponent(about.effect)}`
    const follow = (message: string) => ({
      base: publicUrl,
      click: (link: number | 'trap') => `${publicUrl}/c/${tokens.sign({ message, link })}`,
      open: () => `${publicUrl}/o/${tokens.sign({ message, link: 'open' })}`,
    })
    const runtime = await startRuntime({ store, clock, source, channels: channels(), renderer, unsubscribeUrl, follow })
    await runtime.settle()
    const visits = createVisits({
      clock,
      report: (delivery, report) => runtime.inbox.submit([reportArrival(delivery, report, clock.now())]),
      onLost: (reason) => {
        throw reason
      },
    })
    const doors: FastifyInstance = fastify()
    doors.register(reactionRoutes, { tokens, visits, store, workspace: () => 'Shop' })
    return { store, clock, runtime, visits, doors }
  }
  let parts = await open(start)
  const close = async (): Promise<void> => {
    await parts.doors.close()
    await parts.visits.flush()
    await parts.runtime.stop()
    await parts.store.close()
  }
  onTestFinished(async () => {
    await close()
    await renderer.close()
  })
  const product: VirtualProduct = {
    get store() {
      return parts.store
    },
    get runtime() {
      return parts.runtime
    },
    get clock() {
      return parts.clock
    },
    async track(userId, name, { properties = {}, messageId, traits } = {}) {
      messages += 1
      const now = parts.clock.now()
      const event = { name, occurredAt: now, receivedAt: now, messageId: messageId ?? `message-${messages}`, properties, ...(traits && { traits }) }
      const [receipt = 'duplicate'] = await parts.runtime.inbox.submit([{ userId, event }])
      return receipt
    },
    identify: (userId) => product.track(userId, 'Identified', { traits: { email: `${userId}@mail.example` } }),
    async visit(url, headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' }, method = 'GET') {
      const { statusCode: status, headers: answered } = await parts.doors.inject({
        method,
        url: new URL(url).pathname,
        headers: { 'user-agent': '', ...headers },
      })
      await parts.runtime.settle()
      return { status, location: answered.location?.toString() }
    },
    async advanceTo(instant, stepMs = 10 * minute) {
      while (parts.clock.now() < instant) {
        parts.clock.advanceTo(Math.min(instant, parts.clock.now() + stepMs))
        await parts.runtime.settle()
      }
    },
    async edit(changed) {
      writeFiles(join(folder, 'definitions'), changed)
      const { store, runtime } = parts
      await runtime.publish(nextSource(await readPublished(store), await read(), await store.counts()))
      await runtime.settle()
    },
    async restartAt(instant) {
      await close()
      parts = await open(instant)
    },
  }
  return product
}
