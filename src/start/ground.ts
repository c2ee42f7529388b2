// What everything else of a running server stands on: its settings, its secrets, its clock, and the workspace's file and folder as they were found.

import { mkdirSync } from 'node:fs'
import { pino } from 'pino'
import { readSecrets } from '../access/secrets.ts'
import { createMetrics } from '../api/metrics.ts'
import { storePath } from '../at-the-workspace.ts'
import { definitionsOfServer, exampleFolder, prepareDefinitions } from '../definitions-folder/definitions-in-use.ts'
import type { ExampleCopy } from '../definitions-folder/example-copy.ts'
import { usesMailbox } from '../desks/ways-out.ts'
import { wallClock } from '../runtime/clock.ts'
import { type Configuration, withSettings } from '../settings/configuration.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { firstLook } from './first-look.ts'

export type Ground = Awaited<ReturnType<typeof openGround>>

/** Makes the data folder where there is none, and looks at the workspace once. Leaves nothing open. */
export async function openGround(given: Configuration) {
  const inUse = definitionsOfServer(given)
  const configuration = withSettings(given, { definitions: inUse.folder })
  mkdirSync(configuration.data, { recursive: true, mode: 0o700 })
  const secrets = readSecrets(configuration)
  const logger = pino({ level: configuration.logLevel, base: null })
  const machine = wallClock()
  const storeOptions = { path: storePath(configuration) }
  const isDemo = configuration.demo ?? (inUse.of === 'example' || inUse.folder === exampleFolder)
  const mayBeDemo = isDemo && usesMailbox(configuration)
  const prepare = (): ExampleCopy | undefined => prepareDefinitions(inUse)
  // Opened for writing first, so that a new file is made and an old one brought up to date before anybody reads it.
  const look = await firstLook({ ...storeOptions, folder: inUse.folder, prepare, machine, mayBeDemo, logger })
  if (look.mark !== undefined && !usesMailbox(configuration)) {
    const { of } = look.mark
    logger.warn({ workspace: of }, 'the clock of this workspace can be wound, so its mails stay in the mailbox, whatever mail server is set')
  }
  return {
    ...look,
    inUse,
    configuration,
    secrets,
    logger,
    machine,
    isDemo,
    storeOptions,
    metrics: createMetrics(),
    files: dataFolder(configuration),
    /** How other threads open the same file. */
    thread: { storeModule: import.meta.resolve('../stores/sqlite/sqlite-store.ts'), openStore: 'openSqliteStore', storeOptions },
    /** What a wound clock brings about must reach nobody. */
    keepsMails: look.mark !== undefined || usesMailbox(configuration),
  }
}
