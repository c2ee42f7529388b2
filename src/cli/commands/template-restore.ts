// oncue template restore TEMPLATE --to N: brings an older version back as drafts of its files, to be looked at and published.

import { adminFlags, askAdmin, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import { wholeNumber } from '../with-views.ts'

export const templateRestore = command({
  name: 'restore',
  summary: 'Bring an older version of a template back as drafts of its files; nothing is in force before they are published',
  args: {
    template: { type: 'positional', required: true, description: 'The template' },
    to: { type: 'string', description: 'The version to bring back', valueHint: 'version' },
    replace: { type: 'boolean', description: 'Write over drafts of its files' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    if (args.to === undefined)
      throw new CommandFailure('say which version to bring back', { fix: `--to 1; \`oncue template versions ${args.template}\` lists them` })
    const version = wholeNumber(args.to.replace(/^v/, ''), '--to')
    const path = `/admin/v1/templates/${encodeURIComponent(args.template)}/versions/${version}/restore`
    const { restored } = await askAdmin<{ restored: string[] }>(doorOf(shell, args), path, { replaceDrafts: args.replace === true })
    if (args.json === true) printJson(shell.terminal, { restored })
    else if (restored.length === 0) shell.terminal.print(`${printable(args.template)} says what version ${version} said: there is nothing to bring back.\n`)
    else {
      const files = restored.map((file) => `  ${printable(file)}\n`).join('')
      shell.terminal.print(`Version ${version} stands in drafts of these files, which are in force once they are published:\n${files}`)
    }
    return 0
  },
})
