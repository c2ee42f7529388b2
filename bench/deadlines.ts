// Time passing by: carts that become quiet. Most deadlines lie far ahead and must cost nothing; some come due one after another, and the
// question is how late they are committed; then many come due at one instant. The writer runs in this process, over the real store, so
// that the instant of each commit can be seen.

import { newState } from '../src/engine/state.ts'
import { transition } from '../src/engine/transition.ts'
import { wallClock } from '../src/runtime/clock.ts'
import { theEngine } from '../src/runtime/engine.ts'
import type { Commit, Committed, Store } from '../src/runtime/store.ts'
import { startWriter } from '../src/runtime/writing/writer.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type Effort, type Measurement, numberText, preciseNow, quantile } from './measurement.ts'
import { commitOf, rowOf, settle, type Workspace, workspaceOf } from './preloaded.ts'

const quietMs = 30 * 60_000
const scattered = { count: 2000, everyMs: 5 }

/** Lateness among many, then many at one instant. */
export async function measureDeadlines({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const pending = isQuick ? 50_000 : 1_000_000
  const atOnce = isQuick ? 20_000 : 100_000
  const workspace = await workspaceOf(pending)
  const store = await openSqliteStore({ path: workspace.store })
  const now = wallClock().now()
  const made = atOnce + scattered.count
  // Loading takes its time: the first comes due when all are there, and the writer has warmed up on the scattered ones.
  const firstDueAt = now + 8000 + made / 5
  const rushAt = firstDueAt + scattered.count * scattered.everyMs + 3000
  const dueAt = new Map<number, number>()
  for (let index = 0; index < made; index += 1) {
    dueAt.set(pending + 1 + index, Math.floor(index < atOnce ? rushAt : firstDueAt + (index - atOnce) * scattered.everyMs))
  }
  await addCarts(store, workspace, dueAt)
  await settle(store, workspace.program, workspace.source)
  const isLate = preciseNow() > firstDueAt
  const committed = await runUntil(store, workspace, { dueAt, untilCount: made })
  await store.close()
  const latenessMs = [...dueAt]
    .filter(([, instant]) => instant !== Math.floor(rushAt))
    .map(([number, instant]) => (committed.get(number) ?? Number.NaN) - instant)
  const ends = [...dueAt].filter(([, instant]) => instant === Math.floor(rushAt)).map(([number]) => committed.get(number) ?? Number.NaN)
  const lastAt = ends.reduce((latest, at) => Math.max(latest, at), 0)
  const note = `${latenessMs.length} of them due, one every ${scattered.everyMs} ms; p50 ${numberText(quantile(latenessMs, 0.5))} ms`
  return [
    {
      what: `lateness of deadlines, ${pending.toLocaleString('en-US')} pending, p99`,
      value: quantile(latenessMs, 0.99),
      unit: 'ms',
      target: { atMost: 50 },
      note: isLate ? `${note}; loading took too long, so the first ones do not tell` : note,
    },
    {
      what: `${atOnce.toLocaleString('en-US')} deadlines at one instant`,
      value: (atOnce * 1000) / (lastAt - Math.floor(rushAt)),
      unit: 'decided/s',
      target: { atLeast: 20_000 },
      note: 'from the instant to the last commit; each enters a journey and leaves a mail in the outbox',
    },
  ]
}

/** People who put something into their cart so long ago that it becomes quiet at the given instant. */
async function addCarts(store: Store, { program }: Workspace, dueAt: ReadonlyMap<number, number>): Promise<void> {
  const rows = [...dueAt].map(([number, instant]) => {
    const at = instant - quietMs
    const state = newState(String(number), at)
    const properties = { product_id: `product-${number % 500}`, price: 99.5, quantity: 1 }
    const event = { name: 'Product Added', occurredAt: at, receivedAt: at, messageId: `cart-${number}`, properties }
    transition(program, state, { kind: 'event', at, event, position: 0 })
    return rowOf(state)
  })
  for (let from = 0; from < rows.length; from += 5000) await store.commit(commitOf(rows.slice(from, from + 5000)))
}

/** Runs a writer until so many of these subscribers were committed; says when each was. */
async function runUntil(
  store: Store,
  { source }: Workspace,
  { dueAt, untilCount }: { readonly dueAt: ReadonlyMap<number, number>; readonly untilCount: number },
): Promise<ReadonlyMap<number, number>> {
  const committed = new Map<number, number>()
  const done = Promise.withResolvers<void>()
  const watched: Store = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      if (name !== 'commitAhead') return value.bind(target)
      return async (commit: Commit): Promise<Committed> => {
        const { durable } = await target.commitAhead(commit)
        const noted = durable.then(() => {
          const at = preciseNow()
          for (const { number } of commit.subscribers) if (dueAt.has(number) && !committed.has(number)) committed.set(number, at)
          if (committed.size === untilCount) done.resolve()
        })
        return { durable: noted }
      }
    },
  })
  const writer = await startWriter({
    store: watched,
    clock: wallClock(),
    engine: theEngine,
    source,
    pace: 'live',
    onCommit: () => undefined,
    onHanded: () => undefined,
    onError: (error) => done.reject(error),
  })
  await done.promise
  await writer.stop()
  return committed
}
