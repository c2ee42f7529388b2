// Alerts of a running server: the team is told by a signed webhook and by mail, once, and somebody says that they know.

import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import type { Alert } from '../../src/insight/overview/alert-book.ts'
import { wallClock } from '../../src/runtime/clock.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

const adminKey = 'an-admin-key-for-the-test-of-alerts'
const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

interface Answer {
  readonly alerts: readonly (Alert & { readonly words: string })[]
  readonly tells: object
  readonly attention: readonly { readonly kind: string }[]
}

const hourMs = 3_600_000

test('a journey that its guard paused is told by webhook and mail, once, is acknowledged, and is kept over a restart', async () => {
  const calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      calls.push({ headers: request.headers, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const folder = await mkdtemp(join(tmpdir(), 'oncue-alerts-'))
  await mkdir(join(folder, 'shop'))
  await writeFile(
    join(folder, 'shop', 'workspace.yaml'),
    'workspace: shop\nsender: { address: shop@example.com }\nguard: { unknown: { perHour: 20 }, atLeast: 10 }\nalerts: { mail: [shift@example.com, team@example.com] }\n',
  )
  await writeFile(join(folder, 'shop', 'note.yaml'), 'template: note\nsubject: Hi\nhtml: <p>Hi</p>\n')
  await writeFile(join(folder, 'shop', 'looked.yaml'), 'journey: looked\nenter: [{ on: Product Viewed }]\nagain: always\nsteps: [{ id: mail, send: note }]\n')
  const open = () =>
    startApp(
      readConfiguration({
        ONCUE_DATA: join(folder, 'data'),
        ONCUE_DEFINITIONS: join(folder, 'shop'),
        ONCUE_DEMO: 'false',
        PORT: '0',
        ONCUE_LOG_LEVEL: 'silent',
        ONCUE_ADMIN_KEYS: `kim:${adminKey}`,
        ONCUE_WEBHOOK_SECRET: secret,
        ONCUE_WEBHOOK_ALLOW: '127.0.0.1',
        ONCUE_ALERT_WEBHOOK: `http://127.0.0.1:${port}/alerts`,
        ONCUE_ALERT_MAIL: 'team@example.com',
        ONCUE_PUBLIC_URL: 'https://mail.shop.example',
      }),
    )
  let app = await open()
  const ask = async (path: string, body?: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' }
    const response = await fetch(`${app.address}/admin/v1${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.status, path).toBeLessThan(300)
    return (await response.json()) as Answer
  }
  const thirty = Array.from({ length: 30 }, (_, index) => index)
  const send = async (events: readonly object[]): Promise<void> => {
    const batch = events.map((event) => ({ type: 'track', userId: 'p0', ...event }))
    const headers = { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }
    expect((await fetch(`${app.address}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })).status).toBe(200)
  }
  try {
    expect(await ask('/alerts')).toEqual({ alerts: [], tells: { webhook: true, mail: 2 } })
    // What arrives is counted as it comes: a source is known to be silent without the log being read.
    await send(thirty.map((index) => ({ event: 'Page Read', timestamp: new Date(wallClock().now() - 3 * hourMs - index * 60_000).toISOString() })))
    expect((await ask('/overview')).attention).toMatchObject([{ kind: 'source-silent' }])
    await send(thirty.map((index) => ({ userId: `p${index}`, event: 'Product Viewed' })))
    await app.runtime.settle()
    const alerts = (await ask('/alerts')).alerts.filter(({ state }) => state === 'open')
    expect(alerts).toMatchObject([{ id: 'guard looked', state: 'open', words: 'the guard paused the journey looked', acknowledged: null }])
    expect(alerts[0]?.because).toMatch(/^30 people entered within an hour/)
    await ask('/alerts')
    expect(calls.length).toBe(1)
    const [{ headers, body } = { headers: {}, body: '' }] = calls
    expect(JSON.parse(body)).toMatchObject({ type: 'alert.opened', data: { workspace: 'shop', alert: { id: 'guard looked', kind: 'guard' } } })
    const signed = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    expect(headers['webhook-signature']).toContain(`v1,${signed.digest('base64')}`)

    expect((await ask('/alerts/acknowledge', { id: 'guard looked' })).alerts[0]).toMatchObject({ acknowledged: { by: 'kim' } })
    // Reasons may name people: they are not kept.
    expect(readFileSync(join(folder, 'data', 'alerts.json'), 'utf8')).not.toContain('people entered')
    await app.stop()
    expect(JSON.parse(readFileSync(join(folder, 'data', 'arrivals.json'), 'utf8'))).toMatchObject({
      events: [
        { name: 'Page Read', count: 30 },
        { name: 'Product Viewed', count: 30 },
      ],
    })
    app = await open()
    expect((await ask('/alerts')).alerts.filter(({ state }) => state === 'open')).toMatchObject([{ id: 'guard looked', acknowledged: { by: 'kim' } }])
    expect(calls.length).toBe(1)
    const mails = (await (await fetch(`${app.address}/mailbox.json?limit=10`)).json()) as {
      readonly mails: readonly { readonly subject: string; readonly to: string; readonly url: string }[]
    }
    const told = mails.mails.filter(({ subject }) => subject === 'shop: the guard paused the journey looked')
    expect(told.map(({ to }) => to).sort()).toEqual(['shift@example.com', 'team@example.com'])
    const read = (await (await fetch(`${app.address}${told[0]?.url}/message.eml`)).text()).replaceAll(/=\r?\n/g, '')
    for (const said of ['The guard paused the journey looked.', '30 people entered within an hour', 'https://mail.shop.example/console/'])
      expect(read).toContain(said)
  } finally {
    await app.stop()
    receiver.close()
    await rm(folder, { recursive: true, force: true })
  }
})
