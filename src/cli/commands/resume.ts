// oncue resume: lifts a stop switch. What waited under it goes on, or is refused where it expired meanwhile.

import { scopeText } from '../../model/stop.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import { scopeFlags, scopeOf } from '../stop-scope.ts'

export const resume = command({
  name: 'resume',
  summary: 'Lift a stop switch: what waited goes out, unless it expired',
  args: { ...scopeFlags, ...adminFlags, ...dataFlag, ...jsonFlag },
  run: async ({ args, ...shell }) => {
    const scope = scopeOf(args)
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const answer = await askAdmin<object>({ shell, configuration, server: args.server, key: args.key }, '/admin/v1/stops/resume', scope)
    if (args.json === true) printJson(shell.terminal, answer)
    else shell.terminal.print(`Resumed: ${scopeText(scope)}. What waited goes out now, unless it expired or another switch holds it.\n`)
    return 0
  },
})
