// The bytes of a mail as they go over the wire: what a server makes of them is the mail again, and nothing in it ends it early.

import { PassThrough, Transform } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asSent, WholeMail } from '../../src/channels/email/whole-mail.ts'

const pieces = fc.array(fc.constantFrom('.', '..', 'a', 'Ü', '\r\n', '\r\n.', '.\r\n', '\r\n.\r\n', ' '), { maxLength: 30 })

/** What a server reads up to the first end of a mail, and what is left over. */
function asReceived(sent: string): { readonly mail: string; readonly rest: string } {
  const whole = `\r\n${sent}`
  const at = whole.indexOf('\r\n.\r\n')
  const lines = whole.slice(2, Math.max(2, at + 2)).split('\r\n')
  return { mail: lines.map((line) => (line.startsWith('.') ? line.slice(1) : line)).join('\r\n'), rest: whole.slice(at + 5) }
}

test('a server reads the mail as it was laid out, with a line end at its end', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('')
      const sent = asSent(Buffer.from(text))?.toString() ?? ''
      expect(asReceived(sent)).toEqual({ mail: text.endsWith('\r\n') ? text : `${text}\r\n`, rest: '' })
    }),
    { numRuns: 500 },
  )
})

test.each(['a\nb', 'a\rb', '\n', 'a\r', '\r', 'a\r\n.\n', '\r.\r\n'])('a line that ends otherwise is left to the library: %j', (text) => {
  expect(asSent(Buffer.from(text))).toBeUndefined()
  const written: string[] = []
  const library = new Transform({
    transform(chunk, _encoding, done) {
      written.push(String(chunk))
      done()
    },
  })
  new WholeMail(Buffer.from(text)).pipe(library)
  expect(written).toEqual([text])
})

test('the server may have a mail only once the socket was given all of it', () => {
  const mail = new WholeMail(Buffer.from('a\r\n'))
  expect([mail.readableDidRead, mail.wasRead]).toEqual([false, false])
  const library = new PassThrough()
  mail.pipe(library)
  expect([mail.readableDidRead, mail.wasRead]).toEqual([true, false])
  expect(String(library.read())).toBe('a\r\n.\r\n')
  expect(mail.wasRead).toBe(true)
})
