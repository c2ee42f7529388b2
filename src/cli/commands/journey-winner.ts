// oncue journey winner NAME VARIANT: those who wait in the trial of a mail to many get this variant, now.

import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

export const journeyWinner = command({
  name: 'winner',
  summary: 'Choose what those get who wait in the trial of a mail to many; they go on at once',
  args: {
    name: { type: 'positional', required: true, description: 'The journey' },
    variant: { type: 'positional', required: true, description: 'One of the variants of its trial' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const path = `/admin/v1/journeys/${encodeURIComponent(args.name)}/winner`
    const answer = await askAdmin<{ readonly trial: { readonly waiting: number } }>(door, path, { variant: args.variant })
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(`Chosen for ${printable(args.name)}: ${printable(args.variant)}, for ${answer.trial.waiting} who waited.\n`)
    return 0
  },
})
