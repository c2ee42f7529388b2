// The built-in mailbox: keeps mails instead of sending them, so that a first run, a test or a staging server needs no mail server. What it
// keeps is laid out by the same code as what is sent, and what a mail server would not get is refused here too. It never transmits
// anything. How it looks is the api's business.

import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { AttemptOutcome, Channel, EmailMessage, ErasedPerson, Keeper, PopupMessage, SmsMessage, WebhookMessage } from '../../runtime/channel.ts'
import { composeMail, layOutMails, mailSource } from '../email/composition.ts'
import { smsProblem } from '../sms/sms-channel.ts'
import { aboutShort, type ShortMessage, shortItem, shortText } from './short-messages.ts'

export interface MailboxOptions {
  /** Where mails survive a restart; without it they live in memory. Made when it is not there; its folder must be. */
  readonly file?: string
  /** Mails that are kept; the oldest leaves. */
  readonly limit?: number
  /** Bytes of mail that are kept; the oldest leaves. */
  readonly limitBytes?: number
}

/** A line of the list. */
export interface MailboxItem {
  /** The effect's key: one mail, one key. */
  readonly key: string
  /** Missing for a mail. */
  readonly channel?: 'sms' | 'popup' | 'webhook'
  readonly to: string
  readonly from: { readonly name?: string; readonly address: string }
  readonly subject: string
  /** The first words of the text. */
  readonly preview: string
  /** The mail's own date, UTC milliseconds. */
  readonly at: number
  readonly journey?: string
  readonly step?: string
  readonly template?: string
  readonly subscriber?: string
}

/** One mail in full. */
export interface MailboxMail extends MailboxItem {
  readonly html: string
  readonly text: string
  readonly messageId: string
  readonly unsubscribeUrl?: string
  /** In the order of the source, unfolded. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** Headers and body as they would have been sent (RFC 5322). */
  readonly source: string
}

export interface MailboxQuery {
  /** 50 unless told. */
  readonly limit?: number
  /** Only mails that arrived before the one with this key. */
  readonly before?: string
  /** Only mails whose recipient, subject or key contains this, in any case. */
  readonly search?: string
}

export interface Mailbox extends Keeper {
  readonly channel: Channel
  /** Keeps text messages instead of sending them. */
  readonly smsChannel: Channel
  /** Keeps webhooks instead of calling anybody. */
  readonly webhookChannel: Channel
  /** Keeps a copy of a popup that was given to a visitor. */
  keepPopup(message: PopupMessage): void
  /** Newest first. */
  list(query?: MailboxQuery): Promise<readonly MailboxItem[]>
  get(key: string): Promise<MailboxMail | undefined>
  /** How many mails are kept. */
  count(): Promise<number>
  /** Forgets all mails. */
  clear(): void
  /** Calls back for every mail that arrives; the returned function ends it. */
  onMail(callback: (item: MailboxItem) => void): () => void
  /** Closes the file. The channel must be closed before. */
  close(): void
}

/** Opens the mailbox. Throws a sentence when the file is not one. */
export function createMailbox(options: MailboxOptions = {}): Mailbox {
  const shelf = new Shelf(options)
  const callbacks = new Set<(item: MailboxItem) => void>()
  const channel = mailboxChannel(shelf, (item) => {
    for (const callback of callbacks) callback(item)
  })
  const keepShort = (message: ShortMessage): void => {
    const item = shelf.putItem(message, shortItem(message))
    if (item !== undefined) for (const callback of callbacks) callback(item)
  }
  return {
    channel,
    smsChannel: shortMailbox('sms', keepShort),
    webhookChannel: shortMailbox('webhook', keepShort),
    keepPopup: keepShort,
    list: async (query = {}) => shelf.list(query),
    async get(key) {
      const kept = shelf.get(key)
      if (kept === undefined) return undefined
      if (kept.message.kind !== 'email') {
        return { ...kept.item, html: '', text: shortText(kept.message), messageId: '', headers: aboutShort(kept.message), source: '' }
      }
      const composition = composeMail(kept.message)
      const source = composition.ok ? await mailSource(composition) : ''
      const { html, text, messageId, unsubscribeUrl } = kept.message
      return { ...kept.item, html, text, messageId, ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }), headers: headersOf(source), source }
    },
    count: async () => shelf.count,
    clear: () => shelf.clear(),
    erase: async (person) => shelf.erase(person),
    onMail(callback) {
      callbacks.add(callback)
      return () => callbacks.delete(callback)
    },
    close: () => shelf.close(),
  }
}

/** Forgets a person's mails in a mailbox that is not open, such as one from before there was a mail server. */
export function mailboxFile(file: string): Keeper {
  return {
    async erase(person) {
      if (!existsSync(file)) return
      const shelf = new Shelf({ file })
      try {
        shelf.erase(person)
      } finally {
        shelf.close()
      }
    },
  }
}

function mailboxChannel(shelf: Shelf, arrived: (item: MailboxItem) => void): Channel {
  let isClosed = false
  return {
    name: 'email',
    layOut: layOutMails({}),
    async deliver(message): Promise<AttemptOutcome> {
      if (message.kind !== 'email') return { kind: 'rejected', reason: 'only mails go to the mailbox' }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const composition = composeMail(message)
      if (!composition.ok) {
        return {
          kind: 'rejected',
          reason: sentence('not-sent', { tried: composition.reason }),
          ...(composition.addressIsBad === true ? { addressIsBad: true } : {}),
        }
      }
      try {
        const item = shelf.put(message, { to: composition.recipient, subject: composition.options.subject ?? '' })
        if (item === undefined) return { kind: 'sent', detail: 'was in the mailbox already' }
        arrived(item)
        return { kind: 'sent', detail: 'kept in the mailbox' }
      } catch (error) {
        return { kind: 'retry', reason: `the mailbox could not keep it: ${error instanceof Error ? error.message : String(error)}` }
      }
    },
    async close() {
      isClosed = true
    },
  }
}

function shortMailbox(name: 'sms' | 'webhook', keep: (message: SmsMessage | WebhookMessage) => void): Channel {
  let isClosed = false
  return {
    name,
    async deliver(message): Promise<AttemptOutcome> {
      if (message.kind !== name) return { kind: 'rejected', reason: `only messages of the channel ${name} are kept as such` }
      if (isClosed) return { kind: 'retry', reason: sentence('stopping') }
      const problem = message.kind === 'sms' ? smsProblem(message) : undefined
      if (problem !== undefined) return { kind: 'rejected', ...problem }
      try {
        keep(message)
        return { kind: 'sent', detail: 'kept in the mailbox' }
      } catch (error) {
        return { kind: 'retry', reason: `the mailbox could not keep it: ${error instanceof Error ? error.message : String(error)}` }
      }
    },
    async close() {
      isClosed = true
    },
  }
}

const formatVersion = 2
const defaultPage = 50
const previewCharacters = 120

type Row = Record<string, unknown>

/** Mails in a small SQLite file of their own, the list's lines beside the full messages so that listing reads little. */
class Shelf {
  count = 0
  private bytes = 0
  private readonly limit: number
  private readonly limitBytes: number
  private readonly database: DatabaseSync
  private readonly insert: StatementSync
  private readonly oldest: StatementSync
  private readonly forget: StatementSync
  private readonly find: StatementSync
  private readonly page: StatementSync

  constructor({ file, limit, limitBytes }: MailboxOptions) {
    this.limit = limit ?? limits.mailboxMessages
    this.limitBytes = limitBytes ?? limits.mailboxBytes
    this.database = openDatabase(file)
    const { count, bytes } = this.database.prepare('SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM mails').get() as Row
    this.count = Number(count)
    this.bytes = Number(bytes)
    this.insert = this.database.prepare('INSERT INTO mails (key, search, item, message, bytes) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING')
    this.oldest = this.database.prepare('SELECT position, bytes FROM mails ORDER BY position LIMIT 1')
    this.forget = this.database.prepare('DELETE FROM mails WHERE position = ?')
    this.find = this.database.prepare('SELECT position, item, message FROM mails WHERE key = ?')
    this.page = this.database.prepare("SELECT item FROM mails WHERE position < ? AND (? = '' OR instr(search, ?) > 0) ORDER BY position DESC LIMIT ?")
    this.makeRoom()
  }

  /** Keeps a message; undefined when one with its key is here already. */
  put(message: EmailMessage, { to, subject }: { readonly to: string; readonly subject: string }): MailboxItem | undefined {
    const { journey, step, template, subscriber } = message.about ?? {}
    const line: MailboxItem = {
      key: message.key,
      to,
      from: message.from,
      subject,
      preview: message.text
        .slice(0, previewCharacters * 4)
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, previewCharacters)
        .toWellFormed(),
      at: message.date,
      ...(journey === undefined ? {} : { journey }),
      ...(step === undefined ? {} : { step }),
      ...(template === undefined ? {} : { template }),
      ...(subscriber === undefined ? {} : { subscriber }),
    }
    return this.putItem(message, line)
  }

  /** Keeps a message with its line of the list; undefined when one with its key is here already. */
  putItem(message: EmailMessage | ShortMessage, line: MailboxItem): MailboxItem | undefined {
    const item = JSON.stringify(line)
    const full = JSON.stringify(message)
    const bytes = item.length + full.length
    const { changes } = this.insert.run(message.key, `${line.to}\n${line.subject}\n${message.key}`.toLowerCase(), item, full, bytes)
    if (changes === 0) return undefined
    this.count += 1
    this.bytes += bytes
    this.makeRoom()
    return line
  }

  list({ limit = defaultPage, before, search = '' }: MailboxQuery): MailboxItem[] {
    // A mail that has left took everything older with it.
    const position = before === undefined ? Number.MAX_SAFE_INTEGER : Number((this.find.get(before) as Row | undefined)?.position ?? 0)
    const wanted = search.toLowerCase()
    return (this.page.all(position, wanted, wanted, limit) as Row[]).map(itemOf)
  }

  get(key: string): { readonly item: MailboxItem; readonly message: EmailMessage | ShortMessage } | undefined {
    const row = this.find.get(key) as Row | undefined
    return row === undefined ? undefined : { item: itemOf(row), message: JSON.parse(String(row.message)) as EmailMessage | ShortMessage }
  }

  clear(): void {
    this.database.exec('DELETE FROM mails')
    this.count = 0
    this.bytes = 0
  }

  /** Takes out what went to the person, under whichever number, and what names them; nothing of it is left in the file. */
  erase({ numbers, addresses }: ErasedPerson): void {
    const wanted = new Set(addresses.map((address) => address.toLowerCase()))
    const isTheirs = ({ to, subscriber }: MailboxItem): boolean => wanted.has(to.toLowerCase()) || numbers.includes(Number(subscriber))
    const rows = this.database.prepare('SELECT position, bytes, item FROM mails').all() as Row[]
    for (const row of rows) {
      if (!isTheirs(itemOf(row))) continue
      this.forget.run(Number(row.position))
      this.count -= 1
      this.bytes -= Number(row.bytes)
    }
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.database.close()
  }

  private makeRoom(): void {
    while (this.count > this.limit || (this.bytes > this.limitBytes && this.count > 1)) {
      const row = this.oldest.get() as Row
      this.forget.run(Number(row.position))
      this.count -= 1
      this.bytes -= Number(row.bytes)
    }
  }
}

function itemOf(row: Row): MailboxItem {
  return JSON.parse(String(row.item)) as MailboxItem
}

function openDatabase(file: string | undefined): DatabaseSync {
  try {
    // Mails are nobody else's business; the files that SQLite puts beside it get the same permissions.
    if (file !== undefined) closeSync(openSync(file, 'a', 0o600))
    const database = new DatabaseSync(file ?? ':memory:', { timeout: 5_000 })
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as Row
    if (Number(version) > formatVersion) throw new Error(`it was written by a newer version of Oncue (format ${version})`)
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA secure_delete = ON;
      CREATE TABLE IF NOT EXISTS mails (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        search TEXT NOT NULL,
        item TEXT NOT NULL,
        message TEXT NOT NULL,
        bytes INTEGER NOT NULL
      ) STRICT;
      PRAGMA user_version = ${formatVersion};
    `)
    // What was deleted before format 2 was not overwritten.
    if (Number(version) === 1) database.exec('VACUUM')
    return database
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the mailbox ${file ?? 'in memory'} cannot be opened: ${why}; move the file away to begin with an empty mailbox`, { cause: error })
  }
}

function headersOf(source: string): { name: string; value: string }[] {
  const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n(?=[ \t])/g, '')
  return head
    .split('\r\n')
    .filter((line) => line.includes(':'))
    .map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1).trim() }))
}
