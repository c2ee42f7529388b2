// A process that is killed in the middle of its commits loses nothing that was acknowledged, and leaves nothing half done.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { startCommitting } from './processes/child.ts'
import { temporaryFolder } from './temporary-folder.ts'

const rounds = 5
const entriesPerCommit = 40

test('a store whose process is killed again and again keeps every acknowledged commit, whole', async () => {
  const path = join(temporaryFolder(), 'workspace.db')
  for (let round = 1; round <= rounds; round += 1) {
    const child = startCommitting(path, entriesPerCommit)
    expect(await child.line()).toBe('open')
    let acknowledged = 0
    for (let commits = 0; commits < round * 7; commits += 1) acknowledged = Number(await child.line())
    acknowledged = Math.max(acknowledged, ...(await child.kill()).map(Number))

    const store = await openSqliteStore({ path })
    const { position, subscriber } = await store.last()
    expect(position).toBeGreaterThanOrEqual(acknowledged)
    expect(position - acknowledged).toBeLessThanOrEqual(entriesPerCommit)
    expect(position % entriesPerCommit).toBe(0)
    expect(subscriber).toBe(position)
    expect(await store.countSubscribers()).toBe(position)
    expect(await store.due(position, position + 1)).toHaveLength(position)
    expect(await store.readLog(0, position + 1)).toHaveLength(position)
    expect(await store.counts('welcome')).toMatchObject([{ count: position }])
    expect(await store.messages({ limit: position })).toHaveLength(position / entriesPerCommit)
    expect(await store.resolve([`u:${position}`, `u:${position + 1}`])).toEqual([position, undefined])
    expect(await store.decisions(position, 2)).toHaveLength(1)
    await store.close()
  }
})
