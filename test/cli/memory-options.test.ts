// How little memory a server is told to keep, and how few threads V8 may have beside its own, seen from the options that its process really has.

import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import { describe, expect, test } from 'vitest'

const command = fileURLToPath(new URL('../../bin/oncue.mjs', import.meta.url))
const witness = `data:text/javascript,process.stderr.write(JSON.stringify([process.execArgv, process.env.MALLOC_ARENA_MAX ?? 'unset']) + String.fromCharCode(10))`

/** The cores that a server's own two busy threads leave; one at least. */
const helpers = `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 2))}`
/** A machine with little memory bounds a heap lower by itself. */
const garbage = ['--max-semi-space-size=4', ...(v8.getHeapStatistics().heap_size_limit > 1.2 * 2 ** 30 ? ['--max-old-space-size=1024'] : [])]

describe('the bounds of a server', () => {
  test('it starts with bounds on what Node and the C library would keep, and on the threads that V8 collects and compiles in', () => {
    const { lives, code } = livesOf([], {})
    expect(lives.at(-1)).toEqual([[...garbage, helpers], '2'])
    expect(code).toBe(0)
  })

  test('what was given by hand stays as it was given', () => {
    expect(livesOf(['--max-semi-space-size=32'], {}).lives).toEqual([[['--max-semi-space-size=32'], 'unset']])
    expect(livesOf([], { MALLOC_ARENA_MAX: '7' }).lives.at(-1)).toEqual([[...garbage, helpers], '7'])
    expect(livesOf(['--max-old-space-size=3000'], {}).lives.at(-1)).toEqual([['--max-semi-space-size=4', helpers, '--max-old-space-size=3000'], '2'])
    expect(livesOf(['--v8-pool-size=3'], {}).lives.at(-1)).toEqual([[...garbage, '--v8-pool-size=3'], '2'])
  })
})

/** What Node and the C library were told, each time the process began anew. */
function livesOf(options: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env['PATH'], NODE_OPTIONS: `--import "${witness}"`, ...environment }
  const { stderr, status } = spawnSync(process.execPath, [...options, command, 'start', '--help'], { env, encoding: 'utf8' })
  const lives = stderr
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => JSON.parse(line) as unknown)
  return { lives, code: status }
}
