// Sends events and takes mails in, in a process of its own, so that neither is counted as the server's. Requests are encoded before the
// clock starts. It measures and reports; it judges nothing.

import { encodePost, HttpConnection } from './http-connection.ts'
import type { FromLoad, LoadJob, LoadReport, ToLoad } from './load.ts'
import { preciseNow } from './measurement.ts'
import { startSmtpSink } from './smtp-sink.ts'
import { shopEvents, type WorkloadEvent } from './workload.ts'

type Job<Kind extends LoadJob['do']> = Extract<LoadJob, { readonly do: Kind }>
interface Server {
  readonly port: number
  readonly key: string
}

const tell = (message: FromLoad): void => void process.send?.(message)
const sink = await startSmtpSink({ now: preciseNow })
/** When the event that makes a mail to this address was sent. */
const sentAt = new Map<string, number>()
let mailsMs: number[] = []
let onMail = (): void => {}
sink.onMail(({ to, receivedAt }) => {
  const address = to[0] ?? ''
  const sent = sentAt.get(address)
  if (sent !== undefined) mailsMs.push(receivedAt - sent)
  sentAt.delete(address)
  onMail()
})

process.on('message', ({ id, job, ...server }: ToLoad) => {
  run(server, job).then(
    (report) => tell({ id, report }),
    (error: unknown) => tell({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})
process.on('disconnect', () => process.exit())
tell({ id: 0, smtpPort: sink.port })

function run(server: Server, job: LoadJob): Promise<LoadReport> {
  switch (job.do) {
    case 'rush':
      return rush(server, job)
    case 'introduce':
      return introduce(server, job)
    case 'stream':
      return stream(server, job)
  }
}

/** All connections take the next request as soon as they have their answer. */
async function rush(server: Server, job: Job<'rush'>): Promise<LoadReport> {
  const requests = [...requestsOf(server, job)]
  return sendAll(server, requests, { connections: job.connections, events: job.events })
}

function* requestsOf({ key }: Server, { events, eventsPerRequest, people, seed }: Job<'rush'>): Generator<Buffer> {
  let batch: string[] = []
  for (const event of shopEvents({ people, events, startAt: preciseNow() - 1000, spacingMs: 0, seed })) {
    if (eventsPerRequest === 1) {
      yield encodePost('/v1/track', key, messageOf(event))
      continue
    }
    batch.push(messageOf(event))
    if (batch.length < eventsPerRequest) continue
    yield encodePost('/v1/batch', key, `{"batch":[${batch.join(',')}]}`)
    batch = []
  }
}

/** The event as an SDK sends it. */
function messageOf({ userId, event }: WorkloadEvent): string {
  const { name, occurredAt, messageId, properties } = event
  return JSON.stringify({ type: 'track', messageId, userId, event: name, timestamp: new Date(occurredAt).toISOString(), properties })
}

async function sendAll(server: Server, requests: readonly Buffer[], of: { readonly connections: number; readonly events: number }): Promise<LoadReport> {
  const connections = await Promise.all(Array.from({ length: of.connections }, () => HttpConnection.open(server.port)))
  const answersMs: number[] = []
  let next = 0
  let failures = 0
  const startedAt = preciseNow()
  await Promise.all(
    connections.map(async (connection) => {
      while (next < requests.length) {
        const request = requests[next] as Buffer
        next += 1
        const sent = preciseNow()
        if ((await connection.send(request)) !== 200) failures += 1
        answersMs.push(preciseNow() - sent)
      }
    }),
  )
  const durationMs = preciseNow() - startedAt
  for (const connection of connections) connection.close()
  return { events: of.events, durationMs, failures, answersMs, mailsMs: [] }
}

async function introduce(server: Server, { from, count }: Job<'introduce'>): Promise<LoadReport> {
  const requests: Buffer[] = []
  for (let first = from; first < from + count; first += 100) {
    const people = Array.from({ length: Math.min(100, from + count - first) }, (_, index) => first + index)
    const messages = people.map((person) => ({
      type: 'identify',
      userId: `mail-${person}`,
      messageId: `introduce-${person}`,
      traits: { email: addressOf(person), first_name: 'Ada' },
    }))
    requests.push(encodePost('/v1/batch', server.key, JSON.stringify({ batch: messages })))
  }
  return sendAll(server, requests, { connections: 1, events: count })
}

function addressOf(person: number): string {
  return `mail-${person}@example.com`
}

/** Many people, each with a connection of their own; more than are ever busy on a machine that keeps up. */
const streamConnections = 256

interface Due {
  readonly request: Buffer
  readonly address: string | undefined
  readonly dueAt: number
}

/** Sends what is due, on whichever connection is free; what finds none free waits, and its waiting counts. */
async function stream(server: Server, job: Job<'stream'>): Promise<LoadReport> {
  const planned = [...plan(server, job)]
  const connections = await Promise.all(Array.from({ length: streamConnections }, () => HttpConnection.open(server.port)))
  const free = [...connections]
  const waiting: Due[] = []
  const answersMs: number[] = []
  let failures = 0
  let answered = 0
  mailsMs = []
  const startedAt = preciseNow() + 50
  const done = Promise.withResolvers<void>()
  const send = (connection: HttpConnection, { request, address, dueAt }: Due): void => {
    if (address !== undefined) sentAt.set(address, preciseNow())
    void connection.send(request).then(
      (status) => {
        if (status !== 200) failures += 1
        answersMs.push(preciseNow() - startedAt - dueAt)
        answered += 1
        const after = waiting.shift()
        if (after === undefined) free.push(connection)
        else send(connection, after)
        if (answered === planned.length) done.resolve()
      },
      (error: unknown) => done.reject(error),
    )
  }
  let next = 0
  const timer = setInterval(() => {
    for (const now = preciseNow() - startedAt; next < planned.length && (planned[next] as Due).dueAt <= now; next += 1) {
      const connection = free.pop()
      if (connection === undefined) waiting.push(planned[next] as Due)
      else send(connection, planned[next] as Due)
    }
  }, 1)
  await done.promise
  clearInterval(timer)
  const durationMs = preciseNow() - startedAt
  await allMails(planned.filter(({ address }) => address !== undefined).length)
  for (const connection of connections) connection.close()
  return { events: planned.length, durationMs, failures, answersMs, mailsMs }
}

function* plan({ key }: Server, { events, perSecond, everyMail, from, people, seed }: Job<'stream'>): Generator<Due> {
  let index = 0
  let person = from
  for (const event of shopEvents({ people, events, startAt: preciseNow() - 1000, spacingMs: 0, seed })) {
    const dueAt = (index * 1000) / perSecond
    index += 1
    const isMail = everyMail > 0 && index % everyMail === 0
    const sent = isMail ? { userId: `mail-${person}`, event: { ...event.event, name: 'Signed Up 3' } } : event
    yield { request: encodePost('/v1/track', key, messageOf(sent)), address: isMail ? addressOf(person) : undefined, dueAt }
    if (isMail) person += 1
  }
}

const patienceMs = 20_000

/** Waits until so many mails are there, or gives up: what is missing shows in the report. */
function allMails(count: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, patienceMs)
    onMail = () => {
      if (mailsMs.length < count) return
      clearTimeout(giveUp)
      resolve()
    }
    onMail()
  })
}
