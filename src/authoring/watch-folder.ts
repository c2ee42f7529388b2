// Watches a folder and says when it changed and is quiet again. Never says so while what was said last is still being worked on: changes that
// come meanwhile make one more.

import { type FSWatcher, watch } from 'node:fs'

export interface FolderWatchOptions {
  /**
   * Calls back once the folder has been quiet for a moment; the returned function cancels. An editor writes one save as
   * several changes. The caller gives it from its clock: `(callback) => clock.at(clock.now() + 50, callback)`.
   */
  readonly settle: (callback: () => void) => () => void
  readonly onChanged: () => Promise<void>
  /** The watching itself failed, such as a folder that was removed. */
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

  const open = (): FSWatcher => watch(folder, { recursive: true }, changed).on('error', failed)
  const failed = (error: Error): void => onError?.(error)
  const changed = (): void => {
    cancel?.()
    cancel = settle(() => {
      cancel = undefined
      // Below a folder some systems watch files, not names: where an editor saved by putting a new file in the old one's place, the
      // next save would go unseen. So everything is watched anew, before it is read.
      watcher.close()
      try {
        watcher = open()
      } catch (error) {
        failed(error as Error)
      }
      void tell()
    })
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
