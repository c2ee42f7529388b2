// Builds the workspace of a full demo into a folder of its own: made-up people of some weeks are played through the product's own path (the writer, the engine, templates, the
// archive) in virtual time, with the mailbox as the only way out. Runs in a thread beside a server, which changes over to the folder when it is done.

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { readDemoCatalog } from './api/demo/demo-catalog.ts'
import { createMailbox } from './channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from './channels/popup/popup-board.ts'
import { createRenderer } from './content/renderer.ts'
import { dataFolder } from './data-folder.ts'
import { checkDefinitions, startingSource } from './definitions-folder.ts'
import { type Reaction, reactionsTo } from './demo-data/reactions.ts'
import { shoppers } from './demo-data/shoppers.ts'
import type { Arrival } from './model/arrival.ts'
import type { Report } from './model/report.ts'
import type { Channel } from './runtime/channel.ts'
import { nextDue } from './runtime/next-due.ts'
import { reportArrival } from './runtime/report-arrival.ts'
import { startRuntime } from './runtime/runtime.ts'
import type { Store } from './runtime/store.ts'
import { markWindable } from './runtime/workspace-clock.ts'
import { openSqliteStore } from './stores/sqlite/sqlite-store.ts'
import { VirtualClock } from './testing/virtual-clock.ts'

export interface DemoPlan {
  /** An empty folder, or none yet. */
  readonly folder: string
  readonly definitions: string
  readonly people: number
  readonly days: number
  /** What the machine's clock says: the demo ends there. */
  readonly now: number
  readonly seed: number
  readonly base: string
}

export interface DemoProgress {
  /** From 0 to 1. */
  readonly part: number
  readonly people: number
  readonly events: number
  readonly mails: number
}

/** Mails older than this stand in the archive only: a mailbox of thousands shows nothing. */
const mailboxMs = 86_400_000
/** What is due within so long is dealt with together. */
const strideMs = 30 * 60_000

if (!isMainThread && parentPort !== null && (workerData as { readonly builds?: unknown } | null)?.builds === 'demo') {
  const port = parentPort
  void buildDemo((workerData as { readonly plan: DemoPlan }).plan, (progress) => port.postMessage({ progress })).then(
    (result) => port.postMessage({ result }),
    (error: unknown) => port.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
  )
}

/** Resolves when everything is on disk. */
export async function buildDemo(plan: DemoPlan, onProgress: (progress: DemoProgress) => void): Promise<DemoProgress> {
  const { folder, now, days, people, seed, base } = plan
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = dataFolder({ data: folder })
  const from = now - days * 86_400_000
  const clock = new VirtualClock(from)
  const store = await openSqliteStore({ path: files.store, synchronous: 'NORMAL' })
  await markWindable(store, 'demo')
  const loaded = await checkDefinitions(plan.definitions)
  const source = await startingSource(store, { folder: plan.definitions, loaded, now: from })
  const mailbox = createMailbox({ file: files.mailbox })
  const board = createPopupBoard({ file: files.popups })
  const reactions = new Reactions()
  const email: Channel = {
    ...mailbox.channel,
    async deliver(message, laid) {
      reactions.expect(message.key, clock.now())
      return message.kind === 'email' && message.date < now - mailboxMs ? { kind: 'sent' } : mailbox.channel.deliver(message, laid)
    },
  }
  const renderer = createRenderer()
  const runtime = await startRuntime({
    store,
    clock,
    source,
    channels: [email, board.channel],
    renderer,
    pace: 'virtual',
    unsubscribeUrl: async () => `${base}/demo`,
  })
  const arrivals = shoppers({ people, from, to: now, seed, products: readDemoCatalog(join(import.meta.dirname, '../demo')).products, base })
  let taken = 0
  let reported = 0
  try {
    for (;;) {
      const first = Math.min(arrivals[taken]?.event.receivedAt ?? now, reactions.next, (await nextDue(store, clock.now())) ?? now)
      const until = Math.min(now, Math.max(first, clock.now()) + strideMs)
      const batch: Arrival[] = []
      for (let next = arrivals[taken]; next !== undefined && next.event.receivedAt <= until; next = arrivals[taken]) {
        batch.push(next)
        taken += 1
      }
      batch.push(...(await reactions.due(store, until)))
      clock.advanceTo(until)
      if (batch.length > 0) await runtime.inbox.submit(batch.sort((one, other) => one.event.receivedAt - other.event.receivedAt))
      await runtime.settle()
      if (taken - reported > 500 || until >= now) {
        reported = taken
        onProgress({ part: (until - from) / (now - from), people, events: taken, mails: reactions.count })
      }
      if (until >= now) break
    }
  } finally {
    await runtime.stop()
    await renderer.close()
    await store.close()
    mailbox.close()
    board.close()
  }
  return { part: 1, people, events: taken, mails: reactions.count }
}

/** What people are going to do with messages that reached them. */
class Reactions {
  count = 0
  #waiting: { readonly at: number; readonly key: string; readonly kind: Reaction['kind'] }[] = []

  expect(key: string, at: number): void {
    this.count += 1
    for (const { kind, afterMs } of reactionsTo({ key, template: key.includes('abandoned-cart') ? 'cart-reminder' : undefined })) {
      this.#waiting.push({ at: at + afterMs, key, kind })
    }
  }

  get next(): number {
    return this.#waiting.reduce((earliest, { at }) => Math.min(earliest, at), Number.POSITIVE_INFINITY)
  }

  /** The reports that come in until then. */
  async due(store: Store, until: number): Promise<readonly Arrival[]> {
    const due = this.#waiting.filter(({ at }) => at <= until)
    this.#waiting = this.#waiting.filter(({ at }) => at > until)
    const arrivals: Arrival[] = []
    for (const { at, key, kind } of due) {
      const delivery = await store.delivery(key)
      if (delivery !== undefined) arrivals.push(reportArrival(delivery, reportOf(kind, key, at), at))
    }
    return arrivals
  }
}

function reportOf(kind: Reaction['kind'], key: string, at: number): Report {
  const id = `${kind}:${key}`
  if (kind === 'opened') return { id, at, kind, by: 'human', rule: 'demo' }
  if (kind === 'clicked') return { id, at, kind, by: 'human', rule: 'demo', link: 'link-1' }
  return { id, at, kind, hard: true, status: '5.1.1', reason: 'No such person here' }
}
