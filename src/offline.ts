// The doors on the workspace itself, for commands when no server runs: the same routes, the same checks, the same audit log, with this
// process as the only writer. Whatever falls due meanwhile is decided; nothing is handed over.

import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { pino } from 'pino'
import { openAdminAccounts } from './access/admin-accounts.ts'
import { adminKeysOf, readSecrets } from './access/secrets.ts'
import { createKeys } from './api/keys.ts'
import { createLinkTokens } from './api/links/link-token.ts'
import { createMetrics } from './api/metrics.ts'
import { createServer } from './api/server.ts'
import { createMailbox } from './channels/mailbox/mailbox-channel.ts'
import { createPopupBoard } from './channels/popup/popup-board.ts'
import { openNumberBook } from './channels/sms/number-book.ts'
import { apartFrom, definitionsInUse } from './definitions-folder/definitions-in-use.ts'
import { definitionsDoor } from './definitions-folder/drafts/definitions-door.ts'
import { templateDoor } from './definitions-folder/templates/template-door.ts'
import { ConditionDesk } from './desks/condition-desk.ts'
import { reportsOfImports } from './imports/job-folder.ts'
import { createMessageHandles } from './inbound/message-handle.ts'
import { createReportedMessages } from './inbound/reported-messages.ts'
import { OncueError } from './model/errors.ts'
import type { Renderer } from './model/facts.ts'
import type { Keeper } from './runtime/channel.ts'
import { readPublished } from './runtime/publishing/published.ts'
import { startRuntime } from './runtime/runtime.ts'
import { leadOf, workspaceClock } from './runtime/time/workspace-clock.ts'
import type { Configuration } from './settings/configuration.ts'
import { type DataFolder, dataFolder, requireStore } from './settings/data-folder.ts'
import { openSqliteStore } from './stores/sqlite/sqlite-store.ts'

export interface OfflineRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface OfflineAnswer {
  readonly status: number
  readonly text: AsyncIterable<string>
}

export interface Offline {
  /** Asks a door, as a request over HTTP would. */
  ask(request: OfflineRequest): Promise<OfflineAnswer>
  /** A key of this session alone, which opens the admin doors and may send events. */
  readonly key: string
  /** Finishes what is under way and gives the workspace free. */
  close(): Promise<void>
}

/** Opens the workspace as its only writer. Throws `store-locked` while a server has it, and `store-missing` or `store-below` where there is none. */
export async function openOffline(configuration: Configuration): Promise<Offline> {
  const files = dataFolder(configuration)
  requireStore(configuration)
  const store = await openSqliteStore({ path: files.store })
  try {
    return await openOn(store, configuration, files)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function openOn(store: Awaited<ReturnType<typeof openSqliteStore>>, configuration: Configuration, files: DataFolder): Promise<Offline> {
  const source = await readPublished(store)
  if (source === undefined) throw new OncueError('workspace-new', { data: configuration.data })
  const clock = await workspaceClock(store)
  const secrets = readSecrets(configuration)
  const inUse = definitionsInUse(configuration)
  const runtime = await startRuntime({
    store,
    clock,
    source,
    channels: [],
    renderer: noRenderer,
    unsubscribeUrl: async () => '',
    tombstoneKey: secrets.tombstone,
    keepers: keepersOf(files),
  })
  const reported = createReportedMessages({ handles: createMessageHandles(secrets.link), store, inbox: runtime.inbox, now: () => clock.now() })
  const templates = templateDoor({ folder: inUse.folder, store, runtime, clock })
  const key = `offline-${process.pid}`
  const kept = adminKeysOf(configuration, secrets, () => clock.now())
  const whoever = { name: userInfo().username, role: 'owner' } as const
  const server = createServer({
    inbox: runtime.inbox,
    store,
    keys: createKeys([{ name: whoever.name, key, kind: 'server' }]),
    links: { tokens: createLinkTokens([secrets.link]), workspace: () => source.workspace.workspace },
    metrics: createMetrics(),
    clock,
    logger: pino({ level: 'silent' }),
    // Nobody else is kept waiting.
    limits: { eventsPerSecond: 1e9, burstEvents: 1e9 },
    admin: {
      runtime,
      store,
      definitions: definitionsDoor({
        folder: inUse.folder,
        apart: apartFrom(inUse, configuration),
        store,
        record: (drafts) => runtime.record({ drafts }),
        now: () => clock.now(),
      }),
      templates,
      desk: new ConditionDesk({ store, clock }),
      takeReturnedMail: (source) => reported.takeMail(source),
      through: 'command line',
      people: { workspace: () => source.workspace, secret: secrets.link },
      accounts: openAdminAccounts({ data: configuration.data, issuer: `Oncue ${source.workspace.workspace}`, leadMs: () => leadOf(clock) }),
      keys: { ...kept, find: (presented) => (presented === key ? whoever : undefined) },
    },
  })
  await server.ready()
  return {
    key,
    async ask({ method, path, headers, body }) {
      const payload = body === undefined ? {} : { payload: body }
      const response = await server.inject({ method, url: path, headers, ...payload, payloadAsStream: true })
      return { status: response.statusCode, text: response.stream().setEncoding('utf8') }
    },
    async close() {
      await server.close()
      await templates.close()
      await runtime.stop()
      await store.close()
    },
  }
}

/** Opened for as long as an erasure takes. */
function keepersOf({ mailbox, popups, numbers, imports }: DataFolder): readonly Keeper[] {
  const opened = (file: string, open: () => Keeper & { close(): void }): Keeper => ({
    async erase(person) {
      if (!existsSync(file)) return
      const keeper = open()
      await keeper.erase(person).finally(() => keeper.close())
    },
  })
  return [
    opened(mailbox, () => createMailbox({ file: mailbox })),
    opened(popups, () => createPopupBoard({ file: popups })),
    // Nothing is looked up, so the secret of the hashes is not needed.
    opened(numbers, () => openNumberBook({ file: numbers, secret: '' })),
    reportsOfImports(imports),
  ]
}

/** Nothing is handed over, so nothing is rendered. */
const noRenderer: Renderer = {
  email: async () => ({ ok: false, reason: 'nothing is rendered without a server' }),
  texts: async () => ({ ok: false, reason: 'nothing is rendered without a server' }),
  close: async () => {},
}
