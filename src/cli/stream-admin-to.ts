// Writes what an admin door streams to a new file that only its owner may read, or to standard output. A file that was not finished is removed.

import { createWriteStream, rmSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { type AdminDoor, type Asked, streamAdmin } from './admin-door.ts'
import { CommandFailure } from './command-failure.ts'
import type { Shell } from './shell.ts'

export interface Target {
  readonly shell: Pick<Shell, 'terminal'>
  /** Standard output without it. */
  readonly out: string | undefined
}

/** Resolves once all of it is written. */
export async function streamAdminTo(door: AdminDoor, asked: Asked, { shell, out }: Target): Promise<void> {
  if (out === undefined) {
    let last = ''
    await streamAdmin(door, asked, (piece) => {
      shell.terminal.print(piece)
      last = piece
    })
    if (!last.endsWith('\n')) shell.terminal.print('\n')
    return
  }
  const file = createWriteStream(out, { flags: 'wx', mode: 0o600 })
  const written = finished(file)
  written.catch(() => {})
  await new Promise<void>((resolve, reject) => file.once('open', () => resolve()).once('error', (error) => reject(cannotWrite(out, error))))
  let last = ''
  try {
    await streamAdmin(door, asked, async (piece) => {
      last = piece
      if (!file.write(piece)) await new Promise<void>((resolve) => file.once('drain', () => resolve()))
    })
    file.end(last.endsWith('\n') ? '' : '\n')
    await written
  } catch (error) {
    file.destroy()
    rmSync(out, { force: true })
    throw error
  }
  shell.terminal.report(`Wrote ${out}.\n`)
}

function cannotWrite(out: string, error: NodeJS.ErrnoException): CommandFailure {
  return new CommandFailure(error.code === 'EEXIST' ? `${out} exists already` : `${out} cannot be written: ${error.message}`, { fix: 'name a new file' })
}
