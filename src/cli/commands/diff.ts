// oncue diff JOURNEY [A] [B]: what differs between two versions, step by step and in words; without B the newer one is what the folder says.

import { loadDefinitions } from '../../authoring/load-definitions.ts'
import { definitionsInUse } from '../../definitions-folder/definitions-in-use.ts'
import { changeText, diffJourneys } from '../../engine/diff-journeys.ts'
import { diffLines } from '../../engine/diff-lines.ts'
import type { JourneyVersionView } from '../../insight/journey-versions.ts'
import type { Journey } from '../../model/journey.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { noSuchJourney } from '../no-such-journey.ts'
import { printJson } from '../print-json.ts'
import { printable } from '../table.ts'
import { wholeNumber, withViews } from '../with-views.ts'

export const diff = command({
  name: 'diff',
  summary: 'Show what differs between two versions of a journey, by step and in words',
  args: {
    journey: { type: 'positional', required: true, description: 'The journey' },
    older: { type: 'positional', required: false, description: 'The older version (the live one, or the one before it when the folder says the same)' },
    newer: { type: 'positional', required: false, description: 'The newer version (what the definitions folder says)' },
    raw: { type: 'boolean', description: 'Lines of JSON instead of words' },
    definitions: { type: 'string', description: 'The definitions folder (ONCUE_DEFINITIONS)', valueHint: 'folder' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: ({ args, ...shell }) =>
    withViews(shell, args.data, async (views) => {
      const versions = await views.versions(args.journey)
      if (versions.length === 0) throw noSuchJourney(args.journey, await views.journeyNames())
      const flags = { ...(args.data === undefined ? {} : { data: args.data }), ...(args.definitions === undefined ? {} : { definitions: args.definitions }) }
      const { definitions } = await loadDefinitions(definitionsInUse(readConfiguration(shell.environment, flags)).folder)
      const written = definitions?.journeys.find(({ journey }) => journey === args.journey)
      const [older, newer] = sidesOf(versions, written, args)
      const changes = diffJourneys(older.definition, newer.definition)
      if (args.json === true) printJson(shell.terminal, { journey: args.journey, older: older.name, newer: newer.name, changes })
      else {
        const lines = args.raw === true ? diffLines(older.definition, newer.definition) : changes.map(changeText)
        const head = `${args.journey}: ${older.name} -> ${newer.name}\n`
        shell.terminal.print(printableLines(head, lines.length === 0 ? ['no difference'] : lines))
      }
      return 0
    }),
})

interface Side {
  readonly name: string
  readonly definition: Journey
}

function sidesOf(
  versions: readonly JourneyVersionView[],
  written: Journey | undefined,
  { older, newer }: { readonly older?: string | undefined; readonly newer?: string | undefined },
): readonly [Side, Side] {
  const numbered = (text: string): Side => {
    const version = wholeNumber(text.replace(/^v/, ''), 'the version')
    const found = versions.find((one) => one.version === version)
    if (found === undefined) throw new CommandFailure(`there is no version ${version}`, { fix: `there are: ${versions.map((one) => one.version).join(', ')}` })
    return sideOf(found)
  }
  const live = versions.find(({ status }) => status === 'live') ?? (versions[0] as JourneyVersionView)
  const folder = written && { name: 'the folder', definition: written }
  if (older !== undefined) return [numbered(older), newer === undefined ? (folder ?? sideOf(live)) : numbered(newer)]
  if (folder !== undefined && diffJourneys(live.definition, folder.definition).length > 0) return [sideOf(live), folder]
  return [sideOf(versions.find(({ version }) => version < live.version) ?? live), sideOf(live)]
}

function sideOf({ version, definition }: JourneyVersionView): Side {
  return { name: `version ${version}`, definition }
}

function printableLines(head: string, lines: readonly string[]): string {
  return [head.trimEnd(), ...lines].map((line) => `${printable(line)}\n`).join('')
}
