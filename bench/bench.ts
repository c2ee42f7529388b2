// `npm run bench`: measures what the product promises and says of each number what it should be.
//   npm run bench                      all but the long ones, medians of 3 rounds
//   npm run bench -- --quick           less of everything: whether it still works, not how fast it is
//   npm run bench -- --full            with ingest at a million subscribers
//   npm run bench -- --only engine     one of them; several with commas
//   npm run bench -- --only fill --size 2000000   with so many logged events, as for long-log and stored-log; for pause and console-answers: people; for lists: rows
//   npm run bench -- --json            for machines, on stdout
//   npm run bench -- --help            the same, with the names of all

import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { measureArchive } from './archive.ts'
import { measureBacktest, measureWhy } from './backtest.ts'
import { measureCatalogue } from './catalogue.ts'
import { measureClicks } from './clicks.ts'
import { measureConsole } from './console.ts'
import { measureConsoleAnswers } from './console-answers.ts'
import { measureDeadlines } from './deadlines.ts'
import { measureEngine } from './engine.ts'
import { measureFill } from './fill.ts'
import { ingestAt } from './ingest.ts'
import { measureLists } from './lists.ts'
import { measureLongLog } from './long-log.ts'
import { measureMail } from './mail.ts'
import { measureMany } from './many.ts'
import { type Benchmark, loadAverage, type Measurement, machineUse, machineWords, numberText, othersPercent, type Target, verdictOf } from './measurement.ts'
import { measureMemory } from './memory.ts'
import { measurePause } from './pause.ts'
import { measureRecommendations } from './recommendations.ts'
import { measureRender } from './render.ts'
import { measureSingleEvents } from './single-events.ts'
import { measureSmtp } from './smtp.ts'
import { measureStateSize } from './state-size.ts'
import { measureStopSwitch } from './stop-switch.ts'
import { measureStoredLog } from './stored-log.ts'
import { measureSustained } from './sustained.ts'

const benchmarks: readonly Benchmark[] = [
  { name: 'engine', run: measureEngine },
  { name: 'state', run: measureStateSize },
  { name: 'ingest', run: ingestAt({ people: 50_000, perSecond: 30_000 }) },
  { name: 'single', run: measureSingleEvents },
  { name: 'mail', run: measureMail },
  { name: 'render', run: measureRender },
  { name: 'smtp', run: measureSmtp },
  { name: 'clicks', run: measureClicks },
  { name: 'stop-switch', run: measureStopSwitch },
  { name: 'sustained', run: measureSustained },
  { name: 'deadlines', run: measureDeadlines },
  { name: 'memory', run: measureMemory },
  { name: 'many', isLong: true, run: measureMany },
  { name: 'console', isLong: true, run: measureConsole },
  { name: 'catalogue', isLong: true, run: measureCatalogue },
  { name: 'recommendations', isLong: true, run: measureRecommendations },
  { name: 'archive', isLong: true, run: measureArchive },
  { name: 'console-answers', run: measureConsoleAnswers },
  { name: 'lists', isLong: true, run: measureLists },
  { name: 'backtest', run: measureBacktest },
  { name: 'why', run: measureWhy },
  { name: 'long-log', isLong: true, run: measureLongLog },
  { name: 'stored-log', isLong: true, run: measureStoredLog },
  { name: 'pause', isLong: true, run: measurePause },
  { name: 'fill', isLong: true, run: measureFill },
  { name: 'ingest-million', isLong: true, run: ingestAt({ people: 1_000_000, perSecond: 18_000 }) },
]

interface Outcome {
  readonly benchmark: string
  readonly measurements: readonly Measurement[]
  /** Why there is no number. */
  readonly failure?: string
  readonly loadAverage: number
  /** Of all processor time meanwhile, what other programs took. Without any, the numbers are the product's. */
  readonly othersPercent: number
  readonly seconds: number
}

const values = readOptions()
const isJson = values.json === true
const chosen = choose(values.only?.split(','), values.full === true)
const effort = {
  isQuick: values.quick === true,
  rounds: Number(values.rounds ?? (values.quick === true ? 1 : 3)),
  size: values.size === undefined ? undefined : Number(values.size),
}
const say = (line: string): void => {
  ;(isJson ? process.stderr : process.stdout).write(`${line}\n`)
}

say(`${machineWords()}; load average ${numberText(loadAverage())}`)
const before = performance.now()
const outcomes: Outcome[] = []
for (const benchmark of chosen) {
  const outcome = await runOne(benchmark)
  outcomes.push(outcome)
  for (const measurement of outcome.measurements) say(lineOf(measurement))
  if (outcome.failure !== undefined) say(`${benchmark.name}: not measured, because ${outcome.failure}`)
  say(
    `  (${benchmark.name}: ${numberText(outcome.seconds)} s, load average ${numberText(outcome.loadAverage)}, other programs took ${numberText(outcome.othersPercent)} % of the machine)`,
  )
}
const seconds = (performance.now() - before) / 1000
say(`\n${numberText(seconds)} s in all; ${missed(outcomes).length} of ${judged(outcomes).length} numbers missed`)
if (isJson)
  process.stdout.write(
    `${JSON.stringify({ machine: machineWords(), isQuick: effort.isQuick, seconds: Math.round(seconds), outcomes: outcomes.map(forJson) })}\n`,
  )
process.exit(0)

function readOptions() {
  const options = {
    help: { type: 'boolean' },
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    full: { type: 'boolean' },
    only: { type: 'string' },
    rounds: { type: 'string' },
    size: { type: 'string' },
  } as const
  try {
    const read = parseArgs({ options }).values
    if (read.help !== true) return read
    process.stdout.write(usage())
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage()}`)
    process.exit(2)
  }
}

function usage(): string {
  const named = (isLong: boolean): string => benchmarks.flatMap((benchmark) => ((benchmark.isLong === true) === isLong ? [benchmark.name] : [])).join(', ')
  return `npm run bench -- [OPTIONS]

  --only=<names>   Only these, with commas between
  --full           The long ones too
  --quick          Less of everything: whether it still works, not how fast it is
  --rounds=<n>     Rounds, of which the median counts (3; with --quick 1)
  --size=<n>       For fill, long-log and stored-log: logged events; for pause: people inside; for console-answers: people; for lists: rows
  --json           For machines, on stdout

Benchmarks: ${named(false)}
Long ones: ${named(true)}
`
}

function choose(names: readonly string[] | undefined, isFull: boolean): readonly Benchmark[] {
  if (names === undefined) return benchmarks.filter((benchmark) => isFull || benchmark.isLong !== true)
  for (const name of names) {
    if (benchmarks.some((benchmark) => benchmark.name === name)) continue
    process.stderr.write(`there is no benchmark ${name}; there are: ${benchmarks.map((benchmark) => benchmark.name).join(', ')}\n`)
    process.exit(2)
  }
  return benchmarks.filter((benchmark) => names.includes(benchmark.name))
}

async function runOne(benchmark: Benchmark): Promise<Outcome> {
  const startedAt = performance.now()
  const usedBefore = machineUse()
  const about = () => ({
    benchmark: benchmark.name,
    loadAverage: loadAverage(),
    othersPercent: othersPercent(usedBefore, machineUse()),
    seconds: (performance.now() - startedAt) / 1000,
  })
  try {
    const measurements = await benchmark.run(effort)
    return { measurements, ...about() }
  } catch (error) {
    return { measurements: [], failure: error instanceof Error ? error.message : String(error), ...about() }
  }
}

function judged(all: readonly Outcome[]): readonly Measurement[] {
  return all.flatMap(({ measurements }) => measurements).filter((measurement) => verdictOf(measurement) !== '')
}

function missed(all: readonly Outcome[]): readonly Measurement[] {
  return judged(all).filter((measurement) => verdictOf(measurement) === 'missed')
}

function lineOf(measurement: Measurement): string {
  const { what, value, unit, target, note } = measurement
  return `${verdictOf(measurement).padEnd(6)}  ${what}: ${numberText(value)} ${unit}${targetText(target)}\n          ${note}`
}

function targetText(target: Target | undefined): string {
  if (target?.atLeast !== undefined) return ` (at least ${numberText(target.atLeast)})`
  return target?.atMost === undefined ? '' : ` (at most ${numberText(target.atMost)})`
}

function forJson({ measurements, ...outcome }: Outcome) {
  return { ...outcome, measurements: measurements.map((measurement) => ({ ...measurement, verdict: verdictOf(measurement) })) }
}
