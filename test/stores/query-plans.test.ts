// What is asked often is answered from an index in its own order: no table is walked through and nothing is sorted, however
// large the store has grown.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { type MessageSearch, reportWords } from '../../src/model/archived-message.ts'
import type { MessageQuery } from '../../src/runtime/store.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { archived, commitOf, commitOfEverything, delivery } from './builders.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Statements that may walk through a whole table, because it is small by nature or everything is asked for. */
const mayWalk = [/FROM erasure\b/, /FROM merged ORDER BY origin$/, /FROM apart ORDER BY id$/, /FROM journey_count/, /FROM sqlite_schema/, /\bholder\b/]

/** Each alone, and all together with a time. */
const filters: readonly Omit<MessageSearch, 'limit'>[] = [
  { subscriber: 1 },
  { address: 'ann@shop.example' },
  { journey: 'welcome' },
  { journey: 'welcome', step: 'greet' },
  { template: 'hello' },
  { channel: 'email' },
  { channel: 'webhook' },
  { status: 'waiting' },
  ...reportWords.map((did) => ({ did })),
  { words: ['hello', 'ann'] },
]
const everySearch = [{}, ...filters].flatMap((filter) => [filter, { ...filter, from: 1, until: 9000 }])

test('no statement of the store walks through a table that grows', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const { statements, prepare } = statementsPrepared()
  const store = await openSqliteStore({ path })
  await store.commit(commitOfEverything())
  await store.commit(commitOf({ deliveries: [delivery('bounced', { reports: '{"bounced":1,"complained":2}' })], archived: [archived('first')] }))
  for (const query of [{}, { subscriber: 1 }, { journey: 'welcome' }, { template: 'hello' }, { status: 'sent' }] as const) {
    await store.messages({ ...query, limit: 10 })
    await store.messages({ ...query, limit: 10, before: { decidedAt: 5000, key: 'z' } })
  }
  for (const search of everySearch) {
    await store.searchMessages({ ...search, limit: 10 })
    await store.searchMessages({ ...search, limit: 10, before: { decidedAt: 5000, key: 'z' } })
  }
  await store.close()

  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  const asked = [...statements].filter((sql) => /^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)/.test(sql) && !mayWalk.some((pattern) => pattern.test(sql)))
  expect(asked.length).toBeGreaterThan(40)
  const plans = asked.map((sql) => ({
    sql,
    steps: prepare
      .call(database, `EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => String(detail)),
  }))
  const walking = plans.filter(({ sql, steps }) => steps.some((step) => step.includes('TEMP B-TREE') || isWalk(step, sql)))
  expect(walking).toEqual([])
  // Such a statement would be planned anew whenever it is asked.
  expect(asked.filter((sql) => /\bLIMIT \?/.test(sql))).toEqual([])
})

test('what was sent of a template or in a journey is looked for among its own messages, not among all that were ever sent', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  const { statements, prepare } = statementsPrepared()
  const store = await openSqliteStore({ path })
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  const planOf = async (query: Omit<MessageQuery, 'limit'>): Promise<string> => {
    statements.clear()
    await store.messages({ ...query, limit: 1 })
    const [sql] = statements
    return String(prepare.call(database, `EXPLAIN QUERY PLAN ${sql}`).all()[0]?.['detail'])
  }
  expect(await planOf({ template: 'hello', status: 'sent' })).toContain('delivery_by_template (template=?)')
  expect(await planOf({ journey: 'welcome', status: 'sent' })).toContain('delivery_by_journey (journey=?)')
  expect(await planOf({ status: 'sent' })).toContain('delivery_by_status (status=?)')
  expect(await planOf({ template: 'hello', status: 'failed' })).toContain('delivery_by_status (status=?)')
  await store.close()
})

/** Every statement that is prepared while the test runs, and how one is prepared without being among them. */
function statementsPrepared(): { readonly statements: Set<string>; readonly prepare: typeof DatabaseSync.prototype.prepare } {
  const statements = new Set<string>()
  const prepare = DatabaseSync.prototype.prepare
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    statements.add(sql)
    return prepare.call(this, sql, ...rest)
  }
  onTestFinished(() => {
    DatabaseSync.prototype.prepare = prepare
  })
  return { statements, prepare }
}

/** A walk in the order asked for, which LIMIT ends early, is none; a list that came with the question (json_each), the chain and constants are short by nature. */
function isWalk(step: string, sql: string): boolean {
  return (
    step.startsWith('SCAN') &&
    !/^SCAN (wanted VIRTUAL TABLE|json_each VIRTUAL TABLE|chain|CONSTANT ROW|\d+-ROW VALUES CLAUSE)/.test(step) &&
    !sql.includes('LIMIT')
  )
}
