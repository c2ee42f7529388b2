// The entry of the writer's thread: opens the store, runs the writer on the machine's clock, and answers the main thread.
// Answers that become known together cross together.

import { flushCompileCache } from 'node:module'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import { wallClock } from '../clock.ts'
import { theEngine } from '../engine.ts'
import type { Store } from '../store.ts'
import { windableClock } from '../time/windable-clock.ts'
import { type FromThread, packError, type ThreadStart, type ToThread } from './thread-messages.ts'
import { type LocalWriter, startWriter } from './writer.ts'

type Submission = Extract<ToThread, { kind: 'submit' }>
type Question = Extract<ToThread, { kind: 'ask' }>

if (!isMainThread && parentPort !== null) void serve(parentPort, workerData as ThreadStart)

async function serve(port: NonNullable<typeof parentPort>, { thread, source, tombstoneKey, lead }: ThreadStart): Promise<void> {
  const tell = (message: FromThread): void => port.postMessage(message)
  let store: Store | undefined
  try {
    const module = (await import(thread.storeModule)) as Record<string, (options: unknown) => Promise<Store>>
    const open = module[thread.openStore]
    if (open === undefined) throw new Error(`${thread.storeModule} does not export ${thread.openStore}`)
    store = await open(thread.storeOptions)
    const writer = await startWriter({
      store,
      clock: lead === undefined ? wallClock() : windableClock(wallClock(), lead),
      engine: theEngine,
      source,
      pace: 'live',
      tombstoneKey,
      onCommit: (report) => tell({ kind: 'commit', report }),
      onHanded: (handed) => tell({ kind: 'handed', handed }),
      onError: (error) => tell({ kind: 'failure', error: packError(error) }),
    })
    const receipts = new Receipts(tell)
    const opened = store
    port.on('message', (message: ToThread) => {
      if (message.kind === 'submit') submitAll(writer, message, receipts)
      else void answer(writer, opened, message, tell)
    })
    tell({ kind: 'ready' })
    // Otherwise it is kept at the end only, and a process that is killed has none.
    flushCompileCache()
  } catch (error) {
    await store?.close()
    tell({ kind: 'failed start', error: packError(error) })
  }
}

function submitAll(writer: LocalWriter, { ids, texts }: Submission, receipts: Receipts): void {
  for (const [index, id] of ids.entries()) {
    const bodies = (texts[index] as string).split('\n')
    const arrivals = bodies.map((body) => JSON.parse(body) as Arrival)
    writer.submit(arrivals, bodies).then(
      (answers) => receipts.add(id, answers),
      (error: unknown) => receipts.refuse(id, error),
    )
  }
}

async function answer(writer: LocalWriter, store: Store, { id, method, values }: Question, tell: (message: FromThread) => void): Promise<void> {
  try {
    const ask = writer[method] as (...values: readonly unknown[]) => Promise<unknown>
    const value = await ask.apply(writer, [...values])
    if (method === 'stop') await store.close()
    tell({ kind: 'answer', id, value })
  } catch (error) {
    tell({ kind: 'refusal', ids: [id], error: packError(error) })
  }
}

/** Collects the receipts of one group. */
class Receipts {
  readonly #tell: (message: FromThread) => void
  #ids: number[] = []
  #duplicates: number[][] = []

  constructor(tell: (message: FromThread) => void) {
    this.#tell = tell
  }

  add(id: number, receipts: readonly Receipt[]): void {
    if (this.#ids.length === 0) setImmediate(() => this.#flush())
    this.#ids.push(id)
    const duplicates: number[] = []
    for (const [index, receipt] of receipts.entries()) if (receipt === 'duplicate') duplicates.push(index)
    this.#duplicates.push(duplicates)
  }

  refuse(id: number, error: unknown): void {
    this.#tell({ kind: 'refusal', ids: [id], error: packError(error) })
  }

  #flush(): void {
    this.#tell({ kind: 'receipts', ids: this.#ids, duplicates: this.#duplicates })
    this.#ids = []
    this.#duplicates = []
  }
}
