// Lists of a million rows, asked of a running server over HTTP as the console asks: every kind of question, first pages and pages far back. What counts is the
// processor time that the server takes for an answer, so that a busy machine does not matter; what the clock said stands beside it.

import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { wallClock } from '../src/runtime/clock.ts'
import { fillMessages } from './archive.ts'
import { type Effort, type Measurement, median, numberText } from './measurement.ts'
import { collection, fillRows } from './million-rows.ts'
import { workspaceOf } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const people = 2000
const timesAsked = 5

interface Question {
  readonly what: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  /** Also the page after this many pages, one after another. */
  readonly pages?: number
}

interface Answered {
  readonly what: string
  readonly wallMs: number
  readonly cpuMs: number
  readonly rows: number
}

/** The slowest list, and each of them in its note. */
export async function measureLists({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const rows = size ?? (isQuick ? 20_000 : 1_000_000)
  const workspace = await workspaceOf(people)
  appendFileSync(join(workspace.definitions, 'shop.yaml'), `---\ncollection: ${collection}\ncurrency: EUR\n`)
  const began = performance.now()
  fillRows({ path: workspace.store, rows, people, now: wallClock().now() })
  await fillMessages(workspace.store, rows)
  const fillSeconds = (performance.now() - began) / 1000
  const server = await startServer(workspace, 1)
  const answers: Answered[] = []
  try {
    await doVeryMuch(server, rows)
    for (const question of questions(rows)) answers.push(...(await asked(server, question)))
  } finally {
    await server.stop()
  }
  return answers.map(({ what, wallMs, cpuMs, rows: found }) => ({
    what: `${what}, of ${rows.toLocaleString('en-US')}`,
    value: cpuMs,
    unit: 'ms',
    target: { atMost: 200 },
    note: `of processor time; ${numberText(wallMs)} ms by the clock, ${found} rows; filled in ${numberText(fillSeconds)} s`,
  }))
}

function questions(rows: number): readonly Question[] {
  const search = { method: 'POST', path: '/subscribers/search' } as const
  return [
    { ...search, what: 'people', body: {}, pages: 20 },
    { ...search, what: 'people who can be mailed', body: { mail: 'can be mailed' } },
    { ...search, what: 'people without an address', body: { mail: 'no address' } },
    { ...search, what: 'people of a list of everybody', body: { list: 'everybody' } },
    { ...search, what: 'people of a rare list', body: { list: 'rare' } },
    { ...search, what: 'people of a rare list who cannot be mailed', body: { list: 'rare', mail: 'no address' } },
    { ...search, what: 'people by a common name', body: { text: 'anna' } },
    { ...search, what: 'people by two names', body: { text: 'anna smith' } },
    { ...search, what: 'people by an address', body: { text: `user-${rows - 5}@example.com` } },
    { ...search, what: 'people by a name that nobody has', body: { text: 'zebra' } },
    { method: 'GET', path: '/lists', what: 'lists with their people' },
    { method: 'GET', path: '/suppressions', what: 'suppressed addresses', pages: 20 },
    { method: 'GET', path: '/suppressions?channel=sms', what: 'suppressed numbers, of which there are none' },
    { method: 'GET', path: '/audit', what: 'the log of changes', pages: 20 },
    { method: 'GET', path: '/audit?admin=admin%203', what: 'the log of changes of one admin' },
    { method: 'GET', path: '/audit?did=stop', what: 'the log of changes, a rare deed' },
    { method: 'GET', path: '/audit?admin=nobody', what: 'the log of changes of somebody who did nothing' },
    { method: 'GET', path: `/catalogue/${collection}/items`, what: 'items of a catalogue', pages: 20 },
    { method: 'GET', path: `/catalogue/${collection}/items?find=tent`, what: 'items by a common word' },
    { method: 'GET', path: `/catalogue/${collection}/items?find=blue%20moon`, what: 'items by rare words' },
    { method: 'GET', path: `/catalogue/${collection}/items?find=zebra`, what: 'items by a word that none has' },
    { method: 'GET', path: '/segments', what: 'segments with their people' },
    { method: 'GET', path: '/segments/segment-26/members', what: 'people of a segment', pages: 20 },
    { method: 'GET', path: '/segments/segment-1/members', what: 'people of a segment that nobody is in' },
    { ...search, what: 'people of a segment, searched', body: { segment: 'segment-26' }, pages: 20 },
    { ...search, what: 'people of a segment who cannot be mailed', body: { segment: 'segment-26', mail: 'no address' } },
    { ...search, what: 'people of a segment and a rare list', body: { segment: 'segment-26', list: 'rare' } },
    { ...search, what: 'people inside a journey', body: { journey: 'post-4' }, pages: 20 },
    { ...search, what: 'people at a step', body: { journey: 'post-4', step: 'month' } },
    { ...search, what: 'people at a step where nobody is', body: { journey: 'post-4', step: 'more' } },
    { method: 'GET', path: '/subscribers/user-1', what: 'somebody who did a million things' },
    { method: 'GET', path: '/subscribers/user-1/timeline', what: 'the life of somebody who did a million things', pages: 20 },
    { method: 'GET', path: '/subscribers/user-1/timeline?kinds=message', what: 'the messages in that life, of which there are few' },
    { method: 'GET', path: '/dead-letters', what: 'refused events, as many as are kept', pages: 20 },
    { method: 'GET', path: '/dead-letters?text=no%20json', what: 'refused events by a rare reason' },
    { method: 'GET', path: '/dead-letters?text=zebra', what: 'refused events by what none says' },
    { method: 'GET', path: '/messages', what: 'messages', pages: 20 },
    { method: 'GET', path: '/messages?status=failed', what: 'messages that failed' },
    { method: 'GET', path: '/messages?journey=journey-7&step=step-3', what: 'messages of a step' },
    { method: 'GET', path: '/messages?template=template-7', what: 'messages of a template' },
    { method: 'GET', path: '/messages?subject=express', what: 'messages by a rare word' },
    { method: 'GET', path: '/messages?subject=order%20way', what: 'messages by common words' },
    { method: 'GET', path: '/messages?channel=webhook', what: 'calls of webhooks, of which there are none' },
    { method: 'GET', path: '/messages/statistics', what: 'how many messages there are, day by day' },
    { method: 'GET', path: '/journeys', what: 'journeys with their numbers' },
    { method: 'GET', path: '/templates', what: 'templates with their numbers' },
    { method: 'GET', path: '/overview', what: 'the numbers of home' },
  ]
}

/** One person who did very much, through the door that everybody uses. */
async function doVeryMuch({ port, key }: ServerProcess, rows: number): Promise<void> {
  const perRequest = 500
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' }
  const send = async (from: number): Promise<void> => {
    const batch = Array.from({ length: Math.min(perRequest, rows - from) }, (_, index) => ({
      type: 'track',
      userId: 'user-1',
      messageId: `life-${from + index}`,
      event: 'Page Viewed',
      properties: { path: `/page/${from + index}` },
    }))
    const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
    if (!response.ok) throw new Error(`a long life: ${response.status} ${await response.text()}`)
  }
  const starts = Array.from({ length: Math.ceil(rows / perRequest) }, (_, index) => index * perRequest)
  const several = 4
  for (let at = 0; at < starts.length; at += several) await Promise.all(starts.slice(at, at + several).map(send))
}

async function asked(server: ServerProcess, question: Question): Promise<readonly Answered[]> {
  const first = await timed(server, question, question.path)
  if (question.pages === undefined) return [first.answered]
  let { next } = first
  for (let page = 1; page < question.pages && next !== null; page += 1) next = (await ask(server, question, withCursor(question.path, next))).next
  if (next === null) return [first.answered]
  const far = await timed(server, { ...question, what: `${question.what}, page ${question.pages + 1}` }, withCursor(question.path, next))
  return [first.answered, far.answered]
}

const withCursor = (path: string, cursor: string): string => `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`

/** Asked several times; the first only warms up. */
async function timed(server: ServerProcess, question: Question, path: string): Promise<{ readonly answered: Answered; readonly next: string | null }> {
  const { next, rows } = await ask(server, question, path)
  const walls: number[] = []
  const before = server.cpuMs()
  for (let time = 0; time < timesAsked; time += 1) {
    const at = performance.now()
    await ask(server, question, path)
    walls.push(performance.now() - at)
  }
  return { answered: { what: question.what, wallMs: median(walls), cpuMs: (server.cpuMs() - before) / timesAsked, rows }, next }
}

async function ask(
  { port, adminKey }: ServerProcess,
  { method, body, what }: Question,
  path: string,
): Promise<{ readonly rows: number; readonly next: string | null }> {
  const response = await fetch(`http://127.0.0.1:${port}/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`)
  const answer = (await response.json()) as Readonly<Record<string, unknown>>
  const list = Object.values(answer).find(Array.isArray) as readonly unknown[] | undefined
  return { rows: list?.length ?? 0, next: typeof answer['next'] === 'string' ? answer['next'] : null }
}
