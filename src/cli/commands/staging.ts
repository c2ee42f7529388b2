// oncue staging: makes a copy of a workspace to try things on, with people who are nobody, and runs it, which only reads the workspace; and takes what was changed
// in it over as drafts.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SingleBar } from 'cli-progress'
import { OncueError } from '../../model/errors.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { adminFlags, askAdmin, askAdminFor, doorOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { printJson } from '../print-json.ts'
import type { StagingMade } from '../shell.ts'
import { printable, table } from '../table.ts'
import { wholeNumber } from '../with-views.ts'
import { serve } from './start.ts'

export const stagingCreate = command({
  name: 'create',
  summary: 'Copy the workspace into a folder of its own, with people who are nobody and a clock that can be wound, also while Oncue runs',
  args: {
    folder: { type: 'positional', required: true, description: 'Where the copy goes: a folder that does not exist yet' },
    people: { type: 'string', description: 'How many people come along, drawn by chance, or `all`', valueHint: 'n', default: '1000' },
    keep: { type: 'string', description: 'Fields that hold nobody’s own and stay as they are: category,utm_source', valueHint: 'names' },
    definitions: { type: 'string', description: 'The definitions folder (ONCUE_DEFINITIONS)', valueHint: 'folder' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const { terminal, interrupted } = shell
    const given = { ...(args.data === undefined ? {} : { data: args.data }), ...(args.definitions === undefined ? {} : { definitions: args.definitions }) }
    const configuration = readConfiguration(shell.environment, given)
    const folder = resolve(args.folder)
    const people = args.people === 'all' ? 'all' : wholeNumber(args.people, '--people')
    const keep = all('keep').flatMap((names) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    const bar = terminal.isWatched
      ? new SingleBar({ format: '{bar} {percentage}% | {events} events, {mails} messages | {eta_formatted}', clearOnComplete: true })
      : undefined
    bar?.start(1, 0, { events: 0, mails: 0 })
    try {
      const onProgress = ({ done, of, events, mails }: { done: number; of: number; events: number; mails: number }): void => {
        bar?.setTotal(of)
        bar?.update(done, { events, mails })
      }
      const made = await shell.stage(configuration, { folder, people, keep }, { onProgress, signal: interrupted })
      bar?.stop()
      if (args.json === true)
        printJson(terminal, { folder, people: made.people, events: made.events, messages: made.mails, unmatched: made.unmatched, missing: made.missing })
      else terminal.print(summary(folder, made))
      return 0
    } finally {
      bar?.stop()
    }
  },
})

export const stagingStart = command({
  name: 'start',
  summary: 'Run a copy for staging on this machine; nothing leaves it, whatever the settings and the environment say',
  args: {
    folder: { type: 'positional', required: true, description: 'The folder of the copy' },
    port: { type: 'string', description: 'The port to listen on (PORT, else 4401)', valueHint: 'port' },
  },
  run: async ({ args, terminal, environment, interrupted }) => {
    const folder = resolve(args.folder)
    const config = join(folder, 'oncue.yaml')
    if (!existsSync(config)) throw new OncueError('staging-none', { folder })
    // The environment may be that of the workspace: its mail server, its secrets, its data folder. Only where to listen is taken from it.
    const port = args.port ?? environment['PORT']
    const where = { data: join(folder, 'data'), definitions: join(folder, 'definitions'), ...(port === undefined ? {} : { port }) }
    const configuration = readConfiguration({}, where, config)
    const { isStaging } = await import('../../app.ts')
    if (!(await isStaging(configuration))) throw new OncueError('staging-none', { folder })
    return serve(configuration, { terminal, interrupted })
  },
})

interface Changes {
  readonly changes: readonly {
    readonly path: string
    readonly does: string
    readonly isChangedHere: boolean
    readonly draftBy: string | null
    readonly locked: string | null
  }[]
  readonly unpublished: readonly string[]
}

type Change = Changes['changes'][number]

export const stagingTakeOver = command({
  name: 'take-over',
  summary: 'Take what was changed in a copy over as drafts of the workspace; nothing is in force by it',
  args: {
    name: { type: 'positional', required: true, description: 'The copy, one of those that the console made' },
    files: {
      type: 'string',
      description: 'Only these files, also those that were changed on both sides: workspace.yaml,journeys/cart.yaml',
      valueHint: 'files',
    },
    preview: { type: 'boolean', description: 'Only list what was changed' },
    ...adminFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const { terminal } = shell
    const door = doorOf(shell, args)
    const path = `/admin/v1/staging/${encodeURIComponent(args.name)}`
    const { changes, unpublished } = await askAdminFor<Changes>(door, { method: 'GET', path: `${path}/changes` })
    const named = all('files').flatMap((names) => names.split(',').map((one) => one.trim()))
    const isPlain = ({ isChangedHere, draftBy, locked }: Change): boolean => !isChangedHere && draftBy === null && locked === null
    const paths = named.length > 0 ? named : changes.filter(isPlain).map((one) => one.path)
    const taken =
      args.preview === true || paths.length === 0 ? [] : (await askAdmin<{ readonly drafts: readonly string[] }>(door, `${path}/take-over`, { paths })).drafts
    if (args.json === true) printJson(terminal, { changes, unpublished, drafts: taken })
    else {
      terminal.print(
        changes.length === 0 ? 'Nothing was published in the copy that is not so here as well.\n' : table(changes, changeColumns, terminal.columns),
      )
      if (unpublished.length > 0) terminal.print(`Drafts in the copy, which do not come along: ${unpublished.map(printable).join(', ')}\n`)
      if (taken.length > 0) terminal.print(`Drafts here now: ${taken.map(printable).join(', ')}. Publish them in the console.\n`)
    }
    return 0
  },
})

const changeColumns = [
  { title: 'file', value: ({ path }: Change) => path },
  { title: 'does', value: ({ does }: Change) => does },
  { title: 'here', value: whatStandsHere },
]

function whatStandsHere({ isChangedHere, draftBy, locked }: Change): string {
  if (locked !== null) return `cannot be changed: ${locked}`
  const both = isChangedHere ? ['changed too since'] : []
  return [...both, ...(draftBy === null ? [] : [`draft of ${printable(draftBy)}`])].join(', ')
}

function summary(folder: string, { people, events, mails, unmatched, missing }: StagingMade): string {
  const count = (number: number): string => number.toLocaleString('en')
  const plural = (number: number, one: string, many: string): string => `${count(number)} ${number === 1 ? one : many}`
  const lost =
    unmatched === 0 ? '' : `${plural(unmatched, 'answer to a message was', 'answers to messages were')} left out, because the copy did not send them.\n`
  const incomplete = missing.length === 0 ? '' : `\nIts definitions do not find all that they import:\n${missing.map((one) => `  ${one}\n`).join('')}`
  return `Copied ${plural(people, 'person', 'people')} with ${plural(events, 'event', 'events')} and ${plural(mails, 'message', 'messages')} into ${folder}.\n${lost}${incomplete}\nRun it:\n  oncue staging start ${folder}\n`
}
