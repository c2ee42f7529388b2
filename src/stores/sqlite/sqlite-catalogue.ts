// The catalogue and the discount codes in the store's file. Calls are synchronous inside, as everything of the file; it decides nothing.

import type { DatabaseSync } from 'node:sqlite'
import { OncueError } from '../../model/errors.ts'
import type { CatalogueStore } from '../../runtime/store.ts'
import { type CatalogueWriter, createCatalogueWriter } from './catalogue-writer.ts'
import { toOncueError } from './failure.ts'
import { countFreeCodes, readCode, readCodeCounts, readCodeOf, readCodesOf, readFreeCodes, readGivenCodes } from './queries/discount-codes.ts'
import { readItems, readItemsAfter, readItemsBy, readItemTotal } from './queries/items.ts'

interface OpenFile {
  readonly path: string
  readonly isWritable: boolean
  /** Throws when the store was closed. */
  readonly requireOpen: () => void
}

/** Prepares every statement. */
export function createSqliteCatalogue(database: DatabaseSync, { path, isWritable, requireOpen }: OpenFile): CatalogueStore {
  const queries = prepareQueries(database)
  const writer = isWritable ? createCatalogueWriter(database) : undefined
  const ask = <Answer>(work: (asked: ReturnType<typeof prepareQueries>) => Answer): Answer => {
    requireOpen()
    try {
      return work(queries)
    } catch (error) {
      throw toOncueError(error, path)
    }
  }
  const change = <Answer>(work: (changing: CatalogueWriter) => Answer): Answer => {
    if (writer === undefined) throw new OncueError('store-read-only', { path })
    return ask(() => work(writer))
  }
  return {
    putItems: async (items) => change((changing) => changing.put(items)),
    removeItems: async (collection, ids) => change((changing) => changing.remove(collection, ids)),
    markItems: async (collection, ids, load) => change((changing) => changing.mark(collection, ids, load)),
    removeStaleItems: async (collection, load, page) => change((changing) => changing.removeStale(collection, load, page)),
    async countStaleItems(collection, load, page) {
      const items = ask((asked) => asked.readItemsAfter(collection, page))
      return { next: items.length < page.limit ? undefined : items.at(-1)?.id, found: items.filter((item) => item.load < load).length }
    },
    items: async (collection, ids) => ask((asked) => asked.readItems(collection, ids)),
    itemsBy: async (collection, query) => ask((asked) => asked.readItemsBy(collection, query)),
    itemsAfter: async (collection, page) => ask((asked) => asked.readItemsAfter(collection, page)),
    countItems: async (collection) => ask((asked) => asked.readItemTotal(collection)),
    addCodes: async (pool, codes) => change((changing) => changing.addCodes(pool, codes)),
    freeCodes: async (pool, now, page) => ask((asked) => asked.readFreeCodes(pool, now, page)),
    codeOf: async (subscriber, pool, scope) => ask((asked) => asked.readCodeOf(subscriber, pool, scope)),
    findCode: async (code) => ask((asked) => asked.readCode(code)),
    givenCodes: async (pool, after, limit) => ask((asked) => asked.readGivenCodes(pool, after, limit)),
    codesOf: async (subscriber) => ask((asked) => asked.readCodesOf(subscriber)),
    countCodes: async (pool) => ask((asked) => asked.readCodeCounts(pool)),
    countFreeCodes: async (pool, now, limit) => ask((asked) => asked.countFreeCodes(pool, now, limit)),
  }
}

function prepareQueries(database: DatabaseSync) {
  return {
    readItems: readItems(database),
    readItemsBy: readItemsBy(database),
    readItemsAfter: readItemsAfter(database),
    readItemTotal: readItemTotal(database),
    readFreeCodes: readFreeCodes(database),
    readCodeOf: readCodeOf(database),
    readCode: readCode(database),
    readGivenCodes: readGivenCodes(database),
    readCodesOf: readCodesOf(database),
    readCodeCounts: readCodeCounts(database),
    countFreeCodes: countFreeCodes(database),
  }
}
