// The text parts of mails: whatever is written arrives as it was written, in lines that every mail server takes.

import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { type CompositionOptions, composeMail, mailBytes } from '../../src/channels/email/composition.ts'
import { MailPage } from '../../src/channels/email/mail-page.ts'
import { writePart } from '../../src/channels/email/mime-part.ts'
import type { EmailMessage } from '../../src/runtime/channel.ts'

/** One page for all, as mails are written. */
const page = new MailPage()
const mimePart = (contentType: 'text/plain' | 'text/html', content: string): string => {
  page.clear()
  writePart(page, contentType, content)
  return page.text()
}
const arrived = async (part: string): Promise<string> => {
  const { text = '' } = await PostalMime.parse(`MIME-Version: 1.0\r\n${part}`)
  return text.replaceAll('\r\n', '\n')
}
const encodingOf = (part: string): string | undefined => /Content-Transfer-Encoding: (\S+)/.exec(part)?.[1]
const written = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|\n/g, '\n')
    .replace(/\n+$/, '')

describe('a text part', () => {
  test.each([
    ['short lines of ASCII', 'Hello\nworld\n', '7bit'],
    ['a long line', `${'word '.repeat(40)}.`, 'quoted-printable'],
    ['accents', 'Gut gemacht, schöner Krug für €24', 'quoted-printable'],
    ['another script', 'Ваша корзина ждёт', 'base64'],
    ['blanks at the ends of lines, equals signs and dots', 'a \nb=3D\t\n.\n..\nÄ\n', 'quoted-printable'],
    ['nothing', '', '7bit'],
  ])('%s', async (_, text, encoding) => {
    const part = mimePart('text/plain', text)
    expect(encodingOf(part)).toBe(encoding)
    expect((await arrived(part)).replace(/\n+$/, '')).toBe(written(text))
  })

  test('of any content arrives as it was written, in ASCII and in lines of at most 76 characters', async () => {
    const content = fc
      .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n', ' ', '\t', '=', '.', '€', 'word '.repeat(20))))
      .map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(content, async (text) => {
        const part = mimePart('text/plain', text)
        expect(part.split('\r\n').filter((line) => line.length > 76)).toEqual([])
        expect(part.replaceAll('\r\n', '')).toMatch(/^[\t -~]*$/)
        expect((await arrived(part)).replace(/\n+$/, '')).toBe(written(text))
      }),
      { numRuns: 200 },
    )
  })
})

const stream = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
const part = (contentType: 'text/plain' | 'text/html', content: string): { readonly raw: string } => ({ raw: mimePart(contentType, content) })

/** The mail as the library composes, streams and signs it, but for the content of its parts. */
async function streamed(message: EmailMessage, { keyOf, rewritten = [] }: CompositionOptions): Promise<Buffer> {
  const composition = composeMail(message)
  if (!composition.ok) throw new Error(composition.reason)
  const { from, to, replyTo, subject, messageId, date, headers, boundary } = composition.options
  const key = keyOf?.('shop.example')
  const { message: bytes } = await stream.sendMail({
    ...{ from, to, replyTo, subject, messageId, date, headers, xMailer: false },
    baseBoundary: /^--_NmP-(\w+)-Part_1$/.exec(boundary)?.[1] ?? '',
    text: part('text/plain', message.text),
    html: part('text/html', message.html),
    ...(key && {
      dkim: {
        ...{ domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey, skipFields: rewritten.join(':') },
        headerFieldNames:
          'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Id:List-Unsubscribe:List-Unsubscribe-Post',
      },
    }),
  })
  return bytes as Buffer
}

describe('a mail is laid out byte for byte as the library would stream it', () => {
  const message: EmailMessage = {
    kind: 'email',
    key: 'k',
    from: { name: 'Kettle & Clay, Töpferei', address: 'hello@shop.example' },
    to: 'ann@mail.example',
    replyTo: 'answers@shop.example',
    subject: 'Your cart is still here — and kept, as you left it, with everything that was in it',
    html: '<p>Grüße</p>\n'.repeat(50),
    text: 'Hello\n\nworld',
    messageId: '<a@shop.example>',
    unsubscribeUrl: `https://shop.example/u/${'x'.repeat(120)}`,
    headers: { 'X-Campaign': 'ä long one '.repeat(12) },
    date: 1_795_000_000_000,
  }
  const texts = ['Hello', 'Größe\n', '', `${'long '.repeat(50)}`, 'a\r\nb\rc\n\r', '1'.repeat(77), 'Ваша корзина\r\n', ' a  b\t\n\t \n\n', '.\n..\n']
  const { replyTo: _replyTo, unsubscribeUrl: _unsubscribeUrl, headers: _headers, ...plain } = message
  const subjects = ['', ' ', 'a "quoted" one', '=?utf-8?Q?no?=', 'word '.repeat(30), 'x'.repeat(67), 'x'.repeat(68), 'a\tb', '🙂'.repeat(40)]
  const mails: readonly EmailMessage[] = [
    ...texts.map((text) => ({ ...message, text })),
    ...subjects.map((subject) => ({ ...plain, subject })),
    ...['', 'Shop', 'Fell & Fjord', 'a "b" c', 'Лавка'].map((name) => ({ ...plain, from: { ...plain.from, name } })),
    { ...message, html: 'ж'.repeat(700_000) },
  ]
  const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const keyOf = (domain: string) => ({ domain, selector: 's1', privateKey })

  test.each<[string, CompositionOptions]>([
    ['as it is', {}],
    ['signed', { keyOf }],
    ['signed but for what is written anew on the way', { keyOf, rewritten: ['message-id', 'date'] }],
  ])('%s', async (_, options) => {
    for (const one of mails) {
      const composition = composeMail(one, options)
      if (!composition.ok) throw new Error(composition.reason)
      expect((await mailBytes(composition)).toString('latin1')).toBe((await streamed(one, options)).toString('latin1'))
    }
  })
})

test('a mail leaves without a signature where its key cannot be read or is not of RSA', async () => {
  const message: EmailMessage = {
    ...{ kind: 'email', key: 'k', from: { address: 'a@shop.example' }, to: 'b@mail.example', subject: 'Hello', html: 'x', text: 'x' },
    ...{ messageId: '<a@b>', date: 0 },
  }
  const bytes = async (privateKey?: string): Promise<string> => {
    const composition = composeMail(message, { keyOf: (domain) => (privateKey === undefined ? undefined : { domain, selector: 's1', privateKey }) })
    if (!composition.ok) throw new Error(composition.reason)
    return (await mailBytes(composition)).toString()
  }
  const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  expect([await bytes('not a key'), await bytes(other)]).toEqual([await bytes(), await bytes()])
})

test('a mail that is laid out already is not encoded again for its envelope', () => {
  const composition = composeMail({
    kind: 'email',
    key: 'k',
    from: { address: 'a@shop.example' },
    to: 'b@mail.example',
    subject: 'Hello',
    html: 'Ü',
    text: 'Ü',
    messageId: '<a@b>',
    date: 0,
  })
  expect(composition.ok && composition.content).toEqual({ html: 'Ü', text: 'Ü' })
  expect(composition.ok && Object.keys(composition.options)).not.toContain('html')
})
