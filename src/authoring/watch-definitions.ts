// Watches a definitions folder and reads it again when something in it changed. A broken edit is reported and the last
// good definitions stay in force.

import { type LoadedDefinitions, loadDefinitions } from './load-definitions.ts'
import { type FolderWatchOptions, watchFolder } from './watch-folder.ts'

export interface WatchOptions extends Omit<FolderWatchOptions, 'onChanged'> {
  /** Reads and checks the folder; `loadDefinitions` unless there is more to check. */
  readonly load?: (folder: string) => Promise<LoadedDefinitions>
  /** Every reading that gave something new. Without `definitions` the ones before stay in force. */
  readonly onLoaded: (loaded: LoadedDefinitions) => void
}

export interface DefinitionsWatcher {
  close(): void
}

/** Starts to watch. The first reading is the caller's own: give what it gave as `current`, so that nothing is reported twice. */
export function watchDefinitions(
  folder: string,
  current: LoadedDefinitions,
  { load = loadDefinitions, onLoaded, ...options }: WatchOptions,
): DefinitionsWatcher {
  let seen = contentOf(current)
  const watcher = watchFolder(folder, {
    ...options,
    onChanged: async () => {
      const loaded = await load(folder)
      const content = contentOf(loaded)
      if (watcher.isClosed || content === seen) return
      seen = content
      onLoaded(loaded)
    },
  })
  return watcher
}

function contentOf({ definitions, problems }: LoadedDefinitions): string {
  return JSON.stringify([definitions ?? null, problems])
}
