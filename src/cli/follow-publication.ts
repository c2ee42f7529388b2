// Asks the server for a publication and follows it to its end, with a bar for whoever watches.

import { SingleBar } from 'cli-progress'
import type { LocatedProblem } from '../authoring/source-document.ts'
import type { PublishStatus } from '../model/publication.ts'
import { type AdminDoor, askAdmin, askAdminFor } from './admin-door.ts'
import { CommandFailure } from './command-failure.ts'
import type { Shell } from './shell.ts'

/** With what there is to look at in what is published. */
export interface ToldStatus extends PublishStatus {
  readonly warnings: readonly LocatedProblem[]
  /** Drafts of files, which are no part of it. */
  readonly drafts: number
}

const askEveryMs = 200

/**
 * The status at the end: ready after a dry run, else in force; `everybody`: and everybody was brought up to it, with memories of attributes and of what
 * Oncue itself made happen filled. Throws when it was refused.
 */
export async function followPublication(shell: Shell, door: AdminDoor, request: object, until: 'in force' | 'everybody' = 'in force'): Promise<ToldStatus> {
  const { terminal } = shell
  const clock = await shell.clock()
  const bar = terminal.isWatched
    ? new SingleBar({ format: '{bar} {percentage}% | {state}', hideCursor: true, clearOnComplete: true, stream: process.stderr })
    : undefined
  let status = await askAdmin<ToldStatus>(door, '/admin/v1/publish', request)
  bar?.start(1, 0, { state: status.state })
  try {
    while (!isOver(status, until)) {
      await new Promise<void>((resolve) => clock.at(clock.now() + askEveryMs, resolve))
      if (shell.interrupted.aborted) {
        throw new CommandFailure('no longer followed', { kind: 'interrupted', fix: 'the server goes on with it; `oncue publish --status` says how far it is' })
      }
      status = await askAdminFor<ToldStatus>(door, { method: 'GET', path: '/admin/v1/publish' })
      bar?.setTotal(Math.max(status.of, 1))
      bar?.update(status.done, { state: status.state === 'in force' ? 'bringing people up to it' : status.state })
    }
  } finally {
    bar?.stop()
  }
  if (status.state === 'refused') throw new CommandFailure(`not published: ${status.problem ?? 'it was refused'}`)
  return status
}

function isOver({ state, done, of }: PublishStatus, until: 'in force' | 'everybody'): boolean {
  if (state === 'in force') return until === 'in force' || done >= of
  return state === 'ready' || state === 'refused'
}
