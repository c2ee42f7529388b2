// The sentences about mistakes: each can be written, is read back into the same code with the same values, and is written nowhere but by its code.

import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorCatalogue } from '../../src/model/errors.ts'
import { filled } from '../../src/model/mistake.ts'
import { type MistakeCode, mistakes } from '../../src/model/mistakes.ts'
import { readMistake, type SaidMistake } from '../../src/model/read-mistake.ts'

const codes = Object.keys(mistakes) as MistakeCode[]
const word = fc.stringMatching(/^[a-z]{3,8}$/)
const number = fc.integer({ min: 2, max: 5000 })
const noun = fc.constantFrom('a text', 'a number', 'true or false')
const clockTime = fc.constantFrom('09:00', '22:30')
const shaped: Readonly<Record<string, fc.Arbitrary<string | number>>> = {
  ...{ count: number, max: number, percent: number, line: number, column: number },
  ...{ noun, otherNoun: noun, from: clockTime, to: clockTime, within: fc.constantFrom('0h', '1d12h') },
  mistake: fc.constantFrom('leave it out', 'there is no topic news'),
}

function valuesFor(code: MistakeCode): Record<string, fc.Arbitrary<string | number>> {
  return Object.fromEntries([...mistakes[code].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, shaped[name] ?? word]))
}

function textOf({ code, values }: SaidMistake): string {
  if (code === 'plain') return String(values['words'])
  return filled(mistakes[code], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? textOf(value) : value])))
}

test('a sentence that was written is read back as its code, with what was filled in', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...codes).chain((code) => fc.record({ code: fc.constant(code), values: fc.record(valuesFor(code)) })),
      ({ code, values }) => {
        const text = filled(mistakes[code], values)
        const said = readMistake(text)
        expect({ text, code: said.code }).toEqual({ text, code })
        expect(Object.entries(said.values).map(([name, value]) => [name, typeof value === 'object' ? textOf(value) : value])).toEqual(Object.entries(values))
      },
    ),
    { numRuns: 2000 },
  )
})

test('whatever is read says the same in English', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(textOf(readMistake(text))).toBe(text)
    }),
  )
  expect(readMistake('All collection items must start at the same column')).toEqual({
    code: 'plain',
    values: { words: 'All collection items must start at the same column' },
  })
})

test('a text that is long or made to be slow is read at once', () => {
  const hostile = `${'of its own step '.repeat(240)}x`
  expect(readMistake(hostile).code).toBe('plain')
  expect(readMistake(`"${'", got '.repeat(500)}`).values).toBeDefined()
})

test('no two codes have the same sentence', () => {
  expect(new Set(Object.values(mistakes)).size).toBe(codes.length)
})

test('every code is written somewhere', () => {
  const sources = [
    'src/engine',
    'src/authoring',
    'src/content',
    'src/definitions-folder',
    'src/desks',
    'src/deliverability',
    'src/imports',
    'src/access',
    'src/demo',
    'src/insight/backtest',
    'src/api/admin',
    'src/model',
  ]
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/model/mistakes'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Two are put together of parts: a line before another sentence, and a type that does not fit. One is what an error says. Those of a step's own lines are named by the line.
  const others: readonly string[] = ['at-line', 'value-misfits', 'backtest-cannot-be-run', 'own-subject-languages', 'own-preheader-languages']
  const unwritten = codes.filter((code) => !sources.includes(`'${code}'`) && !others.includes(code))
  expect(mistakes['backtest-cannot-be-run'].replace('{mistake}', '{reason}')).toBe(errorCatalogue['backtest-invalid'].sentence)
  expect(unwritten).toEqual([])
})

test('what a door does not find, and why it lets nobody in, is said by its code, so that the console says it in the language of its reader', () => {
  const files = readdirSync('src/api/admin', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const past = files.flatMap((file) => {
    const source = readFileSync(`src/api/admin/${file}`, 'utf8')
    return [...source.matchAll(/AdminProblem\(\s*'(?:not-found|sign-in-failed|password-wrong|code-wrong|start-link-wrong|code-needed)',\s*['"`].*$/gm)].map(
      ([literal]) => `${file}: ${literal}`,
    )
  })
  expect(past).toEqual([])
})

test('what stands in the way of a draft or of an upload is said by its code, too', () => {
  const files = ['src/definitions-folder/drafts/definitions-door.ts', 'src/definitions-folder/drafts/folder-view.ts', 'src/desks/import-jobs.ts']
  const past = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:refused: '(?:conflict|missing)', because|return \{ problem): ['"`].*$/gm)].map(
      ([literal]) => `${file}: ${literal}`,
    ),
  )
  expect(past).toEqual([])
})

test('no code stands for two sentences, because the later would be said for both', () => {
  const files = readdirSync('src/model').filter((file) => /^mistakes(?:-.*)?\.ts$/.test(file))
  const codes = files.flatMap((file) => [...readFileSync(`src/model/${file}`, 'utf8').matchAll(/^ {2}'?([a-z][\w-]*)'?:/gm)].map(([, code]) => code))
  expect(codes.length).toBeGreaterThan(400)
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
})

/** Seen by whoever calls a command, and never in the console. */
const ofCommands = 'src/authoring/load-journey.ts'

test('the compiler and the readers of files write every problem by its code', () => {
  const past: string[] = []
  const files = ['src/engine', 'src/authoring', 'src/content'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  for (const file of files.filter((one) => one.endsWith('.ts') && one !== ofCommands)) {
    const source = readFileSync(file, 'utf8')
    // Of two words or more: what is put together of sentences has none of its own.
    for (const literal of [
      /^.*\b(?:message|fix)(?::|\s*=)\s*(?:[^'`\n]*\?\?\s*)?['`][^'`\n]*[a-z]+ [a-z]+.*$/gm,
      /^.*\b(?:refuse|unreadable|problem)\((?:\[[^\]\n]*\],\s*|\w+,\s*)?['`][^'`\n]*[a-z]+ [a-z]+.*$/gm,
      /^.*\b(?:refuse|unreadable)\(.*,\s*['`][a-z]+ [^'`\n]*['`]\).*$/gm,
    ])
      for (const [line] of source.matchAll(literal)) past.push(`${file}: ${line.trim()}`)
  }
  expect(past).toEqual([])
})
