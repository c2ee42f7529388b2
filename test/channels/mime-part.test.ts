// The text parts of mails: whatever is written arrives as it was written, in lines that every mail server takes.

import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { composeMail, libraryOptions, mailBytes } from '../../src/channels/email/composition.ts'
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

test('a mail is laid out byte for byte as the library would stream it', async () => {
  const stream = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
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
  const texts = ['Hello', 'Größe\n', '', `${'long '.repeat(50)}`, 'a\r\nb\rc\n\r', '1'.repeat(77), 'Ваша корзина\r\n']
  const { replyTo: _replyTo, unsubscribeUrl: _unsubscribeUrl, headers: _headers, ...plain } = message
  for (const one of [...texts.map((text) => ({ ...message, text })), { ...message, subject: '' }, { ...message, html: 'ж'.repeat(700_000) }, plain]) {
    const composition = composeMail(one)
    if (!composition.ok) throw new Error(composition.reason)
    const streamed = await stream.sendMail(libraryOptions(composition))
    expect((await mailBytes(composition)).equals(streamed.message as Buffer)).toBe(true)
  }
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
