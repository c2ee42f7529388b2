// Text as UTF-8, whatever it was saved as: what spreadsheets save on Windows is Windows-1252 or UTF-16, and neither says so in its name. A line that is no UTF-8
// is read as Windows-1252, each by itself, so that a file of two origins keeps the letters of both. It never changes what is UTF-8 already.

import { isUtf8 } from 'node:buffer'
import { Transform } from 'node:stream'

const newline = 0x0a
/** Longer lines are not held back to be looked at as a whole; no row may be as long. */
const heldBytes = 8 * 1024 * 1024

/** A stream for the bytes of a file that begins with `head`. */
export function asUtf8(head: Buffer): Transform {
  return head[0] === 0xff && head[1] === 0xfe ? fromUtf16() : byLines()
}

/** The beginning of such a file, as text. */
export function headAsText(head: Buffer): string {
  return head[0] === 0xff && head[1] === 0xfe ? new TextDecoder('utf-16le').decode(head) : decodedLines(head).toString('utf8')
}

function fromUtf16(): Transform {
  const decoder = new TextDecoder('utf-16le')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, decoder.decode(chunk, { stream: true }))
    },
    flush(done) {
      done(null, decoder.decode())
    },
  })
}

function byLines(): Transform {
  let rest: Buffer = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const end = all.lastIndexOf(newline) + 1
      const whole = end === 0 && all.length > heldBytes ? all.length : end
      rest = all.subarray(whole)
      done(null, whole === 0 ? undefined : decodedLines(all.subarray(0, whole)))
    },
    flush(done) {
      done(null, rest.length === 0 ? undefined : decodedLines(rest))
    },
  })
}

function decodedLines(bytes: Buffer): Buffer {
  if (isUtf8(bytes)) return bytes
  const decoder = new TextDecoder('windows-1252')
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(newline, from)
    const end = found === -1 ? bytes.length : found + 1
    const line = bytes.subarray(from, end)
    parts.push(isUtf8(line) ? line : Buffer.from(decoder.decode(line)))
    from = end
  }
  return Buffer.concat(parts)
}
