// Mails that come back, end to end: the return path that leaves with a mail, the server that takes bounces in, the command for a mailbox dump,
// and what becomes of the address.

import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type SinkMail, startSmtpSink } from '../../bench/smtp-sink.ts'
import { createMessageHandles, handlesIn } from '../../src/inbound/message-handle.ts'
import { returnPathOf, type SmtpReceiver, startSmtpReceiver } from '../../src/inbound/smtp-receiver.ts'
import { limits } from '../../src/model/limits.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, startProduct } from './product.ts'

const secret = 'a-secret-of-at-least-32-characters-1'

async function freePort(): Promise<number> {
  const sink = await startSmtpSink()
  const { port } = sink
  await sink.close()
  return port
}

interface Sent {
  readonly product: Product
  readonly mail: SinkMail
  readonly bouncePort: number
  readonly mails: SinkMail[]
}

/** Ann has a mail from a shop whose bounces come back by SMTP. */
async function sentMail(): Promise<Sent> {
  const mails: SinkMail[] = []
  const sink = await startSmtpSink()
  onTestFinished(() => sink.close())
  sink.onMail((mail) => mails.push(mail))
  const bouncePort = await freePort()
  const product = await startProduct({
    smtpUrl: `smtp://127.0.0.1:${sink.port}`,
    secret,
    adminKeys: ['an-admin-key'],
    bounceAddress: 'bounces@bounce.shop.example',
    bounceListen: `127.0.0.1:${bouncePort}`,
  })
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  await product.track('ann', 'Came By')
  await product.settle()
  const [mail] = mails
  if (mail === undefined) throw new Error('no mail was sent')
  return { product, mail, bouncePort, mails }
}

function bounceOf({ from, source }: SinkMail, diagnostic: string, to = from): string {
  const messageId = /^message-id: (.*)$/im.exec(source)?.[1] ?? ''
  return `From: MAILER-DAEMON@mx.example\r\nTo: ${to}\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ann@mail.example\r\nAction: failed\r\nStatus: ${/\d\.\d\.\d/.exec(diagnostic)?.[0]}\r\nDiagnostic-Code: smtp; ${diagnostic}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${messageId}\r\nSubject: Hello\r\n\r\n--b--\r\n`
}

async function sendBack(port: number, to: string, raw: string): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  try {
    return (await transport.sendMail({ envelope: { from: '', to }, raw })).response
  } finally {
    transport.close()
  }
}

/** What the third message of this person becomes. */
async function nextFate(product: Product): Promise<string | undefined> {
  await product.track('ann', 'Came By')
  await product.settle()
  const { status, reason } = (await product.deliveries()).at(-1) ?? {}
  return `${status}${reason === undefined ? '' : `: ${reason}`}`
}

test('a mail leaves with a return path of its own, which tells nothing, and a hard bounce to it suppresses at once, liftable by command', async () => {
  const { product, mail, bouncePort } = await sentMail()
  expect(mail.from).toMatch(/^bounces\+[a-z2-7]{26}@bounce\.shop\.example$/)
  expect(mail.source).toMatch(/^Message-ID: <[a-z2-7]{26}@shop\.example>/im)
  expect(await sendBack(bouncePort, mail.from, bounceOf(mail, '550 5.1.1 no such user'))).toContain('250')
  expect(await nextFate(product)).toContain('refused: suppressed: the address is suppressed')
  const door = ['--server', product.app.address, '--key', 'an-admin-key', '--data', product.data]
  const list = await oncue(['suppressions', 'list', ...door])
  expect(list.out).toContain('ann@mail.example')
  expect(list.out).toContain('a hard bounce: unknown user: 550 5.1.1 no such user')
  expect((await oncue(['suppressions', 'list', 'Ann@mail.example', ...door])).out).toContain('a hard bounce')
  expect((await oncue(['suppressions', 'list', '--channel', 'sms', ...door])).out).toContain('No address is suppressed.')
  expect((await oncue(['suppressions', 'list', 'bob@mail.example', ...door])).out).toBe('Nothing holds bob@mail.example back.\n')
  expect((await oncue(['suppressions', 'list', 'ann', ...door])).err).toContain('"ann" is neither a mail address nor a phone number')
  expect((await oncue(['suppressions', 'lift', 'ann', ...door])).code).toBe(0)
  expect((await oncue(['suppressions', 'list', ...door])).out).toContain('No address is suppressed.')
  expect(await nextFate(product)).toBe('sent')
})

test('a return path works in capitals too, and the same bounce twice is one', async () => {
  const { product, mail, bouncePort } = await sentMail()
  const raw = bounceOf(mail, '452 4.2.2 mailbox full')
  await sendBack(bouncePort, mail.from.toUpperCase(), raw)
  await sendBack(bouncePort, mail.from, raw)
  const [delivery] = await product.deliveries()
  expect(JSON.parse(delivery?.reports ?? '{}')).toEqual({ bounced: expect.any(Number) })
  expect(await nextFate(product)).toBe('sent')
})

test('an automatic answer to the return path changes nothing', async () => {
  const { product, mail, bouncePort } = await sentMail()
  const raw = `From: ann@mail.example\r\nTo: ${mail.from}\r\nSubject: Out of office: Hello\r\nAuto-Submitted: auto-replied\r\n\r\n550 5.1.1 user unknown\r\n`
  expect(await sendBack(bouncePort, mail.from, raw)).toContain('250')
  expect(await nextFate(product)).toBe('sent')
})

test('a complaint by the standard suppresses and is a no to all mail', async () => {
  const { product, mail, bouncePort } = await sentMail()
  const messageId = /^message-id: (.*)$/im.exec(mail.source)?.[1] ?? ''
  const raw = `From: fbl@provider.example\r\nSubject: FW: Hello\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId}\r\n\r\nx\r\n--b--\r\n`
  await sendBack(bouncePort, mail.from, raw)
  expect(await nextFate(product)).toContain('suppressed')
  expect(await product.decisions('ann')).toContainEqual(expect.objectContaining({ kind: 'topic', topic: 'all', subscribed: false, reason: 'complaint' }))
})

test('mails out of a mailbox are taken in by command, from a folder or an mbox file, found by the mail that came back', async () => {
  const { product, mail } = await sentMail()
  const folder = join(product.data, 'mails')
  mkdirSync(folder)
  const bounce = bounceOf(mail, '550 5.1.1 no such user', 'hello@shop.example').replaceAll('\r\n', '\n')
  const newsletter = 'From: somebody@else.example\nSubject: News\n\nFrom here on it is nothing.\n'
  writeFileSync(join(folder, 'one.eml'), bounce)
  writeFileSync(
    join(folder, 'box.mbox'),
    `From x Mon Jan  1 00:00:00 2026\n${bounce}\nFrom y Mon Jan  1 00:00:00 2026\n${newsletter.replace('\nFrom ', '\n>From ')}`,
  )
  const door = ['--server', product.app.address, '--key', 'an-admin-key', '--data', product.data]
  const { out, code } = await oncue(['bounces', 'import', folder, ...door])
  expect([code, out]).toEqual([0, '3 mails: 1 recorded (1 hard bounces), 1 known already, 0 about no message of this workspace, 1 with nothing to record\n'])
  expect(await nextFate(product)).toContain('suppressed')
})

describe('the receiver', () => {
  const handles = createMessageHandles(secret)
  const address = 'bounces@bounce.shop.example'
  const good = returnPathOf(address, handles.handleOf({ subscriber: 7, effect: '7/a/1/1/s/1' }))

  async function receiver(
    take: (source: string, recipient: string) => Promise<unknown> = async () => undefined,
    clock = new VirtualClock(0),
  ): Promise<SmtpReceiver> {
    const started = await startSmtpReceiver({ host: '127.0.0.1', port: 0, address, handles, take, onError: () => {}, clock })
    onTestFinished(() => started.close())
    return started
  }

  test.each([
    ['somebody elsewhere', 'victim@elsewhere.example'],
    ['another address of its own domain', 'postmaster@bounce.shop.example'],
    ['a return path that nobody made', returnPathOf(address, 'a'.repeat(26))],
    ['a return path made with another secret', returnPathOf(address, createMessageHandles('x'.repeat(32)).handleOf({ subscriber: 7, effect: 'x' }))],
    ['a good handle at another domain', good.replace('bounce.shop', 'other')],
    ['a good handle with something before it', `x${good}`],
  ])('refuses %s', async (_, recipient) => {
    const { port } = await receiver()
    await expect(sendBack(port, recipient, 'Subject: x\r\n\r\nx')).rejects.toMatchObject({ responseCode: 550 })
  })

  test('holds no more than ten connections from one address, so that nobody keeps the places of all others', async () => {
    const { port } = await receiver()
    const greeting = async (localAddress: string): Promise<{ text: string; end: () => Promise<unknown> }> => {
      const socket = connect({ port, host: '127.0.0.1', localAddress })
      onTestFinished(() => void socket.destroy())
      const [text] = (await once(socket, 'data')) as [Buffer]
      return { text: text.toString().slice(0, 3), end: () => Promise.all([once(socket, 'close'), socket.destroy()]) }
    }
    const held = []
    for (let count = 0; count < limits.returnedMailClientsPerAddress; count += 1) held.push(await greeting('127.0.0.2'))
    expect(new Set(held.map(({ text }) => text))).toEqual(new Set(['220']))
    expect((await greeting('127.0.0.2')).text).toBe('421')
    expect((await greeting('127.0.0.3')).text).toBe('220')
    for (let count = 0; count < limits.returnedMailClientsPerAddress + 1; count += 1) expect((await greeting('127.0.0.1')).text).toBe('220')
  })

  test('takes one recipient at a time, nothing larger than it needs, and neither a login nor a relay', async () => {
    const taken: string[] = []
    const { port } = await receiver(async (source) => taken.push(source))
    await expect(sendBack(port, good, `Subject: x\r\n\r\n${'x'.repeat(2_000_000)}`)).rejects.toMatchObject({ responseCode: 552 })
    const lines = await talk(port, [
      'EHLO x',
      'AUTH PLAIN AGEAYg==',
      'MAIL FROM:<>',
      `RCPT TO:<${good}>`,
      `RCPT TO:<${good}>`,
      'RCPT TO:<victim@elsewhere.example>',
      'QUIT',
    ])
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['220', '250', '500', '250', '250', '452', '550', '221'])
    expect(taken).toEqual([])
  })

  test('nobody keeps a place for ever by sending a letter now and then', async () => {
    const clock = new VirtualClock(0)
    const { port } = await receiver(undefined, clock)
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'data')
    socket.write('E')
    // It may end with an error: what was said was never read.
    const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => {}))
    clock.advanceTo(limits.returnedMailConnectionMs)
    await closed
  })

  test('what cannot be kept is to be sent again later', async () => {
    const { port } = await receiver(() => Promise.reject(new Error('full')))
    await expect(sendBack(port, good, 'Subject: x\r\n\r\nx')).rejects.toMatchObject({ responseCode: 451 })
  })
})

test('a handle names its message and nothing else, and any other text names none', () => {
  const handles = createMessageHandles(secret)
  const handle = handles.handleOf({ subscriber: 2 ** 40, effect: 'k' })
  expect(handles.handleOf({ subscriber: 2 ** 40, effect: 'k' })).toBe(handle)
  const read = handles.read(handle.toUpperCase())
  expect([read?.subscriber, read?.isOf('k'), read?.isOf('l')]).toEqual([2 ** 40, true, false])
  for (let index = 0; index < handle.length; index += 1) {
    const other = `${handle.slice(0, index)}${handle[index] === 'a' ? 'b' : 'a'}${handle.slice(index + 1)}`
    expect(handles.read(other)).toBeUndefined()
  }
  for (const text of ['', 'x', handle.slice(1), `${handle}a`, '1'.repeat(26)]) expect(handles.read(text)).toBeUndefined()
  expect(handlesIn(`<bounces+${handle}@shop.example> and ${handle}x`)).toEqual([handle])
})

/** Says lines to a server, each after the answer to the one before; the last line of each answer. */
function talk(port: number, commands: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = []
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
      for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end)
        text = text.slice(end + 2)
        if (line[3] === '-') continue
        answers.push(line)
        const next = commands[answers.length - 1]
        if (next !== undefined) socket.write(`${next}\r\n`)
      }
    })
    socket.on('close', () => resolve(answers))
    socket.on('error', reject)
  })
}
