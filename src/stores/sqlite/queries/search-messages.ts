// Finds messages by anything that is known of them. Which index leads is chosen by asking each, for what was asked, how much it has: the one
// with the least. Where the least is much, only so many messages are looked through at a time, and the answer says where to go on: no question
// takes long, however large the store has grown.

import type { DatabaseSync } from 'node:sqlite'
import { type ArchivedLine, fitsSearch, type MessageSearch } from '../../../model/archived-message.ts'
import type { Delivery, FoundMessages, MessagePlace } from '../../../runtime/store.ts'
import { readArchivedLine } from './archive.ts'
import { deliveryColumns, toDelivery } from './deliveries.ts'
import { optional, type Parameters, prepareRows, type Row, type Rows } from './prepare.ts'

/** Messages that one question looks through. */
const mostLookedThrough = 5_000
/** Up to so many, an index leads by itself. */
const few = 2_000

/** A way to the messages, in their order or not. */
interface Lead {
  readonly from: 'delivery' | 'archive'
  readonly index: string
  readonly where: readonly string[]
  readonly parameters: Parameters
}

export function searchMessages(database: DatabaseSync): (search: MessageSearch) => FoundMessages {
  const lineOf = readArchivedLine(database)
  return (search) => new Searching({ database, lineOf, search }).find()
}

const statementsOf = new WeakMap<DatabaseSync, Map<string, Rows>>()

/** What is asked for a thousand times is prepared once. */
function prepared(database: DatabaseSync, sql: string): Rows {
  const known = statementsOf.get(database) ?? new Map<string, Rows>()
  statementsOf.set(database, known)
  const rows = known.get(sql) ?? prepareRows(database, sql)
  known.set(sql, rows)
  return rows
}

class Searching {
  readonly #database: DatabaseSync
  readonly #search: MessageSearch
  readonly #lineOf: (id: number) => ArchivedLine | undefined

  constructor({ database, lineOf, search }: { database: DatabaseSync; lineOf: (id: number) => ArchivedLine | undefined; search: MessageSearch }) {
    this.#database = database
    this.#search = search
    this.#lineOf = lineOf
  }

  find(): FoundMessages {
    const { lead, count } = this.#chooseLead()
    if (count === 0) return { messages: [], next: undefined }
    return lead.from === 'archive' && count <= few ? this.#sorted(lead) : this.#inOrder(lead)
  }

  /** The lead that has the least; of several that have much, the first in the list that is in order. */
  #chooseLead(): { readonly lead: Lead; readonly count: number } {
    const leads = leadsOf(this.#search)
    let least: { lead: Lead; count: number } | undefined
    for (const lead of leads) {
      const count = this.#count(lead)
      if (least === undefined || count < least.count) least = { lead, count }
      if (count === 0) break
    }
    if (least !== undefined && (least.count <= few || least.lead.from === 'delivery')) return least
    const inOrder = leads.find(({ from }) => from === 'delivery') ?? byDecision(this.#search)
    return { lead: inOrder, count: few + 1 }
  }

  #count({ from, index, where, parameters }: Lead): number {
    const table = from === 'delivery' ? `delivery INDEXED BY ${index}` : namedIn(index)
    const sql = `SELECT count(*) FROM (SELECT 1 FROM ${table} ${whereAll(where)} LIMIT ${few + 1})`
    return prepared(this.#database, sql).one(...parameters)?.[0] as number
  }

  /** The few that the archive names, brought into order here. */
  #sorted({ index, where, parameters }: Lead): FoundMessages {
    const sql = `SELECT delivery.id, ${deliveryColumns('delivery')} FROM ${namedIn(index)} CROSS JOIN delivery ON delivery.id = named.id
      ${whereAll(where)} LIMIT ${few + 1}`
    const { before, limit } = this.#search
    const found = prepared(this.#database, sql)
      .all(...parameters)
      .map(toFound)
      .filter((one) => this.#fits(one) && (before === undefined || compareFound(one.delivery, before) < 0))
      .sort((one, other) => compareFound(other.delivery, one.delivery))
    return { messages: found.slice(0, limit).map((one) => this.#withLine(one)), next: found.length > limit ? placeOf(found[limit - 1]) : undefined }
  }

  /** In order of an index, until there are enough or enough was looked through. */
  #inOrder({ index, where, parameters }: Lead): FoundMessages {
    const { before, limit } = this.#search
    const all = [...where, ...(before === undefined ? [] : ['(decided_at, key) < (?, ?)'])]
    const sql = `SELECT ${scanned} FROM delivery INDEXED BY ${index} ${whereAll(all)}
      ORDER BY decided_at DESC, key DESC LIMIT ${mostLookedThrough}`
    const place: Parameters = before === undefined ? [] : [before.decidedAt, before.key]
    const found: Scanned[] = []
    let looked = 0
    let last: Scanned | undefined
    for (const row of prepared(this.#database, sql).each(...parameters, ...place)) {
      looked += 1
      const one = toScanned(row)
      if (this.#fits(one)) {
        if (found.length === limit) return { messages: found.map((each) => this.#read(each)), next: placeOf(found.at(-1)) }
        found.push(one)
      }
      last = one
    }
    return { messages: found.map((each) => this.#read(each)), next: looked < mostLookedThrough ? undefined : placeOf(last) }
  }

  #read({ id }: Scanned): FoundMessages['messages'][number] {
    const row = prepared(this.#database, `SELECT id, ${deliveryColumns('delivery')} FROM delivery WHERE id = ?`).one(id)
    if (row === undefined) throw new Error('a delivery went while it was read')
    return this.#withLine(toFound(row))
  }

  #fits({ id, delivery }: Scanned): boolean {
    if (!fitsSearch(delivery, this.#search)) return false
    const { address, words = [] } = this.#search
    if (address !== undefined && this.#lineOf(id)?.address !== address) return false
    return words.every((word) => prepared(this.#database, 'SELECT 1 FROM archived_word WHERE word = ? AND id = ?').one(word, id) !== undefined)
  }

  #withLine({ id, delivery }: Found): FoundMessages['messages'][number] {
    return { ...delivery, archived: this.#lineOf(id) }
  }
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
}

/** Where an index of the archive names messages. */
function namedIn(index: string): string {
  return index === 'archived_word' ? 'archived_word AS named' : `archived AS named INDEXED BY ${index}`
}

interface Found {
  readonly id: number
  readonly delivery: Delivery
}

/** What is looked at of a message that need not fit. */
interface Scanned {
  readonly id: number
  readonly delivery: Pick<
    Delivery,
    'key' | 'subscriber' | 'status' | 'decidedAt' | 'finishedAt' | 'channel' | 'journey' | 'step' | 'template' | 'reports' | 'reason'
  >
}

const scanned = 'id, key, subscriber, status, decided_at, channel, journey, step, template, reports, reason, finished_at'

function toScanned(row: Row): Scanned {
  return {
    id: row[0] as number,
    delivery: {
      key: row[1] as string,
      subscriber: row[2] as number,
      status: row[3] as Delivery['status'],
      decidedAt: row[4] as number,
      channel: row[5] as Delivery['channel'],
      journey: row[6] as string,
      step: row[7] as string,
      template: optional<string>(row[8]),
      reports: optional<string>(row[9]),
      reason: optional<string>(row[10]),
      finishedAt: optional<number>(row[11]),
    },
  }
}

function toFound(row: Row): Found {
  return { id: row[0] as number, delivery: toDelivery(row.slice(1)) }
}

/** Text is compared as SQLite does, by its bytes. */
function compareFound(one: MessagePlace, other: MessagePlace): number {
  return one.decidedAt - other.decidedAt || Buffer.compare(Buffer.from(one.key), Buffer.from(other.key))
}

function placeOf(found: Scanned | undefined): MessagePlace | undefined {
  return found && { decidedAt: found.delivery.decidedAt, key: found.delivery.key }
}

/** All ways that lead to what was asked for; the more selective ones usually first. */
function leadsOf(search: MessageSearch): readonly Lead[] {
  const leads: Lead[] = []
  const byArchive = (index: string, where: string, value: string): void => void leads.push({ from: 'archive', index, where: [where], parameters: [value] })
  const byDelivery = (index: string, where: string, value?: string | number): void => {
    const { where: within, parameters } = timeOf(search)
    leads.push({ from: 'delivery', index, where: [where, ...within], parameters: [...(value === undefined ? [] : [value]), ...parameters] })
  }
  if (search.subscriber !== undefined) byDelivery('delivery_by_subscriber', 'subscriber = ?', search.subscriber)
  if (search.address !== undefined) byArchive('archived_by_address', "named.address <> '' AND named.address = ?", search.address)
  if (search.did === 'bounced' || search.did === 'complained') byDelivery(`delivery_${search.did}`, `instr(reports, '"${search.did}"') > 0`)
  for (const word of search.words ?? []) byArchive('archived_word', 'named.word = ?', word)
  if (search.template !== undefined) byDelivery('delivery_by_template', 'template = ?', search.template)
  if (search.journey !== undefined) byDelivery('delivery_by_journey', 'journey = ?', search.journey)
  if (search.channel !== undefined && search.channel !== 'email') byDelivery('delivery_beside_email', "channel <> 'email' AND channel = ?", search.channel)
  if (search.status !== undefined) byDelivery('delivery_by_status', 'status = ?', search.status)
  return leads.length === 0 ? [byDecision(search)] : leads
}

function byDecision(search: MessageSearch): Lead {
  return { from: 'delivery', index: 'delivery_by_decision', ...timeOf(search) }
}

function timeOf({ from, until }: MessageSearch): Pick<Lead, 'where' | 'parameters'> {
  const where = [...(from === undefined ? [] : ['decided_at >= ?']), ...(until === undefined ? [] : ['decided_at < ?'])]
  return { where, parameters: [...(from === undefined ? [] : [from]), ...(until === undefined ? [] : [until])] }
}
