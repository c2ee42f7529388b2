// oncue try CONDITION.yaml --events FILE: one condition alone over an event file, with the engine that runs in production.

import { readFile } from 'node:fs/promises'
import { explain } from '../../authoring/explain.ts'
import { loadDefinitions } from '../../authoring/load-definitions.ts'
import { readYaml } from '../../authoring/read-yaml.ts'
import { type LocatedProblem, problemText, type SourceDocument } from '../../authoring/source-document.ts'
import type { Explanation } from '../../engine/conditions/explain.ts'
import { type Condition, conditionSchema } from '../../model/condition.ts'
import type { Definitions } from '../../model/definitions.ts'
import { command, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { instantText, parseInstant } from '../instants.ts'
import { printJsonList } from '../print-json.ts'
import type { Terminal } from '../shell.ts'
import { printable, table } from '../table.ts'
import { answerAt, compileTrial, type Trial, type TrialAnswer } from '../try/condition-trial.ts'
import { eventFileFlags, readEventFile } from '../try/event-file.ts'
import type { EventsBySubscriber } from '../try/read-events.ts'

/** Rows of the table; JSON has all. */
const shownRows = 200

export const tryCondition = command({
  name: 'try',
  summary: 'Try one condition over an event file: its value and next change per person and instant',
  args: {
    condition: { type: 'positional', required: true, description: 'A file that holds one condition, YAML or JSON' },
    events: { type: 'string', required: true, description: 'The events: CSV or NDJSON, plain or gzipped', valueHint: 'file' },
    at: {
      type: 'string',
      description: 'An instant to ask at (ISO or UTC milliseconds); may stand several times; each person’s last event by default',
      valueHint: 'instant',
    },
    subscriber: { type: 'string', description: 'Only this userId or anonymousId', valueHint: 'id' },
    why: { type: 'boolean', description: 'Show each part of the condition with its own value and numbers' },
    definitions: { type: 'string', description: 'A definitions folder whose workspace and segments the condition may build on', valueHint: 'folder' },
    ...eventFileFlags,
    ...jsonFlag,
  },
  run: async ({ args, all, terminal }) => {
    const instants = [...new Set(all('at').map((text) => parseInstant(text, '--at')))].sort((one, other) => one - other)
    const trial = await readTrial(args.condition, args.definitions, terminal)
    const events = await readEventFile({ file: args.events, args, all, subscriber: args.subscriber, terminal })
    if (events.size === 0)
      throw new CommandFailure(args.subscriber === undefined ? `${args.events} holds no events` : `${args.events} holds no events of "${args.subscriber}"`)
    const answers = answersOf(trial, events, instants)
    if (args.json === true) await printJsonList(terminal, 'answers', jsonAnswers(answers, args.why === true))
    else printAnswers({ trial, answers, terminal, why: args.why === true })
    return 0
  },
})

/** Reads and compiles the condition; what is wrong with it is reported with its place. */
async function readTrial(file: string, folder: string | undefined, terminal: Terminal): Promise<Trial> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandFailure(`there is no file ${file} that can be read`)
  })
  const { documents, problems } = readYaml({ file, text })
  const [document] = documents
  const found: LocatedProblem[] = [...problems]
  if (document === undefined && problems.length === 0)
    throw new CommandFailure(`${file} is empty`, { fix: 'write a condition into it, such as event: Order Completed' })
  if (documents.length > 1) throw new CommandFailure(`${file} holds several documents`, { fix: 'try one condition at a time' })
  if (document !== undefined) {
    for (const { path, part, ...rest } of explain(conditionSchema, document.value)) found.push({ ...document.locate(path, part), severity: 'error', ...rest })
  }
  failOn(found, file, terminal)
  const compiled = compileTrial((document as SourceDocument).value as Condition, await groundOf(folder, terminal))
  failOn(
    compiled.problems.map(({ path, severity, code, message, fix }) => ({
      ...(document as SourceDocument).locate(path),
      severity,
      code,
      message,
      ...(fix === undefined ? {} : { fix }),
    })),
    file,
    terminal,
  )
  if (compiled.trial === undefined) throw new CommandFailure(`${file} does not compile`)
  return compiled.trial
}

function failOn(problems: readonly LocatedProblem[], file: string, terminal: Terminal): void {
  for (const problem of problems) terminal.report(`${problemText(problem)}\n`)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  if (errors > 0) throw new CommandFailure(`${errors} error${errors === 1 ? '' : 's'} in ${file}`)
}

async function groundOf(folder: string | undefined, terminal: Terminal): Promise<Definitions> {
  if (folder === undefined) return { workspace: { workspace: 'trial' }, journeys: [], segments: [], templates: [] }
  const loaded = await loadDefinitions(folder)
  failOn(loaded.problems, folder, terminal)
  if (loaded.definitions === undefined) throw new CommandFailure(`${folder} holds no definitions`)
  return loaded.definitions
}

type Answer = TrialAnswer & { readonly subscriber: string }

function* answersOf(trial: Trial, bySubscriber: EventsBySubscriber['bySubscriber'], instants: readonly number[]): Generator<Answer> {
  for (const [subscriber, events] of bySubscriber) {
    const last = events.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt), Number.NEGATIVE_INFINITY)
    for (const answer of answerAt(trial, subscriber, events, instants.length > 0 ? instants : [last])) yield { subscriber, ...answer }
  }
}

async function* jsonAnswers(answers: Iterable<Answer>, withWhy: boolean): AsyncIterable<object> {
  for (const { subscriber, at, value, nextChangeAt, until, explanation } of answers) {
    const why = withWhy && explanation !== undefined ? { why: jsonExplanation(explanation) } : {}
    yield { subscriber, at, value: value ?? null, nextChangeAt: finite(nextChangeAt), until: finite(until), ...why }
  }
}

function jsonExplanation({ words, value, until, detail, parts }: Explanation): object {
  return { words, value, until: finite(until), detail, parts: parts.map(jsonExplanation) }
}

function finite(at: number): number | null {
  return Number.isFinite(at) ? at : null
}

interface Printing {
  readonly trial: Trial
  readonly answers: Iterable<Answer>
  readonly terminal: Terminal
  readonly why: boolean
}

function printAnswers({ trial, answers, terminal, why }: Printing): void {
  terminal.print(`${printable(trial.words)}\n\n`)
  const rows: Answer[] = []
  let more = 0
  for (const answer of answers) {
    if (rows.length < shownRows) rows.push(answer)
    else more += 1
  }
  const layout = [
    { title: 'subscriber', value: ({ subscriber }: Answer) => subscriber },
    { title: 'at', value: ({ at }: Answer) => instantText(at) },
    { title: 'value', value: ({ value }: Answer) => (value === undefined ? 'not seen yet' : String(value)) },
    { title: 'next change', value: ({ nextChangeAt }: Answer) => instantText(nextChangeAt) },
  ]
  if (!why) terminal.print(table(rows, layout, terminal.columns))
  for (const row of why ? rows : [])
    terminal.print(`${table([row], layout, terminal.columns)}${row.explanation === undefined ? '' : whyLines(row.explanation, 1)}\n`)
  if (more > 0) terminal.print(`... and ${more.toLocaleString('en')} more; --json has all, --subscriber one\n`)
}

function whyLines({ words, value, detail, parts }: Explanation, depth: number): string {
  const own = `${'  '.repeat(depth)}${value ? 'yes' : 'no '}  ${printable(words)}${detail === '' ? '' : ` (${printable(detail)})`}\n`
  return own + parts.map((part) => whyLines(part, depth + 1)).join('')
}
