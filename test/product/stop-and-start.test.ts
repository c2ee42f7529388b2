// Stopping and starting: what was accepted is never forgotten, what is being handed over is finished, and one data folder has one process.

import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSmtpSink } from '../../bench/smtp-sink.ts'
import { startServer } from '../../scripts/crash/server-process.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type Product, shop, startProduct } from './product.ts'

test('events that were accepted before a stop are decided after the next start', async () => {
  const { product, dueAt } = await stoppedWhileWaiting()
  await product.start()
  await atInstant(dueAt + 100)
  expect(await product.mails()).toMatchObject([{ to: 'ann@mail.example', journey: 'reminder' }])
})

test('a deadline that passed while the server was down is decided at its own instant, and only the mail is late', async () => {
  const { product, dueAt } = await stoppedWhileWaiting()
  await atInstant(dueAt + 500)
  await product.start()
  const [mail] = await product.mails()
  expect(Date.parse(mail?.decidedAt ?? '')).toBe(dueAt)
  expect(Date.parse(mail?.at ?? '')).toBeGreaterThanOrEqual(dueAt + 500)
  // It may be due before the server listens, and still its links lead there.
  const source = await (await product.get(`${mail?.url}/message.eml`)).text()
  expect(source.replace(/\r\n[ \t]+/g, ' ')).toContain(`List-Unsubscribe: <${product.app.address}/u/`)
})

test('a stop waits for the answer of the mail server, so that no mail is left of unknown fate', async () => {
  const release = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const sink = await startSmtpSink({
    hold(stage) {
      if (stage !== 'message') return undefined
      reached.resolve()
      return release.promise
    },
  })
  onTestFinished(() => sink.close())
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}` })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Signed Up')
  await reached.promise
  const stopped = product.stop()
  release.resolve()
  await stopped
  expect((await product.deliveries()).map(({ status }) => status)).toEqual(['sent'])
  expect(sink.received).toBe(1)
})

test('a request that is under way when the stop begins gets its answer, and a later one is told to come again', async () => {
  const product = await startProduct()
  const { address } = product.app
  const requests = Array.from({ length: 40 }, (_, index) => product.track(`user-${index}`, 'Came By'))
  await Promise.race(requests)
  const stopped = product.stop()
  const outcomes = await Promise.allSettled(requests)
  await stopped
  // A connection that was not accepted any more is no answer; an answer is 200, or 503 with the request not taken in.
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
  for (const reason of refused) expect(reason).toMatch(/answered 503|fetch failed/)
  await product.start()
  let known = 0
  for (const [index, outcome] of outcomes.entries()) {
    const decisions = await product.decisions(`user-${index}`)
    if (outcome.status === 'fulfilled') known += decisions.length > 0 ? 1 : 0
    else if (String(outcome.reason).includes('answered 503')) expect(decisions).toEqual([])
  }
  expect(known).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length)
  await expect(fetch(`${address}/livez`)).rejects.toThrow()
})

test('a second process on the same data folder says so in one line, and harms nothing', async () => {
  const product = await startProduct()
  const second = startServer({ data: product.data, definitions: product.definitions, environment: {} })
  await expect(second.address).rejects.toThrow('ended with code 1')
  expect(second.said.trim().split('\n')).toHaveLength(1)
  expect(second.said).toMatch(/^oncue: the store .*workspace\.db is in use by .*; stop that process first/i)
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Signed Up')
  expect(await product.mails()).toHaveLength(1)
})

test('an address that is taken ends the process with one line, and leaves the data folder free', async () => {
  const product = await startProduct()
  const data = temporaryFolder()
  const { port } = new URL(product.app.address)
  const second = startServer({ data, definitions: product.definitions, environment: { PORT: port } })
  await expect(second.address).rejects.toThrow('ended with code 1')
  expect(second.said.split('\n').filter((line) => line.startsWith('oncue: '))).toEqual([
    expect.stringMatching(/^oncue: The server cannot listen on 127\.0\.0\.1:\d+: something else listens there; stop what listens there/),
  ])
  const third = startServer({ data, definitions: product.definitions, environment: {} })
  await third.address
  expect(await third.stop()).toBe(0)
})

test('the process ends with code 0 when it is asked to stop, and says what it does', async () => {
  const product = await startProduct()
  await product.stop()
  const server = startServer({ data: product.data, definitions: product.definitions, environment: {} })
  onTestFinished(() => server.kill())
  await server.address
  expect(await server.stop()).toBe(0)
  expect(server.said).toContain('Stopping: what is under way is finished first.')
})

/** A product that was stopped before the mail of its only person was due: as soon as the machine can stop one. */
async function stoppedWhileWaiting(): Promise<{ readonly product: Product; readonly dueAt: number }> {
  for (let quietSeconds = 1; ; quietSeconds *= 4) {
    const soon = { 'journeys.yaml': shop['journeys.yaml'].replace('quiet: 30m', `quiet: ${quietSeconds}s`) }
    const product = await startProduct({ files: { ...shop, ...soon } })
    await product.identify('ann', { email: 'ann@mail.example' })
    await product.track('ann', 'Product Added', { cart_id: 'c1', product_id: 'mug', price: 20 })
    await product.stop()
    if ((await product.deliveries()).length === 0) return { product, dueAt: (await occurredAt(product.data)) + quietSeconds * 1000 }
  }
}

async function atInstant(instant: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  wallClock().at(instant, resolve)
  await promise
}

async function occurredAt(data: string): Promise<number> {
  const { openSqliteStore } = await import('../../src/stores/sqlite/sqlite-store.ts')
  const store = await openSqliteStore({ path: join(data, 'workspace.db'), readOnly: true })
  const entry = (await store.readLog(0, 100)).find(({ name }) => name === 'Product Added')
  await store.close()
  return entry?.receivedAt ?? 0
}
