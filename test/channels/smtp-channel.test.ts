// Mails over a real SMTP conversation: what is sent, what data cannot do, and what becomes of a mail at every point where things go wrong.

import { generateKeyPairSync, verify } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import PostalMime from 'postal-mime'
import { afterEach, describe, expect, test } from 'vitest'
import { type SinkMail, type SmtpSink, type SmtpSinkOptions, startSmtpSink } from '../../bench/smtp-sink.ts'
import { createSmtpChannel, type SmtpChannelOptions } from '../../src/channels/email/smtp-channel.ts'
import type { Channel, EmailMessage } from '../../src/runtime/channel.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Side {
  readonly sink: SmtpSink
  readonly channel: Channel
  readonly mails: SinkMail[]
}

async function side(sinkOptions: SmtpSinkOptions = {}, options: Partial<SmtpChannelOptions> = {}): Promise<Side> {
  const sink = await startSmtpSink({ now: () => 0, ...sinkOptions })
  const channel = createSmtpChannel({ host: '127.0.0.1', port: sink.port, ...options })
  closing.push(
    () => channel.close(),
    () => sink.close(),
  )
  const mails: SinkMail[] = []
  sink.onMail((mail) => mails.push(mail))
  return { sink, channel, mails }
}

function message(parts: Partial<EmailMessage> = {}): EmailMessage {
  return {
    kind: 'email',
    key: 'k1',
    from: { name: 'Shop', address: 'shop@example.com' },
    to: 'ann@example.com',
    subject: 'Hällo',
    html: '<p>Hällo</p>',
    text: 'Hällo\n.\n..\n',
    messageId: '<k1@example.com>',
    date: Date.UTC(2026, 10, 21, 10, 0, 0),
    ...parts,
  }
}

describe('what is sent', () => {
  test('is exactly what was laid out, signature, dots and all', async () => {
    const privateKey = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey
    const { channel, mails } = await side({}, { keyOf: (domain) => ({ domain, selector: 'oncue', privateKey }) })
    const given = message({ html: `<p>Hällo</p>\n.\n..leading\n${'long line '.repeat(300)}`, unsubscribeUrl: 'https://shop.example/u/1' })
    const laid = await channel.layOut?.(given)
    expect(await channel.deliver(given, laid)).toMatchObject({ kind: 'sent' })
    expect(await channel.deliver(given)).toMatchObject({ kind: 'sent' })
    const expected = Buffer.from(laid ?? []).toString()
    expect(expected).toMatch(/^DKIM-Signature: /)
    expect(mails.map(({ source }) => source.trimEnd())).toEqual([expected.trimEnd(), expected.trimEnd()])
    expect(await channel.layOut?.(message({ to: 'two@shop.example, three@shop.example' }))).toBeUndefined()
  })

  test('has both parts, a date and an id from the message, and nothing but the one recipient', async () => {
    const { channel, mails } = await side()
    expect(await channel.deliver(message({ replyTo: 'help@example.com' }))).toEqual({ kind: 'sent', detail: '250 2.0.0 Taken' })
    const [mail] = mails
    expect(mail).toMatchObject({ from: 'shop@example.com', to: ['ann@example.com'] })
    const parsed = await PostalMime.parse(mail?.source ?? '')
    expect(parsed).toMatchObject({
      from: { name: 'Shop', address: 'shop@example.com' },
      to: [{ name: '', address: 'ann@example.com' }],
      replyTo: [{ address: 'help@example.com' }],
      subject: 'Hällo',
      messageId: '<k1@example.com>',
      date: '2026-11-21T10:00:00.000Z',
    })
    expect(parsed.text?.trimEnd()).toBe('Hällo\n.\n..')
    expect(parsed.html?.trimEnd()).toBe('<p>Hällo</p>')
    expect(parsed.headers.map((header) => header.key)).toEqual(expect.arrayContaining(['auto-submitted', 'x-auto-response-suppress']))
    expect(parsed.headers.map((header) => header.key)).not.toContain('x-mailer')
  })

  test('the same message is the same bytes every time', async () => {
    const { channel, mails } = await side()
    await channel.deliver(message())
    await channel.deliver(message())
    expect(mails[0]?.source).toBe(mails[1]?.source)
  })

  test('one-click unsubscribe has both headers of RFC 8058', async () => {
    const { channel, mails } = await side()
    await channel.deliver(message({ unsubscribeUrl: 'https://news.example.com/u?t=abc' }))
    const parsed = await PostalMime.parse(mails[0]?.source ?? '')
    expect(Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value]))).toMatchObject({
      'list-unsubscribe': '<https://news.example.com/u?t=abc>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    })
  })

  test('DKIM signs it, both unsubscribe headers included', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const { channel, mails } = await side({}, { keyOf: (domain) => (domain === 'example.com' ? { domain, selector: 's1', privateKey: pem } : undefined) })
    await channel.deliver(message({ unsubscribeUrl: 'https://news.example.com/u?t=abc' }))
    const source = mails[0]?.source ?? ''
    const head = source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    const lines = head.split('\r\n')
    const signature = lines.find((line) => line.startsWith('DKIM-Signature:')) ?? ''
    const tags = Object.fromEntries([...signature.matchAll(/(\w+)=([^;]*)/g)].map(([, tag, value]) => [tag, value?.replace(/\s/g, '')]))
    expect(tags).toMatchObject({ d: 'example.com', s: 's1', a: 'rsa-sha256' })
    const names = (tags.h ?? '').toLowerCase().split(':')
    expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']))
    const relaxed = (line: string): string =>
      `${line.slice(0, line.indexOf(':')).toLowerCase()}:${line
        .slice(line.indexOf(':') + 1)
        .replace(/\s+/g, ' ')
        .trim()}`
    const signed = names.map((name: string) => relaxed(lines.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? ''))
    const content = [...signed, relaxed(signature).replace(/ b=[^;]*$/, ' b=')].join('\r\n')
    expect(verify('rsa-sha256', Buffer.from(content), publicKey, Buffer.from(tags.b ?? '', 'base64'))).toBe(true)
  })

  test('bounces go to the return path', async () => {
    const { channel, mails } = await side({}, { returnPath: 'bounces@example.com' })
    await channel.deliver(message())
    expect(mails[0]?.from).toBe('bounces@example.com')
    expect(() => createSmtpChannel({ host: 'h', port: 25, returnPath: 'a@b, c@d' })).toThrow(/is not a mail address/)
  })
})

describe('data cannot choose a recipient or write a header', () => {
  const evil = 'evil@example.net'
  test.each<[string, Partial<EmailMessage>]>([
    ['a line break in the recipient', { to: `ann@example.com\r\nBcc: ${evil}` }],
    ['a list as the recipient', { to: `ann@example.com, ${evil}` }],
    ['a name with an address in the recipient', { to: `"${evil}" <ann@example.com>` }],
    ['a group as the recipient', { to: `group: ${evil};` }],
    ['a line break in the reply address', { replyTo: `help@example.com\r\nBcc: ${evil}` }],
    ['a line break in the sender', { from: { address: `shop@example.com>\r\nRCPT TO:<${evil}` } }],
    ['a line break in the message id', { messageId: `<a@b>\r\nBcc: ${evil}` }],
    ['a line break in a header', { headers: { 'X-Name': `a\r\nBcc: ${evil}` } }],
    ['a line break in the name of a header', { headers: { [`X-Name: a\r\nBcc`]: evil } }],
    ['a Bcc header', { headers: { Bcc: evil } }],
    ['a second To header', { headers: { To: evil } }],
    ['an unsubscribe address that is none', { unsubscribeUrl: `x>\r\nBcc: ${evil}` }],
  ])('%s is rejected', async (_, parts) => {
    const { channel, mails } = await side()
    expect(await channel.deliver(message(parts))).toMatchObject({ kind: 'rejected', reason: expect.stringMatching(/^not sent: /) })
    expect(mails).toEqual([])
  })

  test.each<[string, Partial<EmailMessage>]>([
    ['a line break in the subject', { subject: `Hello\r\nBcc: ${evil}` }],
    ["a line break in the sender's name", { from: { name: `Shop\r\nBcc: ${evil}`, address: 'shop@example.com' } }],
    ["an address in the sender's name", { from: { name: `Shop" <${evil}>, "`, address: 'shop@example.com' } }],
    ['a line break in the unsubscribe address', { unsubscribeUrl: `https://x.example/\r\nBcc: ${evil}` }],
    ['the end of a mail in the text', { text: `a\r\n.\r\nMAIL FROM:<x@y.z>\r\nRCPT TO:<${evil}>\r\nDATA\r\n` }],
    ['a bare line feed and a dot in the text', { text: `a\n.\nRCPT TO:<${evil}>\n`, html: `a\r.\rRCPT TO:<${evil}>\n.\r\n` }],
  ])('%s stays where it belongs', async (_, parts) => {
    const { channel, mails, sink } = await side()
    expect(await channel.deliver(message(parts))).toMatchObject({ kind: 'sent' })
    expect(sink.received).toBe(1)
    expect(mails).toMatchObject([{ from: 'shop@example.com', to: ['ann@example.com'] }])
    const parsed = await PostalMime.parse(mails[0]?.source ?? '')
    expect(parsed.bcc ?? []).toEqual([])
    expect(parsed.to).toEqual([{ name: '', address: 'ann@example.com' }])
    expect(parsed.from?.address).toBe('shop@example.com')
  })

  test('a bad recipient says so, that it may be suppressed', async () => {
    const { channel } = await side()
    expect(await channel.deliver(message({ to: 'nobody' }))).toEqual({
      kind: 'rejected',
      reason: 'not sent: the recipient is not one mail address',
      addressIsBad: true,
    })
  })
})

describe('what becomes of a mail', () => {
  const replying = (stage: string, answer: string): SmtpSinkOptions => ({ reply: (at) => (at === stage ? answer : undefined) })

  test.each([
    ['mail', '451 4.3.0 Later', 'retry'],
    ['rcpt', '450 4.7.1 Greylisted', 'retry'],
    ['rcpt', '550 5.1.1 No such user', 'rejected'],
    ['rcpt', '421 4.3.2 Closing', 'retry'],
    ['data', '451 4.3.0 Later', 'retry'],
    ['message', '452 4.3.1 Full', 'retry'],
    ['message', '554 5.7.1 Spam', 'rejected'],
    ['greeting', '554 5.7.1 Go away', 'retry'],
    ['greeting', 'drop', 'retry'],
    ['mail', 'drop', 'retry'],
    ['rcpt', 'drop', 'retry'],
    ['data', 'drop', 'retry'],
    ['message', 'drop', 'unknown'],
  ])('at %s the server says %s: %s', async (stage, answer, kind) => {
    const { channel, sink } = await side(replying(stage, answer))
    const outcome = await channel.deliver(message())
    expect(outcome).toMatchObject({ kind })
    if (outcome.kind === 'rejected') expect(outcome.addressIsBad ?? false).toBe(answer.includes('5.1.1'))
    expect(sink.received).toBe(0)
  })

  test.each([
    ['greeting', 'retry'],
    ['rcpt', 'retry'],
    ['message', 'unknown'],
  ])('at %s the server falls silent: %s', async (stage, kind) => {
    // Only where it falls silent last must everything before have been answered in time.
    const timeoutMs = stage === 'message' ? 2_000 : 100
    const { channel } = await side(replying(stage, 'silent'), { connectTimeoutMs: timeoutMs, answerTimeoutMs: timeoutMs })
    expect(await channel.deliver(message())).toMatchObject({ kind })
  })

  test('a mail whose answer was lost is handed over once, not again by the pool', async () => {
    const { channel, mails } = await side(replying('message', 'drop'))
    await channel.deliver(message())
    expect(mails).toHaveLength(1)
  })

  test('one refused mail does not disturb the next on the same connection', async () => {
    const { channel, sink } = await side(
      { reply: (at, line) => (at === 'rcpt' && line.includes('bad@') ? '550 5.1.1 No' : undefined) },
      { pool: { connections: 1 } },
    )
    expect(await channel.deliver(message({ to: 'bad@example.com' }))).toMatchObject({ kind: 'rejected' })
    expect(await channel.deliver(message())).toMatchObject({ kind: 'sent' })
    expect(sink.connections).toBe(1)
  })

  test('a refused login is tried again and names the login', async () => {
    const { channel, sink } = await side(
      { auth: true, reply: (at) => (at === 'auth' ? '535 5.7.8 Bad credentials' : undefined) },
      { auth: { user: 'u', pass: 'secret' } },
    )
    const outcome = await channel.deliver(message())
    expect(outcome).toMatchObject({ kind: 'retry', reason: expect.stringContaining('refused the login: 535') })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(sink.received).toBe(0)
  })

  test('a right login sends', async () => {
    const { channel, sink } = await side({ auth: true }, { auth: { user: 'u', pass: 'p' } })
    expect(await channel.deliver(message())).toMatchObject({ kind: 'sent' })
    expect(sink.received).toBe(1)
  })

  test('nobody listening, or a name that does not exist, is tried again', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    for (const host of ['127.0.0.1', 'no-such-host.invalid']) {
      const channel = createSmtpChannel({ host, port, connectTimeoutMs: 2_000 })
      expect(await channel.deliver(message())).toMatchObject({ kind: 'retry', reason: expect.stringMatching(/^the mail server was not reached: /) })
      await channel.close()
    }
  })

  test('without TLS nothing is sent when TLS is required', async () => {
    const { channel, sink } = await side({}, { requireTls: true })
    expect(await channel.deliver(message())).toMatchObject({ kind: 'retry' })
    expect(sink.received).toBe(0)
  })

  test('closing finishes what is under way and gives back what waits', async () => {
    const { channel, sink } = await side({}, { pool: { connections: 1 } })
    const attempts = Array.from({ length: 20 }, (_, index) => channel.deliver(message({ key: `k${index}`, messageId: `<k${index}@example.com>` })))
    await attempts[0]
    await channel.close()
    const outcomes = await Promise.all(attempts)
    expect(outcomes.filter((outcome) => outcome.kind === 'sent')).toHaveLength(sink.received)
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['sent', 'retry']))
  })
})
