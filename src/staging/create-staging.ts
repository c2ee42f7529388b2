// Makes a copy of a workspace that is there to be tried: its log is played, with everybody pseudonymized on the way, through the product's own path into a
// data folder of its own, whose clock can be wound. It only reads the workspace, writes over nothing, and reaches nobody: mails go to the copy's mailbox.
// Runs in a thread beside a server, or in the process of a command.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { createMailbox, type Mailbox } from '../channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from '../channels/popup/popup-board.ts'
import { createRenderer } from '../content/renderer.ts'
import type { ProgramSource } from '../engine/program.ts'
import { OncueError } from '../model/errors.ts'
import { roleOf } from '../model/field-roles.ts'
import type { AttemptOutcome, Channel } from '../runtime/channel.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import { readSources } from '../runtime/publishing/source-records.ts'
import { startRuntime } from '../runtime/runtime.ts'
import { readPauses } from '../runtime/stopping/pauses.ts'
import { readStopChanges } from '../runtime/stopping/stop-switches.ts'
import type { Store } from '../runtime/store.ts'
import { keepLead, markWindable, readClockMark } from '../runtime/time/workspace-clock.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts'
import { VirtualClock } from '../testing/virtual-clock.ts'
import { noteOrigin } from './changes-of-copy.ts'
import { choosePeople } from './chosen-people.ts'
import { copyCatalogue } from './copy-catalogue.ts'
import { copyDefinitions, missingInCopy } from './definitions-of-copy.ts'
import { knownWords } from './known-words.ts'
import { PlayLog, placedChanges } from './play-log.ts'
import { createPseudonymizer } from './pseudonymize.ts'
import { createPseudonyms } from './pseudonyms.ts'
import { stagingFiles } from './staging-files.ts'

export interface StagingPlan {
  /** The file of the workspace that is copied. */
  readonly store: string
  readonly definitions: string
  /** Where the copy goes: a folder that is not there yet, or is empty. */
  readonly folder: string
  readonly people: number | 'all'
  /** Names of fields that are nobody's own. */
  readonly keep: readonly string[]
  /** What the machine's clock says. */
  readonly now: number
}

export interface StagingProgress {
  /** Lines of the log that were read, of how many. */
  readonly done: number
  readonly of: number
  readonly people: number
  readonly events: number
  readonly mails: number
  /** Reports about messages that the copy decided not to send. */
  readonly unmatched: number
}

export interface StagingMade extends StagingProgress {
  /** What its definitions import and do not find there, in words. */
  readonly missing: readonly string[]
}

/** Mails older than this stand in the archive only. */
const mailboxMs = 7 * 86_400_000
const linesAtOnce = 1000

if (!isMainThread && parentPort !== null && (workerData as { readonly builds?: unknown } | null)?.builds === 'staging') {
  const port = parentPort
  const stop = new AbortController()
  port.once('message', () => stop.abort())
  void createStaging((workerData as { readonly plan: StagingPlan }).plan, { onProgress: (progress) => port.postMessage({ progress }), signal: stop.signal })
    .then(
      (result) => port.postMessage({ result }),
      (error: unknown) => port.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => port.close())
}

export interface StagingHow {
  readonly onProgress?: (progress: StagingProgress) => void
  readonly signal?: AbortSignal
}

/** Resolves when the copy is whole and stands under its name; before that, and after a failure, there is nothing of that name. */
export async function createStaging(plan: StagingPlan, how: StagingHow = {}): Promise<StagingMade> {
  const folder = resolve(plan.folder)
  if (isTaken(folder)) throw new OncueError('staging-exists', { folder })
  if (`${folder}${sep}`.startsWith(`${resolve(plan.definitions)}${sep}`)) throw new OncueError('staging-inside', { folder })
  const personal = plan.keep.find((name) => roleOf(name) !== undefined || /^name$/i.test(name))
  if (personal !== undefined) throw new OncueError('staging-keeps-people', { field: personal })
  const unfinished = `${folder}.unfinished`
  await removeLeftOver(unfinished)
  const from = await openSqliteStore({ path: plan.store, readOnly: true })
  try {
    const made = await build({ ...plan, folder: unfinished }, from, how)
    copyDefinitions(plan, join(unfinished, 'definitions'))
    await noteOrigin(unfinished)
    // It stands beside where it will stand, so what it finds beside itself is the same.
    const missing = await missingInCopy(join(unfinished, 'definitions'))
    for (const [name, text] of Object.entries(stagingFiles(folder, { ...made, missing, at: plan.now })))
      writeFileSync(join(unfinished, name), text, { mode: 0o600 })
    if (isTaken(folder)) throw new OncueError('staging-exists', { folder })
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
    return { ...made, missing }
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  } finally {
    await from.close()
  }
}

function isTaken(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0
}

/** What a process left that died; whoever is still at it holds the lock of the file. */
async function removeLeftOver(unfinished: string): Promise<void> {
  const { store: path } = dataFolder({ data: join(unfinished, 'data') })
  if (existsSync(path)) await (await openSqliteStore({ path })).close()
  rmSync(unfinished, { recursive: true, force: true })
}

async function build({ folder, people, keep, now: machine }: StagingPlan, from: Store, { onProgress, signal }: StagingHow): Promise<StagingProgress> {
  const published = await readPublished(from)
  if (published === undefined) throw new OncueError('nothing-published', {})
  const { position: of } = await from.last()
  const kept = await readSources(from, published.publication?.number ?? 0)
  const sources = kept.length > 0 ? kept : [{ number: 1, at: machine, position: 0, source: published as ProgramSource }]
  const pseudonyms = createPseudonyms()
  const isKnown = await knownWords(
    sources.map(({ source }) => source),
    from,
  )
  const hide = createPseudonymizer({ pseudonyms, isKnown, keep: new Set(keep) })
  const chosen = await choosePeople(from, people, pseudonyms)
  const leadMs = (await readClockMark(from))?.leadMs ?? 0
  const [firstLine] = await from.readLog(0, 1)
  const clock = new VirtualClock(Math.min(firstLine?.receivedAt ?? machine, sources[0]?.at ?? machine))
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 })
  const files = dataFolder({ data: join(folder, 'data') })
  const store = await openSqliteStore({ path: files.store, synchronous: 'NORMAL' })
  const mailbox = createMailbox({ file: files.mailbox })
  const board = createPopupBoard({ file: files.popups })
  const renderer = createRenderer()
  await markWindable(store, 'staging')
  await copyCatalogue(from, store, { source: published, pseudonyms })
  const end = machine + leadMs
  let mails = 0
  const became: Became = async (key) => {
    mails += 1
    const origin = play.originOf(key)
    const delivery = origin === undefined ? undefined : await from.delivery(origin)
    return { status: delivery?.status, reason: delivery?.reason === undefined ? undefined : hide.text(delivery.reason) }
  }
  const runtime = await startRuntime({
    store,
    clock,
    source: sources[0]?.source ?? published,
    channels: [...keepingChannels(mailbox, { became, keptFrom: end - mailboxMs }), board.channel],
    renderer,
    pace: 'virtual',
    unsubscribeUrl: async () => 'http://127.0.0.1/mailbox',
    viewUrl: () => 'http://127.0.0.1/mailbox',
  })
  const changes = placedChanges(sources, { pauses: await readPauses(from), stops: await readStopChanges(from) })
  const play = new PlayLog({ runtime, copy: store, clock, hide, changes })
  const progress = (done: number): StagingProgress => ({ done, of, people: chosen.count, events: play.events, mails, unmatched: play.unmatched })
  try {
    for (let after = 0; after < of; ) {
      signal?.throwIfAborted()
      const lines = await from.readLog(after, Math.min(linesAtOnce, of - after))
      for (const line of lines) if (chosen.has(line.subscriber)) await play.take(line)
      after = lines.at(-1)?.position ?? of
      onProgress?.(progress(after))
    }
    await play.end(Math.max(end, clock.now()))
    await keepLead(store, Math.max(leadMs, clock.now() - machine))
  } finally {
    await runtime.stop()
    await renderer.close()
    await store.close()
    mailbox.close()
    board.close()
  }
  return { ...progress(of), people: chosen.count }
}

/** What became of the same message in the workspace. */
type Became = (key: string) => Promise<{ readonly status: string | undefined; readonly reason: string | undefined }>

/** Nobody is reached. What failed or is in doubt there, fails or is in doubt here. */
function keepingChannels(mailbox: Mailbox, { became, keptFrom }: { readonly became: Became; readonly keptFrom: number }): Channel[] {
  const deliver =
    (keep: Channel | undefined): Channel['deliver'] =>
    async (message, laid): Promise<AttemptOutcome> => {
      const { status, reason = 'as in the workspace' } = await became(message.key)
      if (status === 'failed') return { kind: 'rejected', reason }
      if (status === 'unknown') return { kind: 'unknown', reason }
      const at = message.kind === 'webhook' ? message.attemptedAt : message.date
      return keep === undefined || at < keptFrom ? { kind: 'sent' } : keep.deliver(message, laid)
    }
  return [
    { ...mailbox.channel, deliver: deliver(mailbox.channel) },
    { ...mailbox.smsChannel, deliver: deliver(mailbox.smsChannel) },
    { ...mailbox.webhookChannel, deliver: deliver(mailbox.webhookChannel) },
  ]
}
