// The entry of a thread that backtests its share of the people: opens the store for reading, works its part off, tells how far it is and what came of it.

import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Store } from '../../runtime/store.ts'
import { type CrossingError, packError, type WriterThread } from '../../runtime/writing/thread-messages.ts'
import { backtestPart, type ThreadPart } from './backtest-log.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { collectingOften } from './collect-often.ts'
import type { ShareResult } from './replay-share.ts'

export interface ToBacktest {
  readonly thread: WriterThread
  readonly spec: BacktestSpec
  readonly part: ThreadPart
  readonly isBackground: boolean
}

export type FromBacktest =
  | { readonly kind: 'progress'; readonly lines: number; readonly events: number }
  | { readonly kind: 'result'; readonly result: ShareResult; readonly cpuMs: number; readonly peakBytes: number }
  | { readonly kind: 'failed'; readonly error: CrossingError }

if (!isMainThread && parentPort !== null) void run(parentPort, workerData as ToBacktest)

async function run(port: NonNullable<typeof parentPort>, { thread, spec, part, isBackground }: ToBacktest): Promise<void> {
  const tell = (message: FromBacktest): void => port.postMessage(message)
  let store: Store | undefined
  try {
    const module = (await import(thread.storeModule)) as Record<string, (options: unknown) => Promise<Store>>
    store = await module[thread.openStore]?.({ ...thread.storeOptions, readOnly: true })
    if (store === undefined) throw new Error(`${thread.storeModule} does not export ${thread.openStore}`)
    let peakBytes = 0
    const collect = isBackground ? collectingOften() : undefined
    const result = await backtestPart(store, spec, {
      part,
      isOver: () => false,
      onPage: () => {
        const { heapUsed, external } = process.memoryUsage()
        peakBytes = Math.max(peakBytes, heapUsed + external)
        collect?.(heapUsed)
      },
      onLines: (lines, events) => tell({ kind: 'progress', lines, events }),
    })
    const { user, system } = process.threadCpuUsage()
    tell({ kind: 'result', result, cpuMs: Math.round((user + system) / 1000), peakBytes })
  } catch (error) {
    tell({ kind: 'failed', error: packError(error) })
  } finally {
    await store?.close()
  }
}
