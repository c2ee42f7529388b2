// Habits that no compiler and no linter checks. Each rule's failure lists the places, so that the mend is obvious.

import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codeOf, filesBelow, productFiles, type SourceFile, testFiles } from './sources.ts'

const product = productFiles()
const tests = testFiles()
const allCode = [...product, ...tests]
const everyText = filesBelow(
  '.',
  '.ts',
  '.mts',
  '.mjs',
  '.js',
  '.json',
  '.yaml',
  '.yml',
  '.md',
  '.html',
  '.sql',
  '.css',
  '.csv',
  'run',
  'LICENSE',
  'NOTICE',
  '.npmrc',
)

/** Who may know what time it is, or leave something to chance, and why. Everybody else is told. */
const mayReadTheClock: Readonly<Record<string, string>> = {
  'src/runtime/clock.ts': 'is the clock',
  'snippet/clock.ts': 'is the clock of the script in the browser',
  'src/content/render-thread.ts': 'looks from time to time whether a template has used up its time',
  'scripts/ensure.mjs': 'runs before anything of the product does, and says how long an install took',
}

describe('time and chance', () => {
  test('only the clock reads the clock', () => {
    const reads = /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)|\bperformance\.now\b|\bMath\.random\b|\bprocess\.hrtime\b|\bset(?:Timeout|Interval)\b/
    const inside = product.filter((file) => !file.path.startsWith('bench/') && mayReadTheClock[file.path] === undefined)
    expect(linesWith(inside, reads)).toEqual([])
  })

  test('nobody is on the list of clock readers who does not read it', () => {
    const idle = Object.keys(mayReadTheClock).filter((path) => !/Date\.now|performance\.now|setTimeout|setInterval/.test(codeOf(textOf(path))))
    expect(idle).toEqual([])
  })

  test('tests are told the time, and wait for signals instead of sleeping', () => {
    const reads = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bsetTimeout\(\s*(?:resolve|done|\(\)\s*=>\s*resolve)/
    expect(linesWith(tests, reads)).toEqual([])
  })
})

describe('files', () => {
  test('no file is a drawer', () => {
    const drawers = /^(?:utils?|common|helpers?|types|misc|shared|lib)$/
    const found = allCode.filter((file) =>
      file.path
        .replace(/(?:\.test)?\.\w+$/, '')
        .split('/')
        .slice(1)
        .some((part) => part.split('-').some((word) => drawers.test(word))),
    )
    expect(pathsOf(found)).toEqual([])
  })

  test('file names are kebab-case', () => {
    expect(pathsOf(allCode.filter((file) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.m?[jt]s$/.test(posix.basename(file.path))))).toEqual([])
  })

  test('no file is over 400 lines, no file of tests over 600', () => {
    const long = allCode.map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    expect(long.filter(({ path, lines }) => lines > (path.startsWith('test/') ? 600 : 400)).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  test('every file opens with a sentence on what it is for', () => {
    expect(pathsOf(allCode.filter((file) => !/^(?:#!.*\n)?(?:\/\/ \S+ \S+|\/\*\*?\s+\*?\s*\S+ \S+)/.test(file.text)))).toEqual([])
  })
})

describe('code', () => {
  test('no test is left out or left alone', () => {
    expect(linesWith(tests, /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/)).toEqual([])
  })

  test('nothing is left to do in a comment', () => {
    // Written in parts, so that this file does not name what it forbids.
    const marks = new RegExp(`\\b(?:${['TO', 'FIX', 'XX', 'HA'].map((start, index) => start + ['DO', 'ME', 'X', 'CK'][index]).join('|')})\\b`)
    expect(linesWith([...allCode, ...filesBelow('docs', '.md')], marks, 'comments too')).toEqual([])
  })

  test('every exported function says what it does', () => {
    const silent = product.filter((file) => file.path.startsWith('src/')).flatMap(silentExports)
    expect(silent).toEqual([])
  })
})

describe('words', () => {
  test('nothing names a package registry or a place on somebody’s machine', () => {
    const forbidden = new RegExp(
      [`${'npm'}js\\.(?:org|com)`, `${'py'}pi\\.org`, `deb\\.${'debian'}\\.org`, `(?<![\\w.])/${'work'}/`, `/${'root'}/`, `/home/\\w+/`].join('|'),
    )
    expect(linesWith(everyText, forbidden, 'comments too')).toEqual([])
  })

  test('nothing refers to a ticket by its number', () => {
    expect(linesWith(everyText, /\b[Ii]ssues?\s+#?\d+\b|\b(?:fixes|closes|see) #\d+\b/, 'comments too')).toEqual([])
  })
})

/** "path:line: text" of every line that matches. Comments and texts count only when asked for. */
function linesWith(files: readonly SourceFile[], pattern: RegExp, where: 'code' | 'comments too' = 'code'): readonly string[] {
  return files.flatMap((file) => {
    const original = file.text.split('\n')
    return (where === 'code' ? codeOf(file.text) : file.text)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${(original[index] ?? '').trim().slice(0, 160)}`] : []))
  })
}

/**
 * Exported functions and classes of which nothing is said. The opening comment of a file speaks for its only export, for the
 * one that the file is named after, and for those that it explains by their name ("jump: leave for it" for compileJump).
 */
function silentExports(file: SourceFile): readonly string[] {
  const lines = file.text.split('\n')
  const exported = lines.flatMap((line, index) => {
    const name = /^export (?:default )?(?:async )?(?:function\*?|class) (\w+)/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, index }]
  })
  if (exported.length === 1) return []
  const opening = lines
    .slice(
      0,
      Math.max(
        0,
        lines.findIndex((line) => !line.startsWith('//')),
      ),
    )
    .join('\n')
  const title = posix
    .basename(file.path)
    .replace(/\.m?[jt]s$/, '')
    .split('-')
  const isOpened = (name: string): boolean => {
    const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
    return title.every((word) => words.includes(word)) || opening.includes(`${words.at(-1)}: `)
  }
  // Further signatures of one function share the comment of the first.
  const spoken = new Set(exported.filter(({ index }) => /\*\/$|^\/\//.test(lines[index - 1]?.trim() ?? '')).map(({ name }) => name))
  return exported.filter(({ name }) => !spoken.has(name) && !isOpened(name)).map(({ name, index }) => `${file.path}:${index + 1}: ${name}`)
}

function textOf(path: string): string {
  const file = product.find((candidate) => candidate.path === path)
  if (file === undefined) throw new Error(`${path} is on a list of this test, but there is no such file.`)
  return file.text
}

function pathsOf(files: readonly SourceFile[]): readonly string[] {
  return files.map((file) => file.path)
}
