// What the scripts for developers say of themselves, and to what they do not know: a sentence and how they are used, and never a stack.

import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

function run(script: string, ...words: readonly string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.ts`, ...words], { encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

test.each(['sim', 'crash', 'replay'])('npm run %s says how it is used, and what it was told that makes no sense', (script) => {
  const asked = run(script, '--help')
  expect(asked).toMatchObject({ status: 0, err: '' })
  expect(asked.out).toMatch(new RegExp(`^npm run ${script} -- `))
  const wrong = run(script, '--sedes', '3')
  expect(wrong.status).toBe(1)
  expect(wrong.err).toBe(`Unknown option '--sedes'\n\n${asked.out}`)
})

test('a number that is none is named with what it is for, before anything runs', () => {
  expect(run('sim', 'abc')).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/^SEED is a whole number from 0 on, and not "abc"\./) })
  expect(run('crash', '--rounds', '0')).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringMatching(/^--rounds is a whole number from 1 on, and not "0"\./),
  })
  expect(run('sim', '1', '--store', 'disk').err).toMatch(/^--store is memory or sqlite, and not "disk"\./)
})
