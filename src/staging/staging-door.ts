// Copies for staging that a running server makes: one at a time, in a thread beside it, each in a folder of the data folder. It starts none of them, and deletes none.

import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { StagingCopy, StagingDoor, StagingMaking } from '../api/admin/admin-route.ts'
import { limits } from '../model/limits.ts'
import { threadMemory } from '../runtime/thread-memory.ts'
import { readKeptFile } from '../settings/kept-file.ts'
import type { StagingPlan, StagingProgress } from './create-staging.ts'
import { noteName } from './staging-files.ts'

export interface StagingDoorOptions {
  /** The data folder, and the file of the workspace in it. */
  readonly data: string
  readonly store: string
  readonly definitions: string
  /** What the machine's clock says. */
  readonly now: () => number
}

const noteSchema = z.object({ at: z.int(), people: z.int(), events: z.int(), mails: z.int(), missing: z.array(z.string()).default([]) })
const unreadable = { at: 0, people: 0, events: 0, mails: 0, missing: [] as string[] }

/** Closing it gives up the copy that is being made. */
export function stagingDoor({ data, store, definitions, now }: StagingDoorOptions): StagingDoor & { close(): Promise<void> } {
  const root = resolve(data, 'staging')
  let making: StagingMaking | undefined
  let worker: Worker | undefined
  const copies = (): readonly StagingCopy[] => {
    const names = existsSync(root) ? readdirSync(root).filter((name) => existsSync(join(root, name, noteName)) && !name.endsWith('.unfinished')) : []
    return names
      .map((name) => ({ name, folder: join(root, name), ...noteOf(join(root, name, noteName)) }))
      .sort((one, other) => other.at - one.at || (one.name < other.name ? -1 : 1))
  }
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
    async close() {
      if (worker === undefined || making === undefined) return
      const { name } = making
      await worker.terminate()
      rmSync(join(root, `${name}.unfinished`), { recursive: true, force: true })
    },
  }
}

function noteOf(path: string): z.output<typeof noteSchema> {
  try {
    return readKeptFile(path, noteSchema, unreadable)
  } catch {
    return unreadable
  }
}
