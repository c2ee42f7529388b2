// What went wrong in other systems of this kind, tried on this one: repeated events, rejected recipients, providers that are down.

import { expect, onTestFinished, test } from 'vitest'
import { type SinkMail, type SmtpSinkOptions, startSmtpSink } from '../../bench/smtp-sink.ts'
import { createSmtpChannel } from '../../src/channels/email/smtp-channel.ts'
import { shop, startProduct } from './product.ts'
import { day, hour, minute, start, startVirtualProduct, type VirtualProduct } from './virtual-product.ts'

interface MailServer {
  readonly mails: SinkMail[]
  readonly port: number
  close(): Promise<void>
}

async function startMailServer(options: SmtpSinkOptions = {}): Promise<MailServer> {
  const sink = await startSmtpSink(options)
  const mails: SinkMail[] = []
  sink.onMail((mail) => mails.push(mail))
  onTestFinished(() => sink.close())
  return { mails, port: sink.port, close: () => sink.close() }
}

const withMailServer = (server: MailServer, files = shop): Promise<VirtualProduct> =>
  startVirtualProduct(files, () => [createSmtpChannel({ host: '127.0.0.1', port: server.port })])

const recipients = (mails: readonly SinkMail[]): string[] => mails.map(({ to }) => to.join()).sort()

test('an event that a client repeats after a lost answer sends one mail: at once, in one batch, over many connections, and after a restart', async () => {
  const product = await startProduct()
  await product.identify('ann', { email: 'ann@mail.example' })
  const event = { userId: 'ann', event: 'Came By', messageId: 'once' }
  const answers = await Promise.all(Array.from({ length: 8 }, () => product.post('/v1/track', event)))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  await product.post('/v1/batch', {
    batch: [
      { type: 'track', ...event },
      { type: 'track', ...event },
    ],
  })
  expect(await product.mails()).toHaveLength(1)
  await product.stop()
  await product.start()
  expect(await (await product.post('/v1/track', event)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
  expect(await product.mails()).toHaveLength(1)
})

test('it is recognized weeks later, among hundreds of others', async () => {
  const server = await startMailServer()
  const product = await withMailServer(server)
  await product.identify('ann')
  await product.track('ann', 'Came By', { messageId: 'once' })
  for (let index = 0; index < 300; index += 1) await product.track('ann', 'Viewed')
  await product.restartAt(start + 29 * day)
  expect(await product.track('ann', 'Came By', { messageId: 'once' })).toBe('duplicate')
  await product.runtime.settle()
  expect(server.mails).toHaveLength(1)
})

test('one rejected recipient has its own outcome: the others are sent once, and never again', async () => {
  const server = await startMailServer({
    reply: (stage, line) => (stage === 'rcpt' && line.includes('person-3@') ? '550 5.1.1 No such user' : undefined),
  })
  const product = await withMailServer(server)
  for (let person = 0; person < 8; person += 1) {
    await product.identify(`person-${person}`)
    await product.track(`person-${person}`, 'Came By')
  }
  await product.runtime.settle()
  const others = [0, 1, 2, 4, 5, 6, 7].map((person) => `person-${person}@mail.example`)
  expect(recipients(server.mails)).toEqual(others)
  expect(await product.store.messages({ status: 'failed', limit: 10 })).toMatchObject([{ reason: 'the mail server answered: 550 5.1.1 No such user' }])
  await product.restartAt(start + day)
  await product.advanceTo(start + 4 * day, 6 * hour)
  expect(recipients(server.mails)).toEqual(others)
  await product.track('person-3', 'Came By')
  await product.runtime.settle()
  expect(server.mails).toHaveLength(7)
})

const course = {
  ...shop,
  'journeys.yaml': `
journey: course
enter: [{ on: Enrolled }]
steps:
  - { id: first, send: hello }
  - { id: pause, wait: 1d }
  - { id: second, send: hello }
`,
}

test('a mail that fails is a record, and the run goes on', async () => {
  let refused = 0
  const server = await startMailServer({
    reply(stage) {
      if (stage !== 'rcpt' || refused > 0) return undefined
      refused += 1
      return '554 5.7.1 Not today'
    },
  })
  const product = await withMailServer(server, course)
  await product.identify('ann')
  await product.track('ann', 'Enrolled')
  await product.advanceTo(start + 2 * day, hour)
  const deliveries = (await product.store.messages({ limit: 10 })).map(({ step, status, reason }) => ({ step, status, reason }))
  expect(deliveries).toEqual([
    { step: 'second', status: 'sent', reason: undefined },
    { step: 'first', status: 'failed', reason: 'the mail server answered: 554 5.7.1 Not today' },
  ])
  const kinds = (await product.store.decisions(1, 100)).map((decision) => (decision.kind === 'handed over' ? decision.outcome : decision.kind))
  expect(kinds.filter((kind) => ['failed', 'sent', 'completed', 'exited'].includes(kind))).toEqual(['failed', 'completed', 'sent'])
})

test('a mail that is deferred is tried again by its class of answer, and sent once', async () => {
  let answers = 0
  const server = await startMailServer({
    reply(stage) {
      if (stage !== 'rcpt' || answers >= 3) return undefined
      answers += 1
      return '451 4.7.1 Greylisted, come back later'
    },
  })
  const product = await withMailServer(server)
  await product.identify('ann')
  await product.track('ann', 'Came By')
  await product.advanceTo(start + 5 * hour, minute)
  expect(server.mails).toHaveLength(1)
  expect(await product.store.messages({ limit: 10 })).toMatchObject([{ status: 'sent', attempts: 4 }])
})

const urgent = {
  ...shop,
  'journeys.yaml': `
journey: lasting
enter: [{ on: Came By }]
steps: [{ id: mail, send: hello }]
---
journey: urgent
enter: [{ on: Came By }]
steps: [{ id: mail, send: reminder, expires: 2h }]
`,
}

test('a provider that is down for hours loses nothing: what lasts is sent once when it is back, what is stale expires with a record', async () => {
  const server = await startMailServer()
  await server.close()
  const product = await withMailServer(server, urgent)
  for (let person = 0; person < 30; person += 1) {
    await product.identify(`person-${person}`)
    await product.track(`person-${person}`, 'Came By', { properties: { cart_id: 'x' } })
  }
  await product.advanceTo(start + 3 * hour)
  await product.restartAt(start + 4 * hour)
  await product.advanceTo(start + 6 * hour)
  expect(server.mails).toEqual([])
  const back = await startMailServer({ port: server.port })
  await product.advanceTo(start + 2 * day)
  expect(recipients(back.mails)).toEqual(Array.from({ length: 30 }, (_, person) => `person-${person}@mail.example`).sort())
  expect(new Set(back.mails.map(({ source }) => /^Subject: (.*)$/im.exec(source)?.[1]))).toEqual(new Set(['Hello']))
  const stale = await product.store.messages({ status: 'refused', limit: 100 })
  expect(stale).toHaveLength(30)
  for (const { journey, reason } of stale) expect([journey, reason]).toEqual(['urgent', expect.stringMatching(/^expired: was to be handed over before/)])
})

test('a mail server that cuts every conversation short loses nothing either', async () => {
  const server = await startMailServer({ reply: (stage) => (stage === 'mail' ? 'drop' : undefined) })
  const product = await withMailServer(server)
  await product.identify('ann')
  await product.track('ann', 'Came By')
  await product.advanceTo(start + 2 * hour)
  expect(server.mails).toEqual([])
  const [waiting] = await product.store.messages({ limit: 1 })
  expect(waiting).toMatchObject({ status: 'waiting', reason: expect.stringContaining('the mail server was not reached') })
})

test('the server was down when a deadline passed: the decision is as if it had been up, and only the mail is late', async () => {
  const server = await startMailServer()
  const product = await withMailServer(server)
  const other = await withMailServer(await startMailServer())
  for (const one of [product, other]) {
    await one.identify('ann')
    await one.track('ann', 'Product Added', { properties: { cart_id: 'c1', product_id: 'mug', price: 20 } })
  }
  await other.advanceTo(start + 9 * hour)
  await product.restartAt(start + 9 * hour)
  const decided = async ({ store }: VirtualProduct) =>
    (await store.decisions(1, 100)).filter(({ kind }) => kind !== 'authorized' && kind !== 'handed over' && kind !== 'adopted')
  expect(await decided(product)).toEqual(await decided(other))
  expect(server.mails).toHaveLength(1)
  expect(await product.store.messages({ limit: 1 })).toMatchObject([{ decidedAt: start + 30 * minute, attemptedAt: start + 9 * hour }])
})
