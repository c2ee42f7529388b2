// oncue forecast: what the definitions folder would do over the last weeks: entries and messages by the day, where they would wait, and from where on the
// guard would pause a journey.

import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags } from '../admin-door.ts'
import { askForecast } from '../ask-forecast.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { forecastText } from '../forecast-text.ts'
import { printJson } from '../print-json.ts'

export const forecast = command({
  name: 'forecast',
  summary: 'Say what the definitions folder would do: who enters, what is sent, where it would wait, when the guard would pause',
  args: {
    drafts: { type: 'boolean', description: 'Drafts stand in the place of their files' },
    'in-force': { type: 'boolean', description: 'What is in force, instead of what the folder says' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const wish = { of: args['in-force'] === true ? 'in force' : 'folder', drafts: args.drafts === true } as const
    const { forecast: found, problem } = await askForecast(door, wish, (done, of) => {
      if (of > 0 && args.json !== true) shell.terminal.report(`read ${done.toLocaleString('en')} of ${of.toLocaleString('en')} lines of history\n`)
    })
    if (found === null) throw new CommandFailure(problem ?? 'the server does not say what is to be expected')
    if (args.json === true) printJson(shell.terminal, found)
    else shell.terminal.print(forecastText(found, shell.terminal.columns))
    return 0
  },
})
