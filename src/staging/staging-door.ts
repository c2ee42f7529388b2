// Copies for staging that a running server makes: one at a time, in a thread beside it, each in a folder of the data folder, and throws away when it is told to. It
// starts none of them.

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { DefinitionsDoor } from '../api/admin/definitions-door.ts'
import type { StagingCopy, StagingDoor, StagingMaking } from '../api/admin/staging-door.ts'
import { OncueError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import { threadMemory } from '../runtime/thread-memory.ts'
import { dataFolder } from '../settings/data-folder.ts'
import { readKeptFile } from '../settings/kept-file.ts'
import { addressWhileRunning } from '../settings/running-server.ts'
import { type FileLock, takeLock } from '../stores/sqlite/file-lock.ts'
import { changesOfCopy, takeOver } from './changes-of-copy.ts'
import type { StagingPlan, StagingProgress } from './create-staging.ts'
import { noteName } from './staging-files.ts'

export interface StagingDoorOptions {
  /** The data folder, and the file of the workspace in it. */
  readonly data: string
  readonly store: string
  readonly definitions: string
  /** What the workspace's files say, and their drafts. */
  readonly files: DefinitionsDoor
  /** What the machine's clock says. */
  readonly now: () => number
}

const noteSchema = z.object({ at: z.int(), people: z.int(), events: z.int(), mails: z.int(), missing: z.array(z.string()).default([]) })
const unreadable = { at: 0, people: 0, events: 0, mails: 0, missing: [] as string[] }

/** What is on its way out of the folder; the name of no copy ends so. */
const leaving = '.thrown-away'

/** Closing it gives up the copy that is being made. */
export function stagingDoor({ data, store, definitions, files, now }: StagingDoorOptions): StagingDoor & { close(): Promise<void> } {
  const root = resolve(data, 'staging')
  let making: StagingMaking | undefined
  let worker: Worker | undefined
  const copies = (): readonly StagingCopy[] => {
    return namesIn(root)
      .filter((name) => existsSync(join(root, name, noteName)) && !name.endsWith('.unfinished') && !name.endsWith(leaving))
      .map((name) => {
        const folder = join(root, name)
        return { name, folder, runsAt: addressWhileRunning({ data: join(folder, 'data') }), ...noteOf(join(folder, noteName)) }
      })
      .sort((one, other) => other.at - one.at || (one.name < other.name ? -1 : 1))
  }
  // A server that died while it deleted one left the rest of it.
  for (const name of namesIn(root)) if (name.endsWith(leaving)) void rm(join(root, name), { recursive: true, force: true }).catch(() => undefined)
  return {
    copies,
    making: () => making,
    make({ name, people, keep }) {
      if (worker !== undefined) return 'busy'
      if (existsSync(join(root, name))) return 'taken'
      if (copies().length >= limits.stagingCopies) return 'full'
      const plan: StagingPlan = { store, definitions, folder: join(root, name), people, keep, now: now() }
      const begun: StagingMaking = { name, state: 'making', done: 0, of: 0, people: 0, events: 0, mails: 0, problem: null }
      making = begun
      const started = new Worker(new URL('./create-staging.ts', import.meta.url), {
        workerData: { builds: 'staging', plan },
        name: 'staging',
        resourceLimits: threadMemory,
      })
      worker = started
      const fail = (problem: string): void => {
        if (making?.state === 'making') making = { ...making, state: 'failed', problem }
      }
      started.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
      started.on('exit', () => {
        fail('its thread ended')
        worker = undefined
      })
      started.on('message', ({ progress, result, failure }: { progress?: StagingProgress; result?: StagingProgress; failure?: string }) => {
        if (making?.state === 'stopping') making = undefined
        if (making === undefined) return
        if (progress !== undefined) making = { ...making, ...progress }
        if (failure !== undefined) fail(failure)
        if (result !== undefined) making = undefined
      })
      return begun
    },
    stop() {
      if (making?.state === 'making') making = { ...making, state: 'stopping' }
      else making = undefined
      worker?.postMessage('stop')
    },
    async remove(name) {
      if (!copies().some((copy) => copy.name === name)) return 'unknown'
      const folder = join(root, name)
      const lock = lockOf(folder)
      if (lock === undefined) return 'running'
      const away = `${folder}${leaving}`
      try {
        rmSync(away, { recursive: true, force: true })
        // In one step it is no copy any more: what cannot be deleted stands in the way of nothing.
        renameSync(folder, away)
      } finally {
        lock.release()
      }
      await rm(away, { recursive: true, force: true })
      return 'removed'
    },
    async changes(name) {
      const copy = copies().find((one) => one.name === name)
      return copy && changesOfCopy(copy.folder, files)
    },
    async takeOver({ name, ...wish }) {
      const copy = copies().find((one) => one.name === name)
      return copy === undefined ? 'unknown' : ((await takeOver(copy.folder, { ...wish, definitions: files })) ?? 'other')
    },
    async close() {
      if (worker === undefined || making === undefined) return
      const { name } = making
      await worker.terminate()
      rmSync(join(root, `${name}.unfinished`), { recursive: true, force: true })
    },
  }
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/** That no server begins there meanwhile; undefined while one runs. */
function lockOf(folder: string): FileLock | undefined {
  try {
    return takeLock(dataFolder({ data: join(folder, 'data') }).store)
  } catch (error) {
    if (error instanceof OncueError && error.code === 'store-locked') return undefined
    throw error
  }
}

function noteOf(path: string): z.output<typeof noteSchema> {
  try {
    return readKeptFile(path, noteSchema, unreadable)
  } catch {
    return unreadable
  }
}
