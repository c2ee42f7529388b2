// Where the server of a data folder listens, noted in the folder while it runs, so that commands find it at whatever port it was started. It is a hint and no
// lock: a note of a process that is gone, or that cannot be read, is none.

import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Configuration } from './configuration.ts'
import { readKeptNotes, replaceFile } from './kept-file.ts'

const noteSchema = z.object({ address: z.url({ protocol: /^http$/ }), process: z.int().positive() })

/** Notes where this process listens; the function that comes back takes the note away. */
export function noteRunningServer(configuration: Pick<Configuration, 'data'>, address: string): () => void {
  const path = noteOf(configuration)
  replaceFile(path, `${JSON.stringify({ address, process: process.pid })}\n`)
  return () => rmSync(path, { force: true })
}

/** The address that commands on this machine ask: that of the data folder's server while it runs, else the one that the settings name. */
export function addressOfServer(configuration: Pick<Configuration, 'data' | 'port'>): string {
  return addressWhileRunning(configuration) ?? `http://127.0.0.1:${configuration.port}`
}

/** Where the data folder's server listens; undefined while none is known to run. */
export function addressWhileRunning(configuration: Pick<Configuration, 'data'>): string | undefined {
  const note = readKeptNotes(noteOf(configuration), noteSchema.optional(), undefined)
  return note !== undefined && isAlive(note.process) ? note.address : undefined
}

function noteOf({ data }: Pick<Configuration, 'data'>): string {
  return join(resolve(data), 'running.json')
}

/** A process of somebody else answers with EPERM, and is alive. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
