// From a folder of files to definitions, and every mistake on the way with its place.

import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDefinitions } from '../../src/authoring/load-definitions.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { folderOf } from './folder.ts'

const workspace = 'workspace: shop\n'
const template = 'template: hello\nsubject: Hello\nhtml: <p>Hello</p>\n'
const journey = `journey: welcome
enter:
  - on: Signed Up
steps:
  - send: hello
`

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  const loaded = await loadDefinitions(await folderOf(files))
  expect(loaded.definitions === undefined).toBe(loaded.problems.some((problem) => problem.severity === 'error'))
  return loaded.problems.map(problemText)
}

describe('a folder of definitions', () => {
  test('is read whatever the files are called, by the naming key of each document', async () => {
    const folder = await folderOf({
      'anything.yml': `${workspace}---\n${template}`,
      'deep/er/x.json': JSON.stringify({ segment: 'loyal', if: { event: 'Order' } }),
      'j.yaml': journey,
    })
    const { definitions, problems } = await loadDefinitions(folder)
    expect(problems).toEqual([])
    expect(definitions).toEqual({
      workspace: { workspace: 'shop' },
      journeys: [{ journey: 'welcome', enter: [{ on: 'Signed Up' }], steps: [{ send: 'hello' }] }],
      segments: [{ segment: 'loyal', if: { event: 'Order' } }],
      templates: [{ template: 'hello', subject: 'Hello', html: '<p>Hello</p>' }],
    })
  })

  test('passes over what is no definition: hidden files, packages, compiler settings', async () => {
    const folder = await folderOf({
      'workspace.yaml': workspace,
      'package.json': '{"name":"x"}',
      'tsconfig.json': '{}',
      'node_modules/a/index.json': '{}',
      '.git/x.yaml': 'nonsense: true',
      'notes.md': '# hi',
    })
    expect((await loadDefinitions(folder)).problems).toEqual([])
  })

  test('keeps `on` a key and `no` a text, as YAML 1.2 says', async () => {
    const folder = await folderOf({ 'a.yaml': `${workspace}---\nsegment: s\nif: { attribute: newsletter, eq: no }\n` })
    expect((await loadDefinitions(folder)).definitions?.segments[0]?.if).toEqual({ attribute: 'newsletter', eq: 'no' })
  })

  test('that does not exist, or holds no workspace, says so', async () => {
    expect((await loadDefinitions('/nonexistent/folder')).problems[0]?.code).toBe('folder/missing')
    expect(await problemsOf({ 't.yaml': template })).toEqual([
      'workspace.yaml:1:1 no file of the folder holds the workspace; add workspace.yaml with the line `workspace: NAME`',
    ])
  })

  test('with one error gives no definitions at all, and every error at once', async () => {
    expect(await problemsOf({ 'w.yaml': workspace, 'a.yaml': 'segment: a\n', 'b.yaml': 'segment: b\nif: {}\n' })).toHaveLength(2)
  })
})

describe('a mistake in a file is named with line and column', () => {
  test.each([
    ['a misspelt key', `${journey}agian: always\n`, 'journeys/x.yaml:6:1 unknown key `agian`; did you mean `again`?'],
    [
      'a misspelt key of a nested condition',
      journey.replace('- on: Signed Up', '- becomes:\n      all:\n        - event: A\n          whithin: 24h'),
      'journeys/x.yaml:6:11 unknown key `whithin` beside `event`; did you mean `within`?',
    ],
    ['an unknown step', journey.replace('send: hello', 'fax: hello'), /journeys\/x\.yaml:5:5 a step needs one of: wait, on, choose, .*; it has only: fax/],
    ['a step as another tool calls it', journey.replace('send: hello', 'mail: hello'), 'journeys/x.yaml:5:5 unknown key `mail`; here it is called `send`'],
    [
      'a condition as another tool calls it',
      journey.replace('- on: Signed Up', '- becomes: { count: Product Viewed, gte: 3, within: 24h }'),
      'journeys/x.yaml:3:16 unknown key `count`; here it is called `event`',
    ],
    [
      'a condition that has a key of another kind, with what does not fit there',
      journey.replace('- on: Signed Up', '- becomes: { did: Order Completed, within: 1h }'),
      'journeys/x.yaml:3:16 unknown key `did`; here it is called `event`',
    ],
    ['a key as another tool calls it', `${journey}Conversion: { event: A }\n`, /unknown key `Conversion`; here it is called `goal`/],
    ['a misspelt step', journey.replace('send: hello', 'sned: hello'), 'journeys/x.yaml:5:5 unknown key `sned`; did you mean `send`?'],
    [
      'two steps in one entry',
      journey.replace('send: hello', 'send: hello\n    wait: 1d'),
      'journeys/x.yaml:5:5 `wait` and `send` stand in one entry; one entry names one kind: write `send` as an entry of its own',
    ],
    [
      'a bad duration',
      journey.replace('send: hello', 'wait: 1 day'),
      'journeys/x.yaml:5:11 "1 day" does not fit; write a duration like 30m, 24h, 14d or 1d12h',
    ],
    ['a missing key', journey.replace('steps:\n  - send: hello\n', ''), 'journeys/x.yaml:1:1 `steps` is missing; add `steps`: what happens, in order'],
    [
      'an entry where a list belongs',
      journey.replace('  - on: Signed Up', '  on: Signed Up'),
      'journeys/x.yaml:3:3 expected a list, got the keys on; start each entry with "- "',
    ],
    [
      'a number where a comparison belongs',
      journey.replace('- on: Signed Up', '- becomes: { event: A, count: 3 }'),
      /journeys\/x\.yaml:3:33 expected keys such as .*, got 3; write it like \{ gte: 3 \}/,
    ],
    [
      'a condition that is a text',
      journey.replace('- on: Signed Up', '- becomes: Order Completed'),
      'journeys/x.yaml:3:14 expected a condition, got "Order Completed"; write it like { event: Order Completed }',
    ],
    [
      'an unknown zone',
      journey.replace('send: hello', "wait: { until: '09:00', zone: Europe/Berln }"),
      'journeys/x.yaml:5:35 "Europe/Berln" does not fit; write "subscriber" or an IANA time zone, such as Europe/Berlin',
    ],
    [
      'a bad pattern',
      journey.replace('- on: Signed Up', '- becomes: { attribute: a, matches: "(" }'),
      /journeys\/x\.yaml:3:39 "\(": not a regular expression in RE2 syntax/,
    ],
    ['a key that stands twice', `${journey}journey: other\n`, 'journeys/x.yaml:6:1 the same key stands here twice; keep one of them, or merge the two'],
    ['a tab', 'journey: x\nenter:\n\t- on: A\n', /journeys\/x\.yaml:3:1 a tab cannot indent YAML; indent with spaces/],
    ['an open quote', 'journey: "x\n', /journeys\/x\.yaml:\d+:\d+ missing closing "quote; close the quote or bracket/],
    [
      'a comma that ended a text',
      `journey: x\ndescription: x\nenter: []\ngoal: { event: A, B, within: 1d }\nsteps: []\n`,
      'journeys/x.yaml:4:19 unknown key `B`; put a text that holds a comma in quotes',
    ],
    ['an unknown kind of document', 'jurney: x\n', 'journeys/x.yaml:1:1 unknown key `jurney`; did you mean `journey`?'],
    [
      'no kind at all',
      'hello: x\n',
      'journeys/x.yaml:1:1 a definition needs one of: workspace, journey, segment, template, collection, codes; add the key that names it',
    ],
    [
      'a list of definitions',
      '- journey: x\n',
      'journeys/x.yaml:1:1 a definition is made of keys with values; separate several definitions of one file with a line ---',
    ],
  ] as const)('%s', async (_, text, expected) => {
    const found = await problemsOf({ 'workspace.yaml': workspace, 'templates/t.yaml': template, 'journeys/x.yaml': text })
    const [first] = found.filter((line) => !line.includes('at least 1 entry'))
    if (typeof expected === 'string') expect(first).toBe(expected)
    else expect(first).toMatch(expected)
  })

  test('JSON files too, also when they are broken', async () => {
    expect(await problemsOf({ 'workspace.yaml': workspace, 's.json': '{\n  "segment": "s",\n  "if": { "evnt": "A" }\n}' })).toEqual([
      's.json:3:11 unknown key `evnt`; did you mean `event`?',
    ])
    expect((await problemsOf({ 'workspace.yaml': workspace, 's.json': '{\n  "segment": "s"\n  "if": 1}' }))[0]).toMatch(/^s\.json:3:/)
  })
})

describe('hostile files', () => {
  test('a bomb of aliases is refused, not built', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `a${level}: &a${level} [${Array(10)
          .fill(level === 0 ? 'x' : `*a${level - 1}`)
          .join(', ')}]`,
    )
    expect(await problemsOf({ 'workspace.yaml': workspace, 'bomb.yaml': levels.join('\n') })).toEqual([
      'bomb.yaml:1:1 aliases resolve to more than 100 values; write the repeated parts out',
    ])
  })

  test('nesting without end is refused', async () => {
    const deep = `segment: s\nif: ${'{ not: '.repeat(20_000)}{ event: A }${' }'.repeat(20_000)}\n`
    const problems = await problemsOf({ 'workspace.yaml': workspace, 'deep.yaml': deep })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^deep\.yaml:\d+:\d+ .*nested too deeply/)
  })

  test('a file too large to be a definition is not read', async () => {
    const problems = await problemsOf({ 'workspace.yaml': workspace, 'big.json': `"${'x'.repeat(2 * 1024 * 1024)}"` })
    expect(problems[0]).toMatch(/^big\.json:1:1 the file has \d+ bytes, more than \d+; /)
  })
})

describe('names', () => {
  test('that are taken twice are reported with the place of the other', async () => {
    expect(await problemsOf({ 'a.yaml': `${workspace}---\n${template}`, 'b.yaml': `# a comment\n${template}---\n${workspace}` })).toEqual([
      'b.yaml:2:11 there is already a template `hello`; the other one is at a.yaml:3; rename one of them',
      'b.yaml:6:12 a folder holds one workspace; the other one is at a.yaml:1; remove one of them',
    ])
  })
})

describe('the parts of a template', () => {
  const inFiles = 'template: hello\nsubject: Hello\nhtml:\n  file: ./hello.html\ntext: { file: ./hello.txt }\n'

  test('may stand in files beside it', async () => {
    const folder = await folderOf({ 'w.yaml': workspace, 'templates/t.yaml': inFiles, 'templates/hello.html': '<p>Hi</p>', 'templates/hello.txt': 'Hi' })
    expect((await loadDefinitions(folder)).definitions?.templates).toEqual([{ template: 'hello', subject: 'Hello', html: '<p>Hi</p>', text: 'Hi' }])
  })

  test('are reported where they are named, when the file is missing or empty', async () => {
    expect(await problemsOf({ 'w.yaml': workspace, 't.yaml': inFiles, 'hello.html': ' \n' })).toEqual([
      't.yaml:4:9 the file `./hello.html` is empty; write the template into it',
      't.yaml:5:15 there is no file `./hello.txt` that can be read; the path starts at the folder of t.yaml',
    ])
  })

  test('never come from outside the folder, also not through a link', async () => {
    const other = await folderOf({ 'secret.html': 'secret' })
    const folder = await folderOf({
      'w.yaml': workspace,
      't.yaml': inFiles.replace('./hello.html', './link.html').replace('./hello.txt', '../../etc/hostname'),
    })
    await symlink(join(other, 'secret.html'), join(folder, 'link.html'))
    const { problems } = await loadDefinitions(folder)
    expect(problems.map((problem) => problem.code)).toEqual(['file/outside', 'file/outside'])
  })

  test('are texts of templates: settings and keys that lie in the folder too are never read, also not through a link', async () => {
    const folder = await folderOf({ 'w.yaml': workspace, '.env': 'SECRET=1', '.git/head.html': 'secret', 'keys.db': 'secret' })
    await symlink(join(folder, '.env'), join(folder, 'link.html'))
    for (const named of ['./.env', './.git/head.html', './keys.db', './link.html']) {
      const unsaved = new Map([['t.yaml', `template: t\nsubject: Hi\nhtml: { file: ${named} }\n`]])
      const { problems } = await loadDefinitions(folder, unsaved)
      expect(problems, named).toMatchObject([{ file: 't.yaml', line: 3, code: named.includes('link') ? 'file/outside' : 'file/no-text' }])
    }
  })
})

describe('what is not saved yet', () => {
  const files = {
    'workspace.yaml': 'workspace: shop\n',
    'welcome.yaml': 'template: welcome\nsubject: Hello\nhtml: { file: ./welcome.html }\n',
    'welcome.html': "<p>{% include 'bye' %}</p>\n",
    'partials/bye.html': 'Bye\n',
  }

  test('stands in the place of files, of parts and of partials, and beside them', async () => {
    const folder = await folderOf(files)
    const unsaved = new Map([
      ['welcome.yaml', 'template: welcome\nsubject: Hi\nhtml: { file: ./welcome.html }\n'],
      ['welcome.html', "<h1>{% include 'bye' %}</h1>\n"],
      ['partials/bye.html', 'See you\n'],
      ['new/offer.yaml', 'template: offer\nsubject: Ten percent\nhtml: <p>Ten</p>\n'],
    ])
    const { definitions } = await loadDefinitions(folder, unsaved)
    expect(definitions?.templates.map(({ template, subject, html }) => [template, subject, html.trim()])).toEqual([
      ['offer', 'Ten percent', '<p>Ten</p>'],
      ['welcome', 'Hi', '<h1>See you</h1>'],
    ])
  })

  test('of a partial in a language stands in the pages of that language, also of its regions; the others have that of everybody', async () => {
    const page = 'html: "<p>{% include \'bye\' %}</p>"'
    const folder = await folderOf({
      ...files,
      'welcome.yaml': `template: welcome\nsubject: Hello\n${page}\nlocales: { de: { ${page} }, de-AT: { ${page} }, pt-BR: { ${page} }, ru: { ${page} } }\n`,
      'partials/bye.pt.html': 'Tchau\n',
    })
    const { definitions, problems } = await loadDefinitions(
      folder,
      new Map([
        ['partials/bye.de.html', 'Tschüs\n'],
        ['partials/bye.de-AT.html', 'Servus\n'],
      ]),
    )
    expect(problems).toEqual([])
    const [welcome] = definitions?.templates ?? []
    expect(welcome?.html).toBe('<p>Bye</p>')
    expect(Object.values(welcome?.locales ?? {}).map(({ html }) => html)).toEqual(['<p>Tschüs</p>', '<p>Servus</p>', '<p>Tchau</p>', '<p>Bye</p>'])
  })

  test('may be that a file is gone, and has its mistakes named like those of a file', async () => {
    const folder = await folderOf(files)
    const { problems } = await loadDefinitions(folder, new Map([['welcome.html', null]]))
    expect(problems).toMatchObject([{ file: 'welcome.yaml', line: 3, code: 'file/missing' }])
    const gone = await loadDefinitions(folder, new Map([['welcome.yaml', null]]))
    expect(gone.definitions?.templates).toEqual([])
  })

  test('never reaches outside the folder', async () => {
    const folder = await folderOf({ ...files, 'welcome.yaml': 'template: welcome\nsubject: Hello\nhtml: { file: ../secret.html }\n' })
    const { problems } = await loadDefinitions(folder, new Map([['../secret.html', '<p>secret</p>']]))
    expect(problems).toMatchObject([{ code: 'file/outside' }])
  })
})

test("the engine's problems get a place too", async () => {
  const loaded = await loadDefinitions(await folderOf({ 'w.yaml': workspace, 't.yaml': template, 'j.yaml': journey }))
  const located = loaded.locate({ severity: 'warning', definition: { kind: 'journey', name: 'welcome' }, path: ['enter', 0, 'on'], code: 'x', message: 'odd' })
  expect(problemText(located)).toBe('j.yaml:3:9 warning: odd')
})
