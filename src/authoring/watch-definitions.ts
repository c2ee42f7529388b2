// Watches a definitions folder and reads it again when something in it changed. A broken edit is reported and the last
// good definitions stay in force. Never reads while an earlier reading is under way: changes that come meanwhile make one more.

import { type FSWatcher, watch } from 'node:fs'
import { type LoadedDefinitions, loadDefinitions } from './load-definitions.ts'

export interface WatchOptions {
  /**
   * Calls back once the folder has been quiet for a moment; the returned function cancels. An editor writes one save as
   * several changes. The caller gives it from its clock: `(callback) => clock.at(clock.now() + 50, callback)`.
   */
  readonly settle: (callback: () => void) => () => void
  /** Every reading that gave something new. Without `definitions` the ones before stay in force. */
  readonly onLoaded: (loaded: LoadedDefinitions) => void
  /** The watching itself failed, such as a folder that was removed. */
  readonly onError?: (error: Error) => void
}

export interface DefinitionsWatcher {
  close(): void
}

/** Starts to watch. The first reading is the caller's own: give what it gave as `current`, so that nothing is reported twice. */
export function watchDefinitions(folder: string, current: LoadedDefinitions, options: WatchOptions): DefinitionsWatcher {
  let seen = contentOf(current)
  let cancel: (() => void) | undefined
  let isReading = false
  let isStale = false
  let isClosed = false

  const read = async (): Promise<void> => {
    if (isReading) {
      isStale = true
      return
    }
    isReading = true
    do {
      isStale = false
      const loaded = await loadDefinitions(folder)
      const content = contentOf(loaded)
      if (isClosed || content === seen) continue
      seen = content
      options.onLoaded(loaded)
    } while (isStale && !isClosed)
    isReading = false
  }

  const open = (): FSWatcher => watch(folder, { recursive: true }, changed).on('error', failed)
  const failed = (error: Error): void => options.onError?.(error)
  const changed = (): void => {
    cancel?.()
    cancel = options.settle(() => {
      cancel = undefined
      // Below a folder some systems watch files, not names: where an editor saved by putting a new file in the old one's place, the
      // next save would go unseen. So everything is watched anew, before it is read.
      watcher.close()
      try {
        watcher = open()
      } catch (error) {
        failed(error as Error)
      }
      void read()
    })
  }
  let watcher = open()
  return {
    close: () => {
      isClosed = true
      cancel?.()
      watcher.close()
    },
  }
}

function contentOf({ definitions, problems }: LoadedDefinitions): string {
  return JSON.stringify([definitions ?? null, problems])
}
