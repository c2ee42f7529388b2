// The bundle from which the server starts: for a small program with a thread, made, kept, run and outdated; and for this one, whole.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { holdBundle, keptServerBundle, serverBundle } from '../../bin/server-bundle.mjs'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const greeting = `export const greeting: string = 'Hello'\n`
/** Below the folder of sources. */
const program = {
  'cli/oncue.ts': `import { Worker } from 'node:worker_threads'
import { greeting } from '../greeting.ts'
import type { Unknown } from '../nowhere.ts'
const worker = new Worker(new URL('../desk-thread.ts', import.meta.url), { workerData: { module: import.meta.resolve('../store.ts') } })
worker.on('message', (message: string) => {
  console.log(greeting, message, import.meta.dirname)
  failing()
})
function failing(): Unknown {
  throw new Error('as it must be')
}
`,
  'greeting.ts': greeting,
  'store.ts': `export class Store { readonly name: string = 'kept' }\n`,
  'desk-thread.ts': `import { parentPort, workerData } from 'node:worker_threads'
const { Store } = (await import(workerData.module)) as typeof import('./store.ts')
parentPort?.postMessage(Store.name + ' ' + new Store().name)
`,
}

describe('a program is bundled', () => {
  test('with its threads, which find their modules; its files are where they are, and traces name the source', async () => {
    const root = programIn(temporaryFolder())
    const { stdout, stderr } = runOf(await made(root))
    expect(stdout.trim()).toBe(`Hello Store kept ${join(root, 'src', 'cli')}`)
    expect(stderr).toMatch(/^Error: as it must be\n {4}at failing \(.*src\/cli\/oncue\.ts:10:9\)$/m)
  })

  test('and runs without its maps too: then traces name the bundle', async () => {
    const root = programIn(temporaryFolder())
    const bundle = await made(root)
    rmSync(fileURLToPath(`${bundle.href}.map`))
    expect(runOf(bundle).stderr).toMatch(/^Error: as it must be\n {4}at failing \(.*oncue-server.*\/oncue\.js:\d+:\d+\)$/m)
  })

  test('once, and again when a source has changed; the one before stays for whoever runs from it', async () => {
    const root = programIn(temporaryFolder())
    expect(keptServerBundle(root)).toBeUndefined()
    const first = await made(root)
    expect(keptServerBundle(root)).toEqual(first)
    expect(await made(root)).toEqual(first)
    writeFileSync(join(root, 'src', 'greeting.ts'), greeting.replace('Hello', 'Howdy'))
    expect(keptServerBundle(root)).toBeUndefined()
    const second = await made(root)
    expect(second).not.toEqual(first)
    expect(runOf(second).stdout).toMatch(/^Howdy/)
    expect(runOf(first).stdout).toMatch(/^Hello/)
    writeFileSync(join(root, 'src', 'greeting.ts'), greeting)
    expect(keptServerBundle(root)).toEqual(first)
    writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}')
    expect(keptServerBundle(root)).toBeUndefined()
  })

  test('of the last four states only, so that the folder does not grow', async () => {
    const root = programIn(temporaryFolder())
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      writeFileSync(join(root, 'src', 'greeting.ts'), `export const greeting = '${name}'\n`)
      await made(root)
    }
    const folders = readdirSync(join(root, 'node_modules/.cache/oncue-server'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders).toHaveLength(4)
  })

  test('and stays for as long as a process runs from it, however many are made meanwhile', async () => {
    const root = programIn(temporaryFolder())
    const variant = (name: string): Promise<URL> => {
      writeFileSync(join(root, 'src', 'greeting.ts'), `export const greeting = '${name}'\n`)
      return made(root)
    }
    const [running, gone] = [await variant('running'), await variant('gone')]
    holdBundle(running)
    // One that was killed left its file behind.
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(fileURLToPath(new URL(`held-by-${pid}`, gone)), '')
    for (const name of ['a', 'b', 'c', 'd']) await variant(name)
    expect([running, gone].map((bundle) => existsSync(fileURLToPath(bundle)))).toEqual([true, false])
  })
})

describe('a program that cannot be bundled runs from its sources', () => {
  test('where nothing may be written, without a word', async () => {
    const root = programIn(temporaryFolder())
    writeFileSync(join(root, 'node_modules'), 'in the way of the folder')
    const said: string[] = []
    expect(await serverBundle((line) => said.push(line), root)).toBeUndefined()
    expect(said).toEqual([])
  })

  test('when the bundler fails, which is said with its reason; nothing half made is left', async () => {
    const root = programIn(temporaryFolder())
    writeFileSync(join(root, 'src', 'greeting.ts'), 'export const greeting = = 1')
    const said: string[] = []
    expect(await serverBundle((line) => said.push(line), root)).toBeUndefined()
    expect(said.join('\n')).toMatch(/could not be bundled and runs from its sources/)
    expect(readdirSync(join(root, 'node_modules/.cache/oncue-server'))).toEqual([])
  })
})

test('the bundle of this program has every thread under its name, and nothing in it looks for files beside itself', async () => {
  const bundle = await serverBundle((line) => expect.unreachable(line))
  if (bundle === undefined) throw new Error('a source was changed while it was bundled')
  const folder = dirname(fileURLToPath(bundle))
  const src = fileURLToPath(new URL('../../src', import.meta.url))
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const threads = sources.flatMap((name) => [...readFileSync(join(src, name), 'utf8').matchAll(/new Worker\((.*)/g)].map(([, how]) => how ?? ''))
  expect(threads.length).toBeGreaterThan(5)
  for (const how of threads) {
    const [, name] = /^new URL\('\.[^']*\/([^/']+)\.ts', import\.meta\.url\)/.exec(how) ?? []
    expect(existsSync(join(folder, `${name}.js`)), how).toBe(true)
  }
  const looking = readdirSync(folder).filter(
    (name) => name.endsWith('.js') && /\b__dirname\b|new Worker\([^)]*\.ts'/.test(readFileSync(join(folder, name), 'utf8')),
  )
  expect(looking).toEqual([])
  // What stands outside is looked for and loaded file by file at each start, in each thread.
  const outside = readdirSync(folder).flatMap((name) =>
    name.endsWith('.js') ? [...readFileSync(join(folder, name), 'utf8').matchAll(/^import .*?"([^."][^"]*)";$/gm)].map(([, from]) => from ?? '') : [],
  )
  expect([...new Set(outside)].filter((from) => !isBuiltin(from)).sort()).toEqual(['mrml', 'pino'])
  // V8 keeps the text of a part for as long as it runs: two bytes to a character when a single one is not ASCII.
  const wide = readdirSync(folder).filter((name) => name.endsWith('.js') && /[\u0080-\uffff]/.test(readFileSync(join(folder, name), 'utf8')))
  expect(wide, 'a character in a tagged template cannot be escaped by the bundler: write it as an entity or with an escape').toEqual([])
})

test('a server holds the bundle that it runs from until it ends', async () => {
  const bundle = await serverBundle((line) => expect.unreachable(line))
  if (bundle === undefined) throw new Error('a source was changed while it was bundled')
  const folder = dirname(fileURLToPath(bundle))
  const held = `process.on('exit',()=>console.error(JSON.stringify([process.pid,process.getBuiltinModule('fs').readdirSync(${JSON.stringify(folder)})])))`
  const command = fileURLToPath(new URL('../../bin/oncue.mjs', import.meta.url))
  const env = { PATH: process.env['PATH'], NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(held)}"` }
  const { stderr, status } = spawnSync(process.execPath, [command, 'start', '--help'], { env, encoding: 'utf8' })
  expect(status).toBe(0)
  const [pid, names] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as [number, string[]]
  expect(names).toContain(`held-by-${pid}`)
  expect(readdirSync(folder)).not.toContain(`held-by-${pid}`)
})

function programIn(folder: string): string {
  const root = realpathSync(folder)
  writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  writeFileSync(join(root, 'package-lock.json'), '{}')
  for (const [name, text] of Object.entries(program)) {
    const file = join(root, 'src', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return root
}

async function made(root: string): Promise<URL> {
  const bundle = await serverBundle((line) => expect.unreachable(line), root)
  if (bundle === undefined) throw new Error('nothing was bundled')
  return bundle
}

/** As the command does it. */
function runOf(bundle: URL) {
  const traces = new URL('../../bin/traces.mjs', import.meta.url)
  const start = join(temporaryFolder(), 'start.mjs')
  writeFileSync(start, `import { nameSourcesInTraces } from '${traces.href}'\nnameSourcesInTraces('${bundle.href}')\nawait import('${bundle.href}')\n`)
  return spawnSync(process.execPath, [start], { encoding: 'utf8' })
}
