// The console in the system's Chromium: how long a journey of 500 steps takes to lay out, how smoothly it is moved and scaled with all of it in sight, and
// when the largest part of a page is painted. One page at a time; what else the machine does slows it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { layoutJourney } from '../console/src/areas/journeys/graph-layout.ts'
import { journeyTree } from '../console/src/areas/journeys/step-tree.ts'
import { buildConsole } from '../src/console/built-console.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const steps = 500
const workspace = `workspace: bench
sender: { name: Bench, address: bench@bench.example }
address: 1 Market Street
topics: [{ topic: news, description: News }]
`
const template = `template: note
subject: Hi
html: <p><a href="{{ unsubscribe_url }}">no</a> {{ workspace.address }}</p>
topic: news
`

const shortJourney = `journey: short
enter: [{ on: Signed Up }]
steps:
  - { id: rest, wait: 1d }
  - { id: hello, send: note }
  - id: reaction
    on:
      - { event: Message Clicked, steps: [{ id: more, send: note }] }
      - { after: 2d, steps: [{ id: again, send: note }] }
`

/** The numbers of the console. */
export async function measureConsole({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'oncue-bench-console-'))
  for (const name of ['definitions', 'data']) mkdirSync(join(folder, name))
  const journey = longJourney()
  const files = { 'workspace.yaml': workspace, 'note.yaml': template, 'long.json': JSON.stringify(journey), 'short.yaml': shortJourney }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'definitions', name), text)
  await buildConsole()
  const server = await startServer({ definitions: join(folder, 'definitions'), data: join(folder, 'data') }, 9)
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--headless', '--disable-gpu'],
  })
  try {
    const cookie = await signedIn(server)
    await introduce(server)
    const of = { address: `http://127.0.0.1:${server.port}`, browser, cookie, rounds, isQuick }
    return [
      layoutTime(journey, rounds),
      ...(await frames(of)),
      await largestPaint(of, { what: 'home', path: '/console/', there: 'main h2' }),
      await largestPaint(of, { what: 'a simple page', path: '/console/segments', there: 'main h1' }),
      ...(await slowPaints(of)),
    ]
  } finally {
    await browser.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Listening steps with two ways of two steps each: five of each, a hundred times. */
function longJourney(): object {
  const five = (index: number): object => ({
    id: `listen-${index}`,
    on: [
      {
        event: 'Message Clicked',
        steps: [
          { id: `wait-${index}`, wait: '1d' },
          { id: `send-${index}`, send: 'note' },
        ],
      },
      {
        after: '1d',
        steps: [
          { id: `more-${index}`, send: 'note' },
          { id: `rest-${index}`, wait: '2d' },
        ],
      },
    ],
  })
  return { journey: 'long', enter: [{ on: 'Signed Up' }], again: 'always', steps: Array.from({ length: steps / 5 }, (_, index) => five(index)) }
}

function layoutTime(journey: object, rounds: number): Measurement {
  const tree = journeyTree(journey as never)
  const times = Array.from({ length: Math.max(5, rounds) }, () => {
    const before = performance.now()
    layoutJourney(tree)
    return performance.now() - before
  })
  return {
    what: `a journey of ${steps} steps laid out`,
    value: median(times),
    unit: 'ms',
    target: { atMost: 20 },
    note: `${times.length} times, ${spread(times)} ms`,
  }
}

interface Of {
  readonly address: string
  readonly browser: Browser
  readonly cookie: string
  readonly rounds: number
  readonly isQuick: boolean
}

async function pageOf({ browser, cookie, address }: Of): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name: 'oncue_session', value: cookie, url: address, httpOnly: true, sameSite: 'Strict' }])
  return context.newPage()
}

/** Moves and scales the drawing with a wheel event in each frame, with all of it in sight at first. */
async function frames(of: Of): Promise<readonly Measurement[]> {
  const page = await pageOf(of)
  const before = performance.now()
  const worked = await workOfPages(of.browser)
  await page.goto(`${of.address}/console/journeys/long?view=canvas`)
  await page.locator('[data-card]').first().waitFor()
  const ready = performance.now() - before
  const work = (await workOfPages(of.browser)) - worked
  await page.getByRole('button', { name: 'Show all' }).click()
  const cards = await page.locator('[data-card]').count()
  const seconds = of.isQuick ? 1 : 3
  const perSecond = async (kind: 'pan' | 'zoom'): Promise<number> => {
    await page.getByRole('button', { name: 'Show all' }).click()
    return page.evaluate<number>(`new Promise((done) => {
      const place = document.querySelector('[data-card]').closest('section')
      const begin = performance.now()
      let count = 0
      const frame = (now) => {
        const way = count % 60 < 30 ? 1 : -1
        place.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: 700, clientY: 500, ${kind === 'zoom' ? 'ctrlKey: true, deltaY: way * 3' : 'deltaX: way * 6, deltaY: way * 4'} }))
        count += 1
        if (now - begin < ${seconds * 1000}) requestAnimationFrame(frame)
        else done(count / ((now - begin) / 1000))
      }
      requestAnimationFrame(frame)
    })`)
  }
  const measured = async (kind: 'pan' | 'zoom'): Promise<Measurement> => {
    const all: number[] = []
    for (let round = 0; round < of.rounds; round += 1) all.push(await perSecond(kind))
    const note = `${cards} cards, ${numberText(seconds)} s in each of ${of.rounds} rounds, ${spread(all)}, without a graphics card`
    return {
      what: `frames while ${kind === 'pan' ? 'moving' : 'scaling'} a journey of ${steps} steps, all in sight`,
      value: median(all),
      unit: '/s',
      target: { atLeast: 50 },
      note,
    }
  }
  const result = [
    {
      what: `the canvas of ${steps} steps is there`,
      value: ready,
      unit: 'ms',
      target: { atMost: 1500 },
      note: `from the address to the first card; ${numberText(work)} ms of the page's processor time`,
    },
    await measured('pan'),
    await measured('zoom'),
  ]
  await page.context().close()
  return result
}

/** Milliseconds of processor time that pages took so far. */
async function workOfPages(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0)
}

/** A slow line as phones have it, and a quarter of this machine's speed. */
const slow = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false } as const

async function slowPaints(of: Of): Promise<readonly Measurement[]> {
  const pages: readonly Painted[] = [
    { what: 'home', path: '/console/', there: 'main h2' },
    { what: 'a list', path: '/console/people', there: '[role=cell]' },
    { what: 'a journey on its canvas', path: '/console/journeys/short?view=canvas', there: '[data-card]' },
    { what: 'a template', path: '/console/templates/note', there: 'main iframe' },
  ]
  const all: Measurement[] = []
  for (const page of pages) all.push(await largestPaint(of, page, slow))
  return all
}

interface Painted {
  readonly what: string
  readonly path: string
  /** Only the page's own content has this: what was painted before it came is not what a reader waits for. */
  readonly there: string
}

async function largestPaint(of: Of, { what, path, there }: Painted, line?: typeof slow): Promise<Measurement> {
  const all: number[] = []
  for (let round = 0; round < of.rounds; round += 1) {
    const page = await pageOf(of)
    const session = await page.context().newCDPSession(page)
    if (line !== undefined) {
      await session.send('Network.enable')
      await session.send('Network.emulateNetworkConditions', line)
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    }
    await page.goto(`${of.address}${path}`)
    await waitFor(session, there)
    await page.waitForLoadState('networkidle')
    // At a quarter of the speed the line is idle while the page still works.
    await page.evaluate('new Promise((done) => requestIdleCallback(done))')
    all.push(
      await page.evaluate<number>(`new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true })
      })`),
    )
    await page.context().close()
  }
  return {
    what: `the largest part of ${what} is painted${line === undefined ? '' : ', slow line and a quarter of the speed'}`,
    value: median(all),
    unit: 'ms',
    target: { atMost: line === undefined ? 800 : 2500 },
    note: `${of.rounds} rounds, ${spread(all)} ms`,
  }
}

/**
 * Waits until the page has it. Looked for in the page itself: what finds parts of pages for tests is a script of its own, which would be read and run between the
 * first two paints.
 */
async function waitFor(session: CDPSession, selector: string): Promise<void> {
  const expression = `new Promise((done) => {
    const giveUpAt = performance.now() + 60_000
    const look = () => {
      const isThere = document.querySelector(${JSON.stringify(selector)}) !== null
      if (isThere || performance.now() > giveUpAt) done(isThere)
      else setTimeout(look, 100)
    }
    look()
  })`
  const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true })
  if (result.value !== true) throw new Error(`the page shows no ${selector}`)
}

/** A page of people for the list of them. */
async function introduce({ port, key }: ServerProcess): Promise<void> {
  const batch = Array.from({ length: 50 }, (_, index) => ({
    type: 'identify',
    messageId: `bench-${index}`,
    userId: `reader-${index}`,
    traits: { email: `reader-${index}@reader.example`, first_name: 'Ada', last_name: `Reader ${index}` },
  }))
  const headers = { 'content-type': 'application/json', authorization: `Basic ${btoa(`${key}:`)}` }
  const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
  if (!response.ok) throw new Error(`nobody could be introduced: ${await response.text()}`)
}

async function signedIn(server: ServerProcess): Promise<string> {
  const address = `http://127.0.0.1:${server.port}/admin/v1`
  const post = (path: string, body: object, headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${address}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  const account = { name: 'bench', password: 'correct horse battery' }
  await post('/admins', { ...account, role: 'owner' }, { authorization: `Bearer ${server.adminKey}` })
  const response = await post('/session', account, { 'x-oncue-page': '1' })
  const cookie = /oncue_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1]
  if (cookie === undefined) throw new Error(`nobody could sign in: ${await response.text()}`)
  return cookie
}
