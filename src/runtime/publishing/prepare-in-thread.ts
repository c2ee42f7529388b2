// Prepares a publication in a thread of its own, which opens the store for reading, so that neither the writer nor the doors wait for it.

import { Worker } from 'node:worker_threads'
import { threadMemory } from '../thread-memory.ts'
import { unpackError, type WriterThread } from '../writing/thread-messages.ts'
import type { FromPreparation, OnProgress, Preparation, Prepared, ToPreparation } from './prepare-publication.ts'

/** Prepares in a thread that opens the store itself, for reading. */
export function prepareInThread(thread: WriterThread, preparation: Preparation, onProgress: OnProgress): Promise<Prepared> {
  return new Promise((resolve, reject) => {
    const workerData: ToPreparation = { thread, preparation }
    const worker = new Worker(new URL('./preparation-thread.ts', import.meta.url), { workerData, name: 'preparation', resourceLimits: threadMemory })
    worker.on('message', (message: FromPreparation) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else if (message.kind === 'prepared') resolve(message.prepared)
      else reject(unpackError(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the thread that prepares a publication ended with code ${code}`)))
  })
}
