// Builds the workspace of a full demo into a folder of its own: made-up people of some weeks are played through the product's own path (the writer, the engine, templates, the
// archive) in virtual time, with the mailbox as the only way out. Runs in a thread beside a server, which changes over to the folder when it is done.

import { mkdirSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { readDemoCatalog } from '../api/demo/demo-catalog.ts'
import type { WriteKey } from '../api/keys.ts'
import { createLinkTokens, unsubscribeLinksBelow } from '../api/links/link-token.ts'
import { createReactionTokens } from '../api/links/reaction-token.ts'
import { createPageSeals, pageLinksBelow } from '../api/messages/view-token.ts'
import { deadLetter, writeOut } from '../api/tracking/dead-letter.ts'
import { toArrival } from '../api/tracking/to-arrival.ts'
import { createMailbox } from '../channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from '../channels/popup/popup-board.ts'
import { createRenderer } from '../content/renderer.ts'
import { checkDefinitions, startingSource } from '../definitions-folder/definitions-folder.ts'
import { createCatalogueTeller } from '../desks/catalogue-teller.ts'
import type { Arrival } from '../model/arrival.ts'
import type { Channel } from '../runtime/channel.ts'
import { startRuntime } from '../runtime/runtime.ts'
import type { DeadLetter, Store } from '../runtime/store.ts'
import { markPlayed, markWindable } from '../runtime/time/workspace-clock.ts'
import { nextDue } from '../runtime/writing/next-due.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts'
import { VirtualClock } from '../testing/virtual-clock.ts'
import { DemoAnswers } from './demo-answers.ts'
import { demoFolder, fillShelves } from './demo-shelves.ts'
import { demoShop } from './demo-shop.ts'
import { LeftBehind } from './made-up-people/left-behind.ts'
import { refusedEvents } from './made-up-people/refused-events.ts'
import { shoppers } from './made-up-people/shoppers.ts'
import { comesBack } from './made-up-people/sold-out.ts'

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
  /** What links in mails are signed with. */
  readonly secret: string
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
/** What is due within `strideMs` is dealt with together: of the last days, which people look at one by one, sooner than of the weeks before, which are numbers. */
const strides = [
  { lastDays: 7, strideMs: 30 * 60_000 },
  { lastDays: 30, strideMs: 120 * 60_000 },
] as const
const firstStrideMs = 360 * 60_000

if (!isMainThread && parentPort !== null && (workerData as { readonly builds?: unknown } | null)?.builds === 'demo') {
  const port = parentPort
  goLast()
  void buildDemo((workerData as { readonly plan: DemoPlan }).plan, (progress) => port.postMessage({ progress })).then(
    (result) => port.postMessage({ result }),
    (error: unknown) => port.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
  )
}

/** Whoever clicks or sends events meanwhile goes first. On Linux the priority is that of this thread and of those it starts; elsewhere it would be the server's. */
function goLast(): void {
  if (process.platform === 'linux') setPriority(10)
}

/** Resolves when everything is on disk. */
export async function buildDemo(plan: DemoPlan, onProgress: (progress: DemoProgress) => void): Promise<DemoProgress> {
  const { folder, now, days, people, seed, base, secret } = plan
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
  const answers = new DemoAnswers()
  const email: Channel = {
    ...mailbox.channel,
    async deliver(message, laid) {
      answers.expect(message, clock.now())
      return message.kind === 'email' && message.date < now - mailboxMs ? { kind: 'sent' } : mailbox.channel.deliver(message, laid)
    },
  }
  const popup: Channel = {
    ...board.channel,
    async deliver(message) {
      answers.expect(message, clock.now())
      return { kind: 'sent' }
    },
  }
  const renderer = createRenderer()
  const [links, visits, pages] = [createLinkTokens([secret]), createReactionTokens([secret]), createPageSeals([secret])]
  const runtime = await startRuntime({
    store,
    clock,
    source,
    channels: [email, popup],
    renderer,
    pace: 'virtual',
    unsubscribeUrl: unsubscribeLinksBelow(base, links),
    viewUrl: pageLinksBelow(base, pages),
    follow: (message) => ({
      base,
      click: (link) => `${base}/c/${visits.sign({ message, link })}`,
      open: () => `${base}/o/${visits.sign({ message, link: 'open' })}`,
    }),
  })
  await fillShelves({ changeCatalogue: runtime.changeCatalogue, collections: source.collections ?? [], base, at: from })
  const arrivals = shoppers({ people, from, to: now, seed, products: readDemoCatalog(demoFolder).products, base })
  const news = createCatalogueTeller({ store, inbox: runtime.inbox, changeCatalogue: runtime.changeCatalogue, clock, logger: { info() {}, error() {} } })
  const { shelf } = demoShop({ store, runtime, inForce: () => source, news, clock })
  const comesBackAt = now - comesBack.beforeEndMs
  let isBack = comesBackAt <= from
  let taken = 0
  let reported = 0
  try {
    for (;;) {
      const first = Math.min(arrivals[taken]?.event.receivedAt ?? now, answers.next, (await nextDue(store, clock.now())) ?? now)
      const until = Math.min(now, Math.max(first, clock.now()) + strideOf(now - clock.now()))
      const batch: Arrival[] = []
      for (let next = arrivals[taken]; next !== undefined && next.event.receivedAt <= until; next = arrivals[taken]) {
        batch.push(next)
        taken += 1
      }
      clock.advanceTo(until)
      if (!isBack && until >= comesBackAt) isBack = await shelf.put(comesBack.product, comesBack.pieces)
      batch.push(...(await answers.due(store, runtime.inbox, until)))
      const happened = batch.sort((one, other) => one.event.receivedAt - other.event.receivedAt).filter((arrival) => answers.left.note(arrival))
      if (happened.length > 0) await runtime.inbox.submit(happened)
      await runtime.settle()
      for (const visitor of await hesitating(store, happened, answers.left)) await runtime.visit(visitor)
      if (taken - reported > 500 || until >= now) {
        reported = taken
        onProgress({ part: (until - from) / (now - from), people, events: taken, mails: answers.count })
      }
      if (until >= now) break
    }
    await runtime.inbox.refuse(refusedLetters(now))
    await markPlayed(store, now)
  } finally {
    await runtime.stop()
    await renderer.close()
    await store.close()
    mailbox.close()
    board.close()
  }
  return { part: 1, people, events: taken, mails: answers.count }
}

/** Milliseconds, of an instant so long before the end. */
function strideOf(agoMs: number): number {
  return strides.find(({ lastDays }) => agoMs <= lastDays * 86_400_000)?.strideMs ?? firstStrideMs
}

/** Who is on the site now and is to be shown a popup. */
async function hesitating(store: Pick<Store, 'resolve'>, happened: readonly Arrival[], left: LeftBehind): Promise<readonly number[]> {
  const visitors = new Set(happened.filter(({ event }) => event.name === 'Product Viewed').map(({ anonymousId }) => anonymousId ?? ''))
  const ids = [...visitors].filter((anonymousId) => left.hesitates(LeftBehind.personOf({ anonymousId }) ?? 0))
  return (await store.resolve(ids.map((id) => `a:${id}`))).flatMap((number) => (number === undefined ? [] : [number]))
}

/** What was refused, with the reasons that the door itself gives. */
function refusedLetters(now: number): readonly DeadLetter[] {
  const key: WriteKey = { name: 'write key 1', key: '(none)', kind: 'server' }
  return refusedEvents.flatMap(({ agoMs, message }) => {
    const receivedAt = now - agoMs
    const read = toArrival(message, { receivedAt, trust: 'server', makeMessageId: () => `refused-${agoMs}` })
    return read.ok ? [] : [deadLetter({ door: String(message['type']), key, receivedAt, reason: read.reason, body: writeOut(message) })]
  })
}
