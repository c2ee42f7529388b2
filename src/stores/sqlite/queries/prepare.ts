// How statements are prepared: once per connection, with rows as arrays (cheaper than objects, and the column order stands
// in the statement above the reader anyway).

import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'

export type Row = readonly SQLOutputValue[]
export type Parameters = SQLInputValue[]

/** A statement that answers rows. */
export interface Rows {
  all(...parameters: Parameters): Row[]
  one(...parameters: Parameters): Row | undefined
  each(...parameters: Parameters): Iterable<Row>
}

/** Prepares a statement that answers rows. */
export function prepareRows(database: DatabaseSync, sql: string): Rows {
  const statement = database.prepare(withPlainLimit(sql))
  statement.setReturnArrays(true)
  return {
    all: (...parameters) => statement.all(...parameters) as unknown as Row[],
    one: (...parameters) => statement.get(...parameters) as unknown as Row | undefined,
    each: (...parameters) => statement.iterate(...parameters) as unknown as Iterable<Row>,
  }
}

/** Undefined for what SQLite calls NULL. */
export function optional<Value extends SQLOutputValue>(value: SQLOutputValue | undefined): Value | undefined {
  return value === null ? undefined : (value as Value | undefined)
}

/**
 * SQLite looks at the value of a parameter that stands alone after LIMIT when it plans, and therefore plans anew each time one is bound: that costs ten times
 * what a short answer does. In a sum it does not look.
 */
export function withPlainLimit(sql: string): string {
  return sql.replaceAll(/\bLIMIT \?/g, 'LIMIT 0 + ?')
}
