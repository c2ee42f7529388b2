// Items of the catalogue: read by id and by the attributes they can be found by, put and removed one by one inside a transaction.

import type { DatabaseSync } from 'node:sqlite'
import { noRank, type StoredItem } from '../../../model/catalogue.ts'
import type { ItemPage, ItemsQuery } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

const columns = 'collection, id, body, keys, rank, changed_at, confirmed_at, load'
const qualified = columns.replaceAll(/\w+/g, (column) => `item.${column}`)

/** Items by id, in the order asked. */
export function readItems(database: DatabaseSync): (collection: string, ids: readonly string[]) => (StoredItem | undefined)[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM item WHERE collection = ? AND id = ?`)
  return (collection, ids) =>
    ids.map((id) => {
      const row = rows.one(collection, id)
      return row && toItem(row)
    })
}

/** Items with a value, by rank. */
export function readItemsBy(database: DatabaseSync): (collection: string, query: ItemsQuery) => StoredItem[] {
  const from = `SELECT ${qualified} FROM item_key CROSS JOIN item ON item.collection = item_key.collection AND item.id = item_key.id
     WHERE item_key.collection = ? AND item_key.attribute = ? AND item_key.value = ?`
  const lowest = prepareRows(database, `${from} ORDER BY item_key.rank, item_key.id LIMIT ?`)
  const highest = prepareRows(database, `${from} AND item_key.rank < ${noRank} ORDER BY item_key.rank DESC, item_key.id DESC LIMIT ?`)
  return (collection, { attribute, value, order, limit }) => {
    const rows = order === 'lowest' ? lowest : highest
    return rows.all(collection, attribute, value, limit).map(toItem)
  }
}

/** Items in order of id. */
export function readItemsAfter(database: DatabaseSync): (collection: string, page: ItemPage) => StoredItem[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM item WHERE collection = ? AND id > ? ORDER BY id LIMIT ?`)
  return (collection, { after, limit }) => rows.all(collection, after, limit).map(toItem)
}

/** How many items a collection has. */
export function readItemTotal(database: DatabaseSync): (collection: string) => number {
  const rows = prepareRows(database, 'SELECT items FROM item_total WHERE collection = ?')
  return (collection) => (rows.one(collection)?.[0] as number | undefined) ?? 0
}

/** Adds to it. */
export function addToItemTotal(database: DatabaseSync): (collection: string, by: number) => void {
  const statement = database.prepare(
    'INSERT INTO item_total (collection, items) VALUES (?, ?) ON CONFLICT (collection) DO UPDATE SET items = items + excluded.items',
  )
  return (collection, by) => statement.run(collection, by)
}

/** Writes an item over the one of its id. */
export function writeItem(database: DatabaseSync): (item: StoredItem) => void {
  const statement = database.prepare(`INSERT OR REPLACE INTO item (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
  return ({ collection, id, body, keys, rank, changedAt, confirmedAt, load }) =>
    statement.run(collection, id, body, JSON.stringify(keys), rank, changedAt, confirmedAt, load)
}

/** Says of an item that it is as it was. */
export function confirmItem(database: DatabaseSync): (item: Pick<StoredItem, 'collection' | 'id' | 'confirmedAt' | 'load'>) => void {
  const statement = database.prepare('UPDATE item SET confirmed_at = max(confirmed_at, ?), load = max(load, ?) WHERE collection = ? AND id = ?')
  return ({ collection, id, confirmedAt, load }) => statement.run(confirmedAt, load, collection, id)
}

/** Says of an item that a load spoke of it; whether it is there. */
export function markItem(database: DatabaseSync): (collection: string, id: string, load: number) => boolean {
  const statement = database.prepare('UPDATE item SET load = max(load, ?) WHERE collection = ? AND id = ?')
  return (collection, id, load) => Number(statement.run(load, collection, id).changes) > 0
}

/** Removes an item. */
export function deleteItem(database: DatabaseSync): (collection: string, id: string) => void {
  const statement = database.prepare('DELETE FROM item WHERE collection = ? AND id = ?')
  return (collection, id) => statement.run(collection, id)
}

/** Lets an item be found by its keys. */
export function writeItemKeys(database: DatabaseSync): (item: Pick<StoredItem, 'collection' | 'id' | 'keys' | 'rank'>) => void {
  const statement = database.prepare('INSERT OR IGNORE INTO item_key (collection, attribute, value, rank, id) VALUES (?, ?, ?, ?, ?)')
  return ({ collection, id, keys, rank }) => {
    for (const [attribute, value] of keys) statement.run(collection, attribute, value, rank, id)
  }
}

/** Lets it no longer be found by them. */
export function deleteItemKeys(database: DatabaseSync): (item: Pick<StoredItem, 'collection' | 'id' | 'keys' | 'rank'>) => void {
  const statement = database.prepare('DELETE FROM item_key WHERE collection = ? AND attribute = ? AND value = ? AND rank = ? AND id = ?')
  return ({ collection, id, keys, rank }) => {
    for (const [attribute, value] of keys) statement.run(collection, attribute, value, rank, id)
  }
}

function toItem(row: Row): StoredItem {
  return {
    collection: row[0] as string,
    id: row[1] as string,
    body: row[2] as string,
    keys: JSON.parse(row[3] as string) as StoredItem['keys'],
    rank: row[4] as number,
    changedAt: row[5] as number,
    confirmedAt: row[6] as number,
    load: row[7] as number,
  }
}
