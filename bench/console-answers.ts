// What somebody in the console waits for, asked of a running server over HTTP as the console asks: a live event, the preview of a mail that is being written, how
// many people a condition holds for, and what arrives. With a hundred thousand people, each of whom did something.

import { performance } from 'node:perf_hooks'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'
import { workspaceOf } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const events = 100_000
const eventsPerRequest = 500

/** The waits, medians of several. */
export async function measureConsoleAnswers({ isQuick, rounds, size }: Effort): Promise<readonly Measurement[]> {
  const people = size ?? (isQuick ? 2000 : 100_000)
  const server = await startServer(await workspaceOf(people), 1)
  const ask = askerOf(server)
  const turns = Math.max(3, rounds)
  try {
    await happen(server, isQuick ? 2000 : events, people)
    const firstSchema = await timed(() => ask('GET', '/schema?wait=true'))
    const nextSchema = await timed(() => ask('GET', '/schema?wait=true'))
    const live = await liveEvents(server, turns)
    const previews = await several(turns, (turn) => ask('POST', '/templates/mail/preview', { data: { subscriber: { first_name: `Ann ${turn}` } } }))
    const counts = await several(turns, (turn) => ask('POST', '/conditions/count', { condition: { event: 'Product Viewed', count: { gte: turn + 1 } } }))
    const note = (values: readonly number[]): string => `${spread(values)}; ${people.toLocaleString('en-US')} people`
    return [
      { what: 'a live event, from its sending to the console', value: median(live), unit: 'ms', target: { atMost: 1000 }, note: note(live) },
      { what: 'the preview of a mail', value: median(previews), unit: 'ms', target: { atMost: 500 }, note: note(previews) },
      { what: 'how many people a condition holds for, first answer', value: median(counts), unit: 'ms', target: { atMost: 1000 }, note: note(counts) },
      { what: 'what arrives, first question after a start', value: firstSchema, unit: 'ms', target: undefined, note: `${numberText(events)} events are read` },
      { what: 'what arrives, asked again', value: nextSchema, unit: 'ms', target: { atMost: 1000 }, note: 'only what is new is read' },
    ]
  } finally {
    await server.stop()
  }
}

type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>

function askerOf({ port, adminKey }: ServerProcess): Ask {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/admin/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const at = performance.now()
  await work()
  return performance.now() - at
}

async function several(turns: number, work: (turn: number) => Promise<unknown>): Promise<readonly number[]> {
  // The first one starts what is only there when somebody asks, such as a thread.
  await work(0)
  const times: number[] = []
  for (let turn = 1; turn <= turns; turn += 1) times.push(await timed(() => work(turn)))
  return times
}

async function happen(server: ServerProcess, count: number, people: number): Promise<void> {
  for (let from = 0; from < count; from += eventsPerRequest) {
    const batch = Array.from({ length: Math.min(eventsPerRequest, count - from) }, (_, index) => ({
      type: 'track',
      userId: `user-${(from + index) % people}`,
      event: 'Product Viewed',
      properties: { product_id: `p${(from + index) % 900}`, price: (from + index) % 90 },
    }))
    await send(server, 'batch', { batch })
  }
}

async function send({ port, key }: ServerProcess, call: 'batch' | 'track', body: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/${call}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${call}: ${response.status} ${await response.text()}`)
}

/** From the sending of an event to its message in the stream that the console listens to. */
async function liveEvents(server: ServerProcess, turns: number): Promise<readonly number[]> {
  const stop = new AbortController()
  const response = await fetch(`http://127.0.0.1:${server.port}/admin/v1/events/live?event=Bench`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
    signal: stop.signal,
  })
  if (!response.ok || response.body === null) throw new Error(`events/live: ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  const until = async (text: string): Promise<void> => {
    while (!said.includes(text)) {
      const { value, done } = await reader.read()
      if (done) throw new Error('the stream of live events ended')
      said += value
    }
  }
  const times: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    const name = `Bench ${turn}`
    times.push(
      await timed(async () => {
        await send(server, 'track', { userId: `user-${turn}`, event: name })
        await until(`"${name}"`)
      }),
    )
  }
  stop.abort()
  return times
}
