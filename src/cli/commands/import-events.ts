// oncue import events FILE: brings events of the past, or of another system, into a running server, or into the workspace itself when none runs.

import { basename } from 'node:path'
import { SingleBar } from 'cli-progress'
import { knownWriteKey } from '../../access/secrets.ts'
import { type Mapping, readMapping } from '../../imports/field-mapping.ts'
import { openRows, type RowFile, type RowOptions } from '../../imports/read-rows.ts'
import { RowNames } from '../../imports/row-names.ts'
import { isZone } from '../../model/is-zone.ts'
import { type Configuration, readConfiguration } from '../../settings/configuration.ts'
import { answers, openWorkspace, serverOf } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, exitCodes, usageFailure } from '../command-failure.ts'
import { type Imported, importRows, type Refusal } from '../import/import-events.ts'
import { fingerprintOf, type ImportCounts } from '../import/import-mark.ts'
import { importPreviewText, messagesOf } from '../import/import-preview.ts'
import { onWorkspace, overHttp, type Server } from '../import/post-batch.ts'
import { encodingOf, rowFlags, rowOptionsOf } from '../import/row-options.ts'
import { printJson } from '../print-json.ts'
import type { Shell, ShellClock, Terminal } from '../shell.ts'
import { printable } from '../table.ts'

/** Refused lines that are shown while it runs; all are in the file. */
const shownRefusals = 10

export const importEvents = command({
  name: 'events',
  summary: 'Import events from CSV or NDJSON, plain or gzipped',
  args: {
    file: { type: 'positional', required: true, description: 'The file: .csv, .tsv, .ndjson, .jsonl, each also .gz' },
    map: {
      type: 'string',
      description: 'FIELD=COLUMN, =:CONSTANT, =COLUMN{VALUE:NAME,...} or timestamp=COLUMN(FORM); several with commas',
      valueHint: 'mapping',
    },
    property: { type: 'string', description: 'NAME=COLUMN:TYPE (text, number, money, boolean, time, json), or * for all other columns', valueHint: 'property' },
    trait: { type: 'string', description: 'NAME=COLUMN:TYPE: attributes of the subscriber', valueHint: 'trait' },
    zone: { type: 'string', description: 'The time zone of local times in the file', default: 'UTC', valueHint: 'zone' },
    silent: { type: 'boolean', description: 'History, the default: conditions take the events in, but they let nobody into a journey' },
    'may-trigger': { type: 'boolean', description: 'The events may let people in: shows what they would set off, and imports with --yes' },
    yes: { type: 'boolean', description: 'With --may-trigger: import' },
    ...rowFlags,
    encoding: { type: 'enum', options: ['auto', 'utf8', 'latin1'], default: 'auto', description: 'How the file is encoded' },
    server: {
      type: 'string',
      description: 'The server (that of the data folder, else http://127.0.0.1 and PORT; without one, the workspace itself)',
      valueHint: 'address',
    },
    key: { type: 'string', description: 'A server write key (ONCUE_WRITE_KEY, or that of the data folder)', valueHint: 'key' },
    mark: { type: 'string', description: 'Where to note how far it got (FILE.import-mark.json in this folder)', valueHint: 'file' },
    refused: { type: 'string', description: 'Where to keep refused lines (FILE.refused.ndjson in this folder)', valueHint: 'file' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    if (!isZone(args.zone)) throw usageFailure(`there is no time zone "${args.zone}"`, 'as in Europe/Berlin')
    const flags = { map: all('map'), property: all('property'), trait: all('trait'), zone: args.zone }
    const mapping = readMapping(flags)
    const mayTrigger = args['may-trigger'] === true
    if (mayTrigger && args.silent === true) throw usageFailure('--silent and --may-trigger contradict each other')
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    if (mayTrigger && args.yes !== true) return showPreview(shell, { args, mapping, configuration })
    const rows = await openRows(args.file, rowOptions(args))
    const clock = await shell.clock()
    const startedAt = clock.now()
    const refusedFile = args.refused ?? `${basename(args.file)}.refused.ndjson`
    const fingerprint = await fingerprintOf(args.file, { ...flags, silent: !mayTrigger, columns: args.columns })
    const reading = { map: flags.map, columns: args.columns }
    const names = new RowNames({ reading, file: await fingerprintOf(args.file, reading) })
    const target = await targetOf(shell, configuration, args)
    const progress = progressOf({ rows, terminal: shell.terminal, clock })
    const result = await importRows({
      rows,
      mapping,
      server: {
        ...target,
        clock,
        interrupted: shell.interrupted,
        onWait: progress.waits,
      },
      fingerprint,
      names,
      silent: !mayTrigger,
      markFile: args.mark ?? `${basename(args.file)}.import-mark.json`,
      refusedFile,
      onProgress: progress.update,
      onRefused: progress.refused,
    }).finally(async () => {
      progress.stop()
      await target.close()
    })
    const seconds = (clock.now() - startedAt) / 1000
    if (args.json === true) printJson(shell.terminal, summaryJson({ file: args.file, result, refusedFile, seconds }))
    else shell.terminal.print(summaryText({ file: args.file, result, refusedFile, seconds }))
    return result.counts.refused > 0 ? exitCodes.partly : 0
  },
})

/** The server that is named or runs on this machine; else the workspace itself, as its only writer. */
async function targetOf(
  shell: Shell,
  configuration: Configuration,
  { server, key: given }: { readonly server?: string | undefined; readonly key?: string | undefined },
): Promise<Pick<Server, 'who' | 'post'> & { readonly close: () => Promise<void> }> {
  const address = serverOf({ configuration, server })
  if (server === undefined && !(await answers(address))) {
    const offline = await openWorkspace({ shell, configuration, server })
    return { ...onWorkspace(offline), close: () => offline.close() }
  }
  const key = given ?? shell.environment['ONCUE_WRITE_KEY'] ?? knownWriteKey(configuration)
  if (key === undefined) throw new CommandFailure('there is no write key', { fix: 'give one with --key or ONCUE_WRITE_KEY' })
  return { ...overHttp({ address, key }), close: async () => {} }
}

interface Preview {
  readonly args: RowArgs & { readonly file: string; readonly json?: boolean | undefined }
  readonly mapping: Mapping
  readonly configuration: Configuration
}

/** Shows what the file would set off, and imports nothing. */
async function showPreview(shell: Shell, { args, mapping, configuration }: Preview): Promise<number> {
  const rows = await openRows(args.file, rowOptions(args))
  const preview = await shell.previewImport(configuration, messagesOf(rows, mapping))
  if (preview === undefined) throw new CommandFailure('nothing was published yet, so nothing can be set off')
  if (args.json === true) printJson(shell.terminal, preview)
  else
    shell.terminal.print(`${importPreviewText(preview, shell.terminal.columns)}Nothing was imported. With --yes it is; without --may-trigger nobody enters.\n`)
  return 0
}

interface RowArgs {
  readonly delimiter?: string | undefined
  readonly columns?: string | undefined
  readonly encoding?: string | undefined
}

function rowOptions(args: RowArgs): RowOptions {
  return {
    ...rowOptionsOf(args),
    ...encodingOf(args.encoding),
  }
}

interface Progress {
  update(this: void, counts: ImportCounts): void
  refused(this: void, refusal: Refusal): void
  waits(this: void, reason: string, waitMs: number): void
  stop(this: void): void
}

/** A bar for people; refused lines for everybody, the first few as they come. */
function progressOf({ rows, terminal, clock }: { readonly rows: RowFile; readonly terminal: Terminal; readonly clock: ShellClock }): Progress {
  const startedAt = clock.now()
  let shown = 0
  const bar = terminal.isWatched
    ? new SingleBar({
        format: '{bar} {percentage}% | {events} events | {rate}/s | {refused} refused',
        hideCursor: true,
        clearOnComplete: true,
        stream: process.stderr,
      })
    : undefined
  bar?.start(rows.totalBytes, 0, { events: 0, rate: 0, refused: 0 })
  return {
    update: ({ accepted, duplicates, refused }) => {
      const events = accepted + duplicates
      const rate = Math.round(events / Math.max((clock.now() - startedAt) / 1000, 0.001))
      bar?.update(rows.readBytes(), { events: events.toLocaleString('en'), rate: rate.toLocaleString('en'), refused: refused.toLocaleString('en') })
    },
    refused: ({ line, reason }) => {
      shown += 1
      if (shown <= shownRefusals) terminal.report(`line ${line}: ${printable(reason)}\n`)
      if (shown === shownRefusals + 1) terminal.report('further refused lines are only kept in the file\n')
    },
    waits: (reason, waitMs) => terminal.report(`${printable(reason)}; waiting ${(waitMs / 1000).toLocaleString('en')} s\n`),
    stop: () => bar?.stop(),
  }
}

interface Summary {
  readonly file: string
  readonly result: Imported
  readonly refusedFile: string
  readonly seconds: number
}

function summaryJson({ file, result, refusedFile, seconds }: Summary): object {
  const { counts, lines, resumedAfter } = result
  return { file, lines, resumedAfter, ...counts, refusedFile: counts.refused > 0 ? refusedFile : null, seconds }
}

function summaryText({ file, result, refusedFile, seconds }: Summary): string {
  const { counts, lines, resumedAfter } = result
  const number = (value: number): string => value.toLocaleString('en')
  const parts = [`${file}: ${number(lines)} lines in ${seconds.toFixed(1)} s`]
  if (resumedAfter > 0) parts.push(`gone on after line ${number(resumedAfter)}`)
  parts.push(`${number(counts.accepted)} events accepted`)
  if (counts.duplicates > 0) parts.push(`${number(counts.duplicates)} known already`)
  const text = `${parts.join(', ')}.\n`
  const passed = Object.entries(counts.passedOver).map(
    ([value, count]) => `  ${number(count)} rows passed over, since no name is given for ${printable(value)}\n`,
  )
  const refused = counts.refused > 0 ? `  ${number(counts.refused)} refused; each is kept in ${refusedFile} with its line and the reason\n` : ''
  const known =
    counts.duplicates > 0 ? '  what was known already stays as it was taken in first, whatever the mapping says of properties and attributes now\n' : ''
  return text + known + passed.join('') + refused
}
