// oncue test [FOLDER]: the stories that lie beside the definitions, through the engine that runs in production.

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { problemText } from '../../authoring/source-document.ts'
import { watchFolder } from '../../authoring/watch-folder.ts'
import { runTests, type TestRun } from '../../definitions-folder/trigger-tests.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { command, jsonFlag } from '../command.ts'
import { CommandFailure, exitCodes, usageFailure } from '../command-failure.ts'
import { definitionsNamed } from '../definitions-named.ts'
import { printJson } from '../print-json.ts'
import type { Shell } from '../shell.ts'
import { junitXml, testReport } from '../test/test-report.ts'

/** How long the folder is quiet before a save is taken as whole. */
const settleMs = 50

export const test = command({
  name: 'test',
  summary: 'Run the tests of a definitions folder: stories of people in virtual time, and what must follow from them',
  args: {
    folder: { type: 'positional', required: false, description: 'The definitions folder (ONCUE_DEFINITIONS)' },
    only: { type: 'string', description: 'Only tests whose name or file contains this', valueHint: 'text' },
    all: { type: 'boolean', description: 'Name passed tests as well, and everything that no test reached' },
    watch: { type: 'boolean', description: 'Run them again whenever a file of the folder is saved' },
    junit: { type: 'string', description: 'Write the results as JUnit XML, for builds', valueHint: 'file' },
    'fail-under': {
      type: 'string',
      description: 'Fail when less than this percentage of triggers, steps, branches and exits was reached',
      valueHint: 'percent',
    },
    ...jsonFlag,
  },
  run: async ({ args, ...shell }) => {
    const folder = definitionsNamed(args.folder, readConfiguration(shell.environment), 'oncue test FOLDER')
    const least = percentOf(args['fail-under'])
    if (args.watch === true && args.junit !== undefined && isInside(args.junit, folder))
      throw usageFailure(`${args.junit} lies in the folder that is watched, so each run would begin the next`, 'name a file outside of it')
    const once = async (): Promise<number> => {
      const run = await runOnce(folder, args.only ?? '', shell)
      if (args.junit !== undefined) await writeReport(args.junit, junitXml('errors' in run ? { outcomes: [], problems: run.errors } : run))
      if ('errors' in run) return exitCodes.failed
      if (args.json === true) printJson(shell.terminal, { folder, ...run })
      else print(run, folder, { all: args.all === true, shell })
      return verdict(run, least, shell)
    }
    const code = await once()
    // Of a folder that is not there that was said already.
    if (args.watch !== true || !existsSync(folder)) return code
    await watchAndRun(folder, once, shell)
    return 0
  },
})

/** Errors when the definitions themselves are wrong; they are reported. */
async function runOnce(folder: string, only: string, shell: Shell): Promise<TestRun | { readonly errors: TestRun['problems'] }> {
  const { checkUntested } = await import('../../app.ts')
  const { definitions, problems } = await checkUntested(folder)
  if (definitions === undefined) {
    const errors = problems.filter(({ severity }) => severity === 'error')
    for (const problem of errors) shell.terminal.report(`${problemText(problem)}\n`)
    shell.terminal.report(`oncue: ${errors.length} error${errors.length === 1 ? '' : 's'} in ${folder}; nothing was tested\n`)
    return { errors }
  }
  const clock = await shell.clock()
  return runTests(folder, definitions, { only, now: () => clock.now() })
}

function print(run: TestRun, folder: string, { all, shell }: { readonly all: boolean; readonly shell: Shell }): void {
  for (const problem of run.problems) shell.terminal.report(`${problemText(problem)}\n`)
  if (run.outcomes.length > 0) return shell.terminal.print(testReport(run, { all }))
  const none = run.leftOut > 0 ? 'no test has that in its name or file' : `there are no tests in ${folder}; write one into tests/NAME.test.yaml`
  shell.terminal.print(`${none}\n`)
}

function verdict(run: TestRun, least: number | undefined, { terminal }: Shell): number {
  const isGood = run.problems.every(({ severity }) => severity !== 'error') && run.outcomes.every(({ failures }) => failures.length === 0)
  if (!isGood) return exitCodes.failed
  if (least === undefined) return 0
  const parts = run.coverage.reduce((sum, one) => sum + one.parts, 0)
  const covered = run.coverage.reduce((sum, one) => sum + one.covered, 0)
  const percent = parts === 0 ? 100 : (covered / parts) * 100
  if (percent >= least) return 0
  terminal.report(`oncue: ${percent.toFixed(1)} % of triggers, steps, branches and exits were reached, less than ${least} %\n`)
  return exitCodes.failed
}

function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const percent = Number(text)
  if (text.trim() === '' || !(percent >= 0 && percent <= 100))
    throw usageFailure(`--fail-under takes a percentage, and "${text}" is none`, 'as in --fail-under 80')
  return percent
}

function isInside(file: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(file))
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}

async function writeReport(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new CommandFailure(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      fix: 'name a file in a folder that exists',
    })
  })
}

/** Runs again after every save, until the person asks to stop. */
async function watchAndRun(folder: string, once: () => Promise<number>, { terminal, clock, interrupted }: Shell): Promise<void> {
  const { now, at } = await clock()
  terminal.report('Watching; Ctrl-C ends it.\n')
  const watcher = watchFolder(folder, {
    settle: (callback) => at(now() + settleMs, callback),
    onChanged: async () => {
      terminal.print('\n')
      // What fails once, such as a file that is just being replaced, may be well after the next save.
      await once().catch((error: unknown) => terminal.report(`oncue: ${error instanceof Error ? error.message : String(error)}\n`))
    },
    onError: (error) => terminal.report(`oncue: ${folder} cannot be watched until it is there again: ${error.message}\n`),
  })
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve()
    else interrupted.addEventListener('abort', () => resolve(), { once: true })
  })
  watcher.close()
}
