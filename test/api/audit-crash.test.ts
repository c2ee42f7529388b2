// No crash between a change and its line in the audit log can lose the line.

import { expect, test } from 'vitest'
import type { Store } from '../../src/runtime/store.ts'
import { createAdminWorld } from './admin-world.ts'

test('a process that dies right after a change has left its line, and says that nobody knows how it ended', async () => {
  const { ask, parts } = await createAdminWorld()
  const record = parts.runtime.record.bind(parts.runtime)
  // From the change on nothing is written any more.
  Object.assign(parts.runtime, {
    record: (what: Parameters<typeof record>[0]) => (what.ended === undefined ? record(what) : Promise.reject(new Error('the process is dead'))),
  })
  expect((await ask('POST', '/stops', { body: { all: true, because: 'a wrong price' } })).status).toBe(500)
  expect((await ask('GET', '/stops')).body.stops).toHaveLength(1)
  Object.assign(parts.runtime, { record })
  expect((await ask('GET', '/audit')).body.entries).toMatchObject([{ did: 'stop', admin: 'owner', open: true }])
})

test('a crash before the change, at every commit on the way, leaves no change without a line', async () => {
  for (let dies = 1; dies <= 8; dies += 1) {
    const { ask, parts } = await createAdminWorld()
    // What the doors are given of a store cannot write; the one behind them can.
    const store: Partial<Store> & typeof parts.store = parts.store
    let writes = 0
    const dying =
      <Values extends unknown[], Result>(write: (...values: Values) => Promise<Result>) =>
      (...values: Values): Promise<Result> => {
        writes += 1
        return writes >= dies ? Promise.reject(new Error('the process is dead')) : write(...values)
      }
    const { commit, commitAhead, setSetting } = store
    const writing = { commit, commitAhead, setSetting }
    for (const [name, write] of Object.entries(writing)) {
      if (write !== undefined) Object.assign(store, { [name]: dying((write as (...values: unknown[]) => Promise<unknown>).bind(store)) })
    }
    await ask('POST', '/stops', { body: { all: true, because: 'a wrong price' } })
    Object.assign(store, writing)
    const isStopped = (await store.setting('stops'))?.['stops'] !== undefined
    const lines = await store.audit({ limit: 10 })
    expect([dies, isStopped ? lines.length : 'no change']).toEqual([dies, isStopped ? 1 : 'no change'])
  }
})

test('what is refused leaves no line', async () => {
  const { ask } = await createAdminWorld()
  expect((await ask('POST', '/stops', { body: { journey: 'nowhere', because: 'x' } })).status).toBe(404)
  expect((await ask('GET', '/audit')).body.entries).toEqual([])
})
