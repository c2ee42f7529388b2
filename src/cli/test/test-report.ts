// How a run of tests reads: on a terminal, and as JUnit XML for whatever collects the results of builds.

import { problemText } from '../../authoring/source-document.ts'
import type { JourneyCoverage, TestOutcome, TestRun } from '../../definitions-folder/trigger-tests.ts'
import { printable } from '../table.ts'

/** The report for people. `all` names passed tests and everything that was not reached as well. */
export function testReport(run: TestRun, { all }: { readonly all: boolean }): string {
  const { outcomes, coverage } = run
  const shown = outcomes.filter(({ failures }) => all || failures.length > 0).map(outcomeText)
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length
  const passed = outcomes.length - failed
  const leftOut = run.leftOut === 0 ? '' : `, ${run.leftOut} left out`
  const summary = `${passed} passed${failed === 0 ? '' : `, ${failed} failed`}${leftOut}\n`
  return `${shown.join('')}${shown.length === 0 ? '' : '\n'}${coverage.length === 0 ? '' : `${coverageText(coverage, all)}\n`}${summary}`
}

function outcomeText({ name, place, failures }: TestOutcome): string {
  if (failures.length === 0) return `passed  ${printable(name)}\n`
  const parts = failures.map(({ place: at, message, expected, found, since }, index) => {
    const lines = [
      `    ${at.file}:${at.line}:${at.column} ${printable(message)}`,
      ...differenceLines(expected, found).map((line) => `      ${printable(line)}`),
    ]
    // What was seen in one look is said once.
    const isSaid = failures[index + 1]?.since === since
    if (since.length > 0 && !isSaid) lines.push('      what happened since the last look:', ...since.map((line) => `        ${printable(line)}`))
    return lines.join('\n')
  })
  return `FAILED  ${printable(name)} (${place.file}:${place.line})\n${parts.join('\n')}\n`
}

/** What was expected and is not there with "-", what is there and was not expected with "+", the rest with a blank. */
export function differenceLines(expected: readonly string[], found: readonly string[]): string[] {
  if (expected.length === 0) return found.length === 0 ? [] : found.map((line) => `+ ${line}`)
  if (found.length === 0) return expected.map((line) => `- ${line}`)
  const common = Array.from({ length: expected.length + 1 }, () => Array.from({ length: found.length + 1 }, () => 0))
  for (let left = expected.length - 1; left >= 0; left -= 1)
    for (let right = found.length - 1; right >= 0; right -= 1)
      (common[left] as number[])[right] =
        expected[left] === found[right] ? (common[left + 1]?.[right + 1] ?? 0) + 1 : Math.max(common[left + 1]?.[right] ?? 0, common[left]?.[right + 1] ?? 0)
  const lines: string[] = []
  let [left, right] = [0, 0]
  while (left < expected.length || right < found.length) {
    if (left < expected.length && expected[left] === found[right]) {
      lines.push(`  ${expected[left]}`)
      left += 1
      right += 1
    } else if (right >= found.length || (left < expected.length && (common[left + 1]?.[right] ?? 0) >= (common[left]?.[right + 1] ?? 0))) {
      lines.push(`- ${expected[left]}`)
      left += 1
    } else {
      lines.push(`+ ${found[right]}`)
      right += 1
    }
  }
  return lines
}

function coverageText(coverage: readonly JourneyCoverage[], all: boolean): string {
  return coverage
    .map(({ journey, parts, covered, missed }) => {
      const names = missed.map(({ kind, name }) => `${kind} ${printable(name)}`)
      const shown = all || names.length <= 4 ? names : [...names.slice(0, 4), `and ${names.length - 4} more`]
      return `${printable(journey)}: ${covered} of ${parts} triggers, steps, branches and exits reached${names.length === 0 ? '' : `; not ${shown.join(', ')}`}\n`
    })
    .join('')
}

/** JUnit XML: a suite per file, a case per test, and one for each mistake because of which a file was not tested. */
export function junitXml({ outcomes, problems }: Pick<TestRun, 'outcomes' | 'problems'>): string {
  const mistakes = problems.filter(({ severity }) => severity === 'error')
  const files = [...new Set([...outcomes.map(({ place }) => place.file), ...mistakes.map(({ file }) => file)])]
  const suites = files.map((file) => {
    const cases = outcomes.filter(({ place }) => place.file === file)
    const errors = mistakes.filter((one) => one.file === file)
    const seconds = secondsOf(cases.reduce((sum, { tookMs }) => sum + tookMs, 0))
    const lines = [...cases.map((one) => caseXml(one, file)), ...errors.map(errorXml)]
    const counts = `tests="${lines.length}" failures="${failedOf(cases)}" errors="${errors.length}"`
    return `  <testsuite name="${xml(file)}" ${counts} skipped="0" time="${seconds}">\n${lines.join('')}  </testsuite>\n`
  })
  const counts = `tests="${outcomes.length + mistakes.length}" failures="${failedOf(outcomes)}" errors="${mistakes.length}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n${suites.join('')}</testsuites>\n`
}

function failedOf(outcomes: readonly TestOutcome[]): number {
  return outcomes.filter(({ failures }) => failures.length > 0).length
}

function errorXml(problem: TestRun['problems'][number]): string {
  const { file, line, message } = problem
  const place = `name="${xml(`${file}:${line}`)}" classname="${xml(file)}" file="${xml(file)}" line="${line}" time="0.000"`
  return `    <testcase ${place}>\n      <error message="${xml(message)}">${xml(problemText(problem))}</error>\n    </testcase>\n`
}

function caseXml({ name, place, tookMs, failures }: TestOutcome, file: string): string {
  const start = `    <testcase name="${xml(name)}" classname="${xml(file)}" file="${xml(file)}" line="${place.line}" time="${secondsOf(tookMs)}"`
  if (failures.length === 0) return `${start}/>\n`
  const inner = failures.map(({ place: at, message, expected, found, since }) => {
    const body = [`${at.file}:${at.line}:${at.column}`, ...differenceLines(expected, found), ...since].join('\n')
    return `      <failure message="${xml(message)}">${xml(body)}</failure>\n`
  })
  return `${start}>\n${inner.join('')}    </testcase>\n`
}

function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** XML 1.0 knows no other control characters than tab and the ends of lines. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const legal = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  return legal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
