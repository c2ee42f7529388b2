// Which subscribers were written to under a phone number, so that an answer finds them. Numbers are kept as keyed hashes only: the file
// gives nobody a number that they did not know.

import { createHmac } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Channel, Keeper } from '../../runtime/channel.ts'

export interface NumberBook extends Keeper {
  subscribersOf(phone: string): readonly number[]
  /** The same channel, which notes every number that it writes to, before it does. */
  noting(channel: Channel): Channel
  close(): void
}

/** Opens the book; in memory without a file. */
export function openNumberBook({ file, secret }: { readonly file?: string; readonly secret: string }): NumberBook {
  if (file !== undefined) closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file ?? ':memory:', { timeout: 5_000 })
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS number (hash TEXT NOT NULL, subscriber INTEGER NOT NULL, PRIMARY KEY (hash, subscriber)) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;
  `)
  const insert = database.prepare('INSERT INTO number VALUES (?, ?) ON CONFLICT DO NOTHING')
  const find = database.prepare('SELECT subscriber FROM number WHERE hash = ? ORDER BY subscriber')
  const remove = database.prepare('DELETE FROM number WHERE subscriber = ?')
  const hashOf = (phone: string): string => createHmac('sha256', secret).update(`phone\n${phone}`).digest('base64url')
  return {
    subscribersOf: (phone) => (find.all(hashOf(phone)) as { subscriber: number }[]).map(({ subscriber }) => subscriber),
    noting: (channel) => ({
      ...channel,
      async deliver(message, laid) {
        if (message.kind === 'sms' && message.about !== undefined) insert.run(hashOf(message.to), Number(message.about.subscriber))
        return channel.deliver(message, laid)
      },
      close: () => channel.close(),
    }),
    async erase({ numbers }) {
      for (const number of numbers) remove.run(number)
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    close: () => database.close(),
  }
}
