// What somebody reads who tries a mail server that was set up wrongly, against real servers that are wrong in each way: what it is and what to do, and never
// only what a library calls it.

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { createTransport } from 'nodemailer'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { mailServerTrouble } from '../../src/desks/mail-server-trouble.ts'
import { testMailServer } from '../../src/desks/test-mail-server.ts'
import { mistake } from '../../src/model/mistake.ts'

async function smtp(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer(options)
  // Who hangs up in the middle is what is tried here.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return (server.server.address() as AddressInfo).port
}

test('a port where nobody listens', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  expect(await testMailServer(`smtp://127.0.0.1:${port}`)).toEqual({
    ok: false,
    says: mistake('smtp-refused', { host: `127.0.0.1:${port}` }),
    fix: mistake('smtp-mend-port'),
    dialogue: [],
  })
})

test('smtps where TLS comes later', async () => {
  const port = await smtp({})
  const { says, fix } = await testMailServer(`smtps://127.0.0.1:${port}`)
  expect({ says, fix }).toEqual({ says: mistake('smtp-tls-later', { host: `127.0.0.1:${port}` }), fix: mistake('smtp-mend-tls') })
})

test('a certificate that nobody believes', async () => {
  const port = await smtp({})
  const { says, fix } = await testMailServer(`smtp://shop:word@127.0.0.1:${port}`)
  expect(says).toMatch(/^The certificate of 127\.0\.0\.1:\d+ is not good: .*\w\.$/)
  expect(fix).toBe(mistake('smtp-mend-certificate'))
})

test('a wrong password', async () => {
  const port = await smtp({ allowInsecureAuth: true, disabledCommands: ['STARTTLS'], onAuth: (_auth, _session, done) => done(new Error('no such name')) })
  const { says, fix } = await testMailServer(`smtp://shop:word@127.0.0.1:${port}`)
  expect(says).toMatch(/^127\.0\.0\.1:\d+ refused the name and password: 535 no such name$/)
  expect(fix).toBe(mistake('smtp-mend-login'))
})

test('a password that would leave without TLS', async () => {
  const port = await smtp({ allowInsecureAuth: true, disabledCommands: ['STARTTLS'] })
  const transport = createTransport({ host: '127.0.0.1', port, requireTLS: true, auth: { user: 'shop', pass: 'word' } })
  const refused = await transport.verify().catch((error: unknown) => error)
  expect(mailServerTrouble(refused, { host: '127.0.0.1', port, waitMs: 1 })).toEqual({
    says: mistake('smtp-no-tls', { host: `127.0.0.1:${port}` }),
    fix: mistake('smtp-take-tls'),
  })
})

test('a server that says nothing', async () => {
  const server = createServer((socket) => void onTestFinished(() => void socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const refused = await createTransport({ host: '127.0.0.1', port, greetingTimeout: 1 })
    .verify()
    .catch((error: unknown) => error)
  expect(mailServerTrouble(refused, { host: '127.0.0.1', port, waitMs: 15_000 }).says).toBe(mistake('smtp-silent', { host: `127.0.0.1:${port}`, count: 15 }))
})

test('a server that greets with a refusal', async () => {
  const port = await smtp({ onConnect: (_session, done) => done(Object.assign(new Error('no mail from you'), { responseCode: 554 })) })
  const { says, fix } = await testMailServer(`smtp://127.0.0.1:${port}`)
  expect(says).toMatch(/takes no mail from here: 554 no mail from you$/)
  expect(fix).toBe(mistake('smtp-ask-them'))
})

test('a name that the DNS does not know, and a DNS that is silent', () => {
  const tried = { host: 'mial.example', port: 587, waitMs: 1 }
  const error = (code: string) => Object.assign(new Error(`getaddrinfo ${code} mial.example`), { code: 'EDNS' })
  expect(mailServerTrouble(error('ENOTFOUND'), tried)).toEqual({ says: mistake('smtp-no-host', { host: 'mial.example' }), fix: mistake('smtp-mend-host') })
  expect(mailServerTrouble(error('EAI_AGAIN'), tried).says).toBe(mistake('smtp-dns-silent', { host: 'mial.example' }))
})
