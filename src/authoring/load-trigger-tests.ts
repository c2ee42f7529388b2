// Reads the tests of triggers that lie beside the definitions: `*.test.yaml`, `*.test.json` and `*.test.ts`, each with any number of tests. Form alone is
// checked here; whether a test passes is for whoever runs it.

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { mistake } from '../model/mistake.ts'
import { type TriggerTest, triggerTestSchema } from '../model/trigger-test.ts'
import { isProgram, readDefinitionFile, triggerTestFiles, type UnsavedFiles } from './definition-files.ts'
import { explain } from './explain.ts'
import { nestedTooDeeply } from './read-yaml.ts'
import { byPlace, type DocumentPath, type LocatedProblem, type Place, type SourceDocument } from './source-document.ts'

export interface LocatedTest {
  readonly test: TriggerTest
  readonly file: string
  /** The place of a part of the test. */
  readonly locate: (path: DocumentPath) => Place
}

export interface LoadedTests {
  /** In order of file and place. */
  readonly tests: readonly LocatedTest[]
  readonly problems: readonly LocatedProblem[]
}

/** All tests below a folder that exists, with what is not saved yet in the place of files. */
export async function loadTriggerTests(folder: string, unsaved?: UnsavedFiles): Promise<LoadedTests> {
  const root = resolve(folder)
  const files: string[] = []
  for (const file of await triggerTestFiles(root, unsaved)) if (!isProgram(file) || (await hasDefault(join(root, file)))) files.push(file)
  const read = await Promise.all(files.map((file) => readDefinitionFile({ folder: root, file, unsaved })))
  const checked = read.flatMap(({ documents }) => documents).map(checkTest)
  const tests = checked.flatMap(({ test }) => (test === undefined ? [] : [test]))
  const problems = [...read.flatMap((one) => one.problems), ...checked.flatMap((one) => one.problems), ...namedTwice(tests)]
  return { tests, problems: problems.toSorted(byPlace) }
}

/** A program without a default export is a test of another runner (node --test, vitest): running it here would run that. */
async function hasDefault(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^export\s+default\b/m.test(text)
}

function checkTest(document: SourceDocument): { readonly test?: LocatedTest; readonly problems: readonly LocatedProblem[] } {
  const refuse = (message: string, fix: string): LocatedProblem => ({ ...document.locate([]), severity: 'error', code: 'test/form', message, fix })
  const { value } = document
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problems: [refuse(mistake('test-of-keys'), mistake('start-with-test'))] }
  const { $schema: _, ...written } = value as Record<string, unknown>
  try {
    const problems = explain(triggerTestSchema, written).map(
      ({ path, part, ...rest }): LocatedProblem => ({ ...document.locate(path, part), severity: 'error', ...rest }),
    )
    if (problems.length > 0) return { problems }
    return { test: { test: triggerTestSchema.parse(written), file: document.file, locate: (path) => document.locate(path) }, problems: [] }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { problems: [{ ...document.locate([]), severity: 'error', ...nestedTooDeeply }] }
  }
}

/** A name says which test failed, so it stands once in a file. */
function namedTwice(tests: readonly LocatedTest[]): LocatedProblem[] {
  return tests.flatMap((one, index) => {
    const other = tests.slice(0, index).find(({ file, test }) => file === one.file && test.test === one.test.test)
    if (other === undefined) return []
    const fix = mistake('other-test-in-line', { line: other.locate(['test']).line })
    return [{ ...one.locate(['test']), severity: 'error', code: 'name/taken', message: mistake('test-name-taken'), fix }]
  })
}
