// Runs commands as they are, with a terminal that keeps what is written.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  backtestEvents,
  backtestWorkspace,
  backUpWhole,
  findSubscribers,
  inputOf,
  lookAgain,
  openOffline,
  openViews,
  previewImport,
  readDomains,
  readInForce,
  readPublications,
  readState,
  readStops,
  stageWorkspace,
  wallClock,
  why,
  workspaceClock,
} from '../../src/app.ts'
import { runCommandLine } from '../../src/cli/run-command-line.ts'
import type { Shell, ShellClock } from '../../src/cli/shell.ts'
import { storeViews } from '../../src/cli/store-views.ts'
import { type DomainResolver, dnsResolver } from '../../src/deliverability/resolver.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>
  readonly columns?: number
  readonly interrupted?: AbortSignal
  readonly clock?: ShellClock
  readonly resolver?: DomainResolver
  /** What whoever sits at the terminal answers, in order; nobody sits there without. */
  readonly answers?: readonly string[]
  /** Told whatever is written to standard output, as it is written. */
  readonly onPrint?: (text: string) => void
}

/** Runs `oncue ...words`. */
export async function oncue(
  words: readonly string[],
  { environment = {}, columns = 100, interrupted, clock, resolver, onPrint, answers }: Surroundings = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const left = [...(answers ?? [])]
  const shell: Shell = {
    terminal: {
      columns,
      isWatched: false,
      hasColor: false,
      print: (text) => {
        out += text
        onPrint?.(text)
      },
      ...(answers !== undefined && {
        ask: async (question: string) => {
          const answer = left.shift()
          if (answer === undefined) throw new Error(`nobody answers: ${question}`)
          out += `${question}${answer}\n`
          return answer
        },
      }),
      report: (text) => {
        err += text
      },
    },
    environment,
    interrupted: interrupted ?? new AbortController().signal,
    clock: async () => clock ?? wallClock(),
    resolver: async (server) => resolver ?? dnsResolver(server),
    openViews: async (configuration) => {
      const store = await openViews(configuration)
      return storeViews({
        store,
        clock: await workspaceClock(store, clock ?? wallClock()),
        find: (id) => findSubscribers(store, id),
        published: () => readInForce(store),
        publications: () => readPublications(store),
        stops: async () => (await readStops(store)).stops,
        why: (question) => why(store, question),
        domains: () => readDomains(store),
        unpackState: readState,
        inputOf,
      })
    },
    lookAgain,
    stage: stageWorkspace,
    backUpWhole,
    previewImport,
    backtest: backtestWorkspace,
    backtestEvents: (request, people, how) => backtestEvents(request, people, { ...how, yieldTurn: async () => {} }),
    openOffline,
  }
  const code = await runCommandLine({ words, version: '1.2.3', shell })
  return { code, out, err }
}

/** A folder that goes when the test ends. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oncue-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
