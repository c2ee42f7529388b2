// Imports into a running server, or into the workspace itself: everything arrives once, whatever is in between.

import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { limits } from '../../src/model/limits.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { newFolder, oncue } from './command-line.ts'

/** The whole product on a free port, with definitions that a silent import must not set off. */
async function running() {
  const data = await newFolder()
  const environment = { ONCUE_DATA: join(data, 'data'), ONCUE_DEFINITIONS: 'examples/shop', ONCUE_DEMO: 'false', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  const app = await startApp(readConfiguration(environment))
  onTestFinished(() => app.stop())
  const flags = ['--server', app.address, '--mark', join(data, 'mark.json'), '--refused', join(data, 'refused.ndjson')]
  return { app, data, environment, flags }
}

test('events and people arrive with their own instants; refused lines are kept with their line; the mark goes', async () => {
  const { data, environment, flags } = await running()
  const file = join(data, 'orders.csv')
  await writeFile(
    file,
    'customer;email;when;total\nada;ada@example.com;01.11.2026 10:00;1.234,50 €\n;x@example.com;01.11.2026 10:00;5\nbob;bob@example.com;31.11.2026 10:00;5\ncy;not an address;02.11.2026 10:00;7,5\n',
  )
  const mapping = [
    '--map',
    'userId=customer,event=:Order Completed,timestamp=when(D.M.YYYY HH:mm)',
    '--property',
    'total:money',
    '--trait',
    'email',
    '--zone',
    'Europe/Berlin',
  ]
  const { code, out, err } = await oncue(['import', 'events', file, ...mapping, ...flags, '--silent', '--json'], { environment })
  expect(JSON.parse(out)).toMatchObject({
    lines: 5,
    resumedAfter: 0,
    accepted: 3,
    duplicates: 0,
    refused: 3,
    passedOver: {},
    refusedFile: join(data, 'refused.ndjson'),
  })
  expect(code).toBe(3)
  const reasons = [
    'there is neither a userId nor an anonymousId',
    'when: "31.11.2026 10:00" is no date and time that exists',
    'traits.email is not one mail address',
  ]
  expect(err).toBe(reasons.map((reason, index) => `line ${index + 3}: ${reason}\n`).join(''))
  const kept = readFileSync(join(data, 'refused.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number; reason: string; raw: string })
  expect(kept.map(({ line, reason }) => [line, reason])).toEqual(reasons.map((reason, index) => [index + 3, reason]))
  expect(existsSync(join(data, 'mark.json'))).toBe(false)

  const shown = JSON.parse((await oncue(['subscriber', 'show', 'ada', '--json'], { environment })).out) as { attributes: object; timeline: { text: string }[] }
  expect(shown.attributes).toEqual({ email: 'ada@example.com' })
  expect(shown.timeline.some(({ text }) => text.includes('Order Completed {"total":1234.5}'))).toBe(true)
  const first = JSON.parse((await oncue(['subscriber', 'show', 'ada', '--json'], { environment })).out) as { firstSeenAt: number }
  expect(first.firstSeenAt).toBe(Date.UTC(2026, 10, 1, 9))
  expect((await oncue(['messages', '--json'], { environment })).out).toBe('{\n  "messages": []\n}\n')
})

test('a line that was refused comes in with a better mapping of properties, and the others count once', async () => {
  const { data, environment, flags } = await running()
  const file = join(data, 'orders.csv')
  await writeFile(file, 'customer,total,mail\nada,5,ada@mail.example\nbob,"1.234,50",bob@mail.example\n')
  const run = async (...more: string[]) =>
    oncue(['import', 'events', file, '--map', 'userId=customer,event=:Order Completed', ...more, ...flags, '--json'], { environment })
  const first = await run('--property', 'total:number')
  expect(first.err).toBe('line 3: total: "1.234,50" is not a number, but money: say NAME=COLUMN:money\n')
  expect(JSON.parse(first.out)).toMatchObject({ accepted: 1, duplicates: 0, refused: 1 })
  const second = await run('--property', 'total:money', '--trait', 'email=mail')
  expect(JSON.parse(second.out)).toMatchObject({ accepted: 3, duplicates: 1, refused: 0 })
})

test('the same file again changes nothing: every line is recognized', async () => {
  const { data, environment, flags } = await running()
  const file = join(data, 'e.ndjson')
  await writeFile(
    file,
    Array.from({ length: 2500 }, (_, index) => `{"userId":"u${index % 7}","event":"Clicked","timestamp":${1_790_000_000_000 + index}}\n`).join(''),
  )
  const one = JSON.parse((await oncue(['import', 'events', file, ...flags, '--json'], { environment })).out) as object
  const two = JSON.parse((await oncue(['import', 'events', file, ...flags, '--json'], { environment })).out) as object
  expect(one).toMatchObject({ lines: 2500, accepted: 2500, duplicates: 0 })
  expect(two).toMatchObject({ lines: 2500, accepted: 0, duplicates: 2500 })
})

test('the same file with rows put in between counts those alone, and equal rows as often as they stand there', async () => {
  const { data, environment, flags } = await running()
  const file = join(data, 'orders.csv')
  const lines = Array.from({ length: 20 }, (_, index) => `u${index},2026-11-01T10:00:${String(index).padStart(2, '0')}Z`)
  const run = async (rows: readonly string[]) => {
    await writeFile(file, ['customer,when', ...rows].join('\n'))
    const words = ['import', 'events', file, '--map', 'userId=customer,event=:Order Completed,timestamp=when', ...flags, '--json']
    return JSON.parse((await oncue(words, { environment })).out) as object
  }
  expect(await run([...lines, 'u1,2026-11-01T10:00:01Z'])).toMatchObject({ accepted: 21, duplicates: 0 })
  const first = 'ann,2026-11-01T09:00:00Z'
  expect(await run([first, ...lines.slice(0, 9), 'ben,2026-11-01T10:00:08Z', ...lines.slice(9), 'u1,2026-11-01T10:00:01Z'])).toMatchObject({
    accepted: 2,
    duplicates: 21,
  })
})

/** A server that answers batches as the test says, and remembers what it acknowledged. */
async function scripted(answer: (request: number, events: readonly { messageId: string }[]) => { status: number; retryAfter?: number } | 'hang up') {
  const acknowledged: string[] = []
  let requests = 0
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { batch } = JSON.parse(Buffer.concat(chunks).toString()) as { batch: { messageId: string }[] }
      requests += 1
      const said = answer(requests, batch)
      if (said === 'hang up') return request.socket.destroy()
      if (said.status === 200) acknowledged.push(...batch.map(({ messageId }) => messageId))
      const body = said.status === 200 ? { success: true, accepted: batch.length, duplicates: 0, refused: [] } : { title: 'no', detail: 'not now' }
      response.writeHead(said.status, said.retryAfter === undefined ? {} : { 'retry-after': String(said.retryAfter) }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, acknowledged, requests: () => requests }
}

/** A clock on which every wait is over at once; it keeps how long each would have been. */
function hurriedClock() {
  const waits: number[] = []
  let now = 1_790_000_000_000
  return {
    waits,
    now: () => now,
    at: (instant: number, callback: () => void) => {
      waits.push(instant - now)
      now = instant
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    },
  }
}

async function fileOf(lines: number, people = lines): Promise<{ folder: string; file: string; flags: string[] }> {
  const folder = await newFolder()
  const file = join(folder, 'e.csv')
  await writeFile(file, `userId,event,timestamp\n${Array.from({ length: lines }, (_, index) => `u${index % people},Clicked,2026-11-01T00:00:00Z\n`).join('')}`)
  return { folder, file, flags: ['--key', 'k', '--mark', join(folder, 'mark.json'), '--refused', join(folder, 'refused.ndjson')] }
}

test('a busy server is waited for, as long as it asks; a broken connection is tried again', async () => {
  const script = [{ status: 200 }, 'hang up', { status: 429, retryAfter: 7 }, { status: 503 }, { status: 500 }, { status: 200 }] as const
  const server = await scripted((request) => script[request - 1] ?? { status: 200 })
  const { file, flags } = await fileOf(1500)
  const clock = hurriedClock()
  const { code, out, err } = await oncue(['import', 'events', file, '--server', server.address, ...flags, '--json'], { clock })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ accepted: 1500, refused: 0 })
  expect(new Set(server.acknowledged).size).toBe(1500)
  expect(clock.waits).toEqual([500, 7000, 2000, 4000])
  expect(err.split('\n')[1]).toBe(`${server.address} answered 429: not now; waiting 7 s`)
})

test('interrupted, it says where it stopped, and the same command goes on from there: every event is sent once', async () => {
  const stop = new AbortController()
  const server = await scripted((request) => {
    if (request === 2) stop.abort()
    return { status: 200 }
  })
  // Each row stands there twice, the second time after the stop.
  const { folder, file, flags } = await fileOf(6000, 3000)
  const words = ['import', 'events', file, '--server', server.address, ...flags, '--json']
  const stopped = await oncue(words, { interrupted: stop.signal })
  expect(stopped.code).toBe(130)
  const { line } = JSON.parse(readFileSync(join(folder, 'mark.json'), 'utf8')) as { line: number }
  expect(stopped.err).toBe(`oncue: stopped after line ${line}; the same command goes on from there\n`)
  expect(server.acknowledged).toHaveLength(line - 1)
  const done = await oncue(words)
  expect(done.code).toBe(0)
  expect(JSON.parse(done.out)).toMatchObject({ lines: 6001, resumedAfter: line, accepted: 6000 })
  expect(server.acknowledged).toHaveLength(6000)
  expect(new Set(server.acknowledged).size).toBe(6000)
})

test('a server that fails for good ends it with one line; the mark stays for the next try, but not for another mapping', async () => {
  const server = await scripted((request) => ({ status: request === 1 ? 200 : 503 }))
  const { file, flags } = await fileOf(3000)
  const words = ['import', 'events', file, '--server', server.address, ...flags]
  const failed = await oncue(words, { clock: hurriedClock() })
  expect(failed).toMatchObject({ code: 1, out: '' })
  expect(failed.err.trim().split('\n').at(-1)).toBe(`oncue: ${server.address} answered 503: not now; run the same command again to go on from here`)
  const other = await oncue([...words, '--map', 'event=:Other'])
  expect(other.err).toMatch(/^oncue: the mark .*mark\.json is of another file or another mapping; remove it, or name another with --mark\n$/)
})

/** An address at which nothing listens any more. */
async function closedAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

test('no server, and a wrong key, are said at once', async () => {
  const { file, flags } = await fileOf(1)
  const stranger = await scripted(() => ({ status: 401 }))
  const gone = await closedAddress()
  expect((await oncue(['import', 'events', file, '--server', gone, ...flags])).err).toBe(
    `oncue: no server answers at ${gone}; start it with \`oncue start\`, or name it with --server\n`,
  )
  expect((await oncue(['import', 'events', file, '--server', stranger.address, ...flags])).err).toBe(
    `oncue: ${stranger.address} answered 401: not now; give a server write key with --key or ONCUE_WRITE_KEY\n`,
  )
  const nowhere = await newFolder()
  expect((await oncue(['import', 'events', file, ...flags], { environment: { ONCUE_DATA: nowhere, PORT: '9' } })).err).toContain(
    `no server answers at http://127.0.0.1:9, and there is no workspace in ${nowhere}`,
  )
})

test('without a server the workspace itself takes the events in, once, and a server that starts then knows them', async () => {
  const data = await newFolder()
  const environment = { ONCUE_DATA: join(data, 'data'), ONCUE_DEFINITIONS: 'examples/shop', ONCUE_DEMO: 'false', PORT: '0', ONCUE_LOG_LEVEL: 'silent' }
  await (await startApp(readConfiguration(environment))).stop()
  const file = join(data, 'events.ndjson')
  const long = JSON.stringify({ userId: 'eve', event: 'Viewed', note: 'x'.repeat(limits.importLineCharacters) })
  const line = (userId: string) => JSON.stringify({ userId, event: 'Viewed', timestamp: '2026-01-05T10:00:00Z', messageId: `m-${userId}` })
  await writeFile(file, [line('ann'), long, line('bob'), ''].join('\n'))
  const words = ['import', 'events', file, '--mark', join(data, 'mark.json'), '--refused', join(data, 'refused.ndjson'), '--json']
  const first = await oncue(words, { environment: { ...environment, PORT: '9' } })
  expect(JSON.parse(first.out)).toMatchObject({ lines: 3, accepted: 2, refused: 1 })
  expect(first.err).toBe('line 2: events.ndjson has a line of more than 1,000,000 characters here, which no event has\n')
  expect(JSON.parse((await oncue(words, { environment: { ...environment, PORT: '9' } })).out)).toMatchObject({ accepted: 0, duplicates: 2 })
  const app = await startApp(readConfiguration(environment))
  onTestFinished(() => app.stop())
  expect((await app.runtime.describe({ userId: 'bob' }))?.state.firstSeenAt).toBe(Date.UTC(2026, 0, 5, 10))
})
