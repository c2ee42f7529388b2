// A kept mail once more, through the whole product: the same words to the same person when nothing speaks against it, a marked copy to somebody else.

import { expect, onTestFinished, test } from 'vitest'
import { type SinkMail, startSmtpSink } from '../../bench/smtp-sink.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, shop, startProduct } from './product.ts'

const headers = { authorization: 'Bearer ak_owner', 'content-type': 'application/json' }

async function world() {
  const mails: SinkMail[] = []
  const sink = await startSmtpSink()
  onTestFinished(() => sink.close())
  sink.onMail((mail) => mails.push(mail))
  const files = {
    ...shop,
    'workspace.yaml': `${shop['workspace.yaml'].replace('consent: opt-out', 'consent: opt-out, tracking: opt-out')}`,
    'templates.yaml': shop['templates.yaml'].replace('html: <p>Hello', 'html: <p><a href="https://shop.example/offer">Offer</a> Hello'),
  }
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, files, adminKeys: ['owner:ak_owner'] })
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  await product.track('ann', 'Came By')
  await product.settle()
  const [first] = await product.deliveries()
  const at = `${product.app.address}/admin/v1/messages/${encodeURIComponent(first?.key ?? '')}`
  const ask = async (path: string, body: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(`${at}${path}`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) })
    await product.settle()
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  return { product, mails, ask, key: first?.key ?? '' }
}

/** What its reader would see, without the lines that differ from mail to mail. */
function wordsOf(mail: SinkMail | undefined): string {
  return (mail?.source ?? '').replaceAll('=\r\n', '').replaceAll(/\/[cou]\/[\w.=-]+/g, '/token')
}

async function say(product: Product, body: object): Promise<void> {
  await fetch(`${product.app.address}/admin/v1/subscribers/ann/topics`, { method: 'POST', headers, body: JSON.stringify(body) })
}

test('the same words go to the same person as a message of its own, once however often it is asked', async () => {
  const { product, mails, ask, key } = await world()
  expect(await ask('/resend/preview', {})).toMatchObject({ status: 200, body: { verdict: 'goes', reason: null, purpose: 'advertising' } })
  expect(mails).toHaveLength(1)
  const again = await ask('/resend', { because: 'asked for it on the telephone' }, { 'idempotency-key': 'one' })
  expect(again).toMatchObject({ status: 200, body: { sent: 'again', message: expect.stringContaining('/resend/') } })
  expect(await ask('/resend', { because: 'asked for it on the telephone' }, { 'idempotency-key': 'one' })).toEqual(again)
  expect(mails).toHaveLength(2)
  const [first, second] = mails
  expect(wordsOf(second)).toContain('Hello Ann')
  expect(wordsOf(second)).toContain('Subject: Hello Ann')
  expect(second?.source.match(/^Message-ID: .*$/im)?.[0]).not.toBe(first?.source.match(/^Message-ID: .*$/im)?.[0])
  // Links of the first are not followed through the first: the new mail has its own.
  expect(second?.source).toMatch(/List-Unsubscribe/)
  const deliveries = await product.deliveries()
  expect(deliveries.map(({ journey, step, status }) => [journey, step, status])).toEqual([
    ['greeting', 'greet', 'sent'],
    ['resend', 'greet', 'sent'],
  ])
  const links = JSON.stringify(deliveries.map((one) => one.links))
  expect(links.match(/https:\/\/shop\.example\/offer/g)).toHaveLength(2)
  const audit = (await (await product.get('/admin/v1/audit', headers)).json()) as { entries: { did: string; details: object }[] }
  expect(audit.entries[0]).toMatchObject({ did: 'resendMessage', details: { message: key, sent: 'again', because: 'asked for it on the telephone' } })
  await product.stop()
  await product.start()
  const doctor = await oncue(['doctor', '--json'], {
    environment: { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, ONCUE_ADMIN_KEY: 'ak_owner', PORT: '9' },
  })
  expect(JSON.parse(doctor.out)).toMatchObject({ findings: [] })
})

test('whoever said no meanwhile does not get it; a copy for somebody else is marked, and nothing in it acts for the person', async () => {
  const { product, mails, ask, key } = await world()
  await say(product, { topic: 'news', subscribed: false, because: 'said so on the telephone' })
  expect(await ask('/resend/preview', {})).toMatchObject({ body: { verdict: 'not sent', reason: 'unsubscribed' } })
  expect(await ask('/resend', { because: 'try again' })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('unsubscribed') } })
  expect([mails.length, (await product.deliveries()).length]).toEqual([1, 1])
  expect(await ask('/resend', { to: 'boss@shop.example', because: 'the boss wants to see it' })).toMatchObject({
    status: 200,
    body: { sent: 'copy', message: null },
  })
  const audit = (await (await product.get('/admin/v1/audit', headers)).json()) as { entries: { details: object }[] }
  expect(audit.entries[0]).toMatchObject({ details: { sent: 'copy', toDomain: 'shop.example' } })
  const copy = mails.at(-1)
  expect(copy?.source).toContain('Subject: [Copy] Hello Ann')
  expect(copy?.source).toContain('X-Oncue-Copy: yes')
  expect(copy?.source).toContain('boss@shop.example')
  expect(copy?.source).not.toMatch(/List-Unsubscribe|\/u\/|\/c\/|\/o\//)
  expect(await product.deliveries()).toHaveLength(1)
  expect((await ask('/resend', { to: 'boss@shop.example, other@shop.example', because: 'two of them' })).status).toBe(400)
  const { port } = new URL(product.app.address)
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, ONCUE_ADMIN_KEY: 'ak_owner', PORT: port }
  const dry = await oncue(['message', 'resend', key, '--because', 'a try', '--dry-run'], { environment })
  expect(dry.out).toBe('It would not be sent: unsubscribed, said no to news\n')
  const short = await oncue(['message', 'resend', key, '--because', 'x'], { environment })
  expect(short.err).toContain('--because: the text must have at least 3 characters')
  const done = await oncue(['message', 'resend', key, '--because', 'a try', '--to', 'boss@shop.example'], { environment })
  expect(done.out).toBe('A copy was sent to boss@shop.example.\n')
  expect(mails).toHaveLength(3)
})
