// The commits that the writer makes of a stream of events, kept instead of only written, so that a bare loop can write the same rows.

import { performance } from 'node:perf_hooks'
import { wallClock } from '../src/runtime/clock.ts'
import { theEngine } from '../src/runtime/engine.ts'
import type { Commit, Store } from '../src/runtime/store.ts'
import { startWriter } from '../src/runtime/writing/writer.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { preciseNow } from './measurement.ts'
import { memberRowsOf } from './member-rows.ts'
import type { Workspace } from './preloaded.ts'
import { openBareLoop } from './store-bare-loop.ts'
import { shopEvents } from './workload.ts'

export interface RecordOptions {
  readonly workspace: Workspace
  readonly people: number
  readonly events: number
  readonly eventsPerCommit: number
  readonly seed: number
}

/** Lets a writer in this process take the events in, on a workspace of its own, in groups of the given size. */
export async function recordCommits({ workspace, people, events, eventsPerCommit, seed }: RecordOptions): Promise<readonly Commit[]> {
  const commits: Commit[] = []
  const store = await openSqliteStore({ path: workspace.store })
  const recording: Store = new Proxy(store, {
    get(target, name) {
      if (name === 'commitAhead') {
        return (commit: Commit) => {
          commits.push(commit)
          return target.commitAhead(commit)
        }
      }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const writer = await startWriter({
    store: recording,
    clock: wallClock(),
    engine: theEngine,
    source: workspace.source,
    pace: 'live',
    onCommit: () => undefined,
    onHanded: () => undefined,
    onError: (error) => {
      throw error
    },
  })
  const stream = [...shopEvents({ people, events, startAt: Math.floor(preciseNow()) - 1000, spacingMs: 0, seed })]
  for (let from = 0; from < stream.length; from += eventsPerCommit) await writer.submit(stream.slice(from, from + eventsPerCommit))
  await writer.stop()
  await store.close()
  return commits
}

/** Events per second of the bare loop over these commits. */
export function timeBareLoop(path: string, commits: readonly Commit[]): number {
  const members = memberRowsOf(path, commits)
  const bare = openBareLoop(path)
  const before = performance.now()
  for (const [index, commit] of commits.entries()) bare.commit(commit, members[index])
  const durationMs = performance.now() - before
  bare.close()
  return (commits.reduce((sum, { log }) => sum + log.length, 0) * 1000) / durationMs
}
