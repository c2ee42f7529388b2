// oncue import subscribers FILE: brings people of a table, with lists and what they said about topics, into a running server, or into the workspace
// itself when none runs. Nobody is taken to have said yes: a yes stands in a column, or is said of the whole file with where it comes from.

import { basename } from 'node:path'
import { SingleBar } from 'cli-progress'
import { mapPerson, type PersonMapping } from '../../imports/person-mapping.ts'
import { openRows, type RowFile } from '../../imports/read-rows.ts'
import { type RepeatedAddress, RepeatedAddresses } from '../../imports/repeated-addresses.ts'
import { RowProblems } from '../../imports/row-problems.ts'
import { limits } from '../../model/limits.ts'
import { adminFlags, doorOf, openAdmin } from '../admin-door.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { exitCodes } from '../command-failure.ts'
import type { Refusal } from '../import/import-events.ts'
import { fingerprintOf } from '../import/import-mark.ts'
import { importPeople, type PeopleCounts, type PeopleImported } from '../import/import-people.ts'
import { personMappingOf } from '../import/person-flags.ts'
import { encodingOf, rowFlags, rowOptionsOf } from '../import/row-options.ts'
import { printJson } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable } from '../table.ts'

const shownRefusals = 10
const triedRows = 20
const shownProblems = 100

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
      description: `Show what the first ${triedRows} rows become and what is wrong where, and which rows have the address of an earlier one; import nothing`,
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
    if (args['dry-run'] === true) return tryRows(shell.terminal, { rows, mapping, asJson: args.json === true })
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

async function tryRows(
  terminal: Terminal,
  { rows, mapping, asJson }: { readonly rows: RowFile; readonly mapping: PersonMapping; readonly asJson: boolean },
): Promise<number> {
  const first: object[] = []
  const problems = new RowProblems(shownProblems)
  const repeats: (RepeatedAddress & { readonly line: number })[] = []
  const addresses = new RepeatedAddresses()
  let [good, refused, partly, repeated] = [0, 0, 0, 0]
  for await (const row of rows.rows) {
    const mapped = row.problem === undefined ? mapPerson(mapping, row.row, row.line) : { ok: false as const, problem: row.problem }
    if (!mapped.ok) {
      refused += 1
      problems.note(row.line, mapped.problem)
      continue
    }
    good += 1
    if (mapped.leftOut.length > 0) partly += 1
    for (const reason of mapped.leftOut) problems.note(row.line, reason)
    if (good <= triedRows) first.push(mapped.person)
    const repeat = good <= limits.importTriedRows ? addresses.note(row.line, mapped.person) : undefined
    if (repeat === undefined) continue
    repeated += 1
    if (repeats.length < shownProblems) repeats.push({ line: row.line, ...repeat })
  }
  if (asJson) printJson(terminal, { good, refused, partly, first, problems: problems.list, repeated, repeats })
  else {
    for (const person of first) terminal.print(`${printable(JSON.stringify(person))}\n`)
    for (const { line, reason, rows: many } of problems.list)
      terminal.report(`line ${line}${many === 1 ? '' : ` and ${(many - 1).toLocaleString('en')} more`}: ${printable(reason)}\n`)
    for (const repeat of repeats) terminal.report(repeatText(repeat))
    const lacking = partly === 0 ? '' : `${partly.toLocaleString('en')} of the good ones without what cannot be read. `
    const twice = repeated === 0 ? '' : `${repeated.toLocaleString('en')} rows have the address of an earlier one. `
    terminal.print(`${good.toLocaleString('en')} rows are good, ${refused.toLocaleString('en')} would be refused. ${lacking}${twice}Nothing was imported.\n`)
  }
  return refused > 0 ? exitCodes.partly : 0
}

function repeatText({ line, of, isOne }: RepeatedAddress & { readonly line: number }): string {
  if (isOne) return `line ${line} is the person of line ${of}: what the later line says holds\n`
  return `line ${line} has the address of line ${of} and another id: they become two people, and both may be written to\n`
}

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
