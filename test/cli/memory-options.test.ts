// How little memory a server is told to keep, and how few threads V8 may have beside its own, seen from the options that its process really has.

import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import { describe, expect, test } from 'vitest'

const command = fileURLToPath(new URL('../../bin/oncue.mjs', import.meta.url))
/** Says at the end what a thread of the process may let its old garbage grow to. */
const heapOfThread = encodeURIComponent(
  JSON.stringify("require('node:worker_threads').parentPort.postMessage(require('node:v8').getHeapStatistics().heap_size_limit)"),
)
const threadWitness = `data:text/javascript,import{Worker}from'node:worker_threads';process.once('beforeExit',()=>new Worker(${heapOfThread},{eval:true,env:{},execArgv:[]}).once('message',(limit)=>process.stderr.write(String(limit))))`
const witness = `data:text/javascript,process.stderr.write(JSON.stringify([process.execArgv, process.env.MALLOC_ARENA_MAX ?? 'unset']) + String.fromCharCode(10))`

/** The cores that a server's own two busy threads leave; one at least. */
const helpers = `--v8-pool-size=${Math.min(4, Math.max(1, availableParallelism() - 2))}`
/** What is made young stays where it was made until it is collected or old. */
const allYoung = '--no-allocation-site-pretenuring'
/** A machine with little memory bounds a heap lower by itself. */
const garbage = ['--max-semi-space-size=4', ...(v8.getHeapStatistics().heap_size_limit > 1.2 * 2 ** 30 ? ['--max-old-space-size=1024'] : [])]

describe('the bounds of a server', () => {
  test('it starts with bounds on what Node and the C library would keep, on the threads that V8 collects and compiles in, and on what it makes old at once', () => {
    const { lives, code } = livesOf([], {})
    expect(lives.at(-1)).toEqual([[...garbage, helpers, allYoung], '2'])
    expect(code).toBe(0)
  })

  test('the bounds are those of the thread of the doors: other threads name their own', () => {
    const limitOf = (options: readonly string[]) => Number(endOf(options, { NODE_OPTIONS: `--import "${threadWitness}"` }).stderr)
    // Given by hand, bounds are nobody's but theirs who gave them, and nothing is lifted.
    expect(limitOf([])).toBe(limitOf(['--max-semi-space-size=0']))
  })

  test('what was given by hand stays as it was given', () => {
    expect(livesOf(['--max-semi-space-size=32'], {}).lives).toEqual([[['--max-semi-space-size=32'], 'unset']])
    expect(livesOf([], { MALLOC_ARENA_MAX: '7' }).lives.at(-1)).toEqual([[...garbage, helpers, allYoung], '7'])
    expect(livesOf(['--max-old-space-size=3000'], {}).lives.at(-1)).toEqual([['--max-semi-space-size=4', helpers, allYoung, '--max-old-space-size=3000'], '2'])
    expect(livesOf(['--v8-pool-size=3'], {}).lives.at(-1)).toEqual([[...garbage, allYoung, '--v8-pool-size=3'], '2'])
  })
})

/** What Node and the C library were told, each time the process began anew. */
function livesOf(options: readonly string[], environment: Readonly<Record<string, string>>) {
  const { stderr, status } = endOf(options, { NODE_OPTIONS: `--import "${witness}"`, ...environment })
  const lives = stderr
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => JSON.parse(line) as unknown)
  return { lives, code: status }
}

/** What a short life of the server leaves. */
function endOf(options: readonly string[], environment: Readonly<Record<string, string>>) {
  return spawnSync(process.execPath, [...options, command, 'start', '--help'], { env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' })
}
