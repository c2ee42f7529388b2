// npm run crash -- --rounds N [--seed S] [--keep]
// Kills the real server with SIGKILL again and again while people shop, and audits what each crash left: nothing that was acknowledged is
// lost, nothing is decided or sent twice, nobody is written to after an unsubscribe, nothing waits for ever. One line per round.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wallClock } from '../src/runtime/clock.ts'
import { type CrashWorld, type RoundReport, startCrashWorld } from './crash/crash-world.ts'
import { readOptions, wholeNumber } from './read-options.ts'

export interface CrashReport {
  readonly rounds: number
  readonly acknowledged: number
  readonly mails: number
  readonly webhooks: number
  /** Mails of which nobody knows whether they were received. */
  readonly unknown: number
  readonly seconds: number
  /** The first breach of a promise, with what is needed to look into it; undefined when there was none. */
  readonly breach: string | undefined
}

export interface CrashOptions {
  readonly rounds: number
  readonly seed: number
  /** Keeps the data folders of workspaces in which all was well, too. */
  readonly keep?: boolean
  /** Where those data folders are made; the system's place for temporary files by default. */
  readonly home?: string
  /** Ends it after the round under way, so that no server is left running. */
  readonly signal?: AbortSignal
  readonly print: (line: string) => void
}

/** A workspace is crashed this often before the next one begins: crashes add up, and histories stay short enough to read. */
const roundsPerWorkspace = 10

/** Crashes as often as asked, or until an audit fails. */
export async function crash({ rounds, seed, keep = false, home = tmpdir(), signal, print }: CrashOptions): Promise<CrashReport> {
  const clock = wallClock()
  const startedAt = clock.now()
  const total = { acknowledged: 0, mails: 0, webhooks: 0, unknown: 0 }
  let done = 0
  let breach: string | undefined
  const isOver = (): boolean => done >= rounds || signal?.aborted === true
  for (let workspace = 0; !isOver() && breach === undefined; workspace += 1) {
    const folder = mkdtempSync(join(home, 'oncue-crash-'))
    const worldSeed = seed + workspace
    const world = await startCrashWorld({ folder, seed: worldSeed, clock })
    let last: RoundReport | undefined
    let breaches: readonly string[] = []
    try {
      for (let round = 0; round < roundsPerWorkspace && !isOver() && breaches.length === 0; round += 1) {
        last = await world.round()
        done += 1
        breaches = last.audit.breaches
        print(lineOf(done, worldSeed, last))
      }
      if (breaches.length === 0 && signal?.aborted !== true) {
        const rest = await world.finish()
        breaches = rest.breaches
        total.unknown += rest.deliveries.unknown
        print(`at rest    seed ${worldSeed}: ${deliveriesOf(rest.deliveries)}; ${verdict(breaches)}`)
      }
    } catch (error) {
      breaches = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
    } finally {
      await world.close()
    }
    total.acknowledged += last?.acknowledged ?? 0
    total.mails += last?.mails ?? 0
    total.webhooks += last?.webhooks ?? 0
    if (breaches.length > 0) breach = tell({ breaches, seed: worldSeed, round: done, folder, world })
    else if (!keep) rmSync(folder, { recursive: true, force: true })
  }
  return { rounds: done, ...total, seconds: Math.round((clock.now() - startedAt) / 100) / 10, breach }
}

function lineOf(round: number, seed: number, { killed, acknowledged, repeated, mails, webhooks, unsubscribes, audit }: RoundReport): string {
  const log = `log ${audit.lines} lines, ${audit.subscribers} people, ${audit.merges} merged, ${audit.decisions} decisions`
  const counts = `${acknowledged} acknowledged, ${repeated} repeated, ${mails} mails, ${webhooks} webhooks, ${unsubscribes} unsubscribed`
  return `round ${String(round).padStart(4)} seed ${seed}: killed ${killed}; ${counts}; ${log}; ${deliveriesOf(audit.deliveries)}; ${verdict(audit.breaches)}`
}

function deliveriesOf(deliveries: RoundReport['audit']['deliveries']): string {
  const some = Object.entries(deliveries).filter(([, count]) => count > 0)
  return some.map(([status, count]) => `${count} ${status}`).join(', ')
}

function verdict(breaches: readonly string[]): string {
  return breaches.length === 0 ? 'all well' : `${breaches.length} BREACHES`
}

interface Found {
  readonly breaches: readonly string[]
  readonly seed: number
  readonly round: number
  readonly folder: string
  readonly world: CrashWorld
}

function tell({ breaches, seed, round, folder, world }: Found): string {
  const shown = breaches.slice(0, 10).map((one) => `  - ${one}`)
  const more = breaches.length > shown.length ? [`  ... and ${breaches.length - shown.length} more`] : []
  return [
    `The audit failed with seed ${seed} in round ${round}:`,
    ...shown,
    ...more,
    `The data folder was kept: ${folder}`,
    `Again: npm run crash -- --seed ${seed} --rounds ${roundsPerWorkspace}`,
    `The servers said: ${world.said.trim().slice(-3000)}`,
  ].join('\n')
}

const usage = `npm run crash -- [OPTIONS]

Kills the real server with SIGKILL again and again while people shop, and audits what each crash left.

  --rounds=<n>   How often it is killed; 20
  --seed=<n>     What it does, and when it is killed; another one each time
  --keep         Keeps the data folders also where all was well`

async function main(): Promise<void> {
  const options = { rounds: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean', default: false } } as const
  const read = readOptions({ usage, options, words: 0 })
  if (read === undefined) return
  const { values } = read
  const rounds = wholeNumber('--rounds', values.rounds ?? '20', { least: 1, usage })
  const seed = values.seed === undefined ? wallClock().now() % 1_000_000 : wholeNumber('--seed', values.seed, { least: 0, usage })
  if (rounds === undefined || seed === undefined) return
  const report = await crash({ rounds, seed, keep: values.keep, print: (line) => console.log(line) })
  const { acknowledged, mails, webhooks, unknown, seconds, breach } = report
  if (breach !== undefined) console.error(breach)
  const what = `${acknowledged} events acknowledged, ${mails} mails and ${webhooks} webhooks received, ${unknown} deliveries unknown`
  console.log(`${report.rounds} crashes in ${seconds} s: ${what}; ${breach === undefined ? 'nothing lost, nothing twice' : 'NOT well'}`)
  if (breach !== undefined) process.exitCode = 1
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
