// What stands where in the data folder.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OncueError } from '../model/errors.ts'
import type { Configuration } from './configuration.ts'

export interface DataFolder {
  /** The workspace. */
  readonly store: string
  /** Mails, text messages and popups that were kept instead of sent, or beside that. */
  readonly mailbox: string
  readonly popups: string
  /** Who was written to under which phone number. */
  readonly numbers: string
  /** A folder with what is uploaded to be imported, and with reports about it. */
  readonly imports: string
  /** A folder with what came of backtests. */
  readonly backtests: string
  /** What is wrong, and what was. */
  readonly alerts: string
  /** What kinds of events arrive. */
  readonly arrivals: string
  /** A folder with the keys that sign the mails of a domain. */
  readonly dkim: string
}

export function dataFolder({ data }: Pick<Configuration, 'data'>): DataFolder {
  const at = (name: string): string => join(resolve(data), name)
  return {
    store: at('workspace.db'),
    mailbox: at('mailbox.db'),
    popups: at('popups.db'),
    numbers: at('numbers.db'),
    imports: at('imports'),
    backtests: at('backtests'),
    alerts: at('alerts.json'),
    arrivals: at('arrivals.json'),
    dkim: at('dkim'),
  }
}

/** Throws where there is no workspace in the data folder: `store-below` where one stands in the folder `data` of it, as in a copy for staging, else `store-missing`. */
export function requireStore({ data }: Pick<Configuration, 'data'>): void {
  const { store } = dataFolder({ data })
  if (existsSync(store)) return
  const below = join(data, 'data')
  if (existsSync(dataFolder({ data: below }).store)) throw new OncueError('store-below', { folder: data, below })
  throw new OncueError('store-missing', { path: store })
}
