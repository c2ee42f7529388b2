// The tests of a definitions folder: run over the definitions that lie beside them, with what no test reached. Where the workspace demands it, a
// failed test is a problem of the definitions like any other.

import { isProgram, type UnsavedFiles } from '../authoring/definition-files.ts'
import { type LoadedTests, type LocatedTest, loadTriggerTests } from '../authoring/load-trigger-tests.ts'
import type { LocatedProblem, Place } from '../authoring/source-document.ts'
import { compile, sourceOf } from '../engine/compile.ts'
import type { Definitions } from '../model/definitions.ts'
import { mistake } from '../model/mistake.ts'
import { type Said, saidText } from '../model/said.ts'
import { coverageOf, type JourneyCoverage } from '../testing/story/coverage.ts'
import { runStory, type StoryFailure, type StoryResult } from '../testing/story/run-story.ts'

export { type JourneyCoverage, runStory }

export interface TestOutcome {
  readonly name: string
  readonly place: Place
  /** Milliseconds that it took. */
  readonly tookMs: number
  readonly failures: readonly (StoryFailure & { readonly place: Place })[]
}

export interface TestRun {
  readonly outcomes: readonly TestOutcome[]
  /** How many tests were not asked for. */
  readonly leftOut: number
  /** Of those that ran. */
  readonly coverage: readonly JourneyCoverage[]
  /** What is wrong with the files of tests themselves. */
  readonly problems: LoadedTests['problems']
}

export interface TestOptions {
  /** Only tests whose name or file contains this text; all by default. */
  readonly only?: string
  /** UTC milliseconds, to tell how long each took. */
  readonly now?: () => number
  /** What is not saved yet, in the place of files. */
  readonly unsaved?: UnsavedFiles | undefined
}

/** Runs the tests of a folder. */
export async function runTests(folder: string, definitions: Definitions, { only = '', now = () => 0, unsaved }: TestOptions = {}): Promise<TestRun> {
  const { tests, problems } = await loadTriggerTests(folder, unsaved)
  const chosen = tests.filter(({ test, file }) => `${file}\n${test.test}`.toLowerCase().includes(only.toLowerCase()))
  const ran = chosen.map((one) => run(one, definitions, now))
  const { program } = compile(sourceOf(definitions))
  return {
    outcomes: ran.map(({ outcome }) => outcome),
    leftOut: tests.length - chosen.length,
    coverage: program === undefined ? [] : coverageOf(program, ran),
    problems,
  }
}

function run(
  { test, file, locate }: LocatedTest,
  definitions: Definitions,
  now: () => number,
): { readonly outcome: TestOutcome } & Pick<StoryResult, 'decisions' | 'ways'> {
  const startedAt = now()
  const { failures, decisions, ways } = runStory(definitions, test)
  const located = failures.map((failure) => ({ ...failure, message: placedMessage(failure, file), place: locate(failure.path) }))
  return { outcome: { name: test.test, place: locate(['test']), tookMs: now() - startedAt, failures: located }, decisions, ways }
}

/** A program keeps no places of its parts, so it is said which line of the story it is. */
function placedMessage({ path: [part, index], message }: StoryFailure, file: string): string {
  return part === 'story' && typeof index === 'number' && isProgram(file) ? `${message} (line ${index + 1} of the story)` : message
}

/** That a test fails, and why, as data. */
export function failureSaid(name: string, { said }: Pick<StoryFailure, 'said'>): Said {
  return { code: 'test-says', values: { name, inner: said } }
}

/** What a workspace with `tests: required` has to say: mistakes in tests, and the first failure of each. */
export async function requiredTests(folder: string, definitions: Definitions, unsaved?: UnsavedFiles): Promise<readonly LocatedProblem[]> {
  if (definitions.workspace.tests !== 'required') return []
  const { outcomes, problems } = await runTests(folder, definitions, { unsaved })
  const failed = outcomes.flatMap(({ name, failures: [first] }): LocatedProblem[] =>
    first === undefined
      ? []
      : [
          {
            ...first.place,
            severity: 'error',
            code: 'test/failed',
            message: mistake('test-fails', { name, words: saidText(first.said) }),
            fix: mistake('mend-for-test'),
          },
        ],
  )
  return [...problems, ...failed]
}
