// The commands that read: on a workspace that a real server wrote, while it runs.

import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import type { MessageView, SubscriberView, TraceLine } from '../../src/cli/views.ts'
import type { JourneyReport } from '../../src/insight/journey-report.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue as run } from './command-line.ts'

let app: App
let folder: string
let environment: Record<string, string>
const oncue = (...words: string[]) => run(words, { environment })
const json = async <Shape>(...words: string[]): Promise<Shape> => JSON.parse((await oncue(...words, '--json')).out) as Shape

const post = (path: string, body: object) =>
  fetch(`${app.address}/v1/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: JSON.stringify(body) })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-reading-'))
  environment = { ONCUE_DATA: join(folder, 'data'), ONCUE_DEFINITIONS: 'examples/shop', ONCUE_DEMO: 'false', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  app = await startApp(readConfiguration(environment))
  await post('track', { anonymousId: 'browser-1', event: 'Product Added', properties: { cart_id: 'c1', product_id: 'mug', price: 28, quantity: 2 } })
  await post('identify', { userId: 'ada', anonymousId: 'browser-1', traits: { email: 'ada@example.com', first_name: 'Ada' } })
  await post('identify', { userId: 'bob', traits: { first_name: 'Bob\u001b[2J' } })
  await app.runtime.settle()
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('oncue messages', () => {
  test('lists each mail with whom it is for, why it was decided and what became of it', async () => {
    const { messages } = await json<{ messages: MessageView[] }>('messages')
    expect(messages).toMatchObject([
      { userId: 'ada', channel: 'email', journey: 'welcome', step: 'hello', template: 'welcome', status: 'sent', attempts: 1, reason: null },
    ])
    expect(Number.isInteger(messages[0]?.decidedAt)).toBe(true)
    expect((await oncue('messages')).out).toMatch(
      /^decided +to +template +status +subject or why +message\n\S+Z +ada +welcome +sent +Welcome to \S+ .*1\/welcome\/1\/1\/hello\/1\n$/,
    )
  })

  test('fits a narrow terminal, with the key below its row', async () => {
    const { out } = await run(['messages'], { environment, columns: 79 })
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(79)
    expect(out).toMatch(/^decided +to +template +status +subject or why\n\S+Z +ada +welcome +sent +Welcome to .*\n {2}1\/welcome\/1\/1\/hello\/1\n$/)
  })

  test('in a folder with a data folder in it, as a copy for staging is, that one is named', async () => {
    const { code, err } = await oncue('messages', '--data', folder)
    expect([code, err]).toEqual([
      1,
      `oncue: There is no store in ${folder}, but one in the folder below it, as in a copy for staging; name that folder: ${join(folder, 'data')}.\n`,
    ])
  })

  test('chooses by journey, status and person', async () => {
    const count = async (...flags: string[]) => (await json<{ messages: unknown[] }>('messages', ...flags)).messages.length
    expect([await count('--journey', 'welcome'), await count('--journey', 'win-back')]).toEqual([1, 0])
    expect([await count('--status', 'sent'), await count('--status', 'failed')]).toEqual([1, 0])
    expect([await count('--subscriber', 'browser-1'), await count('--subscriber', 'bob')]).toEqual([1, 0])
    expect((await oncue('messages', '--journey', 'win-back')).out).toBe('No messages.\n')
    expect((await oncue('messages', '--status', 'lost')).err).toBe(
      'oncue: there is no status "lost"; there are: waiting, handing over, sent, failed, refused, unknown\n',
    )
  })
})

describe('oncue subscriber show', () => {
  test('finds a person by userId, anonymousId and number, and shows what is known', async () => {
    const view = await json<SubscriberView>('subscriber', 'show', 'ada')
    expect(view).toMatchObject({
      userIds: ['ada'],
      anonymousIds: ['browser-1'],
      attributes: { email: 'ada@example.com', first_name: 'Ada' },
      lists: [],
      segments: [],
    })
    expect(view.carts).toMatchObject([{ id: 'c1', items: [{ product: 'mug', quantity: 2, price: 28 }] }])
    expect(await json<SubscriberView>('subscriber', 'show', 'browser-1')).toEqual(view)
    expect(await json<SubscriberView>('subscriber', 'show', `#${view.subscriber}`)).toEqual(view)
    // The cart falls silent half an hour after its last change: that is when something happens by itself.
    const added = view.timeline.find(({ name }) => name === 'Product Added')
    expect(view.nextChangeAt).toBe((added?.at ?? 0) + 30 * 60_000)
    expect(view.timers).toEqual([
      expect.objectContaining({ journey: 'abandoned-cart', key: 'c1', event: 'Product Added', since: added?.at, dueAt: view.nextChangeAt }),
    ])
    const { out } = await oncue('subscriber', 'show', 'ada')
    expect(out).toMatch(/\nTimers\n {2}abandoned-cart \[c1\] at \S+Z: no .*Product Added.* for 30m.*, since Product Added at \S+Z\n/)
    for (const part of ['c1: 2 x mug, 28 each', 'Attributes', 'Memories', 'Enrollments', 'Timeline', 'ada@example.com', 'Product Added'])
      expect(out).toContain(part)
  })

  test('shows what strangers sent without letting it steer the terminal', async () => {
    expect((await oncue('subscriber', 'show', 'bob')).out).not.toContain('\u001b')
  })

  test('says when nobody has the id', async () => {
    const { code, err } = await oncue('subscriber', 'show', 'nobody')
    expect([code, err]).toEqual([1, 'oncue: nobody has the id "nobody"; give a userId, an anonymousId, a mail address, or # and the subscriber’s number\n'])
    expect((await oncue('subscriber', 'show', '#999')).code).toBe(1)
  })
})

describe('oncue subscriber record', () => {
  test('makes a test of a real case, in which nobody can be recognized and which passes', async () => {
    const { code, out, err } = await oncue('subscriber', 'record', 'ada', '--journey', 'welcome')
    expect([code, err]).toEqual([0, ''])
    expect(out).not.toMatch(/ada|mug/i)
    expect(out).toContain('person-1@example.com')
    expect(out).toContain('template: welcome')
    const own = join(folder, 'recorded')
    await cp('examples/shop', own, { recursive: true })
    await rm(join(own, 'tests'), { recursive: true })
    await writeFile(join(own, 'ada.test.yaml'), out)
    expect((await oncue('test', own)).out).toMatch(/1 passed\n$/)
    await writeFile(join(own, 'ada.test.yaml'), out.replace('step: hello', 'step: goodbye'))
    expect((await oncue('test', own)).code).toBe(1)
  })

  test('says what is wrong with what is asked for', async () => {
    expect((await oncue('subscriber', 'record', 'ada', '--journey', 'none')).err).toContain('there is no journey "none" in force')
    expect((await oncue('subscriber', 'record', 'nobody', '--journey', 'welcome')).err).toContain('nobody has the id "nobody"')
  })
})

describe('oncue trace', () => {
  test('tells inputs and decisions in order, in the same words everywhere', async () => {
    const { trace } = await json<{ trace: TraceLine[] }>('trace', 'ada')
    const decided = trace.filter(({ kind }) => kind === 'decision').map(({ name }) => name)
    expect(decided).toEqual(expect.arrayContaining(['added', 'entered', 'queued', 'completed', 'authorized', 'handed over']))
    expect(trace.map(({ at }) => at)).toEqual(trace.map(({ at }) => at).toSorted((one, other) => one - other))
    expect((await oncue('trace', 'ada')).out).toBe(trace.map(({ text }) => `${text}\n`).join(''))
    const only = await json<{ trace: TraceLine[] }>('trace', 'ada', '--journey', 'win-back')
    expect(only.trace.every(({ decision }) => decision === null || ('journey' in decision && decision.journey === 'win-back'))).toBe(true)
  })
})

describe('oncue journey list', () => {
  test('has a line for each journey in force', async () => {
    const { journeys } = await json<{ journeys: { journey: string; entered: number }[] }>('journey', 'list')
    expect(journeys.find(({ journey }) => journey === 'welcome')).toEqual({
      journey: 'welcome',
      paused: false,
      version: 1,
      live: true,
      entered: 1,
      inside: 0,
      completed: 1,
      exited: 0,
      hasGoal: false,
      converted: 0,
    })
    expect((await oncue('journey', 'list')).out).toMatch(/^journey +version +live +entered/)
    expect(await json('journey', 'list', '--server', app.address)).toEqual({ journeys })
  })
})

describe('oncue dead-letters', () => {
  test('says that there are none', async () => {
    expect(await json('dead-letters')).toEqual({ deadLetters: [] })
    expect((await oncue('dead-letters')).out).toBe('No dead letters.\n')
  })
})

describe('oncue journey show', () => {
  test('counts who entered and what each step sent', async () => {
    expect(await json<JourneyReport>('journey', 'show', 'welcome')).toMatchObject({
      journey: 'welcome',
      paused: null,
      versions: [
        {
          version: 1,
          live: true,
          entered: 1,
          inside: 0,
          completed: 1,
          exited: 0,
          converted: 0,
          exitedBecause: {},
          steps: [
            {
              step: 'hello',
              hereNow: 0,
              reached: 1,
              sent: 1,
              failed: 0,
              refused: 0,
              skipped: 0,
              unknown: 0,
              refusedBecause: {},
              skippedBecause: {},
              variants: {},
            },
          ],
        },
      ],
    })
    expect((await oncue('journey', 'show', 'welcome')).out).toMatch(/^welcome v1, live: 1 entered, 0 inside, 1 completed/)
  })

  test('asks a server that is named, which says the same', async () => {
    for (const flags of [[], ['--json']])
      expect(await oncue('journey', 'show', 'welcome', '--server', app.address, ...flags)).toEqual(await oncue('journey', 'show', 'welcome', ...flags))
  })

  test('what a server has against a body is said once', async () => {
    const { code, err } = await oncue('message', 'resend', 'none', '--because', 'x', '--server', app.address)
    expect([code, err]).toEqual([1, 'oncue: the server answered 400: --because: the text must have at least 3 characters.\n'])
  })

  test('offers the name that was probably meant', async () => {
    for (const flags of [[], ['--server', app.address]])
      expect(await oncue('journey', 'show', 'welcom', ...flags)).toEqual({
        code: 1,
        out: '',
        err: 'oncue: there is no journey "welcom"; did you mean `welcome`?\n',
      })
    const serverKey = ['--server', app.address]
    for (const words of [
      ['journey', 'people', 'welcom', ...serverKey],
      ['rollback', 'welcom', ...serverKey],
      ['versions', 'welcom'],
    ])
      expect(await oncue(...words)).toEqual({ code: 1, out: '', err: 'oncue: there is no journey "welcom"; did you mean `welcome`?\n' })
  })
})

test('oncue backup writes a copy that can be read as the workspace itself, and never over a file', async () => {
  const file = join(folder, 'copy', 'workspace.db')
  await mkdir(join(folder, 'copy'))
  const { bytes } = await json<{ file: string; bytes: number }>('backup', file)
  expect(existsSync(file) && bytes > 0).toBe(true)
  expect((await oncue('backup', file)).err).toMatch(/^oncue: The backup was not written, because .* exists already; name a file/)
  expect((await oncue('messages', '--json', '--data', join(folder, 'copy'))).out).toBe((await oncue('messages', '--json')).out)
})

describe('a message that waits', () => {
  test('is told with the reason at the end of the trace and in what is shown of the person, and not once it left', async () => {
    const stop = { scope: { journey: 'welcome' }, because: 'the logo is missing', since: 0 }
    await app.runtime.changeStops({ stop })
    await post('identify', { userId: 'eve', traits: { email: 'eve@example.com' } })
    await app.runtime.settle()
    const view = await json<SubscriberView>('subscriber', 'show', 'eve')
    expect(view.waiting).toEqual([
      expect.objectContaining({ journey: 'welcome', template: 'welcome', until: null, reason: expect.stringContaining('the logo is missing') }),
    ])
    expect((await oncue('subscriber', 'show', 'eve')).out).toMatch(/\nWaiting messages\n {2}welcome of welcome, hello: held back: .*the logo is missing/)
    const last = async (...flags: string[]) => (await oncue('trace', 'eve', ...flags)).out.trimEnd().split('\n').at(-1)
    expect(await last()).toMatch(/Z {2}email welcome of welcome, hello waits: held back: .*the logo is missing/)
    expect(await last('--journey', 'welcome')).toBe(await last())
    expect(await last('--journey', 'win-back')).not.toContain('waits')
    await app.runtime.changeStops({ resume: { journey: 'welcome' } })
    await app.runtime.settle()
    expect(await last()).toContain('sent email welcome of hello')
    expect((await json<SubscriberView>('subscriber', 'show', 'eve')).waiting).toEqual([])
  })
})
