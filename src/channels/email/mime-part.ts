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

function encodingOf(text: string): '7bit' | 'quoted-printable' | 'base64' {
  let others = 0
  let letters = 0
  let length = 0
  let longest = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 10) {
      longest = Math.max(longest, length)
      length = -1
    } else if (code > 126 || (code < 32 && code !== 13 && code !== 9)) others += 1
    else if ((code | 32) >= 97 && (code | 32) <= 122) letters += 1
    length += 1
  }
  if (others === 0 && Math.max(longest, length) <= longestLine) return '7bit'
  return others < letters ? 'quoted-printable' : 'base64'
}

const hex = Buffer.from('0123456789ABCDEF', 'latin1')
const [cr, lf, tab, space, equals] = [13, 10, 9, 32, 61]

function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text)
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length * 3 * (1 + 3 / 73)) + 8)
  let at = 0
  let column = 0
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number
    if (byte === cr && bytes[index + 1] === lf) {
      out[at] = cr
      out[at + 1] = lf
      at += 2
      column = 0
      index += 1
      continue
    }
    const next = bytes[index + 1]
    // A blank at the end of a line would be lost on the way.
    const isPlain = (byte > space && byte < 127 && byte !== equals) || ((byte === space || byte === tab) && next !== cr && next !== undefined)
    if (column + (isPlain ? 1 : 3) > longestLine - 1) {
      out[at] = equals
      out[at + 1] = cr
      out[at + 2] = lf
      at += 3
      column = 0
    }
    if (isPlain) {
      out[at] = byte
      at += 1
      column += 1
      continue
    }
    out[at] = equals
    out[at + 1] = hex[byte >> 4] as number
    out[at + 2] = hex[byte & 15] as number
    at += 3
    column += 3
  }
  return out.toString('latin1', 0, at)
}
