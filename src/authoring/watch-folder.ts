// Watches a folder and says when it changed and is quiet again. Never says so while what was said last is still being worked on: changes that
// come meanwhile make one more.

import { type FSWatcher, statSync, watch } from 'node:fs'

export interface FolderWatchOptions {
  /**
   * Calls back once the folder has been quiet for a moment; the returned function cancels. An editor writes one save as
   * several changes. The caller gives it from its clock: `(callback) => clock.at(clock.now() + 50, callback)`.
   */
  readonly settle: (callback: () => void) => () => void
  readonly onChanged: () => Promise<void>
  /** The watching failed. A folder that is no longer there is said once, and watched again when it is back. */
  readonly onError?: ((error: Error) => void) | undefined
}

export interface FolderWatcher {
  readonly isClosed: boolean
  close(): void
}

/** Starts to watch. Throws when the folder cannot be watched. */
export function watchFolder(folder: string, { settle, onChanged, onError }: FolderWatchOptions): FolderWatcher {
  let cancel: (() => void) | undefined
  let isAtWork = false
  let isStale = false
  let isMissing = false
  let isClosed = false

  const tell = async (): Promise<void> => {
    if (isAtWork) {
      isStale = true
      return
    }
    isAtWork = true
    do {
      isStale = false
      await onChanged()
    } while (isStale && !isClosed)
    isAtWork = false
  }

  const open = (): FSWatcher => {
    // What is not there can be watched on some systems: nothing is ever heard of it.
    statSync(folder)
    return watch(folder, { recursive: true }, changed).on('error', failed)
  }
  const failed = (error: Error): void => onError?.(error)
  const changed = (): void => {
    cancel?.()
    cancel = settle(() => {
      cancel = undefined
      // Below a folder some systems watch files, not names: where an editor saved by putting a new file in the old one's place, the
      // next save would go unseen. So everything is watched anew, before it is read.
      watcher.close()
      openAgain()
      void tell()
    })
  }
  const openAgain = (): void => {
    try {
      watcher = open()
      isMissing = false
    } catch (error) {
      if (!isMissing) failed(error as Error)
      isMissing = true
      // Somebody moves it away and back, or puts another one in its place.
      cancel = settle(() => {
        cancel = undefined
        openAgain()
        if (!isMissing) void tell()
      })
    }
  }
  let watcher = open()
  return {
    get isClosed() {
      return isClosed
    },
    close: () => {
      isClosed = true
      cancel?.()
      watcher.close()
    },
  }
}
