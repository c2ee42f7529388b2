// oncue backup: a consistent copy of the workspace, or of the whole data folder, also while a server works on it.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { withViews } from '../with-views.ts'

export const backup = command({
  name: 'backup',
  summary: 'Write a consistent copy of the workspace, or with --whole of the data folder, also while Oncue runs',
  args: {
    file: { type: 'positional', required: true, description: 'The file to write, or with --whole the folder; it must not exist' },
    whole: { type: 'boolean', description: 'Everything that a server needs to be the same server: accounts, keys, secrets, phone numbers and mailbox too' },
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const to = resolve(args.file)
    if (args.whole === true) {
      const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
      const { files, bytes } = await shell.backUpWhole(configuration, to)
      if (args.json === true) printJson(shell.terminal, { folder: to, files, bytes })
      else shell.terminal.print(`Wrote ${to} (${files} files, ${bytes.toLocaleString('en')} bytes). A server starts from it with --data.\n`)
      return 0
    }
    return withViews(shell, args.data, async (views) => {
      await views.backup(to)
      const { size } = statSync(to)
      if (args.json === true) printJson(shell.terminal, { file: to, bytes: size })
      else shell.terminal.print(`Wrote ${to} (${size.toLocaleString('en')} bytes). Accounts, keys and secrets are not in it: --whole has them.\n`)
      return 0
    })
  },
})
