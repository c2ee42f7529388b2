// oncue import subscribers FILE: brings people of a table, with lists and what they said about topics, into a running server, or into the workspace
// itself when none runs. Nobody is taken to have said yes: a yes stands in a column, or is said of the whole file with where it comes from.

import { basename } from 'node:path'
import { SingleBar } from 'cli-progress'
import { openRows, type RowFile } from '../../imports/read-rows.ts'
import { adminFlags, doorOf, openAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import type { Refusal } from '../import/import-events.ts'
import { fingerprintOf } from '../import/import-mark.ts'
import { importPeople, type PeopleCounts, type PeopleImported } from '../import/import-people.ts'
import { personMappingOf } from '../import/person-flags.ts'
import { encodingOf, rowFlags, rowOptionsOf } from '../import/row-options.ts'
import { triedRows, tryPeople } from '../import/try-people.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'

const shownRefusals = 10

export const importSubscribers = command({
  name: 'subscribers',
  summary: 'Import people, lists and what they said about topics from CSV or NDJSON, plain or gzipped',
  args: {
    file: { type: 'positional', required: true, description: 'The file: .csv, .tsv, .ndjson, .jsonl, each also .gz' },
    map: { type: 'string', description: 'Who it is: userId=COLUMN, email=COLUMN, anonymousId=COLUMN; several with commas', valueHint: 'mapping' },
    attribute: { type: 'string', description: 'NAME=COLUMN:TYPE (text, number, money, boolean, time, json)', valueHint: 'attribute' },
    list: { type: 'string', description: 'LIST that everybody joins, or LIST=COLUMN with yes or no', valueHint: 'list' },
    topic: {
      type: 'string',
      description: 'TOPIC=COLUMN with what was said: yes, no or nothing; TOPIC alone: everybody said yes. TOPIC@sms=COLUMN for a channel',
      valueHint: 'topic',
    },
    evidence: { type: 'string', description: 'How it came about: at=COLUMN, page=COLUMN, ip=COLUMN, wording=COLUMN', valueHint: 'evidence' },
    source: { type: 'string', description: 'Where the yeses and noes come from, in words; needed with --topic', valueHint: 'words' },
    suppressed: {
      type: 'string',
      description: 'WHY: the addresses of the file are not to be written to, with where that comes from; WHY=COLUMN: those whose column says yes or a reason',
      valueHint: 'words',
    },
    dates: { type: 'string', description: 'The form of the dates of --evidence at, such as D.M.YYYY HH:mm', valueHint: 'form' },
    unreadable: {
      type: 'enum',
      options: ['refused', 'left-out'],
      default: 'refused',
      description: 'What becomes of a row with an attribute that cannot be read: refused, or taken in without it',
    },
    zone: { type: 'string', description: 'The time zone of local times in the file', default: 'UTC', valueHint: 'zone' },
    'may-trigger': { type: 'boolean', description: 'What changes may let people into journeys; without it, it is history' },
    'dry-run': {
      type: 'boolean',
      description: `Show what the first ${triedRows} rows become and what is wrong where, which rows have the address of an earlier one, and who is known already; import nothing`,
    },
    ...rowFlags,
    encoding: { type: 'enum', options: ['auto', 'utf8', 'latin1'], default: 'auto', description: 'How the file is encoded' },
    ...adminFlags,
    mark: { type: 'string', description: 'Where to note how far it got (FILE.import-mark.json in this folder)', valueHint: 'file' },
    refused: { type: 'string', description: 'Where to keep refused lines (FILE.refused.ndjson in this folder)', valueHint: 'file' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const { source, suppressed, dates, unreadable, zone } = args
    const mapping = personMappingOf({
      map: all('map'),
      attribute: all('attribute'),
      list: all('list'),
      topic: all('topic'),
      evidence: all('evidence'),
      source,
      suppressed,
      dates,
      unreadable,
      zone,
    })
    const rows = await openRows(args.file, { ...rowOptionsOf(args), ...encodingOf(args.encoding) })
    if (args['dry-run'] === true) return tryPeople(shell.terminal, { rows, mapping, door: doorOf(shell, args), asJson: args.json === true })
    const mayTrigger = args['may-trigger'] === true
    const refusedFile = args.refused ?? `${basename(args.file)}.refused.ndjson`
    const door = await openAdmin(doorOf(shell, args))
    const progress = progressOf(rows, shell.terminal)
    const result = await importPeople({
      ...{ rows, mapping, door, mayTrigger, refusedFile, interrupted: shell.interrupted },
      fingerprint: await fingerprintOf(args.file, { mapping, mayTrigger, columns: args.columns }),
      markFile: args.mark ?? `${basename(args.file)}.import-mark.json`,
      onProgress: progress.update,
      onRefused: progress.refused,
    }).finally(async () => {
      progress.stop()
      await door.close()
    })
    const { counts } = result
    if (args.json === true)
      printJson(shell.terminal, {
        file: args.file,
        lines: result.lines,
        resumedAfter: result.resumedAfter,
        ...counts,
        refusedFile: counts.refused + counts.partly > 0 ? refusedFile : null,
      })
    else shell.terminal.print(summaryText(args.file, result, refusedFile))
    return counts.refused > 0 ? exitCodes.partly : 0
  },
})

interface Progress {
  update(this: void, counts: PeopleCounts): void
  refused(this: void, refusal: Refusal): void
  stop(this: void): void
}

function progressOf(rows: RowFile, terminal: Terminal): Progress {
  let shown = 0
  const bar = terminal.isWatched
    ? new SingleBar({ format: '{bar} {percentage}% | {people} people | {refused} refused', hideCursor: true, clearOnComplete: true, stream: process.stderr })
    : undefined
  bar?.start(rows.totalBytes, 0, { people: 0, refused: 0 })
  return {
    update: ({ taken, refused }) => bar?.update(rows.readBytes(), { people: taken.toLocaleString('en'), refused: refused.toLocaleString('en') }),
    refused: ({ line, reason }) => {
      shown += 1
      if (shown <= shownRefusals) terminal.report(`line ${line}: ${printable(reason)}\n`)
      if (shown === shownRefusals + 1) terminal.report('further refused lines are only kept in the file\n')
    },
    stop: () => bar?.stop(),
  }
}

function summaryText(file: string, { counts, lines, resumedAfter }: PeopleImported, refusedFile: string): string {
  const number = (value: number): string => value.toLocaleString('en')
  const resumed = resumedAfter > 0 ? `, gone on after line ${number(resumedAfter)}` : ''
  const refused = counts.refused > 0 ? `  ${number(counts.refused)} refused; each is kept in ${refusedFile} with its line and the reason\n` : ''
  const partly = counts.partly > 0 ? `  ${number(counts.partly)} taken in without what could not be read; each is kept in ${refusedFile} too\n` : ''
  return `${file}: ${number(lines)} lines${resumed}, ${number(counts.taken)} people taken in, ${number(counts.fresh)} of them new.\n${refused}${partly}`
}
