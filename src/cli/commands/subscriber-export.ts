// oncue subscriber export ID: everything that is known about a person, as JSON to hand out or take along.

import { createWriteStream, rmSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { adminFlags, doorOf, streamAdmin } from '../admin-door.ts'
import { command, dataFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'

export const subscriberExport = command({
  name: 'export',
  summary: 'Write everything that is known about a person as JSON: to hand out, or to take along',
  args: {
    id: { type: 'positional', required: true, description: 'userId, anonymousId, or #number' },
    out: { type: 'string', description: 'A new file to write to, readable by its owner only; standard output without it', valueHint: 'file' },
    ...adminFlags,
    ...dataFlag,
  },
  run: async ({ args, ...shell }) => {
    const asked = { method: 'GET', path: `/admin/v1/subscribers/${encodeURIComponent(args.id)}/export` } as const
    if (args.out === undefined) {
      await streamAdmin(doorOf(shell, args), asked, (piece) => shell.terminal.print(piece))
      shell.terminal.print('\n')
      return 0
    }
    const { out } = args
    const file = createWriteStream(out, { flags: 'wx', mode: 0o600 })
    const written = finished(file)
    written.catch(() => {})
    await new Promise<void>((resolve, reject) => file.once('open', () => resolve()).once('error', (error) => reject(cannotWrite(out, error))))
    try {
      await streamAdmin(doorOf(shell, args), asked, async (piece) => {
        if (!file.write(piece)) await new Promise<void>((resolve) => file.once('drain', () => resolve()))
      })
      file.end('\n')
      await written
    } catch (error) {
      file.destroy()
      rmSync(out, { force: true })
      throw error
    }
    shell.terminal.report(`Wrote ${out}.\n`)
    return 0
  },
})

function cannotWrite(out: string, error: NodeJS.ErrnoException): CommandFailure {
  return new CommandFailure(error.code === 'EEXIST' ? `${out} exists already` : `${out} cannot be written: ${error.message}`, { fix: 'name a new file' })
}
