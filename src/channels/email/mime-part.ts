// One text part of a mail, encoded for transport (RFC 2045): as it is where it is short lines of ASCII, else quoted-printable, or base64 where little of it
// is Latin. Line breaks become CRLF. In one pass over the bytes, and into bytes that are used again, because every mail to every person goes through here.

import type { MailPage } from './mail-page.ts'

const lineEnd = '\r\n'
/** RFC 2045: an encoded line has at most 76 characters. */
const longestLine = 76

/** Writes headers, an empty line and the encoded content. */
export function writePart(page: MailPage, contentType: 'text/plain' | 'text/html', content: string): void {
  const whole = content.toWellFormed()
  const text = whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole
  const encoding = encodingOf(text)
  page.write(`Content-Type: ${contentType}; charset=utf-8${lineEnd}Content-Transfer-Encoding: ${encoding}${lineEnd}${lineEnd}`)
  switch (encoding) {
    case '7bit':
      return page.write(text.replaceAll('\n', lineEnd))
    case 'quoted-printable':
      return writeQuotedPrintable(page, text)
    case 'base64': {
      const encoded = Buffer.from(text.replaceAll('\n', lineEnd)).toString('base64')
      return page.write((encoded.match(/.{1,76}/g) ?? []).join(lineEnd))
    }
  }
}

/** Of a text whose lines end in a line feed alone. Anything but a line feed, a tab, and the visible part of ASCII needs to be encoded. */
function encodingOf(text: string): '7bit' | 'quoted-printable' | 'base64' {
  let others = 0
  let letters = 0
  let longest = 0
  let lineStart = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const small = code | 32
    if (small >= 97 && small <= 122) letters += 1
    else if (code === lf) {
      // The CR that comes before a line feed counts, so that the line stays short whatever reads it.
      if (index + 1 - lineStart > longest) longest = index + 1 - lineStart
      lineStart = index + 1
    } else if (code > 126 || (code < space && code !== tab)) others += 1
  }
  if (others === 0 && longest <= longestLine && text.length - lineStart <= longestLine) return '7bit'
  return letters > others ? 'quoted-printable' : 'base64'
}

const hex = Buffer.from('0123456789ABCDEF', 'latin1')
const [cr, lf, tab, space, equals] = [13, 10, 9, 32, 61]
/** 1 for bytes that stay as they are; of blanks, only those that do not end a line. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte === tab || (byte >= space && byte < 127 && byte !== equals)))
/** Characters of an encoded line, without the "=" that ends it where it goes on. */
const roomOfLine = longestLine - 1

function writeQuotedPrintable(page: MailPage, text: string): void {
  const bytes = page.bytesOf(text)
  const { length } = bytes
  // Three for each byte, three more for each line that is broken, and the CR of each line feed.
  const out = page.room(Math.ceil(length * 3 * (1 + 3 / 73)) + length + 8)
  let at = page.length
  for (let start = 0; start < length; ) {
    const feed = bytes.indexOf(lf, start)
    at = encodeLine(bytes, { start, end: feed < 0 ? length : feed, out, at })
    if (feed < 0) break
    out[at] = cr
    out[at + 1] = lf
    at += 2
    start = feed + 1
  }
  page.length = at
}

interface LineToEncode {
  readonly start: number
  readonly end: number
  readonly out: Uint8Array
  readonly at: number
}

/** One line without its break; answers where the output goes on. */
function encodeLine(bytes: Uint8Array, { start, end, out, at: begin }: LineToEncode): number {
  const last = bytes[end - 1]
  // A blank at the end of a line would be lost on the way.
  const plainEnd = end > start && (last === space || last === tab) ? end - 1 : end
  let at = begin
  let lineStart = at
  let index = start
  while (index < end) {
    const runEnd = Math.min(plainEnd, index + roomOfLine - (at - lineStart))
    while (index < runEnd && isPlain[bytes[index] as number] === 1) {
      out[at] = bytes[index] as number
      at += 1
      index += 1
    }
    if (index === end) break
    const byte = bytes[index] as number
    const staysPlain = index < plainEnd && isPlain[byte] === 1
    if (at - lineStart + (staysPlain ? 1 : 3) > roomOfLine) {
      out[at] = equals
      out[at + 1] = cr
      out[at + 2] = lf
      at += 3
      lineStart = at
    }
    if (staysPlain) continue
    out[at] = equals
    out[at + 1] = hex[byte >> 4] as number
    out[at + 2] = hex[byte & 15] as number
    at += 3
    index += 1
  }
  return at
}
