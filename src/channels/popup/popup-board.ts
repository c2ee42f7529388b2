// Popups that were handed over for a visit: kept until they were shown as often as they may, closed, clicked, or too old. A browser asks for
// those of its visitor by key; who may ask for which is the api's business. The board never looks at the clock.

import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, Keeper, PopupMessage } from '../../runtime/channel.ts'

export interface PopupBoard extends Keeper {
  readonly channel: Channel
  /** Of these popups, those that may be shown at this instant, in the order asked. */
  open(keys: readonly string[], now: number): readonly PopupMessage[]
  /** What a report of the visitor would be; undefined when the board does not have it or it says nothing new. `times`: the how many-eth of its kind. */
  expect(key: string, what: PopupReaction, now: number): { readonly message: PopupMessage; readonly times: number } | undefined
  /** Notes what the visitor did with one; of what says nothing new, nothing. */
  note(key: string, what: PopupReaction, now: number): void
  close(): void
}

export type PopupReaction = 'shown' | 'clicked' | 'closed'

/** Popups that are kept; the oldest leaves. */
const mostPopups = 200_000

/** Opens the board; in memory without a file. `onPopup` hears of each that is handed over. */
export function createPopupBoard({ file, onPopup }: { readonly file?: string; readonly onPopup?: (message: PopupMessage) => void } = {}): PopupBoard {
  if (file !== undefined) closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file ?? ':memory:', { timeout: 5_000 })
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA secure_delete = ON;
    CREATE TABLE IF NOT EXISTS popup (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      message TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      shown INTEGER NOT NULL DEFAULT 0,
      shown_at INTEGER,
      ended TEXT
    ) STRICT;
    PRAGMA user_version = 1;
  `)
  const insert = database.prepare('INSERT INTO popup (key, message, expires_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING')
  const forget = database.prepare('DELETE FROM popup WHERE position <= (SELECT max(position) FROM popup) - ?')
  const find = database.prepare('SELECT message, expires_at, shown, shown_at, ended FROM popup WHERE key = ?')
  const remove = database.prepare("DELETE FROM popup WHERE message ->> '$.about.subscriber' = ?")
  const show = database.prepare('UPDATE popup SET shown = shown + 1, shown_at = ? WHERE key = ?')
  const end = database.prepare('UPDATE popup SET ended = ? WHERE key = ?')
  const row = (key: string): Row | undefined => find.get(key) as unknown as Row | undefined
  let isClosed = false
  const channel: Channel = {
    name: 'popup',
    async deliver(message): Promise<AttemptOutcome> {
      if (message.kind !== 'popup') return { kind: 'rejected', reason: 'only popups are shown on the site' }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const problem = popupProblem(message)
      if (problem !== undefined) return { kind: 'rejected', reason: `not shown: ${problem}` }
      try {
        const { changes } = insert.run(message.key, JSON.stringify(message), Math.min(message.expiresAt, Number.MAX_SAFE_INTEGER))
        forget.run(mostPopups)
        if (changes > 0) onPopup?.(message)
        return { kind: 'sent', detail: 'given to the visitor' }
      } catch (error) {
        return { kind: 'retry', reason: `it could not be kept: ${error instanceof Error ? error.message : String(error)}` }
      }
    },
    async close() {
      isClosed = true
    },
  }
  const expect: PopupBoard['expect'] = (key, what, now) => {
    const kept = row(key)
    if (kept === undefined || kept.ended !== null) return undefined
    const message = JSON.parse(kept.message) as PopupMessage
    if (what !== 'shown') return { message, times: 1 }
    // A repeated report of one showing is one showing.
    return kept.shown >= message.times || isTooSoon(kept, message, now) ? undefined : { message, times: kept.shown + 1 }
  }
  return {
    channel,
    open: (keys, now) =>
      keys.flatMap((key) => {
        const kept = row(key)
        if (kept === undefined) return []
        const message = JSON.parse(kept.message) as PopupMessage
        return isOpen(kept, message, now) ? [message] : []
      }),
    expect,
    note(key, what, now) {
      if (expect(key, what, now) === undefined) return
      if (what === 'shown') show.run(now, key)
      else end.run(what, key)
    },
    async erase({ numbers }) {
      for (const number of numbers) remove.run(String(number))
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    },
    close: () => database.close(),
  }
}

interface Row {
  readonly message: string
  readonly expires_at: number
  readonly shown: number
  readonly shown_at: number | null
  readonly ended: string | null
}

function isOpen(kept: Row, message: PopupMessage, now: number): boolean {
  return kept.ended === null && now < kept.expires_at && kept.shown < message.times && !isTooSoon(kept, message, now)
}

function isTooSoon({ shown_at }: Row, { everyMs }: PopupMessage, now: number): boolean {
  return shown_at !== null && now < shown_at + everyMs
}

const longest = { title: 200, text: 2000, url: 2048 }

/** Addresses lead to a site or stay on the visitor's own: nothing that a browser would run. */
function popupProblem({ title, text, image, button }: PopupMessage): string | undefined {
  if (title === '') return 'its title came out empty'
  if (title.length > longest.title * 5 || text.length > longest.text * 5) return 'its text came out too long'
  if (image !== undefined && !isHttps(image)) return 'its picture is not at an https address'
  if (button !== undefined && !isHttps(button.url) && !/^\/(?![/\\])/.test(button.url))
    return 'its button leads neither to an https address nor to a path of the site'
  if ([title, text, button?.text ?? ''].some((part) => !part.isWellFormed())) return 'it holds a character that cannot be shown'
  return undefined
}

function isHttps(url: string): boolean {
  return url.length <= longest.url && URL.canParse(url) && new URL(url).protocol === 'https:'
}
