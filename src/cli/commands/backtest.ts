// oncue backtest [PATH]: what definitions would have done over the stored history, by the engine that runs in production. Reads and changes nothing.

import { stat } from 'node:fs/promises'
import { loadJourney } from '../../authoring/load-journey.ts'
import { problemText } from '../../authoring/source-document.ts'
import type { BacktestReport } from '../../insight/backtest/backtest-report.ts'
import type { Definitions } from '../../model/definitions.ts'
import type { Journey } from '../../model/journey.ts'
import type { Json } from '../../model/json.ts'
import { type Configuration, readConfiguration } from '../../settings/configuration.ts'
import { backtestText } from '../backtest-text.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure, usageFailure } from '../command-failure.ts'
import { definitionsNamed } from '../definitions-named.ts'
import { parseInstant } from '../instants.ts'
import { printJson } from '../print-json.ts'
import { progressBar } from '../progress-bar.ts'
import type { BacktestHow, BacktestWish, Shell } from '../shell.ts'
import { eventFileFlags, readEventFile } from '../try/event-file.ts'
import { wholeNumber } from '../with-views.ts'

export const backtest = command({
  name: 'backtest',
  summary: 'Try definitions over the stored history: who would have entered, what would have been sent, and what differs from what is in force',
  args: {
    path: { type: 'positional', required: false, description: 'A definitions folder, or one journey file (ONCUE_DEFINITIONS)' },
    from: { type: 'string', description: 'As if published at this instant (the beginning of the history)', valueHint: 'instant' },
    to: {
      type: 'string',
      description: 'Up to this instant (now; of a file, and of imported history that ended more than a week ago, its last event)',
      valueHint: 'instant',
    },
    against: {
      type: 'string',
      description: 'What it is compared with: `in-force` (the default), `nothing`, an older version (JOURNEY@3), or another definitions folder',
      valueHint: 'what',
    },
    'what-if': {
      type: 'string',
      description: 'Values to try side by side at a path of the journey, such as enter.0.quiet=15m,30m,60m',
      valueHint: 'path=values',
    },
    thresholds: { type: 'boolean', description: 'Show how far people were from each condition of the ways in' },
    journey: { type: 'string', description: 'Show only this journey; the one that --what-if is about', valueHint: 'name' },
    responses: {
      type: 'enum',
      options: ['recorded', 'none', 'past'],
      default: 'recorded',
      description: 'Answers to mails: those to mails that were really sent, none at all, or drawn from past rates',
    },
    seed: { type: 'string', description: 'What past answers are drawn by', default: '1', valueHint: 'text' },
    imports: {
      type: 'enum',
      options: ['as-it-happened', 'as-received'],
      default: 'as-it-happened',
      description: 'Imported history counts when it happened, or when it was imported (and then lets nobody in)',
    },
    examples: { type: 'string', description: 'People shown for each journey and for what differs', default: '5', valueHint: 'n' },
    threads: { type: 'string', description: 'Threads at most (as many as there are cores)', valueHint: 'n' },
    events: { type: 'string', description: 'A file of events instead of the stored history: CSV or NDJSON, plain or gzipped', valueHint: 'file' },
    ...eventFileFlags,
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, all, ...shell }) => {
    const configuration = readConfiguration(shell.environment, args.data === undefined ? {} : { data: args.data })
    const path = definitionsNamed(args.path, configuration, 'oncue backtest FOLDER')
    const tried = await definitionsAt(path, shell)
    const wish: BacktestWish = {
      ...tried,
      against: args.events === undefined ? await againstOf(configuration, args.against) : await fileAgainst(args.against),
      ...(args.from === undefined ? {} : { from: parseInstant(args.from, '--from') }),
      ...(args.to === undefined ? {} : { to: parseInstant(args.to, '--to') }),
      ...(args['what-if'] === undefined ? {} : { whatIf: whatIfOf(args['what-if'], args.journey, tried) }),
      responses: args.responses as NonNullable<BacktestWish['responses']>,
      seed: args.seed,
      imports: args.imports === 'as-received' ? 'as received' : 'as it happened',
      thresholds: args.thresholds === true,
      examples: wholeNumber(args.examples, '--examples'),
    }
    const bar = progressBar(shell)
    const how: BacktestHow = {
      ...(args.threads === undefined ? {} : { threads: wholeNumber(args.threads, '--threads') }),
      onProgress: bar.update,
      signal: shell.interrupted,
      clock: await shell.clock(),
    }
    let report: BacktestReport
    try {
      report = (
        args.events === undefined
          ? await shell.backtest(configuration, wish, how)
          : await shell.backtestEvents({ ...wish, responses: 'none' }, await readEventFile({ file: args.events, args, all, terminal: shell.terminal }), how)
      ).report
    } catch (error) {
      if (!shell.interrupted.aborted) throw error
      throw new CommandFailure('stopped; nothing was changed', { kind: 'interrupted' })
    } finally {
      bar.stop()
    }
    checkShown(args.journey, report)
    if (args.json === true) printJson(shell.terminal, report)
    else shell.terminal.print(backtestText(report, { title: path, columns: shell.terminal.columns, journey: args.journey ?? tried.journey?.journey }))
    return 0
  },
})

/** Whoever names a journey that nothing has would read a page without it. */
function checkShown(name: string | undefined, { arms }: BacktestReport): void {
  const known = [...new Set(arms.flatMap(({ journeys }) => journeys.map(({ journey }) => journey)))]
  if (name !== undefined && !known.includes(name)) throw new CommandFailure(`there is no journey "${name}" here; there are: ${known.join(', ') || 'none'}`)
}

interface Tried {
  readonly definitions?: Definitions
  readonly journey?: Journey
}

/** All definitions of a folder, or the one journey of a file. */
async function definitionsAt(path: string, { terminal }: Pick<Shell, 'terminal'>): Promise<Tried> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new CommandFailure(`there is no file or folder ${path}`)
  if (found.isFile()) {
    const { journey, problems } = await loadJourney(path)
    for (const problem of problems) terminal.report(`${problemText(problem)}\n`)
    if (journey === undefined) throw new CommandFailure(`${path} holds no journey that can be tried`)
    return { journey }
  }
  return { definitions: await folderAt(path) }
}

async function folderAt(path: string): Promise<Definitions> {
  const { checkDefinitions } = await import('../../app.ts')
  const { definitions, problems } = await checkDefinitions(path)
  if (definitions !== undefined) return definitions
  const first = problems.find(({ severity }) => severity === 'error')
  throw new CommandFailure(first === undefined ? `${path} holds no definitions` : problemText(first), { fix: 'oncue validate lists all that is wrong' })
}

async function againstOf(configuration: Configuration, against = 'in-force'): Promise<NonNullable<BacktestWish['against']>> {
  if (against === 'in-force') return 'in force'
  const [, journey, version] = /^(.+)@(\d{1,9})$/.exec(against) ?? []
  const isFolder = await stat(against).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (journey === undefined || isFolder) return fileAgainst(against)
  const { versionInWorkspace } = await import('../../app.ts')
  const found = await versionInWorkspace(configuration, { journey, version: Number(version) })
  if ('definitions' in found) return found
  throw new CommandFailure(found.because, { fix: `\`oncue versions ${journey}\` lists those that there are` })
}

/** A file of events knows nothing that is in force. */
async function fileAgainst(against = 'nothing'): Promise<NonNullable<BacktestWish['against']>> {
  return against === 'nothing' ? 'nothing' : { name: against, definitions: await folderAt(against) }
}

function whatIfOf(text: string, name: string | undefined, { definitions, journey }: Tried): NonNullable<BacktestWish['whatIf']> {
  const at = text.indexOf('=')
  const path = text.slice(0, Math.max(at, 0)).trim()
  const values = text
    .slice(at + 1)
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  if (at < 1 || path === '' || values.length === 0) throw usageFailure(`--what-if ${text} says nothing`, 'as in --what-if enter.0.quiet=15m,30m,60m')
  const only = journey?.journey ?? (definitions?.journeys.length === 1 ? definitions.journeys[0]?.journey : undefined)
  const about = name ?? only
  if (about === undefined) throw usageFailure('--what-if is about one journey', 'name it with --journey')
  return { journey: about, tried: { path: path.split('.'), values: values.map(readValue) } }
}

/** A number, true or false, or a text. */
function readValue(text: string): Json {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text
}
