// Publishing as an author meets it: what an edit means for the people inside is shown first, and it comes into force by the command.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue as run } from './command-line.ts'

let app: App
let folder: string
let environment: Record<string, string>
const oncue = (...words: string[]) => run(words, { environment, columns: 160 })
const server = () => ['--server', app.address]
const track = (userId: string, event: string) =>
  fetch(`${app.address}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` },
    body: JSON.stringify({ userId, event }),
  })

const first = `journey: course
enter: [{ on: Enrolled }]
goal: { event: Bought, within: 30d }
steps:
  - { id: pause, wait: 10d }
  - { id: lesson, wait: 20d }
`
const second = first.replace('wait: 10d', 'wait: 5d').replace('id: lesson', 'id: chapter')
const save = (text: string) => writeFile(join(folder, 'definitions', 'course.journey.yaml'), text)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-publish-'))
  await mkdir(join(folder, 'definitions'))
  await writeFile(join(folder, 'definitions', 'workspace.yaml'), 'workspace: shop\npublish: by-command\n')
  await save(first)
  environment = {
    ONCUE_DATA: join(folder, 'data'),
    ONCUE_DEFINITIONS: join(folder, 'definitions'),
    ONCUE_DEMO: 'false',
    PORT: '0',
    ONCUE_LOG_LEVEL: 'silent',
    ONCUE_ADMIN_KEYS: 'ak_test',
    ONCUE_ADMIN_KEY: 'ak_test',
    USER: 'kim',
  }
  app = await startApp(readConfiguration(environment))
})
afterEach(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('oncue publish', () => {
  test('shows what an edit means before it is in force, and moves people by step id', async () => {
    for (const userId of ['ann', 'bob']) await track(userId, 'Enrolled')
    await save(second)
    const dry = await oncue('publish', '--dry-run', '--people', 'move', ...server())
    expect(dry.err).toBe('')
    expect(dry.out).toContain('course: version 1 -> 2, 2 inside older versions')
    expect(dry.out).toContain('~ step pause: wait was 10d, is 5d')
    expect(dry.out).toContain('- step lesson: wait 20d')
    expect(dry.out).toMatch(/1 +pause +2 +pause +wait was 10d, is 5d/)
    expect(dry.out).toContain('Nothing can be predicted yet.')
    expect(dry.out).toMatch(/course +\? +\? +\? +2,000 an hour/)
    expect(dry.out).toContain('Nothing was changed')
    expect((await app.runtime.describe({ userId: 'ann' }))?.state.enrollments[0]?.version).toBe(1)

    const done = await oncue('publish', '--people', 'move', '--wait', ...server())
    expect(done.out).toContain('In force as publication 2. Everybody has been brought up to it.')
    expect((await app.runtime.describe({ userId: 'ann' }))?.state.enrollments[0]).toMatchObject({ version: 2, step: 'pause' })
    const list = await oncue('versions', 'course')
    expect(list.out).toMatch(/course +2 +live +\S+ +kim +0 +2/)
    expect(list.out).toMatch(/course +1 +open goal +\S+ +start +2 +0/)
    expect((await oncue('publish', '--status', ...server())).out).toContain('Publication 2 is in force; people brought up to it: 2 of 2')
  })

  test('puts no draft in force, and says that there is one', async () => {
    const drafted = await fetch(`${app.address}/admin/v1/drafts`, {
      method: 'PUT',
      headers: { authorization: 'Bearer ak_test', 'content-type': 'application/json' },
      body: JSON.stringify({ path: 'other.yaml', text: first.replace('journey: course', 'journey: other') }),
    })
    expect(drafted.status).toBe(200)
    const { code, out } = await oncue('publish', ...server())
    expect([code, out]).toEqual([0, expect.stringContaining('1 draft of a file is no part of it; `oncue draft list` names them')])
    expect(JSON.parse((await oncue('publish', '--status', '--json', ...server())).out)).toMatchObject({ state: 'in force', drafts: 1 })
    expect((await oncue('versions', 'other')).code).toBe(1)
  })

  test('does not publish while it is not said where people at a step that goes are to go', async () => {
    await track('ann', 'Enrolled')
    await save(first.replace('id: pause', 'id: rest'))
    const refused = await oncue('publish', '--people', 'move', ...server())
    expect(refused.code).not.toBe(0)
    expect(refused.err).toContain('1 at step pause of course, which version 2 does not have')
    const mapped = await oncue('publish', '--people', 'move', '--map', 'pause=rest', ...server())
    expect(mapped.err).toBe('')
    await app.runtime.settle()
    expect((await app.runtime.describe({ userId: 'ann' }))?.state.enrollments[0]).toMatchObject({ version: 2, step: 'rest' })
  })

  // Six publications and dry runs, one after the other, each followed to its end: on a busy machine they take their time.
  test('asks whoever sits at the terminal, for each journey, where its people go, and again where an answer makes no sense', async () => {
    await writeFile(join(folder, 'definitions', 'other.journey.yaml'), first.replace('course', 'other').replace('Enrolled', 'Joined'))
    await oncue('publish', '--yes', ...server())
    await track('ann', 'Enrolled')
    await track('bob', 'Joined')
    await save(first.replace('id: pause', 'id: rest'))
    await writeFile(join(folder, 'definitions', 'other.journey.yaml'), second.replace('course', 'other').replace('Enrolled', 'Joined'))
    const ask = (...answers: string[]) => run(['publish', ...server()], { environment, columns: 160, answers })
    expect((await ask('q')).out).toContain('Nothing was changed.')
    const { out, err } = await ask('what?', 'm', 'rest', 'restart', 'y')
    expect(err).toBe('')
    expect(out).toContain('course: version 1 -> 2, 1 inside older versions')
    expect(out).toContain('Answer s, m, r or q.')
    expect(out).toMatch(/1 +pause +1 +rest +removed/)
    expect(out).toContain('In force as publication 3; the people of course move.\nIn force as publication 4; the people of other begin anew.\n')
    await app.runtime.settle()
    expect((await app.runtime.describe({ userId: 'ann' }))?.state.enrollments).toMatchObject([{ version: 2, step: 'rest' }])
    const bob = (await app.runtime.describe({ userId: 'bob' }))?.state.enrollments.filter(({ status }) => status === 'active')
    expect(bob).toMatchObject([{ version: 2, step: 'pause' }])
  })

  test('says what is wrong in the folder and leaves everything as it is', async () => {
    await save(first.replace('wait: 10d', 'wait: soon'))
    const refused = await oncue('publish', ...server())
    expect(refused.code).not.toBe(0)
    expect(refused.err).toContain('course.journey.yaml:5')
    await app.stop()
    app = await startApp(readConfiguration(environment))
    await track('ann', 'Enrolled')
    expect((await app.runtime.describe({ userId: 'ann' }))?.state.enrollments).toHaveLength(1)
  })

  test('counts for whom an entrance holds already, and lets them in only when that is chosen', async () => {
    for (const userId of ['ann', 'bob', 'cid']) await track(userId, 'Enrolled')
    await writeFile(
      join(folder, 'definitions', 'fans.journey.yaml'),
      'journey: fans\nenter: [{ becomes: { event: Enrolled } }]\nsteps: [{ id: rest, wait: 1d }]\n',
    )
    const dry = await oncue('publish', '--dry-run', ...server())
    expect(dry.out).toContain('fans: new, version 1')
    expect(dry.out).toContain('an entrance holds already for 3: they are let in only with --existing')
    await oncue('publish', '--existing', ...server())
    await app.runtime.settle()
    const journeys = async (userId: string) => (await app.runtime.describe({ userId }))?.state.enrollments.map(({ journey }) => journey)
    expect(await journeys('ann')).toEqual(['course', 'fans'])
    expect(await journeys('cid')).toEqual(['course', 'fans'])
  })
})

describe('oncue diff and rollback', () => {
  test('say what differs, and go back in one command until the file changes', async () => {
    await track('ann', 'Enrolled')
    await save(second)
    const differs = await oncue('diff', 'course')
    expect(differs.out.split('\n')).toEqual([
      'course: version 1 -> the folder',
      '~ step pause: wait was 10d, is 5d',
      '+ step chapter: wait 20d',
      '- step lesson: wait 20d',
      '',
    ])
    expect((await oncue('diff', 'course', '--raw')).out).toContain('-       "wait": "10d"')
    await oncue('publish', ...server())
    const back = await oncue('rollback', 'course', ...server())
    expect(back.err).toBe('')
    expect(back.out).toContain('course says what version 1 said')
    expect((await oncue('diff', 'course', '1', '3')).out).toContain('no difference')
    await oncue('publish', ...server())
    expect((await oncue('versions', 'course')).out).toMatch(/course +3 +live/)
    await save(second.replace('5d', '6d'))
    await oncue('publish', ...server())
    expect((await oncue('diff', 'course', '3', '4')).out).toContain('wait was 10d, is 6d')
  })
})
