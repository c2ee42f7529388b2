// The only place where rooms are joined, part by part: what everything stands on, the ways out, the writer, the desks beside it, the doors.
// It decides nothing; it starts things in order and stops them in the reverse order.

import type { AddressInfo } from 'node:net'
import type { ExampleCopy } from './definitions-folder/example-copy.ts'
import { uncheckedDomains } from './deliverability/checked-domains.ts'
import { openShop } from './demo/open-shop.ts'
import type { Runtime } from './runtime/runtime.ts'
import { sendingDomains } from './runtime/sending/sending-domains.ts'
import type { ServerLife } from './server-life.ts'
import type { Configuration } from './settings/configuration.ts'
import { noteRunningServer } from './settings/running-server.ts'
import { Closing } from './start/closing.ts'
import { openDesks } from './start/desks.ts'
import { openDoors } from './start/doors.ts'
import { openGround } from './start/ground.ts'
import { listen, reachable, sayWhatIsOpen } from './start/listening.ts'
import { openOut } from './start/out.ts'
import { signsOf } from './start/signs.ts'
import { startWriting } from './start/writer.ts'

export * from './at-the-workspace.ts'
export { checkDefinitions, checkUntested } from './definitions-folder/definitions-folder.ts'
export { previewMail } from './definitions-folder/preview-mail.ts'
export { backtestEvents } from './desks/backtests.ts'
export { wallClock } from './runtime/clock.ts'

export interface App {
  /** Makes the first owner in a browser; undefined once there is one. */
  readonly setupLink: string | undefined
  /** Where the server listens, such as http://127.0.0.1:4400. */
  readonly address: string
  readonly writeKey: string
  readonly workspace: string
  readonly hasMailbox: boolean
  /** There is a shop to try it on, at /demo. */
  readonly isDemo: boolean
  /** For staging: nobody's, and nothing leaves it. */
  readonly isCopy: boolean
  /** The folder of the files that may be changed, and how it stands when it is the copy of the example. */
  readonly definitions: { readonly folder: string; readonly copy: ExampleCopy | undefined }
  readonly runtime: Runtime
  /** Begins to build the console when it is not up to date, so that it is there once somebody opens it. */
  prepareConsole(): void
  /** Answers what is under way, finishes what is being handed over, and closes everything. */
  stop(): Promise<void>
}

/** Starts everything. Throws an OncueError when the configuration, the definitions or the store do not allow it; nothing runs on then. */
export async function startApp(given: Configuration, life?: ServerLife): Promise<App> {
  const opened = new Closing()
  try {
    return { ...(await startParts(given, life, opened)), stop: () => opened.close() }
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function startParts(given: Configuration, life: ServerLife | undefined, opened: Closing): Promise<Omit<App, 'stop'>> {
  const ground = await openGround(given)
  const { configuration, source, clock, logger, files, isDemo } = ground
  const signs = signsOf(ground.secrets)
  const out = openOut(ground, opened)
  const writer = await startWriting(ground, signs, out, opened)
  const { runtime } = writer
  const beside = { ground, signs, out, writer }
  const desks = await openDesks(beside, opened)
  let address = ''
  const { server, setup, builtConsole, writeKey } = openDoors({ ...beside, desks, life, address: () => address }, opened)
  await listen(server, configuration)
  sayWhatIsOpen(configuration, logger)
  const { port } = server.server.address() as AddressInfo
  address = `http://${configuration.host}:${port}`
  writer.leadTo(address)
  opened.whenClosed(noteRunningServer(configuration, reachable(address)))
  if (out.mailbox === undefined) for (const { what, ...about } of uncheckedDomains(files.dkim, sendingDomains(source))) logger.warn(about, what)
  await out.held.start(runtime)
  desks.folder.watch()
  desks.feeds.poller.start()
  desks.catalogueWork.start()
  if (ground.isNew && isDemo) await openShop({ runtime, collections: source.collections ?? [], base: address, at: clock.now() })
  return {
    address,
    setupLink: setup.token === undefined ? undefined : `${configuration.publicUrl ?? reachable(address)}/console/welcome#${setup.token}`,
    writeKey,
    workspace: source.workspace.workspace,
    hasMailbox: out.mailbox !== undefined,
    isDemo,
    isCopy: ground.mark?.of === 'staging',
    definitions: { folder: ground.inUse.folder, copy: ground.prepared },
    runtime,
    prepareConsole: () => void builtConsole.prepare(),
  }
}
