// What the product tells those who run it: numbers per journey, and a log in which nobody can be recognized.

import { expect, onTestFinished, test } from 'vitest'
import { startSmtpSink } from '../../bench/smtp-sink.ts'
import { startServer } from '../../scripts/crash/server-process.ts'
import { startHttpReceiver } from '../channels/http-receiver.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { shop, startProduct, writeFiles, writeKey } from './product.ts'

test('metrics show, per journey, how long it took from the event to the decision and to the hand-over', async () => {
  const product = await startProduct()
  await product.identify('zoe-117', { email: 'zoe@mail.example' })
  for (let visit = 0; visit < 3; visit += 1) await product.track('zoe-117', 'Came By')
  await product.track('zoe-117', 'Signed Up', {}, { messageId: 'once' })
  await product.track('zoe-117', 'Signed Up', {}, { messageId: 'once' })
  await product.settle()
  const text = await (await product.get('/metrics')).text()
  const value = (line: string): number => Number(new RegExp(`^${line.replaceAll(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1])
  expect(value('oncue_handover_seconds_count{journey="greeting"}')).toBe(3)
  expect(value('oncue_handover_seconds_count{journey="welcome"}')).toBe(1)
  expect(value('oncue_decision_seconds_bucket{le="60",journey="greeting"}')).toBeGreaterThanOrEqual(3)
  expect(value('oncue_handover_seconds_sum{journey="greeting"}')).toBeLessThan(300)
  expect(value('oncue_events_total{outcome="accepted"}')).toBe(5)
  expect(value('oncue_events_total{outcome="duplicate"}')).toBe(1)
  expect(value('oncue_attempts_total{channel="email",outcome="sent"}')).toBe(4)
  expect(value('oncue_queue_length{queue="outbox"}')).toBe(0)
  expect(text).not.toMatch(/zoe|mail\.example|\/u\/[\w-]{10}/)
})

const everything = {
  ...shop,
  'journeys.yaml': `${shop['journeys.yaml']}---
journey: told
enter: [{ on: Came By }]
again: always
steps: [{ id: call, webhook: { url: "http://127.0.0.1:{{ trigger.port }}/{{ subscriber.email }}", body: { who: "{{ subscriber.email }}" } } }]
---
journey: broken
enter: [{ on: Came By }]
again: always
steps: [{ id: mail, send: broken }]
`,
  'broken.yaml': 'template: broken\nsubject: Broken\nhtml: "{% for a in (1..90000) %}{{ subscriber.email }}{% endfor %}"\n',
}

test('the log at its most talkative holds nobody: no address, no id, no token, no key, no property, whatever fails', async () => {
  const sink = await startSmtpSink({
    reply(stage, line) {
      if (stage !== 'rcpt') return undefined
      if (line.includes('gone')) return `550 5.1.1 <${/<([^>]*)>/.exec(line)?.[1]}>: no such user`
      return line.includes('later') ? `451 4.7.1 ${line} come back` : undefined
    },
  })
  const receiver = await startHttpReceiver((response) => response.writeHead(500).end('secret-answer'))
  onTestFinished(async () => {
    await sink.close()
    await receiver.close()
  })
  const links: string[] = []
  const mailed = Promise.withResolvers<void>()
  sink.onMail(({ source }) => {
    links.push(/^list-unsubscribe:\s*<([^>]+)>/im.exec(source.replace(/\r\n[ \t]+/g, ' '))?.[1] ?? '')
    mailed.resolve()
  })
  const data = temporaryFolder()
  const definitions = temporaryFolder()
  writeFiles(definitions, everything)
  const environment = {
    ONCUE_WRITE_KEYS: writeKey,
    ONCUE_LOG_LEVEL: 'debug',
    ONCUE_SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    ONCUE_WEBHOOK_ALLOW: `127.0.0.1:${receiver.port}`,
  }
  const server = startServer({ data, definitions, environment })
  onTestFinished(() => server.kill())
  const address = await server.address
  for (const who of ['fine', 'gone', 'later']) {
    await post(address, '/v1/identify', { userId: `user-${who}`, anonymousId: `device-${who}`, traits: { email: `${who}@mail.example`, phone: '555-0199' } })
    await post(address, '/v1/track', { userId: `user-${who}`, event: 'Came By', properties: { port: receiver.port, secret: 'secret-property' } })
  }
  await post(address, '/v1/track', { userId: 'user-fine', event: 'Came By', timestamp: 'secret-timestamp' }, 400)
  await post(address, '/v1/track', '{"userId":"user-fine","secret-broken', 400)
  await post(address, '/v1/nowhere/user-fine', {}, 404)
  await fetch(`${address}/v1/pixel?writeKey=${writeKey}&userId=user-fine&event=secret-event`)
  await fetch(`${address}/u/secret-token`)
  await mailed.promise
  await fetch(links[0] ?? '', { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  expect(await server.stop()).toBe(0)
  expect(server.said).toContain('mails come from shop.example, and it was never checked whether receivers take them; run `oncue domain check shop.example`')
  // Said at the start for the terminal; everything after it is the log.
  const log = server.said.slice(server.said.indexOf('Ctrl-C stops it.'))
  expect(log.split('\n').filter((line) => line.startsWith('{')).length).toBeGreaterThan(5)
  const token = new URL(links[0] ?? '').pathname.slice('/u/'.length)
  for (const secret of ['mail.example', 'user-', 'device-', '555-0199', 'secret-', writeKey, token, 'no such user']) expect(log).not.toContain(secret)
})

async function post(address: string, path: string, body: object | string, status = 200): Promise<void> {
  const headers = { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' }
  const response = await fetch(`${address}${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  expect(response.status).toBe(status)
}
