// The door behind every link of a mail: mails are sent, and their links followed at a steady rate, each click at its own instant whether or not the
// one before was answered. The clock runs from the instant at which it was due to the last byte of the redirect; recording goes on meanwhile.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { HttpConnection } from './http-connection.ts'
import { type Effort, type Measurement, numberText, quantile } from './measurement.ts'
import { newFolder } from './preloaded.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { startSmtpSink } from './smtp-sink.ts'

const people = 500
const perSecond = 1_000
const connections = 64
const patienceMs = 60_000

const definitions = `
workspace: shop
sender: { address: shop@shop.example }
policy: { tracking: opt-out }
guard: off
---
template: offer
subject: An offer
html: <p><a href="https://shop.example/mug?for={{ subscriber.first_name }}">Mug</a> <a href="https://shop.example/cup">Cup</a></p>
---
journey: offer
enter: [{ on: Signed Up }]
steps: [{ id: offer, send: offer }]
`

/** Clicks on the links of mails that were really sent. */
export async function measureClicks({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const sources: string[] = []
  const sink = await startSmtpSink()
  sink.onMail(({ source }) => sources.push(source))
  const folder = newFolder()
  writeFileSync(join(folder, 'shop.yaml'), definitions)
  const data = join(newFolder(), 'data')
  mkdirSync(data)
  const server = await startServer({ definitions: folder, data }, sink.port)
  try {
    await signUp(server)
    await until(() => sources.length >= people)
    const paths = sources.flatMap(
      (source) =>
        source
          .replace(/=\r\n/g, '')
          .match(/\/c\/[\w-]+/g)
          ?.slice(0, 2) ?? [],
    )
    await follow(server.port, paths, 2 * perSecond)
    const clicks = (isQuick ? 2 : 15) * perSecond
    const cpuBefore = server.cpuMs()
    const ms = await follow(server.port, paths, clicks)
    const cpuMicroseconds = ((server.cpuMs() - cpuBefore) * 1000) / clicks
    const note = `${clicks} clicks, p50 ${numberText(quantile(ms, 0.5))} ms, slowest ${numberText(Math.max(...ms))} ms, ${numberText(cpuMicroseconds)} us of processor time each`
    return [{ what: `click to redirect, ${perSecond}/s, p99`, value: quantile(ms, 0.99), unit: 'ms', target: { atMost: 10 }, note }]
  } finally {
    await server.stop()
    await sink.close()
  }
}

async function signUp({ port, key }: ServerProcess): Promise<void> {
  const batch = Array.from({ length: people }, (_, index) => [
    { type: 'identify', userId: `user-${index}`, traits: { email: `user-${index}@mail.example`, first_name: `Name${index}` } },
    { type: 'track', userId: `user-${index}`, event: 'Signed Up' },
  ]).flat()
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' }
  const response = await fetch(`http://127.0.0.1:${port}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
  if (!response.ok) throw new Error(`the batch was answered ${response.status}: ${await response.text()}`)
}

async function until(isDone: () => boolean): Promise<void> {
  for (const end = performance.now() + patienceMs; !isDone(); await pause(20)) if (performance.now() > end) throw new Error('the mails did not arrive in time')
}

/** Milliseconds of each click. */
async function follow(port: number, paths: readonly string[], clicks: number): Promise<readonly number[]> {
  const open = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(port)))
  const free = [...open]
  const waiting: (() => void)[] = []
  const ms: number[] = []
  const start = performance.now()
  const click = async (index: number): Promise<void> => {
    const dueAt = start + (index * 1000) / perSecond
    if (free.length === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    const connection = free.pop() as HttpConnection
    const path = paths[(index * 7) % paths.length]
    const status = await connection.send(Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 Firefox/128.0\r\n\r\n`))
    if (status !== 302) throw new Error(`a click was answered ${status}`)
    ms.push(performance.now() - dueAt)
    free.push(connection)
    waiting.shift()?.()
  }
  const under: Promise<void>[] = []
  for (let index = 0; index < clicks; ) {
    const due = Math.min(clicks, Math.floor(((performance.now() - start) * perSecond) / 1000))
    for (; index < due; index += 1) under.push(click(index))
    await pause(1)
  }
  await Promise.all(under)
  for (const connection of open) connection.close()
  return ms
}
