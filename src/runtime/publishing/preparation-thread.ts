// The entry of the thread that prepares a publication: opens the store for reading, does what is to be done, and tells how far it is.

import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import type { Store } from '../store.ts'
import { packError } from '../writing/thread-messages.ts'
import { type FromPreparation, prepare, type ToPreparation } from './prepare-publication.ts'

if (!isMainThread && parentPort !== null) void run(parentPort, workerData as ToPreparation)

async function run(port: NonNullable<typeof parentPort>, { thread, preparation }: ToPreparation): Promise<void> {
  const tell = (message: FromPreparation): void => port.postMessage(message)
  let store: Store | undefined
  try {
    const module = (await import(thread.storeModule)) as Record<string, (options: unknown) => Promise<Store>>
    store = await module[thread.openStore]?.({ ...thread.storeOptions, readOnly: true })
    if (store === undefined) throw new Error(`${thread.storeModule} does not export ${thread.openStore}`)
    const prepared = await prepare(store, preparation, (progress) => tell({ kind: 'progress', progress }))
    await store.close()
    tell({ kind: 'prepared', prepared })
  } catch (error) {
    await store?.close()
    tell({ kind: 'failed', error: packError(error) })
  }
}
