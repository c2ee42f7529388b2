// A webhook step, end to end: it arrives signed where it is allowed to, and nowhere else.

import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpReceiver } from '../channels/http-receiver.ts'
import { shop, startProduct } from './product.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const calling = (url: string) => ({
  ...shop,
  'journeys.yaml': `
journey: tell
enter: [{ on: Came By }]
again: always
steps:
  - { id: call, webhook: { url: "${url}", headers: { X-Plan: "{{ trigger.plan }}" }, body: { who: "{{ subscriber.email }}", plan: "{{ trigger.plan }}" } } }
`,
})

test('it arrives signed at a receiver that is allowed, and a standard library accepts the signature', async () => {
  const receiver = await startHttpReceiver()
  onTestFinished(() => receiver.close())
  const product = await startProduct({
    files: calling(`http://127.0.0.1:${receiver.port}/hook`),
    webhookSecret: secret,
    webhookAllow: [`127.0.0.1:${receiver.port}`],
  })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Came By', { plan: '"pro"' })
  await product.settle()
  const [call] = receiver.calls
  expect(receiver.calls).toHaveLength(1)
  expect(call).toMatchObject({ method: 'POST', path: '/hook' })
  expect(call?.headers['x-plan']).toBe('"pro"')
  const verified = new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
  expect(verified).toEqual({ who: 'ann@mail.example', plan: '"pro"' })
  expect(() => new Webhook(secret).verify(`${call?.body} `, call?.headers as Record<string, string>)).toThrow()
  expect((await product.deliveries()).map(({ status }) => status)).toEqual(['sent'])
})

test('a private address that is not allowed is never called, and the delivery says why and how to allow it', async () => {
  const receiver = await startHttpReceiver()
  onTestFinished(() => receiver.close())
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '0x7f.1']) {
    const product = await startProduct({ files: calling(`http://${host}:${receiver.port}/hook`) })
    await product.track('ann', 'Came By')
    await product.settle()
    const [delivery] = await product.deliveries()
    expect(delivery, host).toMatchObject({ status: 'failed', attempts: 1 })
    expect(delivery?.reason, host).toMatch(/^not called: .*when it is meant, add .* to the addresses that webhooks may call$/)
    await product.stop()
  }
  expect(receiver.calls).toEqual([])
})

test('a call that was interrupted by a stop is made again under the same id', async () => {
  const asked = Promise.withResolvers<void>()
  let answers = 0
  const receiver = await startHttpReceiver((response) => {
    answers += 1
    if (answers === 1) asked.resolve()
    response.writeHead(answers === 1 ? 503 : 204, { 'retry-after': '0' }).end()
  })
  onTestFinished(() => receiver.close())
  const product = await startProduct({ files: calling(`http://127.0.0.1:${receiver.port}/`), webhookAllow: [`127.0.0.1:${receiver.port}`] })
  await product.track('ann', 'Came By')
  await asked.promise
  await product.settle()
  expect(await product.deliveries()).toMatchObject([{ status: 'waiting', attempts: 1, reason: 'the receiver answered 503' }])
  expect(receiver.calls).toHaveLength(1)
})
