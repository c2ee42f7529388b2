// The command `oncue` on a real terminal: gives the commands their shell and turns their answer into the process's exit code.

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { runCommandLine } from './run-command-line.ts'
import type { Shell, Terminal } from './shell.ts'
import { storeViews } from './store-views.ts'

/** Runs the words of the command line; sets the exit code and lets what is still to be written leave. */
export async function run(words: readonly string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  // A reader that has seen enough (`oncue messages | head`) closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  process.exitCode = await runCommandLine({ words, version, shell: processShell() })
}

function processShell(): Shell {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Who asks twice does not want to wait for the end.
      if (interrupted.signal.aborted) process.exit(130)
      interrupted.abort()
    })
  }
  return {
    terminal: processTerminal(),
    environment: process.env,
    interrupted: interrupted.signal,
    async clock() {
      const { wallClock } = await import('../app.ts')
      return wallClock()
    },
    async resolver(server) {
      const { dnsResolver } = await import('../deliverability/resolver.ts')
      return dnsResolver(server)
    },
    async openViews(configuration) {
      const { findSubscribers, inputOf, openViews, readDomains, readInForce, readPublications, readState, readStops, why, workspaceClock } = await import(
        '../app.ts'
      )
      const store = await openViews(configuration)
      return storeViews({
        store,
        clock: await workspaceClock(store),
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
    async openOffline(configuration) {
      const { openOffline } = await import('../app.ts')
      return openOffline(configuration)
    },
    async previewImport(configuration, messages) {
      const { previewImport } = await import('../app.ts')
      return previewImport(configuration, messages)
    },
    async backtest(configuration, request, how) {
      const { backtestWorkspace } = await import('../app.ts')
      return backtestWorkspace(configuration, request, how)
    },
    async backtestEvents(request, people, how) {
      const { backtestEvents } = await import('../app.ts')
      return backtestEvents(request, people, { ...how, yieldTurn: () => new Promise((resolve) => setImmediate(resolve)) })
    },
    async stage(configuration, wish, how) {
      const { stageWorkspace } = await import('../app.ts')
      return stageWorkspace(configuration, wish, how)
    },
    async backUpWhole(configuration, folder) {
      const { backUpWhole } = await import('../app.ts')
      return backUpWhole(configuration, folder)
    },
    async lookAgain(configuration, subscribers) {
      const { lookAgain } = await import('../app.ts')
      await lookAgain(configuration, subscribers)
    },
  }
}

async function askPerson(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    // Who closes the input (Ctrl-D) has not answered.
    const closed = once(lines, 'close').then(() => Promise.reject(new Error('nothing was answered')))
    return await Promise.race([lines.question(question), closed])
  } finally {
    lines.close()
  }
}

function processTerminal(): Terminal {
  return {
    columns: process.stdout.columns ?? (Number(process.env['COLUMNS']) || 120),
    isWatched: process.stderr.isTTY === true,
    hasColor: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    ...(process.stdin.isTTY === true && process.stdout.isTTY === true ? { ask: askPerson } : {}),
    print: (text) => void process.stdout.write(text),
    report: (text) => void process.stderr.write(text),
  }
}
