// oncue rollback JOURNEY: an older definition comes into force again, as a new version.

import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { followPublication } from '../follow-publication.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import type { Shell } from '../shell.ts'
import { wholeNumber, withViews } from '../with-views.ts'
import { outcomeText, peopleFlags, publishRequest } from './publish.ts'

export const rollback = command({
  name: 'rollback',
  summary: 'Put an older version of a journey in force again, as a new version; its file follows with its next change',
  args: {
    journey: { type: 'positional', required: true, description: 'The journey' },
    to: { type: 'string', description: 'The version to go back to (the one before the live one)', valueHint: 'version' },
    ...peopleFlags,
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const rollbackTo = args.to === undefined ? await versionBefore(shell, args.data, args.journey) : wholeNumber(args.to, '--to')
    const request = publishRequest({ ...args, map: all('map') }, shell.environment)
    const door = { shell, configuration, server: args.server, key: args.key }
    const status = await followPublication(shell, door, { ...request, journey: args.journey, rollbackTo })
    if (args.json === true) printJson(shell.terminal, status)
    else {
      const note = status.isDryRun
        ? ''
        : `${args.journey} says what version ${rollbackTo} said. Its file is as it was: the next change of it is published as it is.\n`
      shell.terminal.print(outcomeText(status, shell.terminal.columns) + note)
    }
    return 0
  },
})

async function versionBefore(shell: Shell, data: string | undefined, journey: string): Promise<number> {
  const versions = await withViews(shell, data, async (views) => {
    const found = await views.versions(journey)
    if (found.length === 0) throw noSuchJourney(journey, await views.journeyNames())
    return found
  })
  const live = versions.find(({ status }) => status === 'live')
  const before = live && versions.find(({ version }) => version < live.version)
  if (before === undefined) throw new CommandFailure(`there is no version before the live one of "${journey}"`, { fix: '`oncue versions` lists them' })
  return before.version
}
