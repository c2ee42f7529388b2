// oncue test: stories over a definitions folder, what is said when one fails, and what a workspace that demands them does.

import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newFolder, oncue } from './command-line.ts'

const workspace = 'workspace: shop\n'
const trial = `journey: trial
enter:
  - { on: Trial Started, if: { not: { attribute: plan, eq: staff } } }
  - { quiet: 2d, on: [Project Created] }
exit: [{ event: Plan Bought }, { when: { attribute: gone, eq: true } }]
goal: { event: Plan Bought, within: 14d }
steps:
  - { id: patience, wait: 3d }
  - { id: help, webhook: { url: 'https://example.com/help' }, if: { event: Project Created, count: { lte: 2 }, where: { plan: { eq: { ref: trigger.plan } } } } }
  - id: way
    choose:
      - { if: { attribute: plan, eq: gold }, steps: [{ id: gold, update: { set: { seen: true } } }] }
      - { else: [{ id: others, nothing: true }] }
`

/** A folder with these files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await newFolder()
  for (const [file, text] of Object.entries({ 'workspace.yaml': workspace, 'trial.yaml': trial, ...files })) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

/** Runs one story, whose lines are given. */
async function told(story: string, ...flags: readonly string[]) {
  const folder = await folderWith({ 'tests/one.test.yaml': `test: as told\njourney: trial\nstart: 2026-11-20T09:00:00Z\nstory:\n${story}` })
  return { ...(await oncue(['test', folder, ...flags])), folder }
}

describe('a story', () => {
  test.each([
    ['nothing is let in by nothing', '  - after: 30d\n    expect: { enters: [], sends: [], inside: { trial: false } }'],
    ['a trigger lets in', '  - event: Trial Started\n    expect: { enters: [trial], inside: { trial: patience } }'],
    [
      'a condition of the trigger is asked',
      '  - set: { plan: staff }\n  - event: Trial Started\n    expect: { enters: [], fails: [{ of: trial, at: enter.0.if }] }',
    ],
    [
      'a millisecond before and after',
      '  - event: Trial Started\n  - after: 2d23h59m59s999ms\n    expect: { enters: [trial], sends: [], inside: { trial: patience } }\n  - after: 1ms\n    expect: { sends: [{ channel: webhook, step: help, at: 2026-11-23T09:00:00Z }], completes: [trial], inside: { trial: false } }',
    ],
    [
      'exits and goals say why',
      '  - event: Trial Started\n  - after: 1d\n    event: Plan Bought\n    expect: { exits: [{ journey: trial, because: Plan Bought }], converts: [trial], completes: [] }',
    ],
    [
      'a step that is passed over says why',
      '  - event: Trial Started\n    properties: { plan: a }\n  - { event: Project Created, properties: { plan: a } }\n  - { event: Project Created, properties: { plan: a } }\n  - { event: Project Created, properties: { plan: a } }\n  - after: 3d\n    expect: { sends: [], skips: [{ step: help, reason: condition not met, because: Project Created }] }',
    ],
    [
      'a condition of a step speaks of the passage that it is asked for',
      '  - event: Trial Started\n    properties: { plan: a }\n  - { event: Project Created, properties: { plan: a } }\n  - { event: Project Created, properties: { plan: a } }\n    expect: { holds: [{ of: trial, at: steps.help.if }] }'
        .replace('} }\n    expect', '}, expect')
        .replace('steps.help.if }] }', 'steps.help.if }] } }'),
    ],
    [
      'what is known, and where somebody belongs',
      '  - identify: { plan: gold, depth: { of: [1, two] } }\n  - { join: vips, expect: { lists: { vips: true, others: false }, attributes: { plan: gold, depth: { of: [1, two] }, depth.of.1: two, none: null } } }\n  - { subscribe: news, expect: { topics: { news: true } } }\n  - { unsubscribe: news, expect: { topics: { news: false } } }\n  - { leave: vips, expect: { lists: { vips: false } } }\n  - { set: { plan: null }, expect: { attributes: { plan: null } } }',
    ],
    [
      'a pause holds, and its end shifts the clock',
      '  - event: Trial Started\n  - { after: 1d, pause: trial }\n  - { after: 7d, expect: { enters: [trial], sends: [], inside: { trial: true } } }\n  - { resume: trial, expect: { sends: [] } }\n  - { after: 2d, expect: { sends: [{ step: help }] } }',
    ],
    [
      'messages that wait are asked about once more',
      '  - event: Trial Started\n  - { messages: hold }\n  - { after: 3d, expect: { enters: [trial], sends: [] } }\n  - { messages: deliver, expect: { sends: [{ step: help }] } }',
    ],
    ['a message that fails was not sent', '  - event: Trial Started\n  - { delivery: failed }\n  - { after: 3d, expect: { enters: [trial], sends: [] } }'],
    [
      'an event that comes late is late',
      '  - { event: Trial Started, occurred: 2026-11-20T06:00:00Z, expect: { enters: [], not-entered: [{ journey: trial, reason: event too late }] } }',
    ],
    [
      'a condition alone',
      '  - { event: Order Completed, properties: { total: 5 }, expect: { holds: [{ event: Order Completed }], fails: [{ event: Order Completed, count: { gte: 2 } }] } }',
    ],
    ['the trace, line by line', '  - event: Plan Bought\n    expect:\n      trace: |\n        2026-11-20T09:00:00.000Z  > Plan Bought'],
  ])('passes when what must follow follows: %s', async (_, story) => {
    const { code, out, err } = await told(story)
    expect([code, err, out.split('\n').at(-2)], out).toEqual([0, '', '1 passed'])
  })

  test.each([
    [
      'more was sent',
      '  - event: Trial Started\n  - after: 3d\n    expect: { sends: [] }',
      ['7:22 sends is not as expected', '+ webhook at step help of trial, at 2026-11-23T09:00:00.000Z'],
    ],
    ['less was sent', '  - after: 3d\n    expect: { sends: [welcome] }', ['- welcome']],
    [
      'not at that instant',
      '  - event: Trial Started\n  - after: 3d\n    expect: { sends: [{ step: help, at: 2026-11-23T09:00:00.001Z }] }',
      ['- step help, at 2026-11-23T09:00:00.001Z', '+ webhook at step help'],
    ],
    [
      'another reason',
      '  - event: Trial Started\n  - event: Plan Bought\n    expect: { exits: [{ journey: trial, because: gone }] }',
      ['- journey trial, because gone', '+ trial: Plan Bought'],
    ],
    ['elsewhere', '  - event: Trial Started\n    expect: { inside: { trial: help } }', ['- help', '+ patience']],
    ['another value', '  - identify: { plan: gold }\n    expect: { attributes: { plan: silver } }', ['- "silver"', '+ "gold"']],
    ['the condition does not hold', '  - event: A\n    expect: { holds: [{ event: B, count: { gte: 2 } }] }', ['the condition does not hold', '+ no  ']],
    [
      'no such place',
      '  - event: A\n    expect: { holds: [{ of: trial, at: steps.nowhere.if }] }',
      ['6:23 there is no condition at steps.nowhere.if of the journey trial'],
    ],
    ['a condition that means nothing', '  - event: A\n    expect: { holds: [{ segment: nobody }] }', ['6:34 There is no segment called "nobody"; ']],
    ['time that runs backwards', '  - event: A\n  - { at: 2026-11-19T09:00:00Z }', ['time does not run backwards: it is 2026-11-20T09:00:00.000Z already']],
  ])('fails with place, difference and what happened: %s', async (_, story, said) => {
    const { code, out } = await told(story)
    expect(code).toBe(1)
    expect(out).toContain('FAILED  as told (tests/one.test.yaml:1)')
    for (const part of said) expect(out).toContain(part)
    expect(out).toMatch(/0 passed, 1 failed\n$/)
  })

  test.each([
    ['  - events: A', 'unknown key `events`', '5:5'],
    ['  - { after: 1d, at: 2026-11-21T09:00:00Z }', 'say either `after` or `at`', '5:5'],
    ['  - { event: A, join: b }', 'one thing happens in a line', '5:5'],
    ['  - { join: a, properties: { b: 1 } }', 'belong to an `event`', '5:5'],
    ['  - { after: soon }', 'duration', '5:14'],
  ])('that is written wrongly is refused with its place: %s', async (story, words, place) => {
    const { code, err, out } = await told(story)
    expect([code, out.includes('passed')]).toEqual([1, false])
    expect(err).toContain(words)
    expect(err).toContain(`tests/one.test.yaml:${place}`)
  })
})

describe('oncue test', () => {
  const good = 'test: lets in\njourney: trial\nstory: [{ event: Trial Started, expect: { enters: [trial] } }]\n'
  const bad = 'test: is wrong\nstory: [{ event: Trial Started, expect: { enters: [] } }]\n'

  test('says what no test reached, and can be told how much must be', async () => {
    const folder = await folderWith({
      'a.test.yaml': `${good}---\ntest: goes gold\nstory: [{ set: { plan: gold } }, { event: Trial Started }, { after: 3d }]\n`,
    })
    const { code, out } = await oncue(['test', folder, '--all'])
    expect([code, out]).toEqual([
      0,
      'passed  lets in\npassed  goes gold\n\ntrial: 6 of 11 triggers, steps, branches and exits reached; not trigger quiet 2d after Project Created, branch way: else, step others, exit Plan Bought, exit gone is true\n\n2 passed\n',
    ])
    expect((await oncue(['test', folder, '--fail-under', '54'])).code).toBe(0)
    const less = await oncue(['test', folder, '--fail-under', '55'])
    expect([less.code, less.err]).toEqual([1, 'oncue: 54.5 % of triggers, steps, branches and exits were reached, less than 55 %\n'])
    expect((await oncue(['test', folder, '--fail-under', 'most'])).code).toBe(2)
  })

  test('tells of each branch whether it was taken, also of one without steps and of the missing else', async () => {
    const journey = `journey: plans
enter: [{ on: Trial Started }]
again: always
steps:
  - id: plan
    choose: [{ if: { attribute: plan, eq: gold }, steps: [] }, { if: { attribute: plan, eq: silver }, steps: [] }]
  - id: call
    on:
      - { event: Called, steps: [] }
      - { after: 1d, steps: [] }
  - id: half
    split:
      - { variant: a, steps: [] }
      - { variant: b, steps: [] }
    winner: a
`
    const missed = async (story: string): Promise<readonly string[]> => {
      const { code, out } = await oncue(['test', await folderWith({ 'plans.yaml': journey, 'a.test.yaml': `test: as told\nstory: [${story}]\n` }), '--json'])
      expect(code, out).toBe(0)
      const { coverage } = JSON.parse(out) as { coverage: { journey: string; missed: { kind: string; name: string }[] }[] }
      return coverage.find((one) => one.journey === 'plans')?.missed.map(({ kind, name }) => `${kind} ${name}`) ?? []
    }
    const branches = [
      'plan: plan is gold',
      'plan: plan is silver',
      'plan: no branch holds',
      'call: Called',
      'call: after 1d',
      'half: variant a',
      'half: variant b',
    ]
    const without = (...taken: readonly string[]): readonly string[] => branches.filter((one) => !taken.includes(one)).map((one) => `branch ${one}`)
    const start = '{ event: Trial Started }'
    expect(await missed(`${start}, { after: 1d }`)).toEqual(without('plan: no branch holds', 'call: after 1d', 'half: variant a'))
    expect(await missed(`{ set: { plan: silver } }, ${start}, { event: Called }`)).toEqual(without('plan: plan is silver', 'call: Called', 'half: variant a'))
    // What is heard while the journey is paused has taken no branch when the pause ends by dropping what went stale.
    const paused = `${start}, { pause: plans }, { after: 1h, event: Called }, { resume: { journey: plans, mode: drop-stale } }`
    expect(await missed(paused)).toEqual([...without('plan: no branch holds').slice(0, -2), 'step half', ...without('plan: no branch holds').slice(-2)])
    // It takes its branch when the journey goes on, unless a time limit that ran meanwhile came before it.
    const heard = (after: string, mode: string): string =>
      `${start}, { pause: plans }, { after: ${after}, event: Called }, { after: 1h, resume: { journey: plans, mode: ${mode} } }`
    const called = without('plan: no branch holds', 'call: Called', 'half: variant a')
    expect(await missed(heard('1h', 'shift'))).toEqual(called)
    expect(await missed(heard('2d', 'shift'))).toEqual(called)
    expect(await missed(heard('1h', 'catch-up'))).toEqual(called)
    expect(await missed(heard('2d', 'catch-up'))).toEqual(without('plan: no branch holds', 'call: after 1d', 'half: variant a'))
  })

  test('passes for the example shop, which shows how tests are written', async () => {
    const { code, out } = await oncue(['test', 'examples/shop'])
    expect([code, out.split('\n').at(-2)]).toEqual([0, '17 passed'])
  })

  test('runs only what is asked for', async () => {
    const folder = await folderWith({ 'a.test.yaml': good, 'tests/b.test.json': JSON.stringify({ test: 'another', story: [{ event: 'A' }] }) })
    expect((await oncue(['test', folder])).out).toMatch(/2 passed\n$/)
    expect((await oncue(['test', folder, '--only', 'ANOTHER'])).out).toMatch(/1 passed, 1 left out\n$/)
    expect((await oncue(['test', folder, '--only', 'b.test'])).out).toMatch(/1 passed, 1 left out\n$/)
  })

  test('writes JUnit XML that no name of a test can break', async () => {
    const folder = await folderWith({ 'a.test.yaml': `${good}---\n${bad.replace('is wrong', '"<is> & \\"wrong\\" \\u0007"')}` })
    const file = join(folder, 'junit.xml')
    expect((await oncue(['test', folder, '--junit', file])).code).toBe(1)
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('<testsuites tests="2" failures="1" errors="0">')
    expect(text).toContain('name="&lt;is&gt; &amp; &quot;wrong&quot; \ufffd"')
    expect(text).toContain('<failure message="enters is not as expected">')
    expect((await oncue(['test', folder, '--junit', join(folder, 'no/such/folder.xml')])).code).toBe(1)
  })

  test('writes into the JUnit XML why nothing was tested, in place of what stood there from an earlier run', async () => {
    const folder = await folderWith({ 'a.test.yaml': good })
    const file = join(folder, 'junit.xml')
    const written = async (files: Record<string, string>): Promise<string> => {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
      expect((await oncue(['test', folder, '--junit', file])).code).toBe(1)
      return readFileSync(file, 'utf8')
    }
    const twice = await written({ 'a.test.yaml': `${good}---\n${good}` })
    expect(twice).toContain('errors="1" skipped="0"')
    expect(twice).toContain('<error message="there is already a test of this name')
    const broken = await written({ 'a.test.yaml': good, 'b.yaml': 'journey: b\n' })
    expect(broken).toMatch(/<testsuites tests="(\d+)" failures="0" errors="\1">\n {2}<testsuite name="b.yaml"/)
    expect(broken).not.toContain('lets in')
  })

  test('watches no folder into which it writes itself', async () => {
    const folder = await folderWith({ 'a.test.yaml': good })
    const { code, err } = await oncue(['test', folder, '--watch', '--junit', join(folder, 'junit.xml')])
    expect([code, err]).toEqual([2, expect.stringContaining('lies in the folder that is watched, so each run would begin the next; name a file outside of it')])
  })

  test('watches no folder that is not there, and says so once', async () => {
    const { code, err } = await oncue(['test', join(await newFolder(), 'none'), '--watch'])
    expect(code).toBe(1)
    expect(err).toContain('there is no such folder that can be read')
    expect(err).not.toMatch(/Watching|ENOENT/)
  })

  test('gives everything as JSON', async () => {
    const folder = await folderWith({ 'a.test.yaml': bad })
    const { code, out } = await oncue(['test', folder, '--json'])
    const { outcomes } = JSON.parse(out) as { outcomes: { name: string; failures: { found: string[] }[] }[] }
    expect([code, outcomes[0]?.name, outcomes[0]?.failures[0]?.found]).toEqual([1, 'is wrong', ['trial: Trial Started']])
  })

  test('says what to do where there are none, and where the definitions are wrong', async () => {
    expect((await oncue(['test', await folderWith({})])).out).toContain('write one into tests/NAME.test.yaml')
    const broken = await oncue(['test', await folderWith({ 'a.test.yaml': good, 'b.yaml': 'journey: b\n' })])
    expect([broken.code, broken.err.includes('nothing was tested')]).toEqual([1, true])
    const twice = await oncue(['test', await folderWith({ 'a.test.yaml': `${good}---\n${good}` })])
    expect([twice.code, twice.err.includes('there is already a test of this name')]).toEqual([1, true])
  })

  test('runs again when a file is saved, until it is interrupted', async () => {
    const folder = await folderWith({ 'a.test.yaml': good })
    const stop = new AbortController()
    const clock = {
      now: () => 0,
      at: (_: number, callback: () => void) => {
        queueMicrotask(callback)
        return () => {}
      },
    }
    let hasRun = false
    const onPrint = (text: string): void => {
      hasRun ||= text.endsWith('1 passed\n')
      if (text.includes('FAILED  is wrong')) stop.abort()
    }
    const ran = oncue(['test', folder, '--watch'], { interrupted: stop.signal, clock, onPrint })
    // The first save may come before the watching begins, and a reading may meet half of a save.
    for (let saves = 0; !stop.signal.aborted; saves += 1) {
      if (hasRun) await writeFile(join(folder, 'a.test.yaml'), `${bad}# ${saves}\n`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const { code, out } = await ran
    expect([code, out.startsWith('trial: ')]).toEqual([0, true])
  })
})

describe('a workspace with `tests: required`', () => {
  test('takes nothing in whose tests fail', async () => {
    const required = { 'workspace.yaml': `${workspace}tests: required\n` }
    const good = 'test: lets in\nstory: [{ event: Trial Started, expect: { enters: [trial] } }]\n'
    expect((await oncue(['validate', await folderWith({ ...required, 'a.test.yaml': good })])).code).toBe(0)
    const { code, out } = await oncue(['validate', await folderWith({ ...required, 'a.test.yaml': good.replace('[trial]', '[]') })])
    expect([code, out]).toEqual([
      1,
      'a.test.yaml:2:51 the test "lets in" fails: enters should be empty, and is trial: Trial Started; see `oncue test`, and mend the journey or the test\n',
    ])
    expect((await oncue(['validate', await folderWith({ ...required, 'a.test.yaml': 'test: x\n' })])).code).toBe(1)
    expect((await oncue(['validate', await folderWith({ 'a.test.yaml': good.replace('[trial]', '[]') })])).code).toBe(0)
  })
})

describe('tests in TypeScript', () => {
  const stories = `import { after, event, expect, given, story, until } from 'oncue'
const lets = (name: string) => [given.event('Trial Started'), expect({ enters: [name] })]
export default [
  story('lets in, and helps', [...lets('trial'), after('2d23h59m59s999ms', expect({ sends: [] })), after('1ms', expect({ sends: [{ channel: 'webhook', step: 'help' }], completes: ['trial'] }))], { journey: 'trial' }),
  story('a condition stands alone', [
    given.event('Project Created'),
    expect({ holds: [event('Project Created').atLeast(1)], inside: { trial: false } }),
    until('2026-01-06T09:00:00Z', given.event('Trial Started')),
    expect({ enters: [] }),
  ]),
]
`

  test('run like those in YAML, with the line of the story that failed, coverage and JUnit', async () => {
    const folder = await folderWith({
      'tests/ours.test.ts': stories,
      'tests/theirs.test.ts': "import { test } from 'node:test'\ntest('of another runner', () => { throw new Error('must not run') })\n",
    })
    const junit = join(folder, 'junit.xml')
    const { code, out } = await oncue(['test', folder, '--junit', junit])
    expect(code).toBe(1)
    expect(out).toMatch(/FAILED {2}a condition stands alone \(tests\/ours\.test\.ts:5\)/)
    expect(out).toContain('(line 4 of the story)')
    expect(out).toMatch(/trial: \d+ of \d+ triggers, steps, branches and exits reached/)
    expect(out).toContain('1 passed, 1 failed')
    expect(readFileSync(junit, 'utf8')).toContain('<testsuite name="tests/ours.test.ts" tests="2" failures="1"')
  })

  test('of a wrong form, or that cannot be loaded, say so with their place', async () => {
    const folder = await folderWith({
      'a.test.ts': "export default { test: 'no story', stroy: [] }\n",
      'b.test.ts': "import { story } from 'oncue'\nexport default story('x', [nobody])\n",
    })
    const { code, out, err } = await oncue(['test', folder])
    expect(code).toBe(1)
    expect(out + err).toMatch(/a\.test\.ts:1:24 .*stroy/)
    expect(out + err).toMatch(/b\.test\.ts:2:\d+ .*nobody is not defined/)
  })
})
