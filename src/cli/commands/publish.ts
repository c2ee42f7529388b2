// oncue publish: puts the server's definitions folder in force, after showing what that means for the people inside.

import { problemText } from '../../authoring/source-document.ts'
import { type PublishStatus, peopleChoices } from '../../model/publication.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { type AdminDoor, adminFlags, askAdminFor } from '../admin-door.ts'
import { expectationText } from '../ask-forecast.ts'
import { askPublication, type Preview } from '../ask-publication.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, usageFailure } from '../command-failure.ts'
import { followPublication, type ToldStatus } from '../follow-publication.ts'
import { printJson } from '../print-json.ts'
import { previewText } from '../publication-text.ts'
import type { Shell } from '../shell.ts'
import { printable } from '../table.ts'

/** What becomes of people; the same for publishing and for going back. */
export const peopleFlags = {
  people: {
    type: 'enum',
    options: [...peopleChoices] as string[],
    default: 'stay',
    description: 'People inside: stay on their version, move to the same step of the new one, or restart on it',
  },
  map: {
    type: 'string',
    description: 'OLD=NEW for --people move: a step that is renamed or gone; NEW may be :end or :stay; several with commas',
    valueHint: 'steps',
  },
  existing: { type: 'boolean', description: 'Let those in for whom an entrance holds already; --dry-run counts them' },
  'dry-run': { type: 'boolean', description: 'Only show what it would mean' },
  by: { type: 'string', description: 'Who publishes, for the list of versions (USER)', valueHint: 'name' },
} as const

export const publish = command({
  name: 'publish',
  summary: "Put the server's definitions in force; on a terminal, after showing what that means and asking about the people inside",
  args: {
    ...peopleFlags,
    journey: { type: 'string', description: 'Only the people of this journey, also when it has not changed', valueHint: 'name' },
    wait: { type: 'boolean', description: 'Wait until everybody has been brought up to it, new memories and all' },
    yes: { type: 'boolean', description: 'Ask nothing, also on a terminal' },
    status: { type: 'boolean', description: 'Show how far the newest publication is' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const door = { shell, configuration, server: args.server, key: args.key }
    if (args.status === true) {
      const status = await askAdminFor<PublishStatus>(door, { method: 'GET', path: '/admin/v1/publish' })
      if (args.json === true) printJson(shell.terminal, status)
      else shell.terminal.print(statusText(status))
      return 0
    }
    const until = args.wait === true ? 'everybody' : 'in force'
    const { ask } = shell.terminal
    const hasSaid = args.yes === true || args.json === true || args['dry-run'] === true || args.journey !== undefined
    if (ask !== undefined && !hasSaid && all('people').length === 0 && all('map').length === 0) {
      return publishAsked({ shell, door, ask, until }, publishRequest({ ...args, map: [] }, shell.environment))
    }
    const request = publishRequest({ ...args, map: all('map') }, shell.environment)
    const status = await followPublication(shell, door, { ...request, ...(args.journey !== undefined && { journey: args.journey }) }, until)
    if (args.json === true) printJson(shell.terminal, status)
    else {
      const expected = args['dry-run'] === true && status.preview !== null ? await expectationText(door, status.preview, shell.terminal) : ''
      shell.terminal.print(outcomeText(status, shell.terminal.columns, expected))
    }
    return 0
  },
})

interface Asked {
  readonly shell: Shell
  readonly door: AdminDoor
  readonly ask: (question: string) => Promise<string>
  readonly until: 'everybody' | 'in force'
}

async function publishAsked({ shell, door, ask, until }: Asked, request: object): Promise<number> {
  const { terminal } = shell
  const preview: Preview = async (wanted) => {
    const status = await followPublication(shell, door, { ...request, ...wanted, dryRun: true })
    if (status.preview === null) throw new CommandFailure('the server does not say what it would mean')
    return status.preview
  }
  const wanted = await askPublication({ ...terminal, ask }, preview, (found) => expectationText(door, found, terminal))
  if (wanted === undefined) {
    terminal.print('Nothing was changed.\n')
    return 0
  }
  for (const one of wanted) {
    const { publication, drafts } = await followPublication(shell, door, { ...request, ...one }, until)
    const whom = one.journey === undefined ? '' : `; the people of ${printable(one.journey)} ${one.people === 'move' ? 'move' : 'begin anew'}`
    terminal.print(`In force as publication ${publication?.number}${whom}.\n${draftsText(drafts)}`)
  }
  return 0
}

/** The flags about people as the door wants them. */
export function publishRequest(
  args: {
    readonly people: string
    readonly map: readonly string[]
    readonly existing?: boolean | undefined
    readonly 'dry-run'?: boolean | undefined
    readonly by?: string | undefined
  },
  environment: Readonly<Record<string, string | undefined>>,
): object {
  const map: Record<string, string> = {}
  for (const pair of args.map.flatMap((value) => value.split(','))) {
    const [from, to, more] = pair.split('=').map((part) => part.trim())
    if (!from || !to || more !== undefined) throw usageFailure(`--map ${pair} says nothing`, 'as in --map old-step=new-step')
    map[from] = to
  }
  const by = args.by ?? environment['USER']
  return { people: args.people, map, existing: args.existing === true, dryRun: args['dry-run'] === true, ...(by !== undefined && by !== '' && { by }) }
}

/** What it would mean, or that it is in force now. */
export function outcomeText({ preview, publication, isDryRun, done, of, warnings, drafts }: ToldStatus, columns: number, expected = ''): string {
  // What is expected of it says in its own words what history has against it.
  const shown = expected === '' ? warnings : warnings.filter(({ code }) => !code.startsWith('ahead/'))
  const text = (preview === null ? '' : previewText(preview, columns)) + shown.map((one) => `! ${printable(problemText(one))}\n`).join('') + draftsText(drafts)
  if (isDryRun) return `${text}${expected === '' ? '' : `\n${expected}`}\nNothing was changed: this was a dry run.\n`
  const people =
    done >= of && of > 0
      ? 'Everybody has been brought up to it'
      : 'People are brought up to it in the background; `oncue publish --status` says how far that is'
  return `${text}\nIn force as publication ${publication?.number}. ${people}.\n`
}

/** Only files are published by command; what waits in the console as a draft would be looked for in vain. */
function draftsText(drafts: number): string {
  if (drafts === 0) return ''
  return `${drafts === 1 ? '1 draft of a file is' : `${drafts} drafts of files are`} no part of it; \`oncue draft list\` names them, and the console publishes them.\n`
}

function statusText({ state, done, of, publication, problem }: PublishStatus): string {
  if (state === 'none') return 'Nothing was published since the server started.\n'
  if (state === 'refused') return `Not published: ${problem}\n`
  const share = of === 0 ? '' : `, ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`
  if (state === 'in force') return `Publication ${publication?.number} is in force; people brought up to it${share.replace(',', ':')}.\n`
  return `${state}${share}\n`
}
