// oncue backup FILE: a consistent copy of the workspace, also while a server works on it.

import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { withViews } from '../with-views.ts'

export const backup = command({
  name: 'backup',
  summary: 'Write a consistent copy of the workspace to a new file, also while Oncue runs',
  args: { file: { type: 'positional', required: true, description: 'The file to write; it must not exist' }, ...dataFlag, ...jsonFlag },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const file = resolve(args.file)
      await views.backup(file)
      const { size } = statSync(file)
      if (args.json === true) printJson(shell.terminal, { file, bytes: size })
      else shell.terminal.print(`Wrote ${file} (${size.toLocaleString('en')} bytes).\n`)
      return 0
    }),
})
