// Deliveries: from the decision to the last word about it. What waits is found by its due time, what was said by its
// subscriber, journey or status; always newest decided first.

import type { DatabaseSync } from 'node:sqlite'
import type { Delivery, DeliveryStatus, Line, MessageQuery, SubscriberNumber } from '../../../runtime/store.ts'
import { optional, type Parameters, prepareRows, type Row, type Rows } from './prepare.ts'

const columnNames = [
  'key',
  'subscriber',
  'status',
  'due_at',
  'decided_at',
  'attempted_at',
  'finished_at',
  'attempts',
  'channel',
  'journey',
  'step',
  'template',
  'effect',
  'reason',
  'links',
  'reports',
  'domain',
  'answer',
]
const columns = columnNames.join(', ')
/** What changes in the life of a delivery. */
const becomes = ['status', 'due_at', 'attempted_at', 'finished_at', 'attempts', 'reason', 'links', 'reports', 'domain', 'answer']

/** The columns of a delivery, as `toDelivery` reads them, out of a table of this name. */
export function deliveryColumns(table: string): string {
  return columnNames.map((name) => `${table}.${name}`).join(', ')
}

/**
 * Adds a delivery, or writes what became of the one of the same key. What was decided with it stays as it is: naming a column in SET would write every
 * index that it stands in, whether the value changes or not.
 */
export function putDelivery(database: DatabaseSync): (delivery: Delivery) => void {
  const statement = database.prepare(
    `INSERT INTO delivery (${columns}) VALUES (${columnNames.map(() => '?').join(', ')})
     ON CONFLICT (key) DO UPDATE SET ${becomes.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  )
  return (delivery) => statement.run(...toParameters(delivery))
}

/** Hands the deliveries of one subscriber over to another. */
export function moveDeliveries(database: DatabaseSync): (origin: SubscriberNumber, destination: SubscriberNumber) => void {
  const statement = database.prepare('UPDATE delivery SET subscriber = ?2 WHERE subscriber = ?1')
  return (origin, destination) => statement.run(origin, destination)
}

/** Waiting deliveries due at or before an instant, earliest first; of one channel or one journey on it, however much waits for another. */
export function readDueDeliveries(database: DatabaseSync): (now: number, limit: number, of?: Line) => Delivery[] {
  const due = (index: string, line: string): Rows =>
    prepareRows(database, `SELECT ${columns} FROM delivery INDEXED BY ${index} WHERE status = 'waiting'${line} AND due_at <= ? ORDER BY due_at, key LIMIT ?`)
  const all = due('delivery_waiting', '')
  const ofChannel = due('delivery_waiting_by_channel', ' AND channel = ?')
  const ofJourney = due('delivery_waiting_by_journey', ' AND channel = ? AND journey = ?')
  return (now, limit, of) => {
    if (of === undefined) return all.all(now, limit).map(toDelivery)
    if (of.journey === undefined) return ofChannel.all(of.channel, now, limit).map(toDelivery)
    return ofJourney.all(of.channel, of.journey, now, limit).map(toDelivery)
  }
}

/** Journeys of which something waits for a channel that is due at or before an instant: from one to the next in the index, however much waits of each. */
export function readDueJourneys(database: DatabaseSync): (now: number, channel: Delivery['channel']) => string[] {
  const earliestAfter = prepareRows(
    database,
    `SELECT journey, due_at FROM delivery INDEXED BY delivery_waiting_by_journey
     WHERE status = 'waiting' AND channel = ? AND journey > ? ORDER BY journey, due_at LIMIT 1`,
  )
  return (now, channel) => {
    const journeys: string[] = []
    for (let row = earliestAfter.one(channel, ''); row !== undefined; row = earliestAfter.one(channel, row[0] as string)) {
      if ((row[1] as number) <= now) journeys.push(row[0] as string)
    }
    return journeys
  }
}

/** How many waiting deliveries of a channel are due at or before an instant, counted up to a limit and from the index alone. */
export function countDueDeliveries(database: DatabaseSync): (now: number, limit: number, channel: Delivery['channel']) => number {
  const rows = prepareRows(
    database,
    `SELECT count(*) FROM (
       SELECT 1 FROM delivery INDEXED BY delivery_waiting_by_channel WHERE status = 'waiting' AND channel = ? AND due_at <= ? LIMIT ?
     )`,
  )
  return (now, limit, channel) => rows.one(channel, now, limit)?.[0] as number
}

/** Deliveries of one status, oldest decided first. */
export function readDeliveriesOfStatus(database: DatabaseSync): (status: DeliveryStatus, limit: number) => Delivery[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM delivery INDEXED BY delivery_by_status WHERE status = ? ORDER BY decided_at, key LIMIT ?`)
  return (status, limit) => rows.all(status, limit).map(toDelivery)
}

/** The delivery of a key. */
export function readDelivery(database: DatabaseSync): (key: string) => Delivery | undefined {
  const rows = prepareRows(database, `SELECT ${columns} FROM delivery WHERE key = ?`)
  return (key) => {
    const row = rows.one(key)
    return row && toDelivery(row)
  }
}

/**
 * Which index answers a query in its own order: the most selective of what was asked. Of all statuses only `sent` is what becomes of most: of a template
 * of which nothing was sent yet, everything that ever was would be gone through.
 */
const indexFor = [
  ['subscriber', 'delivery_by_subscriber'],
  ['rare status', 'delivery_by_status'],
  ['template', 'delivery_by_template'],
  ['journey', 'delivery_by_journey'],
  ['status', 'delivery_by_status'],
] as const

/** Deliveries that fit a query, newest decided first. One statement per combination of filters, prepared when first asked. */
export function searchDeliveries(database: DatabaseSync): (query: MessageQuery) => Delivery[] {
  const prepared = new Map<string, Rows>()
  return (query) => {
    const { sql, parameters } = searchSql(query)
    let rows = prepared.get(sql)
    if (rows === undefined) {
      rows = prepareRows(database, sql)
      prepared.set(sql, rows)
    }
    return rows.all(...parameters).map(toDelivery)
  }
}

function searchSql({ before, limit, ...filters }: MessageQuery): { readonly sql: string; readonly parameters: Parameters } {
  const asked = { ...filters, 'rare status': filters.status === 'sent' ? undefined : filters.status }
  const index = indexFor.find(([name]) => asked[name] !== undefined)?.[1] ?? 'delivery_by_decision'
  const conditions: string[] = []
  const parameters: Parameters = []
  for (const name of ['subscriber', 'journey', 'template', 'status'] as const) {
    const value = filters[name]
    if (value === undefined) continue
    conditions.push(`${name} = ?`)
    parameters.push(value)
  }
  if (before !== undefined) {
    conditions.push('(decided_at, key) < (?, ?)')
    parameters.push(before.decidedAt, before.key)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  parameters.push(limit)
  return { sql: `SELECT ${columns} FROM delivery INDEXED BY ${index} ${where} ORDER BY decided_at DESC, key DESC LIMIT ?`, parameters }
}

function toParameters(delivery: Delivery): Parameters {
  return [
    delivery.key,
    delivery.subscriber,
    delivery.status,
    delivery.dueAt,
    delivery.decidedAt,
    delivery.attemptedAt ?? null,
    delivery.finishedAt ?? null,
    delivery.attempts,
    delivery.channel,
    delivery.journey,
    delivery.step,
    delivery.template ?? null,
    delivery.effect,
    delivery.reason ?? null,
    delivery.links ?? null,
    delivery.reports ?? null,
    delivery.domain ?? null,
    delivery.answer ?? null,
  ]
}

/** A row of `deliveryColumns`. */
export function toDelivery(row: Row): Delivery {
  return {
    key: row[0] as string,
    subscriber: row[1] as number,
    status: row[2] as DeliveryStatus,
    dueAt: row[3] as number,
    decidedAt: row[4] as number,
    attemptedAt: optional<number>(row[5]),
    finishedAt: optional<number>(row[6]),
    attempts: row[7] as number,
    channel: row[8] as Delivery['channel'],
    journey: row[9] as string,
    step: row[10] as string,
    template: optional<string>(row[11]),
    effect: row[12] as string,
    reason: optional<string>(row[13]),
    links: optional<string>(row[14]),
    reports: optional<string>(row[15]),
    domain: optional<string>(row[16]),
    answer: optional<string>(row[17]),
  }
}
