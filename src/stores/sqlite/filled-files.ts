// What was made from the log for everybody, in files of their own beside the store: written in one rush by a reader of the log while the writer
// goes on, read subscriber by subscriber afterwards, and deleted. Nothing is lost with them, so no time is spent on making them durable.

import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Filled, SubscriberNumber } from '../../runtime/store.ts'
import { makeFile } from './open-database.ts'
import { prepareRows, type Rows } from './queries/prepare.ts'

const schema = 'CREATE TABLE IF NOT EXISTS filled (subscriber INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT'
const ending = '.filled-'

interface OpenFile {
  readonly database: DatabaseSync
  readonly rows: Rows
}

/** The files of one store. Each is opened when it is first asked for. */
export class FilledFiles {
  readonly #store: string
  readonly #open = new Map<string, OpenFile>()

  constructor(store: string) {
    this.#store = store
  }

  /** Inserts, or replaces by subscriber. */
  keep(name: string, rows: readonly Filled[]): void {
    const { database } = this.#file(name)
    const insert = database.prepare('INSERT OR REPLACE INTO filled (subscriber, content) VALUES (?, ?)')
    database.exec('BEGIN')
    for (const { subscriber, content } of rows) insert.run(subscriber, content)
    database.exec('COMMIT')
  }

  read(name: string, subscribers: readonly SubscriberNumber[]): (Uint8Array | undefined)[] {
    const { rows } = this.#file(name)
    const found = new Map(rows.all(JSON.stringify(subscribers)).map(([subscriber, content]) => [subscriber as number, content as Uint8Array]))
    return subscribers.map((subscriber) => found.get(subscriber))
  }

  /** Takes a subscriber out of all of them. */
  forget(subscriber: SubscriberNumber): void {
    const start = `${basename(this.#store)}${ending}`
    const names = readdirSync(dirname(this.#store)).flatMap((file) => (file.startsWith(start) && !file.endsWith('-journal') ? [file.slice(start.length)] : []))
    for (const name of names) this.#file(name).database.prepare('DELETE FROM filled WHERE subscriber = ?').run(subscriber)
  }

  drop(except: string | undefined): void {
    const folder = dirname(this.#store)
    const start = `${basename(this.#store)}${ending}`
    for (const file of readdirSync(folder)) {
      const name = file.startsWith(start) ? file.slice(start.length).replace(/-journal$/, '') : undefined
      if (name === undefined || name === except) continue
      this.#open.get(name)?.database.close()
      this.#open.delete(name)
      rmSync(join(folder, file), { force: true })
    }
  }

  close(): void {
    for (const { database } of this.#open.values()) database.close()
    this.#open.clear()
  }

  #file(name: string): OpenFile {
    const known = this.#open.get(name)
    if (known !== undefined) return known
    const path = `${this.#store}${ending}${name}`
    makeFile(path)
    const database = new DatabaseSync(path, { timeout: 5000 })
    database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; ${schema}`)
    const rows = prepareRows(database, 'SELECT subscriber, content FROM filled WHERE subscriber IN (SELECT value FROM json_each(?))')
    const file = { database, rows }
    this.#open.set(name, file)
    return file
  }
}
