// oncue journey pause NAME: nobody enters, nobody moves, nothing is sent, until `oncue journey resume`.

import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'

export const journeyPause = command({
  name: 'pause',
  summary: 'Pause a journey: nobody enters, nobody moves, nothing is sent; what is being handed over finishes',
  args: {
    name: { type: 'positional', required: true, description: 'The journey' },
    because: { type: 'string', required: true, description: 'Why, for those who wonder later', valueHint: 'text' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const answer = await askAdmin<object>(door, `/admin/v1/journeys/${encodeURIComponent(args.name)}/pause`, { because: args.because })
    if (args.json === true) printJson(shell.terminal, answer)
    else
      shell.terminal.print(
        `Paused: ${printable(args.name)}. \`oncue journey resume ${printable(args.name)} --shift --preview\` says what going on would mean.\n`,
      )
    return 0
  },
})
