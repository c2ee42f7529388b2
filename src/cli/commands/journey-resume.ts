// oncue journey resume NAME: says what going on means, then lets the journey go on. What would send messages at once needs --yes.

import { durationText } from '../../model/duration.ts'
import { type ResumeMode, resumeModeSchema } from '../../model/pause.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, usageFailure } from '../command-failure.ts'
import { instantText } from '../instants.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable, table } from '../table.ts'

interface Answer {
  readonly preview: {
    readonly journey: string
    readonly mode: ResumeMode
    readonly pausedSince: number
    readonly because: string
    readonly people: number
    readonly moving: number
    readonly leaving: number
    readonly messages: number
    readonly dropped: number
    readonly oldest: number | null
    readonly missed: number | null
    readonly steps: readonly { readonly step: string; readonly people: number; readonly moving: number; readonly leaving: number; readonly messages: number }[]
  }
  readonly resumed: boolean
}

export const journeyResume = command({
  name: 'resume',
  summary: 'Let a paused journey go on, after saying how many people move and how many messages are ready at once',
  args: {
    name: { type: 'positional', required: true, description: 'The journey' },
    shift: { type: 'boolean', description: 'What was left of each wait goes on' },
    'catch-up': { type: 'boolean', description: 'As if there had been no pause; what is due goes out now, under caps and quiet hours' },
    'drop-stale': { type: 'boolean', description: 'Whoever should have moved meanwhile leaves; the others wait for the instants they waited for' },
    preview: { type: 'boolean', description: 'Only say what it would mean' },
    yes: { type: 'boolean', description: 'Go on although messages are ready at once' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  async run({ args, ...shell }) {
    const modes = resumeModeSchema.options.filter((mode) => args[mode] === true)
    const [mode] = modes
    if (mode === undefined || modes.length > 1) throw usageFailure('name exactly one of --shift, --catch-up and --drop-stale')
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    const path = `/admin/v1/journeys/${encodeURIComponent(args.name)}/resume`
    let answer = await askAdmin<Answer>(door, path, { mode, preview: true })
    if (args.json !== true) printPreview(shell.terminal, answer.preview)
    const { messages } = answer.preview
    if (args.preview !== true) {
      if (messages > 0 && args.yes !== true) {
        throw new CommandFailure(`${messages} ${messages === 1 ? 'message is' : 'messages are'} ready at once, so nothing was done`, {
          fix: 'add --yes to go on',
        })
      }
      answer = await askAdmin<Answer>(door, path, { mode })
    }
    if (args.json === true) printJson(shell.terminal, answer)
    else if (answer.resumed) shell.terminal.print(`Resumed: ${printable(args.name)}.\n`)
    return 0
  },
})

function printPreview(terminal: Terminal, preview: Answer['preview']): void {
  const { journey, mode, pausedSince, because, people, moving, leaving, messages, dropped, oldest, missed } = preview
  terminal.print(`${printable(journey)}, paused since ${instantText(pausedSince)}: ${printable(because)}\n`)
  terminal.print(`${mode}: ${people} inside, ${moving} move on at once, ${leaving} leave; messages ready at once: ${messages}`)
  terminal.print(`${dropped === 0 ? '' : `; no longer sent: ${dropped}`}.\n`)
  if (oldest !== null) terminal.print(`The one who has waited longest of them was at their step ${durationText(pausedSince - oldest)} before the pause.\n`)
  if (missed !== null) {
    terminal.print(
      `It was to go out at ${instantText(missed)}, while it was paused: nobody was let in then, and nobody will be. Give it another date to send it.\n`,
    )
  }
  terminal.print('Consent, suppression, quiet hours and caps still hold for each message.\n')
  if (preview.steps.length > 0) terminal.print(table(preview.steps, columns, terminal.columns))
}

type Step = Answer['preview']['steps'][number]

const columns = [
  { title: 'step', value: ({ step }: Step) => step },
  { title: 'here now', value: ({ people }: Step) => people, align: 'right' as const },
  { title: 'move at once', value: ({ moving }: Step) => moving, align: 'right' as const },
  { title: 'leave', value: ({ leaving }: Step) => leaving, align: 'right' as const },
  { title: 'messages', value: ({ messages }: Step) => messages, align: 'right' as const },
]
