// The guides: every file that a page tells to write is checked as `oncue validate` does, every trace and every command's output
// is what comes out when it is run. After a change of words: `npm test -- test/house/guides.test.ts -u` writes the pages anew.
//
// A guide's files lie over those of first-mail.md, the folder that its reader has already, less its journey; those of the README over the
// abandoned cart's as well.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toArrival } from '../../src/api/tracking/to-arrival.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'
import { type Block, earlierFilesOf, filesOf, type Guide, guides, readGuide, withBodies } from './guide-pages.ts'
import { definitionsIn, play, traceOf } from './guide-runs.ts'

const pages = [...guides(), readGuide('README.md')]
/** The definitions folder of the guides' reader. */
const shop = 'my-shop'
const groundPage = 'docs/guides/first-mail.md'
const run = promisify(execFile)

describe.each(pages)('$path', (guide) => {
  test('every file that it shows is valid, without a warning', async () => {
    await definitionsIn(join(folderOf(guide), shop))
    for (const { title, body } of earlierFilesOf(guide)) await definitionsIn(join(folderOf(guide, [title, body]), shop))
  })

  test('every condition that it shows is valid', async () => {
    for (const { body } of guide.blocks.filter(({ attributes }) => attributes['title'] === 'condition.yaml')) {
      const segment = `segment: as shown\nif:\n${body.replace(/^(?=.)/gm, '  ')}`
      await definitionsIn(join(folderOf(guide, [`${shop}/as-shown.yaml`, segment]), shop))
    }
  })

  test('its traces and outputs are what comes out', async () => {
    await expect(await renewed(guide)).toMatchFileSnapshot(`../../${guide.path}`)
  })

  test('its requests are taken in', () => {
    for (const { body } of guide.blocks.filter(({ language }) => language === 'sh')) {
      for (const [, call = '', data = ''] of body.matchAll(/(?<!admin)\/v1\/(\w+)[\s\S]*?-d '([\s\S]*?)'/g)) {
        const message = { type: call, ...(JSON.parse(data) as object) }
        const sent = call === 'batch' ? (message as unknown as { batch: unknown[] }).batch : [message]
        for (const one of sent) {
          expect(toArrival(one, { receivedAt: Date.UTC(2026, 10, 21), trust: 'server', makeMessageId: () => 'm' }), JSON.stringify(one)).toMatchObject({
            ok: true,
          })
        }
      }
    }
  })

  test('its commands exist, with their flags', async () => {
    const unknown: string[] = []
    for (const { body } of guide.blocks.filter(({ language }) => language === 'sh')) {
      for (const [line, words = ''] of body.replaceAll('\\\n', ' ').matchAll(/npm run oncue -- ([^\n|>]+)/g)) {
        const name =
          /^(?:(?:import|admin|consents|catalogue|codes|message|events|subscriber|template|demo|draft|hook|staging) [a-z-]+|journey (?:show|list|pause|resume)|\w+)/.exec(
            words,
          )?.[0] ?? ''
        const { code, out } = await oncue([...name.split(' '), '--help'])
        const flags = [...words.matchAll(/ (--[a-z-]+)/g)].map(([, flag = '']) => flag)
        if (code !== 0 || flags.some((flag) => !out.includes(flag))) unknown.push(line)
      }
    }
    expect(unknown).toEqual([])
  })

  test('its TypeScript compiles and its tests pass', async () => {
    const files = [...filesOf(guide).keys()].filter((title) => title.endsWith('.ts'))
    if (files.length === 0) return
    const folder = folderOf(guide)
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(resolve('.'), join(folder, 'node_modules/oncue'))
    symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'))
    const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { compilerOptions: object }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
    await passes('node_modules/.bin/tsc', ['-p', folder])
    const command = /^npx node (--test) '(.+)'$/m.exec(guide.text)
    expect(command !== null).toBe(files.some((file) => file.endsWith('.test.ts')))
    if (command !== null) expect(await passes(process.execPath, command.slice(1), folder)).toMatch(/pass [1-9]/)
    // The compiler takes seconds alone, and much longer beside others.
  })

  test('settings that it shows are settings', () => {
    const file = filesOf(guide).get('oncue.yaml')
    if (file === undefined) return
    expect(() => readConfiguration({}, {}, join(folderOf(guide), 'oncue.yaml'))).not.toThrow()
  })
})

/** The reader's folder: the guide's files over those of the first guide, and more over both. */
function folderOf(guide: Guide, ...more: readonly (readonly [string, string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const grounds = guide.path === 'README.md' ? [groundPage, 'docs/guides/abandoned-cart.md'] : [groundPage]
  const ground = grounds.flatMap((path) => [...filesOf(readGuide(path))]).filter(([title]) => !title.startsWith(`${shop}/journeys/`))
  for (const [title, body] of [...ground, ...filesOf(guide), ...more]) {
    mkdirSync(dirname(join(folder, title)), { recursive: true })
    writeFileSync(join(folder, title), body)
  }
  return folder
}

/** The page with every trace and every output as it comes out now. */
async function renewed(guide: Guide): Promise<string> {
  const traces = guide.blocks.filter(({ language }) => language === 'trace')
  const consoles = guide.blocks.filter(({ language }) => language === 'console')
  if (traces.length === 0 && consoles.length === 0) return guide.text
  const folder = folderOf(guide)
  const definitions = await definitionsIn(join(folder, shop))
  const bodies = new Map<Block, string>()
  for (const block of traces) {
    const { journey, until = '' } = block.attributes
    bodies.set(block, traceOf(definitions, block.body, { until, ...(journey === undefined ? {} : { journey }) }))
  }
  const data = join(folder, 'data')
  let until: string | undefined
  for (const block of consoles) {
    const at = block.attributes['until']
    if (at !== undefined && at !== until) {
      rmSync(data, { recursive: true, force: true })
      await play({ definitions, events: filesOf(guide).get('events.ndjson') ?? '', data, until: at })
      until = at
    }
    bodies.set(block, await outputOf(block, { folder, until }))
  }
  return withBodies(guide, bodies)
}

/** The block's first line is the command, as typed in the reader's folder; the rest is what it prints there. */
async function outputOf({ body }: Block, { folder, until }: { readonly folder: string; readonly until: string | undefined }): Promise<string> {
  const [command = ''] = body.split('\n')
  const words = [...command.replace('$ npm run oncue -- ', '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
  const before = process.cwd()
  process.chdir(folder)
  try {
    // The reader sits there when the page's events have just happened.
    const clock = until === undefined ? {} : { clock: { ...wallClock(), now: () => Date.parse(until) } }
    const { out, err } = await oncue(words, { columns: 130, ...clock })
    return `${command}\n${`${out}${err}`.replace(/[^\S\n]+$/gm, '').trimEnd()}\n`
  } finally {
    process.chdir(before)
  }
}

/** What the program prints; throws that when it fails. */
async function passes(program: string, words: readonly string[], cwd?: string): Promise<string> {
  const { stdout } = await run(program, words, { cwd }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${program} ${words.join(' ')} fails:\n${error.stdout}${error.stderr}`)
  })
  return stdout
}
