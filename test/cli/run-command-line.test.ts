// The frame: which command, which flags, and how failures are told.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ArgsDef } from 'citty'
import { describe, expect, test } from 'vitest'
import type { AnyCommand } from '../../src/cli/command.ts'
import { commands } from '../../src/cli/commands.ts'
import { writeInto } from '../authoring/folder.ts'
import { newFolder, oncue } from './command-line.ts'

describe('the command line', () => {
  test.each([
    [['valdate'], 2, 'oncue: there is no command "valdate"; did you mean "validate"?\n'],
    [['subscriber', 'shwo', 'x'], 2, 'oncue: there is no command "subscriber shwo"; did you mean "show"?\n'],
    [['backup'], 2, 'oncue: missing required positional argument: FILE; add --help to see what the command takes\n'],
    [['backup', 'a', 'b'], 2, 'oncue: "b" is one argument too many\n'],
    [
      ['messages', '--jsn'],
      2,
      'oncue: there is no flag --jsn; there are: --journey, --template, --step, --channel, --status, --did, --subscriber, --address, --subject, --since, --from, --until, --limit, --data, --json\n',
    ],
    [
      ['messages', '-x'],
      2,
      'oncue: there is no flag -x; there are: --journey, --template, --step, --channel, --status, --did, --subscriber, --address, --subject, --since, --from, --until, --limit, --data, --json\n',
    ],
    [['messages', '--limit'], 2, 'oncue: --limit needs a value\n'],
    [
      ['try', 'x.yaml', '--events', 'none', '--at', 'tomorrow'],
      2,
      'oncue: --at "tomorrow" is no instant; write 2026-11-21T10:00:00.000Z, 2026-11-21, or UTC milliseconds\n',
    ],
    [['import', 'events', 'none.csv', '--map', 'user=id'], 2, 'oncue: --map "user=id" is not FIELD=COLUMN; did you mean userId?\n'],
    [['import', 'events', '/nonexistent.csv'], 1, 'oncue: there is no file /nonexistent.csv\n'],
    [['messages', '--data', '/nonexistent'], 1, 'oncue: There is no store at /nonexistent/workspace.db; check the path, or start Oncue once to create it.\n'],
  ] as const)('oncue %j fails with one clear line', async (words, code, err) => {
    expect(await oncue(words)).toEqual({ code, out: '', err })
  })

  test.each([
    [['validate'], 'oncue validate FOLDER'],
    [['test'], 'oncue test FOLDER'],
    [['backtest'], 'oncue backtest FOLDER'],
    [['render', 'welcome'], '--definitions FOLDER'],
    [['hook', 'try', 'orders', '--call', 'call.json'], '--definitions FOLDER'],
  ] as const)('oncue %j where there are no definitions says how to name them', async (words, how) => {
    const before = process.cwd()
    process.chdir(await newFolder())
    try {
      const err = `oncue: there are no definitions here; name the folder that holds workspace.yaml, as in \`${how}\`, or in ONCUE_DEFINITIONS\n`
      expect(await oncue(words)).toEqual({ code: 2, out: '', err })
    } finally {
      process.chdir(before)
    }
  })

  test('a wrong setting in the environment is named', async () => {
    const { code, err } = await oncue(['messages'], { environment: { PORT: 'abc' } })
    expect(code).toBe(1)
    expect(err).toMatch(/^oncue: Oncue cannot start with this configuration: port \(from PORT\): this is no number\. The port to listen on.*\n$/)
  })

  test('--help says what a command takes, --version which version this is', async () => {
    expect(await oncue(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' })
    const help = await oncue(['import', 'events', '--help'])
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain('oncue import events [OPTIONS] <FILE>')
    expect((await oncue(['help'])).out).toContain('validate')
    for (const words of [['--help'], ['backtest', '--help'], ['import', 'events', '--help'], ['demo', '--help']]) {
      const { out } = await oncue(words, { columns: 80 })
      expect(out.split('\n').filter((line) => line.length > 80 || line !== line.trimEnd())).toEqual([])
    }
    expect((await oncue([])).code).toBe(2)
  })
})

/** All commands with their words. */
async function allCommands(group: AnyCommand = commands, path: readonly string[] = []): Promise<{ path: string; args: ArgsDef }[]> {
  if (group.subCommands === undefined) return [{ path: path.join(' '), args: group.args as ArgsDef }]
  const inner = Object.entries(group.subCommands as Record<string, () => Promise<AnyCommand>>)
  return (await Promise.all(inner.map(async ([name, load]) => allCommands(await load(), [...path, name])))).flat()
}

test('every command and every flag stands in the reference, and the reference names no other', async () => {
  const page = readFileSync('docs/reference/cli.md', 'utf8')
  const sections = new Map(
    page
      .split(/^## oncue /m)
      .slice(1)
      .map((section) => [section.split(/ [A-Z[]|\n/)[0], section]),
  )
  const found = await allCommands()
  expect([...sections.keys()].sort()).toEqual(found.map(({ path }) => path).sort())
  const shared = ['data', 'json']
  for (const { path, args } of found) {
    const flags = Object.entries(args).flatMap(([name, { type }]) => (type === 'positional' ? [] : [name]))
    // A switch that is on unless it is turned off stands there as "--no-NAME".
    const named = [...(sections.get(path) ?? '').matchAll(/--(?:no-)?([a-z][a-z-]*)/g)].map(([, flag]) => flag)
    expect(
      flags.filter((flag) => !named.includes(flag) && !shared.includes(flag)),
      path,
    ).toEqual([])
    expect(
      named.filter((flag) => !flags.includes(flag ?? '')),
      path,
    ).toEqual([])
  }
})

describe('oncue validate', () => {
  test('prints every problem with its place, and exits 1', async () => {
    const folder = await newFolder()
    await writeInto(folder, {
      'w.yaml': 'workspace: shop\n',
      'j.yaml': 'journey: welcome\nenter:\n  - on: Signed Up\nsteps:\n  - send: hello\n',
    })
    const { code, out, err } = await oncue(['validate', folder])
    expect(code).toBe(1)
    expect(out).toMatch(/^j\.yaml:5:11 .*hello/)
    expect(err).toBe(`oncue: 1 error in ${folder}\n`)
    const json = JSON.parse((await oncue(['validate', folder, '--json'])).out) as { valid: boolean; problems: { file: string; line: number }[] }
    expect(json).toMatchObject({ folder, valid: false, problems: [{ file: 'j.yaml', line: 5, column: 11, severity: 'error' }] })
  })

  test('finds nothing wrong with the example workspace', async () => {
    expect(await oncue(['validate', 'examples/shop'])).toEqual({ code: 0, out: 'examples/shop: 6 journeys, 2 segments, 12 templates; all good.\n', err: '' })
    expect(JSON.parse((await oncue(['validate', 'examples/shop', '--json'])).out)).toEqual({
      folder: 'examples/shop',
      valid: true,
      journeys: 6,
      segments: 2,
      templates: 12,
      problems: [],
    })
  })
})

test('the configuration is printed with its secrets hidden', async () => {
  const { code, out } = await oncue(['start', '--print-config', '--port', '0'], {
    environment: { ONCUE_SECRET: 'x'.repeat(40), ONCUE_DATA: join('a', 'b') },
    columns: 200,
  })
  expect(code).toBe(0)
  expect(out).not.toContain('xxx')
  expect(out).toMatch(/^port +0 +PORT/m)
})
