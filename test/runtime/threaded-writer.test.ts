// The writer in a thread of its own behaves like the one in this thread.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryTable } from '../../src/engine/memories/memory-table.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { type Runtime, startRuntime } from '../../src/runtime/runtime.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { greeting, happened, Notebook, plainRenderer, signedUp, sourceWith } from './workshop.ts'

const source = sourceWith(greeting)
const storeModule = new URL('../../src/stores/sqlite/sqlite-store.ts', import.meta.url).href

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-thread-'))
})
afterEach(() => rm(folder, { recursive: true }))

function open(mail = new Notebook()): Promise<Runtime> {
  const thread = { storeModule, openStore: 'openSqliteStore', storeOptions: { path: join(folder, 'oncue.db') } }
  return startRuntime({ store: thread, clock: wallClock(), source, channels: [mail], renderer: plainRenderer })
}

describe('the writer in a thread of its own', () => {
  test('answers, decides, dispatches and forgets nothing over a restart', async () => {
    const mail = new Notebook()
    const handed = Promise.withResolvers<void>()
    mail.answer = () => {
      handed.resolve()
      return { kind: 'sent' }
    }
    const runtime = await open(mail)
    const at = Date.UTC(2026, 0, 1)
    const events = [signedUp('ann', { at, messageId: 'one' }), happened('Viewed', { userId: 'ann', at, messageId: 'two', properties: { text: 'a\nb' } })]
    expect(await runtime.inbox.submit(events)).toEqual(['accepted', 'accepted'])
    expect(await runtime.inbox.submit([...events, happened('Viewed', { userId: 'bob', at })])).toEqual(['duplicate', 'duplicate', 'accepted'])
    await handed.promise
    await runtime.inbox.command({ userId: 'ann' }, { do: 'join list', list: 'news' }, 'api')
    await runtime.inbox.refuse([{ receivedAt: at, source: 'test', reason: 'why', body: '{}' }])
    await runtime.publish(sourceWith(greeting, { ...greeting, journey: 'second' }))
    const described = await runtime.describe({ userId: 'ann' })
    expect(Object.keys(described?.state.lists ?? {})).toEqual(['news'])
    expect(described?.state.memories).toBeInstanceOf(MemoryTable)
    await runtime.stop()

    const store = await openSqliteStore({ path: join(folder, 'oncue.db') })
    expect(await store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', journey: 'greeting' }])
    expect(await store.deadLetters({ limit: 10 })).toHaveLength(1)
    await store.close()

    const again = await open()
    expect(await again.inbox.submit(events)).toEqual(['duplicate', 'duplicate'])
    await again.stop()
  })

  test('answers many small calls, each with its own receipt', async () => {
    const runtime = await open()
    const calls = Array.from({ length: 500 }, (_, index) =>
      runtime.inbox.submit([happened('Viewed', { userId: `u${index % 50}`, messageId: `m${index % 250}` })]),
    )
    const receipts = (await Promise.all(calls)).flat()
    expect(receipts.filter((receipt) => receipt === 'accepted')).toHaveLength(250)
    expect(receipts.slice(250)).toEqual(new Array(250).fill('duplicate'))
    await runtime.stop()
  })

  test('collects its old garbage as on a machine of 4 GB: where a heap may become larger, V8 lets it grow to four times what lives there', async () => {
    const saysItsBound = `import v8 from 'node:v8'; export const open = () => { throw new Error(String(v8.getHeapStatistics().heap_size_limit)) }`
    const thread = { storeModule: `data:text/javascript,${encodeURIComponent(saysItsBound)}`, openStore: 'open', storeOptions: {} }
    const failure = await startRuntime({ store: thread, clock: wallClock(), source, channels: [], renderer: plainRenderer }).catch((error: Error) => error)
    const bound = Number((failure as Error).message) / 2 ** 30
    expect(bound).toBeGreaterThanOrEqual(1)
    expect(bound).toBeLessThan(1.2)
  })

  test('brings errors across with their code', async () => {
    const runtime = await open()
    await expect(runtime.inbox.command({ subscriber: 99 }, { do: 'join list', list: 'news' }, 'api')).rejects.toMatchObject({ code: 'unknown-subscriber' })
    await expect(open()).rejects.toMatchObject({ code: 'store-locked' })
    const calls = Array.from({ length: 30 }, (_, index) =>
      runtime.inbox.submit(Array.from({ length: 1000 }, () => happened('Viewed', { userId: `u${index}` }))),
    )
    const refused = (await Promise.allSettled(calls)).filter((outcome) => outcome.status === 'rejected')
    expect(refused[0]?.reason).toMatchObject({ code: 'overloaded' })
    await runtime.stop()
    await expect(runtime.inbox.submit([signedUp('ann')])).rejects.toMatchObject({ code: 'writer-ended' })
  })
})
