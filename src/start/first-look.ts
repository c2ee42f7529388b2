// The first look at a workspace's file at a start: it is made or brought up to date, says what it starts with and what time it is in it, and is closed again before anybody else opens it.

import type { LoadedDefinitions } from '../authoring/load-definitions.ts'
import { checkDefinitions, startingSource } from '../definitions-folder/definitions-folder.ts'
import type { ProgramSource } from '../engine/program.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import type { WindableClock } from '../runtime/time/windable-clock.ts'
import { type ClockMark, clockOf, markWindable, readClockMark } from '../runtime/time/workspace-clock.ts'
import { openSqliteStore } from '../stores/sqlite/sqlite-store.ts'

export interface FirstLook<Prepared> {
  readonly prepared: Prepared
  /** What the folder says. */
  readonly loaded: LoadedDefinitions
  readonly source: ProgramSource
  /** Nobody is in it. */
  readonly isNew: boolean
  readonly mark: ClockMark | undefined
  readonly clock: Clock | WindableClock
}

export interface FirstLookAt<Prepared> {
  readonly path: string
  readonly folder: string
  /** Makes the folder ready, with the workspace locked, so that no other server works on it. */
  readonly prepare: () => Prepared
  readonly machine: Clock
  /** Whether a new workspace becomes a demo, with a clock that can be wound. */
  readonly mayBeDemo: boolean
  readonly logger: Logger
}

/** Opens the file for writing, looks, and closes it. */
export async function firstLook<Prepared>({ path, folder, prepare, machine, mayBeDemo, logger }: FirstLookAt<Prepared>): Promise<FirstLook<Prepared>> {
  const onUpgrade = ({ from, to }: { readonly from: number; readonly to: number }): void =>
    logger.info({ from, to }, 'the workspace is brought to the schema of this version; where it holds a million people that takes a minute')
  const store = await openSqliteStore({ path, onUpgrade })
  try {
    const prepared = prepare()
    const loaded = await checkDefinitions(folder)
    if (mayBeDemo) await markWindable(store, 'demo')
    const mark = await readClockMark(store)
    const clock = mark === undefined ? machine : clockOf(mark, machine)
    const source = await startingSource(store, { folder, loaded, now: clock.now() })
    return { prepared, loaded, source, isNew: (await store.last()).subscriber === 0, mark, clock }
  } finally {
    await store.close()
  }
}
