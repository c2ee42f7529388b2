// One text part of a mail, encoded for transport (RFC 2045): as it is where it is short lines of ASCII, else quoted-printable, or base64 where little of it
// is Latin. Line breaks become CRLF. In one pass over the bytes, because every mail to every person goes through here.

const lineEnd = '\r\n'
/** RFC 2045: an encoded line has at most 76 characters. */
const longestLine = 76

/** Headers, an empty line and the encoded content. */
export function mimePart(contentType: 'text/plain' | 'text/html', content: string): string {
  const text = content.toWellFormed().replace(/\r\n?|\n/g, lineEnd)
  const encoding = encodingOf(text)
  const head = `Content-Type: ${contentType}; charset=utf-8${lineEnd}Content-Transfer-Encoding: ${encoding}${lineEnd}${lineEnd}`
  switch (encoding) {
    case '7bit':
      return head + text
    case 'quoted-printable':
      return head + quotedPrintable(text)
    case 'base64':
      return (
        head +
        (
          Buffer.from(text)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join(lineEnd)
      )
  }
}

/** Anything but a line break, a tab, and the visible part of ASCII. */
const unusual = /[^\t\r\n\x20-\x7e]/g

function encodingOf(text: string): '7bit' | 'quoted-printable' | 'base64' {
  const others = text.match(unusual)?.length ?? 0
  if (others === 0 && hasOnlyShortLines(text)) return '7bit'
  return hasMoreLetters(text, others) ? 'quoted-printable' : 'base64'
}

function hasOnlyShortLines(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    // The CR before a line feed counts, so that the line stays short whatever reads it.
    if ((end < 0 ? text.length : end) - start > longestLine) return false
    if (end < 0) return true
    start = end + 1
  }
  return true
}

/** Whether more than so many characters are Latin letters. Stops at the first that settles it, which in a mail to a person is near its beginning. */
function hasMoreLetters(text: string, than: number): boolean {
  let letters = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) | 32
    if (code >= 97 && code <= 122) letters += 1
    if (letters > than) return true
  }
  return false
}

const hex = Buffer.from('0123456789ABCDEF', 'latin1')
const [cr, lf, tab, space, equals] = [13, 10, 9, 32, 61]
/** 1 for bytes that stay as they are; of blanks, only those that do not end a line. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte === tab || (byte >= space && byte < 127 && byte !== equals)))
/** Characters of an encoded line, without the "=" that ends it where it goes on. */
const roomOfLine = longestLine - 1

function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text)
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length * 3 * (1 + 3 / 73)) + 8)
  let at = 0
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(lf, start)
    const end = feed < 0 ? bytes.length : feed - 1
    at = encodeLine(bytes, { start, end, out, at })
    if (feed < 0) break
    out[at] = cr
    out[at + 1] = lf
    at += 2
    start = feed + 1
  }
  return out.toString('latin1', 0, at)
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
