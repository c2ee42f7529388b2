// The thread that carries the write-ahead log over: it waits to be asked, passes until hardly anything is left, and says so. It has a connection of its
// own, never writes a row, and never holds a commit up: what somebody still reads or writes stays for the next time.

import { DatabaseSync } from 'node:sqlite'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'

/** While one pass is made, commits go on; what they wrote meanwhile is less each time, until another pass is not worth its sync. */
const mostPasses = 4
const fewPages = 300

if (!isMainThread && parentPort !== null) serve(parentPort, workerData as string)

function serve(port: NonNullable<typeof parentPort>, path: string): void {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -64')
  const pass = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')
  const look = database.prepare('PRAGMA wal_checkpoint(NOOP)')
  const waiting = (): number => {
    const { log, checkpointed } = look.get() as { readonly log: number; readonly checkpointed: number }
    return log - checkpointed
  }
  port.on('message', (message: 'carry over' | 'end') => {
    if (message === 'end') {
      database.close()
      port.close()
      return
    }
    let left = Number.POSITIVE_INFINITY
    for (let passes = 0; passes < mostPasses; passes += 1) {
      pass.get()
      const now = waiting()
      // What does not get less is held by somebody who reads.
      if (now <= fewPages || now >= left) break
      left = now
    }
    port.postMessage('carried over')
  })
}
